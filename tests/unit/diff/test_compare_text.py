"""Clauses are aligned, and their words compared."""

import random
import time
from dataclasses import replace

import pytest

from tests.readings import a_change, a_reading
from watcher.core.model import ClauseOp, SpanOp
from watcher.diff.compare import compare
from watcher.diff.words import redline

RULES = """# Contest rules

## Entry

Entry to every contest is free of charge for all visitors.

You may ask visitors to like your page before they enter.

## Prizes

Prizes are handed out within thirty days after the draw.

The organiser keeps a list of all winners for two years.
"""


def edited(old: str, new: str) -> str:
    assert old in RULES
    return RULES.replace(old, new)


def test_equal_documents_do_not_differ() -> None:
    assert compare(a_reading(RULES), a_reading(RULES)) is None


@pytest.mark.parametrize(
    "after", [RULES.replace("\n\n", "\n\n\n"), RULES.replace("# Contest", "#  Contest"), RULES + "\n"]
)
def test_white_space_does_not_differ(after: str) -> None:
    assert compare(a_reading(RULES), a_reading(after)) is None


def test_an_edited_clause_has_its_redline() -> None:
    (clause,) = a_change(RULES, edited("You may ask visitors", "You must not ask visitors")).clauses
    assert clause.op is ClauseOp.EDITED
    assert clause.heading == "Contest rules › Entry"
    assert [(span.op, span.text.strip()) for span in clause.redline] == [
        (SpanOp.SAME, "You"),
        (SpanOp.DELETED, "may"),
        (SpanOp.INSERTED, "must not"),
        (SpanOp.SAME, "ask visitors to like your page before they enter."),
    ]


def test_added_and_removed_clauses() -> None:
    added = "Employees of the organiser cannot win.\n\n## Prizes"
    (clause,) = a_change(RULES, edited("## Prizes", added)).clauses
    assert (clause.op, clause.before, clause.after) == (ClauseOp.ADDED, "", "Employees of the organiser cannot win.")
    (clause,) = a_change(edited("## Prizes", added), RULES).clauses
    assert (clause.op, clause.before, clause.after) == (ClauseOp.REMOVED, "Employees of the organiser cannot win.", "")


def test_a_moved_clause_is_neither_removed_nor_added() -> None:
    free = "Entry to every contest is free of charge for all visitors.\n\n"
    (clause,) = a_change(RULES, edited(free, "") + "\n" + free).clauses
    assert clause.op is ClauseOp.MOVED
    assert not clause.redline


def test_a_clause_may_move_and_change() -> None:
    free = "Entry to every contest is free of charge for all visitors.\n\n"
    clauses = a_change(RULES, edited(free, "") + "\n" + free.replace("all visitors", "adults only")).clauses
    assert [clause.op for clause in clauses] == [ClauseOp.MOVED]
    assert any(span.op is SpanOp.INSERTED and "adults only" in span.text for span in clauses[0].redline)


def test_a_split_clause_that_says_the_same_does_not_differ() -> None:
    before = "Entry is free of charge for everybody. Prizes are handed out within thirty days.\n"
    assert compare(a_reading(before), a_reading(before.replace(". Prizes", ".\n\nPrizes"))) is None


def test_a_split_clause_is_one_edit() -> None:
    before = "Entry is free of charge for everybody who visits. Prizes are handed out within thirty days of the draw.\n"
    after = before.replace(". Prizes", ".\n\nPrizes").replace("thirty", "sixty")
    assert [clause.op for clause in a_change(before, after).clauses] == [ClauseOp.EDITED]


def test_a_split_clause_may_change_in_one_piece() -> None:
    before = "Prizes belong to the winner at once. The organiser cannot take them back after the draw has been held.\n"
    after = before.replace("once. The organiser cannot", "once.\n\nThe organiser may at any time")
    (clause,) = a_change(before, after).clauses
    assert clause.op is ClauseOp.EDITED
    assert clause.places == ((0,), (0, 1))
    assert [span.text.strip() for span in clause.redline if span.op is SpanOp.DELETED and span.text.strip()] == [
        "cannot"
    ]


def test_a_new_paragraph_beside_a_shortened_one_is_no_piece_of_it() -> None:
    before = "Prizes belong to the winner at once. The organiser cannot take them back after the draw has been held.\n"
    after = "Prizes belong to the winner at once.\n\nYou may not ask people to like a page or to share a post.\n"
    assert [clause.op for clause in a_change(before, after).clauses] == [ClauseOp.EDITED, ClauseOp.ADDED]


def test_a_moved_clause_knows_where_it_stood() -> None:
    free = "Entry to every contest is free of charge for all visitors.\n\n"
    (clause,) = a_change(RULES, edited(free, "") + "\n" + free).clauses
    assert (clause.heading_before, clause.heading) == ("Contest rules › Entry", "Contest rules › Prizes")
    assert clause.places == ((2,), (6,))


def test_cells_that_changed_their_columns_are_an_edit() -> None:
    table = "| Ads | Allowed | Restricted |\n|---|---|---|\n| Alcohol | Yes | – |\n"
    (clause,) = a_change(table, table.replace("| Yes | – |", "| – | Yes |")).clauses
    assert clause.op is ClauseOp.EDITED


def test_links_alone() -> None:
    before = "Read [our terms](https://platform.example/terms) before you enter the contest."
    (clause,) = a_change(before, before.replace("/terms", "/legal")).clauses
    assert clause.links_only
    assert (clause.links_before, clause.links_after) == (
        ("platform.example/terms",),
        ("platform.example/legal",),
    )
    assert not clause.redline


def test_metadata_is_compared() -> None:
    before, after = (a_reading(RULES) for _ in range(2))
    changed = replace(after, metadata=(replace(after.metadata[0], title="New", status=203),))
    change = compare(before, changed)
    assert change is not None
    assert [(entry.field, entry.before, entry.after) for entry in change.metadata] == [
        ("[0].status", "200", "203"),
        ("[0].title", "", "New"),
    ]


def test_unread_counts_in_titles_do_not_differ() -> None:
    before, after = (a_reading(RULES) for _ in range(2))
    pages = (replace(before.metadata[0], title="Acme"),), (replace(after.metadata[0], title="(3) Acme"),)
    assert compare(replace(before, metadata=pages[0]), replace(after, metadata=pages[1])) is None


def test_common_is_the_shared_share_of_words() -> None:
    assert a_change("one two three four", "one two five six").common == pytest.approx(0.5)


def test_two_large_unrelated_documents_are_compared_in_time() -> None:
    words = [f"word{number}" for number in range(3_000)]
    before, after = (
        a_reading("\n\n".join(" ".join(random.Random(f"{seed}{n}").choices(words, k=25)) for n in range(5_000)))
        for seed in "ab"
    )
    start = time.process_time()
    assert compare(before, after) is not None
    assert time.process_time() - start < 5


def test_a_huge_block_is_compared_in_time() -> None:
    """Exact pairing of words is quadratic: two edits in a book without paragraphs must not take minutes."""
    words = [f"word{(n * 7919) % 5_000}" for n in range(60_000)]
    edited = [word if n % 10 else f"edit{n}" for n, word in enumerate(words)]
    before, after = " ".join(words), " ".join(edited)
    spans = redline(before, after)
    assert "".join(span.text for span in spans if span.op is not SpanOp.INSERTED) == before
    assert "".join(span.text for span in spans if span.op is not SpanOp.DELETED) == after


def test_two_edits_in_a_huge_block_are_seen_alone() -> None:
    rules = [f"Under rule {n} a Page may show offer {n % 97} to people of group {n % 13}." for n in range(2_000)]
    before = " ".join(rules)
    after = before.replace("Under rule 700 a Page may", "Under rule 700 a Page may not")
    after = after.replace("Under rule 1500 a Page may", "Under rule 1500 a Page must")
    spans = [(span.op, span.text.strip()) for span in redline(before, after) if span.op is not SpanOp.SAME]
    assert spans == [(SpanOp.INSERTED, "not"), (SpanOp.DELETED, "may"), (SpanOp.INSERTED, "must")]
