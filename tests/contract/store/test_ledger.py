"""The Ledger port: every target is looked at when due, by one holder at a time."""

from datetime import timedelta

import pytest

from tests.facts import NOON
from watcher.core.model import Enrolment
from watcher.core.ports import Ledger
from watcher.store.ledger import SqliteLedger
from watcher.store.writer import Writer

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ledger(writer: Writer) -> Ledger:
    return SqliteLedger(writer)


def enrolment(target: str, host: str = "", wait: timedelta = timedelta()) -> Enrolment:
    return Enrolment(target=target, host=host or target, first_due=NOON + wait, due_by=NOON + wait + HOUR)


async def test_due_targets_are_leased_longest_due_first(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("b"), enrolment("a", wait=-MINUTE), enrolment("later", wait=MINUTE)], NOON)
    leases = await ledger.lease(NOON, NOON + HOUR, "one", 10)
    assert [lease.target for lease in leases] == ["a", "b"]
    assert await ledger.next_due() == NOON + MINUTE


async def test_a_lease_keeps_others_away_until_it_expires(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("a")], NOON)
    assert len(await ledger.lease(NOON, NOON + MINUTE, "one", 10)) == 1
    assert await ledger.lease(NOON, NOON + MINUTE, "two", 10) == ()
    assert await ledger.lease(NOON, NOON + MINUTE, "two", 10, targets=["a"]) == ()
    assert await ledger.next_due() == NOON + MINUTE
    assert len(await ledger.lease(NOON + MINUTE, NOON + HOUR, "two", 10)) == 1


async def test_one_target_of_a_host_and_none_of_a_busy_one(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("a", "x"), enrolment("b", "x"), enrolment("c", "y"), enrolment("d", "z")], NOON)
    leases = await ledger.lease(NOON, NOON + HOUR, "one", 10, busy=["y"])
    assert [lease.target for lease in leases] == ["a", "d"]


async def test_named_targets_are_leased_before_they_are_due(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("a", wait=HOUR), enrolment("b", wait=HOUR)], NOON)
    assert [lease.target for lease in await ledger.lease(NOON, NOON + HOUR, "one", 10, targets=["b"])] == ["b"]


async def test_release_counts_failures_and_remembers_the_good(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("a")], NOON)
    moment = NOON
    for failures in range(3):
        (lease,) = await ledger.lease(moment, moment + HOUR, "one", 1)
        assert (lease.failures, lease.last_good_at) == (failures, None)
        moment += MINUTE
        await ledger.release(lease, moment, None, failed=True)
    (lease,) = await ledger.lease(moment, moment + HOUR, "one", 1)
    await ledger.release(lease, moment, moment, failed=False)
    (lease,) = await ledger.lease(moment, moment + HOUR, "one", 1)
    assert (lease.failures, lease.last_good_at, lease.enrolled_at) == (0, moment, NOON)


async def test_a_late_release_does_not_disturb_the_next_holder(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("a")], NOON)
    (late,) = await ledger.lease(NOON, NOON + MINUTE, "one", 1)
    (_,) = await ledger.lease(NOON + MINUTE, NOON + HOUR, "two", 1)
    await ledger.release(late, NOON, None, failed=False)
    assert await ledger.lease(NOON + MINUTE, NOON + HOUR, "three", 1) == ()


async def test_a_dead_holder_is_evicted(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("a"), enrolment("b")], NOON)
    await ledger.lease(NOON, NOON + HOUR, "dead", 1)
    await ledger.lease(NOON, NOON + HOUR, "alive", 1)
    assert await ledger.evict("dead") == 1
    assert len(await ledger.lease(NOON, NOON + HOUR, "one", 10)) == 1


async def test_enrolling_again_keeps_due_times_but_not_beyond_the_new_schedule(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("a"), enrolment("b")], NOON)
    for lease in await ledger.lease(NOON, NOON + HOUR, "one", 10):
        await ledger.release(lease, NOON + 24 * HOUR, NOON, failed=False)
    sooner = Enrolment(target="a", host="a", first_due=NOON, due_by=NOON + MINUTE)
    same = Enrolment(target="b", host="b", first_due=NOON, due_by=NOON + 48 * HOUR)
    await ledger.enrol([sooner, same], NOON)
    assert await ledger.lease(NOON, NOON + HOUR, "one", 10) == ()
    assert [lease.target for lease in await ledger.lease(NOON + MINUTE, NOON + HOUR, "one", 10)] == ["a"]


async def test_a_target_that_moved_is_leased_under_its_new_host(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("a", host="old.example")], NOON)
    await ledger.enrol([enrolment("a", host="new.example")], NOON)
    assert await ledger.lease(NOON, NOON + HOUR, "one", 1, busy=["new.example"]) == ()
    (lease,) = await ledger.lease(NOON, NOON + HOUR, "one", 1, busy=["old.example"])
    assert lease.host == "new.example"


async def test_targets_that_are_not_enrolled_retire_and_may_return(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("a"), enrolment("b")], NOON)
    await ledger.enrol([enrolment("b")], NOON)
    assert [lease.target for lease in await ledger.lease(NOON, NOON + HOUR, "one", 10)] == ["b"]
    await ledger.enrol([enrolment("a"), enrolment("b")], NOON)
    assert [lease.target for lease in await ledger.lease(NOON, NOON + HOUR, "one", 10)] == ["a"]


async def test_enrolling_some_may_leave_the_others_alone(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("a"), enrolment("b")], NOON)
    await ledger.enrol([enrolment("c")], NOON, retire_others=False)
    assert {lease.target for lease in await ledger.lease(NOON, NOON + HOUR, "one", 10)} == {"a", "b", "c"}


async def test_a_target_that_comes_back_begins_anew(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("a")], NOON)
    (lease,) = await ledger.lease(NOON, NOON + HOUR, "one", 1)
    await ledger.release(lease, NOON, NOON, failed=True)
    await ledger.enrol([], NOON)
    later = NOON + 2000 * HOUR
    await ledger.enrol([enrolment("a")], later)
    (lease,) = await ledger.lease(later, later + HOUR, "one", 1)
    assert (lease.failures, lease.last_good_at, lease.enrolled_at) == (0, None, later)


async def test_a_target_that_is_given_back_keeps_its_failures(ledger: Ledger) -> None:
    await ledger.enrol([enrolment("a")], NOON)
    for failed in (True, None):
        (lease,) = await ledger.lease(NOON, NOON + HOUR, "one", 1)
        await ledger.release(lease, NOON, None, failed=failed)
    (lease,) = await ledger.lease(NOON, NOON + HOUR, "one", 1)
    assert lease.failures == 1
