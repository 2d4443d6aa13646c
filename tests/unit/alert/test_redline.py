"""The redline shows what changed and a little around it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.alert_samples import LIKE_GATE, NOTICE
from watcher.alert.redline import as_text, pieces, strongest
from watcher.core.model import BlockKind, ClauseChange, ClauseOp, Reason, Span, SpanOp


def clause(*spans: tuple[SpanOp, str], op: ClauseOp = ClauseOp.EDITED) -> ClauseChange:
    redline = tuple(Span(op=one, text=text) for one, text in spans)
    return ClauseChange(
        op=op,
        kind=BlockKind.PARAGRAPH,
        heading="",
        before="".join(text for one, text in spans if one is not SpanOp.INSERTED),
        after="".join(text for one, text in spans if one is not SpanOp.DELETED),
        redline=redline,
    )


def test_spaces_stay_where_they_were() -> None:
    edited = clause(
        (SpanOp.SAME, "within "),
        (SpanOp.DELETED, "30"),
        (SpanOp.INSERTED, "60"),
        (SpanOp.SAME, " days."),
    )
    assert as_text(pieces(edited)) == "within [-30-] {+60+} days."


def test_a_clause_that_moved_and_changed_shows_its_change() -> None:
    moved = clause((SpanOp.SAME, "within "), (SpanOp.DELETED, "30"), (SpanOp.INSERTED, "60"), op=ClauseOp.MOVED)
    assert as_text(pieces(moved)) == "within [-30-] {+60+}"


def test_signs_stay_at_their_words() -> None:
    edited = clause((SpanOp.SAME, "Ads"), (SpanOp.INSERTED, ", apps"), (SpanOp.SAME, ". Done"))
    assert as_text(pieces(edited)) == "Ads{+, apps+}. Done"


def test_a_space_that_went_leaves_none_before_a_sign() -> None:
    edited = clause(
        (SpanOp.SAME, "like your page"),
        (SpanOp.DELETED, " "),
        (SpanOp.INSERTED, ", share a post "),
        (SpanOp.SAME, "to enter"),
    )
    assert as_text(pieces(edited)) == "like your page{+, share a post+} to enter"


def test_a_sign_that_came_stands_at_the_word_before_what_went() -> None:
    edited = clause(
        (SpanOp.SAME, "your page"),
        (SpanOp.DELETED, " may "),
        (SpanOp.INSERTED, ", then "),
        (SpanOp.SAME, "go"),
    )
    assert as_text(pieces(edited)) == "your page [-may-]{+, then+} go"


def test_a_space_that_came_is_shown() -> None:
    edited = clause((SpanOp.SAME, "page"), (SpanOp.DELETED, ","), (SpanOp.INSERTED, " "), (SpanOp.SAME, "x"))
    assert as_text(pieces(edited)) == "page[-,-] x"


MUST = "You must not run giveaways without a licence."
FILLER = " ".join(f"filler{number}" for number in range(60))


def long_clause() -> ClauseChange:
    """Four long insertions with words that stay between them; the last one is what matters."""
    spans = [(SpanOp.INSERTED, f"{name} {FILLER}. ") for name in ("First", "Second", "Third")]
    kept = [(SpanOp.SAME, f"Kept {name} words. ") for name in ("one", "two", "three")]
    return clause(*(span for pair in zip(spans, kept, strict=True) for span in pair), (SpanOp.INSERTED, MUST))


def test_what_a_reason_quotes_is_shown_whole_however_long_the_clause() -> None:
    shown = as_text(pieces(long_clause(), (Reason(rule="new_prohibition", quote=MUST, weight=3.0),)))
    assert f"Kept three words. {{+{MUST}+}}" in shown
    assert shown.startswith("{+First")
    assert len(shown) < 1200


def test_the_heaviest_reason_comes_first_to_the_room() -> None:
    light = Reason(rule="r", quote="Second filler0", weight=1.0)
    heavy = Reason(rule="r", quote="Third filler0", weight=2.0)
    shown = as_text(pieces(long_clause(), (light, heavy)))
    assert "{+Third" in shown
    assert "{+Second" in shown
    assert "{+First" not in shown
    assert shown.startswith("… ")


def test_a_reason_without_weight_takes_no_room() -> None:
    shown = as_text(pieces(long_clause(), (Reason(rule="r", quote=MUST, weight=0.0),)))
    assert MUST not in shown
    assert shown.startswith("{+First")
    assert shown.endswith("…+}")


def test_a_quote_deep_in_new_text_is_shown_from_where_it_begins() -> None:
    added = replace(NOTICE, after=f"{FILLER} {MUST} {FILLER}")
    shown = as_text(pieces(added, (Reason(rule="new_prohibition", quote=MUST, weight=3.0),)))
    assert shown.startswith(f"{{+… {MUST} filler0")
    assert shown.endswith("…+}")


def test_what_was_dropped_is_quoted_from_the_old_text() -> None:
    dropped = replace(NOTICE, op=ClauseOp.REMOVED, before=f"{FILLER} {MUST}", after="")
    shown = as_text(pieces(dropped, (Reason(rule="dropped_prohibition", quote=MUST, weight=3.0),)))
    assert shown == f"[-… {MUST}-]"


def test_what_lies_between_two_shown_changes_is_not_hidden_silently() -> None:
    edited = clause(
        (SpanOp.INSERTED, f"First {FILLER}. "),
        (SpanOp.SAME, "kept "),
        (SpanOp.INSERTED, f"Second {FILLER}. "),
        (SpanOp.SAME, "also kept "),
        (SpanOp.INSERTED, f"Third {FILLER}."),
    )
    first, third = (Reason(rule="r", quote=quote, weight=1.0) for quote in ("First filler0", "Third filler0"))
    shown = as_text(pieces(edited, (first, third)))
    assert "kept … {+Third" in shown
    assert "Second" not in shown


def test_long_runs_that_stay_are_cut_around_the_change() -> None:
    before, after = "lorem ipsum " * 40, " dolor sit" * 40
    edited = clause((SpanOp.SAME, before), (SpanOp.INSERTED, "NEW"), (SpanOp.SAME, after))
    shown = as_text(pieces(edited))
    assert shown.startswith("… ")
    assert shown.endswith("…")
    assert "ipsum {+NEW+} dolor" in shown
    assert len(shown) < 200


def test_a_clause_without_a_redline_shows_both_sides() -> None:
    assert as_text(pieces(replace(LIKE_GATE, redline=(), before="old", after="new"))) == "[-old-] {+new+}"
    assert as_text(pieces(NOTICE)).startswith("{+This change applies")


def test_what_only_moved_is_not_marked() -> None:
    assert as_text(pieces(replace(NOTICE, op=ClauseOp.MOVED, before=NOTICE.after))) == NOTICE.after


def test_a_link_across_two_pieces_is_broken_in_text() -> None:
    edited = clause((SpanOp.SAME, "see https"), (SpanOp.INSERTED, "://evil.example/x"))
    assert "https://evil.example" not in as_text(pieces(edited))


def test_the_clauses_that_reasons_quote_come_first() -> None:
    long = clause((SpanOp.INSERTED, "much more text that nobody quotes " * 5))
    reasons = (Reason(rule="r", quote="must not require", weight=0.4),)
    assert strongest((long, NOTICE, LIKE_GATE), reasons, 2) == (LIKE_GATE, long)


@given(st.lists(st.tuples(st.sampled_from(SpanOp), st.text(min_size=1, max_size=3000)), min_size=1, max_size=8))
def test_any_clause_is_shown_on_one_bounded_line(spans: list[tuple[SpanOp, str]]) -> None:
    shown = as_text(pieces(clause(*spans)))
    assert len(shown) < 3000
    assert "\n" not in shown


@given(
    st.lists(st.tuples(st.sampled_from(SpanOp), st.text("ab ,.", min_size=1, max_size=12)), min_size=1, max_size=8),
    st.integers(0, 20),
)
def test_a_short_clause_loses_no_word_whatever_is_quoted(spans: list[tuple[SpanOp, str]], start: int) -> None:
    edited = clause(*spans)
    shown = pieces(edited, (Reason(rule="r", quote=edited.after[start : start + 5], weight=1.0),))
    for side, missing in ((edited.after, SpanOp.DELETED), (edited.before, SpanOp.INSERTED)):
        said = "".join(piece.text for piece in shown if piece.op is not missing)
        assert said.replace(" ", "") == side.replace(" ", "")


def test_thousands_of_small_changes_make_few_pieces() -> None:
    many = [(SpanOp.DELETED, "x "), (SpanOp.INSERTED, "y ")] * 20_000
    assert len(pieces(clause(*many))) < 100
