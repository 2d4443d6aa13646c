"""A check from lease to release, with a scripted browser and a real store."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from tests.facts import DESKTOP, NOON, a_config, a_target
from tests.fakes.clock import FakeClock
from tests.fakes.executor import FakeExecutor, Scene
from tests.unit.flow.test_weigh import NEW, OLD, OTHER
from watcher.core.model import (
    Changed,
    Checked,
    Config,
    Enrolment,
    Failure,
    FailureKind,
    First,
    Incident,
    Interval,
    Part,
    Rebased,
    Sighting,
    Target,
    TargetKind,
    Trouble,
    Verdict,
    Viewport,
)
from watcher.daemon.checking import Checker
from watcher.flow import Flow
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.incidents import SqliteIncidents
from watcher.store.ledger import SqliteLedger
from watcher.store.outbox import SqliteOutbox
from watcher.store.queries import alerts
from watcher.store.writer import Writer

SECOND = timedelta(seconds=1)
PHONE = Viewport(name="phone", width=390, height=844, mobile=True)
PAGE = a_target(kind=TargetKind.PAGE, viewports=(DESKTOP, PHONE))
BLOCKED = Failure(kind=FailureKind.BLOCKED, message="turned away", url="https://platform.example/terms", status=403)


class Desk:
    def __init__(self, folder: Path, *scenes: Scene | tuple[Scene, ...], target: Target | None = None) -> None:
        self.writer = Writer(folder)
        self.clock = FakeClock()
        self.blobs = FileBlobs(folder / "blobs")
        self.ledger, self.outbox = SqliteLedger(self.writer), SqliteOutbox(self.writer)
        self.target = target or a_target()
        self.executor = FakeExecutor({self.target.id: scenes}, clock=self.clock)
        self.checker = Checker(
            flow=Flow(executor=self.executor, archive=SqliteArchive(self.writer, self.blobs), clock=self.clock),
            ledger=self.ledger,
            outbox=self.outbox,
            random=lambda: 0.5,
            log=structlog.get_logger(),
        )

    @property
    def config(self) -> Config:
        return a_config(self.target)

    async def look(self) -> tuple[Checked, ...]:
        now = self.clock()
        await self.ledger.enrol([Enrolment(target=self.target.id, host="h", first_due=now, due_by=now)], now)
        (lease,) = await self.ledger.lease(now, now + timedelta(hours=1), "test", 1, targets=[self.target.id])
        checked = await self.checker.check_target(lease, self.config)
        self.clock.go(seconds=1)
        return checked

    async def keys(self, owner: str) -> list[str]:
        records = await self.writer.read(lambda db: alerts(db, state=None, finding=None, limit=99))
        return [record.alert.key for record in records if record.alert.owner == owner]

    async def sighting(self) -> Sighting:
        seen: list[Sighting] = []

        def decide(sightings: Sequence[Sighting], _: Sequence[Incident]) -> Verdict:
            seen.extend(sightings)
            return Verdict(at=self.clock())

        await SqliteIncidents(self.writer).settle(decide, self.clock())
        (sighting,) = seen
        return sighting

    async def due_in(self) -> timedelta:
        due = await self.ledger.next_due()
        assert due is not None
        return due - self.clock()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path


async def test_a_document_is_seen_in_one_viewport_and_a_page_in_all(folder: Path) -> None:
    assert len(await Desk(folder, OLD, target=a_target(viewports=(DESKTOP, PHONE))).look()) == 1
    assert len(await Desk(folder / "page", OLD, target=PAGE).look()) == 2


async def test_what_both_viewports_show_is_told_once(folder: Path) -> None:
    ended = OLD.replace(
        b"</main>", b"<p>We will shut down all pages on 1 March 2027; you must move your page.</p></main>"
    )
    desk = Desk(folder, OLD, OLD, ended, target=PAGE)
    await desk.look()
    outcomes = [checked.outcome for checked in await desk.look()]
    assert all(isinstance(outcome, Changed) and outcome.finding.severity >= 2 for outcome in outcomes)
    assert len(await desk.keys("team")) == 1


async def test_damaged_evidence_is_told_to_the_operator_and_a_new_baseline_begins(folder: Path) -> None:
    desk = Desk(folder, OLD, NEW)
    await desk.look()
    for name in list(desk.blobs.names()):
        desk.blobs.path(name).unlink()
    (checked,) = await desk.look()
    assert isinstance(checked.outcome, Rebased)
    assert checked.outcome.damaged
    assert len(await desk.keys("operator")) == 1
    await desk.look()
    assert len(await desk.keys("operator")) == 1


async def test_another_address_is_told_to_the_operator_once_and_to_no_owner(folder: Path) -> None:
    desk = Desk(folder, OLD, OLD, NEW, NEW, target=PAGE)
    await desk.look()
    assert await desk.keys("operator") == []
    desk.target = replace(PAGE, parts=(Part(url="https://platform.example/new-terms"),))
    outcomes = [checked.outcome for checked in await desk.look()]
    assert all(isinstance(outcome, Rebased) and outcome.moved for outcome in outcomes)
    await desk.look()
    records = await desk.writer.read(lambda db: alerts(db, state=None, finding=None, limit=99))
    [alert] = [record.alert for record in records]
    assert alert.owner == "operator"
    assert "new is hxxps://platform[.]example/new-terms; no longer read: hxxps://platform[.]example/terms" in alert.text


async def test_what_was_wrong_with_a_look_is_noted_until_one_is_good(folder: Path) -> None:
    desk = Desk(folder, OLD, BLOCKED, BLOCKED, OLD)
    await desk.look()
    assert (await desk.sighting()).trouble is None
    for _ in range(2):
        await desk.look()
    blocked = await desk.sighting()
    assert blocked.trouble == Trouble(
        kind="blocked", message="turned away", url=BLOCKED.url, lasting=False, of_host=True
    )
    assert (blocked.last_good_at, blocked.failures) == (NOON, 2)
    assert (blocked.troubled_since, blocked.looked_at) == (NOON + SECOND, NOON + 2 * SECOND)
    await desk.look()
    good = await desk.sighting()
    assert (good.trouble, good.troubled_since, good.last_good_at) == (None, None, NOON + 3 * SECOND)


async def test_doubt_is_no_good_look(folder: Path) -> None:
    desk = Desk(folder, OLD, OTHER)
    await desk.look()
    await desk.look()
    doubtful = await desk.sighting()
    assert doubtful.trouble is not None
    assert (doubtful.trouble.kind, doubtful.trouble.lasting, doubtful.trouble.of_host) == ("unconfirmed", False, False)
    assert (doubtful.last_good_at, doubtful.failures) == (NOON, 0)


@pytest.mark.parametrize(
    ("kind", "status", "of_host"),
    [
        (FailureKind.DNS, None, True),
        (FailureKind.TLS, None, True),
        (FailureKind.BLOCKED, 403, True),
        (FailureKind.HTTP_ERROR, 503, True),
        (FailureKind.HTTP_ERROR, 400, False),
        (FailureKind.HTTP_ERROR, 200, False),
        (FailureKind.SELECTOR, 200, False),
        (FailureKind.LOGIN_WALL, 200, False),
    ],
)
async def test_troubles_of_the_host_are_told_apart(
    folder: Path, kind: FailureKind, status: int | None, of_host: bool
) -> None:
    desk = Desk(folder, replace(BLOCKED, kind=kind, status=status))
    await desk.look()
    trouble = (await desk.sighting()).trouble
    assert trouble is not None
    assert (trouble.kind, trouble.of_host) == (kind.value, of_host)


async def test_a_host_that_answers_one_of_the_viewports_is_not_down(folder: Path) -> None:
    desk = Desk(folder, OLD, BLOCKED, target=PAGE)
    await desk.look()
    trouble = (await desk.sighting()).trouble
    assert trouble is not None
    assert not trouble.of_host


async def test_the_host_of_another_part_is_not_the_targets(folder: Path) -> None:
    parts = (Part(url="https://platform.example/terms"), Part(url="https://other.example/more"))
    failure = replace(BLOCKED, url="https://other.example/more")
    desk = Desk(folder, (OLD, failure), target=a_target(parts=parts))
    await desk.look()
    trouble = (await desk.sighting()).trouble
    assert trouble is not None
    assert not trouble.of_host


@pytest.mark.parametrize("kind", [FailureKind.BLOCKED, FailureKind.LOGIN_WALL])
async def test_a_host_that_turns_visits_away_is_left_alone_for_a_while(folder: Path, kind: FailureKind) -> None:
    desk = Desk(folder, replace(BLOCKED, kind=kind))
    await desk.look()
    assert timedelta(minutes=14) < await desk.due_in() < timedelta(minutes=16)


@pytest.mark.parametrize(("asked_s", "hours"), [(7 * 3600, 7), (1e9, 24)])
async def test_a_site_that_asks_to_be_left_alone_is(folder: Path, asked_s: float, hours: int) -> None:
    desk = Desk(folder, replace(BLOCKED, status=429, wait_s=asked_s))
    await desk.look()
    assert timedelta(hours=hours) - 2 * SECOND < await desk.due_in() <= timedelta(hours=hours)


async def test_a_transient_failure_is_tried_again_soon_and_a_lasting_one_as_planned(folder: Path) -> None:
    desk = Desk(folder, replace(BLOCKED, kind=FailureKind.TIMEOUT))
    await desk.look()
    assert await desk.due_in() < timedelta(minutes=2)
    lasting = Desk(folder / "lasting", replace(BLOCKED, kind=FailureKind.STEP))
    await lasting.look()
    assert await lasting.due_in() > timedelta(hours=5)


async def test_a_target_that_the_configuration_does_not_know_is_put_off(folder: Path) -> None:
    desk = Desk(folder, OLD)
    await desk.ledger.enrol([Enrolment(target="other", host="h", first_due=NOON, due_by=NOON)], NOON)
    (lease,) = await desk.ledger.lease(NOON, NOON + timedelta(hours=1), "test", 1)
    assert await desk.checker.check_target(lease, desk.config) == ()
    assert await desk.due_in() == timedelta(hours=1)


async def test_a_crash_is_told_and_the_target_comes_round_again(folder: Path) -> None:
    desk = Desk(folder, OLD, target=a_target(schedule=Interval(every=timedelta(hours=6))))
    with pytest.raises(KeyError):
        await Desk.look(_with_broken_browser(desk))
    crashed = await desk.sighting()
    assert crashed.trouble is not None
    assert (crashed.trouble.kind, crashed.trouble.lasting) == ("crash", True)
    assert await desk.due_in() < timedelta(minutes=2)
    desk.executor._scenes["terms"] = [OLD]
    (checked,) = await desk.look()
    assert isinstance(checked.outcome, First)


def _with_broken_browser(desk: Desk) -> Desk:
    desk.executor._scenes.clear()
    return desk


async def test_a_changed_rule_is_told_to_its_owner(folder: Path) -> None:
    desk = Desk(folder, OLD, NEW)
    await desk.look()
    (checked,) = await desk.look()
    assert isinstance(checked.outcome, Changed)
    assert await desk.keys("team") == [f"{checked.outcome.finding.id}:team:mail"]
