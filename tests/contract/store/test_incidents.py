"""The Incidents port: what is decided is written with what it was decided from, or not at all."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.facts import NOON, an_alert
from watcher.core.model import Enrolment, Incident, Sighting, Trouble, Verdict
from watcher.core.ports import Incidents, Ledger
from watcher.store.incidents import SqliteIncidents
from watcher.store.ledger import SqliteLedger
from watcher.store.outbox import SqliteOutbox
from watcher.store.writer import Writer

HOUR = timedelta(hours=1)
TROUBLE = Trouble(kind="timeout", message="no answer", url="https://a.example/", lasting=False, of_host=True)


@pytest.fixture
def ledger(writer: Writer) -> Ledger:
    return SqliteLedger(writer)


@pytest.fixture
def incidents(writer: Writer) -> Incidents:
    return SqliteIncidents(writer)


def an_incident(name: str = "one", **changes: object) -> Incident:
    facts: dict[str, object] = {
        "id": name,
        "key": "outage",
        "outage": True,
        "hosts": ("a.example",),
        "targets": ("a",),
        "trouble": TROUBLE,
        "since": NOON,
        "opened_at": NOON,
        "answered": (("a.example", NOON),),
    }
    return Incident(**(facts | changes))  # type: ignore[arg-type]


class Judge:
    """Answers with a verdict and remembers what it saw."""

    def __init__(self, verdict: Verdict | None = None) -> None:
        self._verdict = verdict or Verdict(at=NOON)
        self.sightings: Sequence[Sighting] = ()
        self.incidents: Sequence[Incident] = ()

    def __call__(self, sightings: Sequence[Sighting], incidents: Sequence[Incident]) -> Verdict:
        self.sightings, self.incidents = sightings, incidents
        return self._verdict


async def enrol(ledger: Ledger, *names: str) -> None:
    await ledger.enrol(
        [Enrolment(target=name, host="a.example", first_due=NOON + HOUR, due_by=NOON + HOUR) for name in names], NOON
    )


async def test_it_sees_how_targets_fare(ledger: Ledger, incidents: Incidents) -> None:
    await enrol(ledger, "a", "b")
    (lease,) = await ledger.lease(NOON, NOON + HOUR, "one", 1, targets=["a"])
    await ledger.release(lease, NOON + HOUR, None, failed=True, looked_at=NOON, trouble=TROUBLE)
    judge = Judge()
    await incidents.settle(judge, NOON)
    a, b = judge.sightings
    assert (a.trouble, a.troubled_since, a.looked_at, a.failures) == (TROUBLE, NOON, NOON, 1)
    assert (b.trouble, b.looked_at, b.good_at) == (None, None, NOON)


async def test_a_trouble_lasts_until_a_look_without_one(ledger: Ledger, incidents: Incidents) -> None:
    await enrol(ledger, "a")
    for n, trouble in enumerate((TROUBLE, TROUBLE, None)):
        at = NOON + n * HOUR
        (lease,) = await ledger.lease(at, at + HOUR, "one", 1, targets=["a"])
        await ledger.release(lease, at, None if trouble else at, failed=bool(trouble), looked_at=at, trouble=trouble)
        judge = Judge()
        await incidents.settle(judge, NOON)
        (sighting,) = judge.sightings
        assert (sighting.trouble, sighting.troubled_since) == (trouble, NOON if trouble else None)
    (lease,) = await ledger.lease(at, at + HOUR, "one", 1, targets=["a"])
    await ledger.release(lease, at, None, failed=None)
    await incidents.settle(judge, NOON)
    assert judge.sightings == (sighting,)


async def test_open_ones_and_those_closed_lately_are_seen(incidents: Incidents) -> None:
    old, new = an_incident("old", closed_at=NOON), an_incident("new", closed_at=NOON + HOUR)
    left = await incidents.settle(Judge(Verdict(at=NOON, incidents=(an_incident(), old, new))), NOON)
    assert left == (an_incident(),)
    judge = Judge(Verdict(at=NOON, incidents=(an_incident(closed_at=NOON + HOUR),)))
    assert await incidents.settle(judge, NOON + HOUR) == ()
    assert set(judge.incidents) == {an_incident(), new}


async def test_alerts_are_queued_with_it_and_once(writer: Writer, incidents: Incidents) -> None:
    for _ in range(2):
        await incidents.settle(Judge(Verdict(at=NOON, incidents=(an_incident(),), alerts=(an_alert(),))), NOON)
    assert len(await SqliteOutbox(writer).claim(NOON, NOON + HOUR, "one")) == 1


async def test_nothing_is_written_where_deciding_fails(writer: Writer, incidents: Incidents) -> None:
    broken = Verdict(at=NOON, incidents=(an_incident(),), alerts=(an_alert(subject=None),))
    with pytest.raises(Exception, match="NOT NULL"):
        await incidents.settle(Judge(broken), NOON)
    assert await incidents.settle(Judge(), NOON) == ()


async def test_what_it_wants_looked_at_is_due_and_never_later_than_it_was(ledger: Ledger, incidents: Incidents) -> None:
    await enrol(ledger, "a", "b", "c")
    (lease,) = await ledger.lease(NOON, NOON + HOUR, "one", 1, targets=["b"])
    await incidents.settle(Judge(Verdict(at=NOON, due=("a", "b"))), NOON)
    assert [found.target for found in await ledger.lease(NOON, NOON + HOUR, "two", 9)] == ["a"]
    await ledger.release(lease, NOON + HOUR, None, failed=None)
    await incidents.settle(Judge(Verdict(at=NOON + 9 * HOUR, due=("c",))), NOON)
    assert await ledger.next_due() == NOON + HOUR


async def test_retired_targets_are_not_seen(ledger: Ledger, incidents: Incidents) -> None:
    await enrol(ledger, "a", "b")
    await enrol(ledger, "b")
    judge = Judge()
    await incidents.settle(judge, NOON)
    assert [sighting.target for sighting in judge.sightings] == ["b"]


async def test_what_a_wrong_clock_noted_counts_as_of_now(ledger: Ledger, incidents: Incidents) -> None:
    await enrol(ledger, "a")
    year = timedelta(days=365)
    (lease,) = await ledger.lease(NOON + year, NOON + year + HOUR, "one", 1, targets=["a"])
    await ledger.release(lease, NOON, NOON + year, failed=False, looked_at=NOON + year)
    await enrol(ledger, "a")
    judge = Judge()
    await incidents.settle(judge, NOON)
    (sighting,) = judge.sightings
    assert (sighting.last_good_at, sighting.looked_at) == (NOON, NOON)
