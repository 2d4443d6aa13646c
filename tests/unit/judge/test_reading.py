"""Of a change with very many edits, those that say most are read; what is cut out of a long clause restates nothing."""

from datetime import date

import pytest

from tests.readings import a_change
from watcher.core.model import TargetKind
from watcher.judge.evidence import strongest
from watcher.judge.judge import judge
from watcher.judge.reading import read_change

TODAY = date(2026, 11, 25)
MOST = 250
BAN = "Sellers must not list used tickets."


def a_rewrite(size: int) -> tuple[str, str]:
    """Two texts that share as many sentences as differ; the last one of the new text bans something."""
    kept = [f"You must show ticket {n} at the door." for n in range(3 * size)]
    old = [f"The hall on floor {n} opened with a concert that people liked." for n in range(size)]
    new = [f"Nobody remembers which of the painters lived in house {n} then." for n in range(size - 1)]
    return "\n\n".join([*kept, *old]), "\n\n".join([*kept, *new, BAN])


def test_of_very_many_edits_the_strongest_are_read_in_the_documents_order() -> None:
    change = a_change(*a_rewrite(600))
    reading = read_change(change, name="Rules", today=TODAY)
    assert len(reading.edits) == len(change.clauses) > 2 * MOST
    assert len(reading.telling) == MOST
    assert reading.telling[-1].change.after == BAN
    places = [reading.edits.index(edit) for edit in reading.telling]
    assert places == sorted(places)


def test_a_single_ban_among_very_many_edits_is_found() -> None:
    said = judge(a_change(*a_rewrite(600)), kind=TargetKind.POLICY, name="Rules", watch=(), today=TODAY)
    assert said.reasons[0].quote == BAN
    assert len(said.noise) > 2 * MOST


def test_where_there_are_few_all_are_read() -> None:
    reading = read_change(a_change(*a_rewrite(20)), name="Rules", today=TODAY)
    telling = [edit for edit in reading.edits if edit.noise is None]
    assert list(reading.telling) == telling
    assert strongest(telling, len(telling)) == telling


@pytest.mark.parametrize(("lead", "restated"), [(1, True), (500, False)])
def test_of_a_clause_that_is_read_in_part_nobody_says_that_it_rules_the_same(lead: int, restated: bool) -> None:
    before = "People looked at the pictures in the hall and went home. " * lead + "Guests may sell used tickets."
    after = before.replace("Guests may sell", "Visitors may trade")
    case = read_change(a_change(before, after), name="Rules", today=TODAY).case
    assert case is not None
    assert [entry.restated for entry in case.weighed] == [restated]
