"""A changed clause is set for reading in passages."""

from watcher.core.model import BlockKind, ClauseChange, ClauseOp, Span, SpanOp
from watcher.core.redline import is_changed, passages
from watcher.core.text import squash_row, visible
from watcher.diff.words import redline


def a_clause(before: str, after: str, op: ClauseOp = ClauseOp.EDITED) -> ClauseChange:
    spans = redline(before, after) if before and after and before != after else ()
    return ClauseChange(op=op, kind=BlockKind.PARAGRAPH, heading="", before=before, after=after, redline=spans)


def shown(clause: ClauseChange) -> list[str]:
    """Each passage, with - for words that went and + for words that came."""
    marks = {SpanOp.SAME: "", SpanOp.DELETED: "-", SpanOp.INSERTED: "+"}
    return ["|".join(marks[span.op] + span.text for span in passage) for passage in passages(clause)]


def test_a_passage_is_a_sentence() -> None:
    clause = a_clause(
        "First rule. You may pay, e.g. by card. Last rule.", "First rule. You must pay, e.g. by card. Last rule."
    )
    assert shown(clause) == ["First rule. ", "You |-may|+must| pay, e.g. by card. ", "Last rule."]
    assert [is_changed(passage) for passage in passages(clause)] == [False, True, False]


def test_a_sentence_that_came_stands_alone() -> None:
    assert shown(a_clause("One rule. Two rules.", "One rule. A new one. Two rules.")) == [
        "One rule. ",
        "+A new one.| ",
        "Two rules.",
    ]


def test_where_most_of_a_sentence_changed_it_stands_whole() -> None:
    before = "One rule stays as it was. We use people and machines to read the policies."
    after = "One rule stays as it was. These texts are designed to keep the users safe."
    assert shown(a_clause(before, after)) == [
        "One rule stays as it was. ",
        "-We use people and machines to read the policies.|+These texts are designed to keep the users safe.",
    ]


def test_a_sign_between_two_changes_does_not_tear_them_apart() -> None:
    before, after = "On our page there is news.", "On our page there is an end on 1. May 2027 to it."
    assert shown(a_clause(before, after)) == ["On our page there is |-news.|+an end on 1. May 2027 to it."]


def test_cells_and_blocks_stay_apart() -> None:
    assert shown(a_clause("Ads | 10 | 20", "Ads | 30 | 40")) == ["Ads | |-10|+30| | |-20|+40"]


def test_white_space_is_no_change() -> None:
    assert shown(a_clause("One  rule here\nstays", "One rule here stays")) == ["One rule here stays"]


def test_what_moved_is_not_shown_as_new() -> None:
    assert shown(a_clause("One rule.", "One rule.", ClauseOp.MOVED)) == ["One rule."]


def test_added_and_removed_clauses_are_one_run() -> None:
    assert shown(a_clause("", "A rule. And more.", ClauseOp.ADDED)) == ["+A rule. And more."]
    assert shown(a_clause("A rule. And more.", "", ClauseOp.REMOVED)) == ["-A rule. And more."]


def test_spans_join_where_texts_meet() -> None:
    clause = a_clause("You may pay.", "You must pay.")
    assert passages(clause)[0][0] == Span(op=SpanOp.SAME, text="You ")


def test_rows_keep_their_columns_and_ticks() -> None:
    assert squash_row("Ads | ✓ | –") == squash_row("ads | Yes |")
    assert squash_row("Ads | ✓ | –") != squash_row("Ads | – | ✓")
    assert squash_row("Ads | ✓") != squash_row("Ads | ✗")


def test_what_cannot_be_seen_is_left_out() -> None:
    assert visible("a\u202eb\x1b[31mc\ud800\u200bd\r\ne\tf") == "ab[31mcd \ne f"
