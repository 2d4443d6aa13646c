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


def test_signs_stay_at_their_words() -> None:
    edited = clause((SpanOp.SAME, "Ads"), (SpanOp.INSERTED, ", apps"), (SpanOp.SAME, ". Done"))
    assert as_text(pieces(edited)) == "Ads{+, apps+}. Done"


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
