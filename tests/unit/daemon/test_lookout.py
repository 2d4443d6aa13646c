"""Looking for look-alikes: the budget, what is told and when, with a real store and a platform without a browser."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog

from tests.facts import NOON, a_config, a_target
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from watcher.core.model import AlertRecord, Brand, Interval, Part, RecordedFinding, Target, TargetKind
from watcher.daemon.checking import Checker
from watcher.daemon.lookout import Lookout
from watcher.daemon.scouting import Scout
from watcher.daemon.service import enrolments
from watcher.flow import Flow
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.database import stamp
from watcher.store.handles import SqliteHandles
from watcher.store.ledger import SqliteLedger
from watcher.store.outbox import SqliteOutbox
from watcher.store.queries import alerts, findings
from watcher.store.writer import Writer
from watcher.targets.catalog.lookalikes import watched_lookalikes

DAY = timedelta(days=1)
LONG_AGO, AGES = stamp(NOON - 9 * DAY), stamp(NOON - 900 * DAY)
OWN, FAKE = "telekom_hilft", "telekom_hiIft"
PROFILE = "<h1>{name}</h1><p>{bio}</p><p>12 posts, 3 followers</p>"
BIO = "We answer your questions about contracts, bills and phones, every day."
STRANGER = PROFILE.format(name="Lena", bio="Cats, mountains and long train rides through the night.")
IMPOSTOR = PROFILE.format(name="Telekom hilft", bio=BIO)


def brand_target(looks: int = 24, sharing: int = 1, **changes: object) -> Target:
    brand = Brand(handle=OWN, name="Telekom hilft", address="https://face.example/{handle}", looks=looks)
    target = a_target(
        id="likes",
        kind=TargetKind.HANDLE,
        title="Look-alikes of telekom_hilft",
        parts=(Part(url=f"https://face.example/{OWN}"),),
        platform=None,
        schedule=Interval(every=DAY * sharing / looks),
        brand=brand,
    )
    return replace(target, **changes)  # type: ignore[arg-type]


class Desk:
    """A daemon's ledger, checker and store, whose time passes from one due look to the next."""

    def __init__(self, folder: Path, *targets: Target) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.platform = FakePlatform(self.clock)
        self.config = a_config(*targets)
        self.start()

    def start(self) -> None:
        self.writer = Writer(self.folder)
        archive = SqliteArchive(self.writer, FileBlobs(self.folder / "blobs"))
        self.handles = SqliteHandles(self.writer, FileBlobs(self.folder / "blobs"))
        self.ledger = SqliteLedger(self.writer)
        self.checker = Checker(
            flow=Flow(executor=self.platform, archive=archive, clock=self.clock),
            ledger=self.ledger,
            outbox=SqliteOutbox(self.writer),
            random=lambda: 0.5,
            log=structlog.get_logger(),
            lookout=Lookout(
                scout=Scout(executor=self.platform, archive=archive, clock=self.clock, pause=self.pause),
                archive=archive,
                handles=self.handles,
                clock=self.clock,
                log=structlog.get_logger(),
            ),
        )

    async def pause(self) -> None:
        self.clock.now += timedelta(seconds=5)

    def restart(self) -> None:
        self.writer.close()
        self.start()

    async def enrol(self) -> None:
        await self.ledger.enrol(enrolments(self.config, self.clock()), self.clock())

    async def run(self, until: datetime) -> None:
        await self.enrol()
        while (due := await self.ledger.next_due()) is not None and due < until:
            self.clock.now = max(self.clock.now, due)
            for lease in await self.ledger.lease(self.clock(), self.clock() + timedelta(hours=1), "test", 9):
                await self.checker.check_target(lease, self.config)
        self.clock.now = max(self.clock.now, until)

    async def see_all(self) -> None:
        """What an earlier round has found: nobody."""
        brand = self.config.targets[0].brand
        assert brand is not None
        rows = [
            {"target": "likes", "handle": one.handle, "first_at": LONG_AGO, "looked_at": LONG_AGO, "presence": "absent"}
            for one in watched_lookalikes(brand, None)
        ]
        await self.writer.write(lambda db: db.table("handles").insert_all(rows))
        await self.enrol()

    async def look(self, handle: str, times: int = 1) -> None:
        """Looks at this handle, an hour apart each time."""
        for _ in range(times):
            self.clock.now += timedelta(hours=1)
            await self.writer.write(
                lambda db: db.execute("update handles set looked_at = iif(handle = ?, ?, ?)", (handle, AGES, LONG_AGO))
            )
            now = self.clock()
            for lease in await self.ledger.lease(now, now + timedelta(hours=1), "test", 1, targets=["likes"]):
                await self.checker.check_target(lease, self.config)
            assert handle in {seen for _, seen in self.platform.visits[-2:]}

    async def told(self) -> list[AlertRecord]:
        return await self.writer.read(lambda db: alerts(db, state=None, finding=None, limit=500))

    async def found(self) -> list[RecordedFinding]:
        return await self.writer.read(lambda db: findings(db, target=None, severity_from=0, since=None, limit=500))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path, brand_target())
    yield desk
    desk.writer.close()


def most_in_a_day(visits: list[datetime]) -> int:
    return max(sum(at <= other < at + DAY for other in visits) for at in visits)


async def test_the_days_visits_are_never_more_than_wanted_and_spread_over_the_day(desk: Desk) -> None:
    desk.platform.profiles |= {"telekom_hiIft": IMPOSTOR, "te1ekom_hilft": STRANGER}
    for day in range(1, 3):
        await desk.run(NOON + DAY * day - timedelta(hours=7))
        for _ in range(3):  # somebody starts it again and again
            desk.restart()
            await desk.enrol()
    times = [at for at, _ in desk.platform.visits]
    assert 30 <= len(times) <= 48
    assert most_in_a_day(times) <= 24
    per_hour = Counter(at.replace(minute=0, second=0, microsecond=0) for at in times)
    assert max(per_hour.values()) <= 3, "a page takes one visit, and one to be compared with"


async def test_two_brands_on_one_platform_share_the_days_visits(tmp_path: Path) -> None:
    first = brand_target(looks=12, sharing=2)
    brand = replace(first.brand, handle="acme") if first.brand else None
    desk = Desk(tmp_path, first, replace(first, id="acme", brand=brand))
    try:
        await desk.run(NOON + 2 * DAY)
    finally:
        desk.writer.close()
    assert 18 <= len(desk.platform.visits) <= 24
    assert most_in_a_day([at for at, _ in desk.platform.visits]) <= 12


async def test_a_new_page_is_confirmed_and_told_once_and_so_is_its_end(desk: Desk) -> None:
    await desk.see_all()
    desk.platform.profiles[FAKE] = IMPOSTOR
    await desk.look(FAKE)
    assert not await desk.found(), "not before a second look"
    await desk.look(FAKE, times=3)
    [finding] = await desk.found()
    rules = [reason.rule for reason in finding.finding.reasons]
    assert rules == ["impostor_new", "handle_confusable", "impostor_name"]
    assert finding.finding.severity == 3
    [alert] = await desk.told()
    assert FAKE in alert.alert.subject
    assert f"https://face.example/{FAKE}" in alert.alert.text
    del desk.platform.profiles[FAKE]
    await desk.look(FAKE, times=3)
    note, _ = await desk.told()
    assert note.alert.kind == "note"
    assert FAKE in note.alert.subject
    assert len(await desk.found()) == 1
    desk.platform.profiles[FAKE] = IMPOSTOR
    await desk.look(FAKE, times=2)
    assert len(await desk.found()) == 2, "who comes again is told again"


async def test_what_was_there_before_is_told_in_one_message(desk: Desk) -> None:
    brand = desk.config.targets[0].brand
    assert brand is not None
    handles = [one.handle for one in watched_lookalikes(brand, None)]
    desk.platform.profiles |= dict.fromkeys(handles[0:12:3], IMPOSTOR)
    await desk.run(NOON + DAY)
    recorded = await desk.found()
    assert len(recorded) == 4
    assert {one.finding.reasons[0].rule for one in recorded} == {"impostor_exists"}
    assert {one.finding.severity for one in recorded} == {2}
    told = await desk.told()
    assert len(told) == 4
    [(bundle, at)] = {(one.alert.bundle, one.alert.not_before) for one in told}
    assert bundle is not None
    assert timedelta(0) <= at - (NOON + DAY) < timedelta(minutes=1), "after the first day"


async def test_a_page_that_comes_to_imitate_is_told_anew(desk: Desk) -> None:
    handle = "telekom_hilft_official"
    await desk.see_all()
    desk.platform.profiles[handle] = STRANGER
    await desk.look(handle, times=3)
    [quiet] = await desk.found()
    assert quiet.finding.severity == 1
    desk.platform.profiles[handle] = IMPOSTOR
    await desk.look(handle, times=2)
    louder, _ = await desk.found()
    assert louder.finding.severity == 2
    assert louder.finding.reasons[0].rule == "impostor_closer"


async def test_a_platform_that_turns_visitors_away_says_nothing(desk: Desk) -> None:
    await desk.see_all()
    desk.platform.profiles[FAKE] = IMPOSTOR
    await desk.look(FAKE, times=2)
    desk.platform.down = True
    await desk.look(FAKE, times=3)
    assert len(await desk.told()) == 1
    records = await desk.handles.records("likes")
    assert records[FAKE].presence == "there"


async def test_a_page_that_flickers_once_is_not_told(desk: Desk) -> None:
    await desk.see_all()
    desk.platform.profiles[FAKE] = IMPOSTOR
    await desk.look(FAKE)
    desk.platform.profiles.clear()
    await desk.look(FAKE)
    desk.platform.profiles[FAKE] = IMPOSTOR
    await desk.look(FAKE)
    assert not await desk.found()


async def test_what_is_told_has_its_evidence(desk: Desk) -> None:
    await desk.see_all()
    desk.platform.profiles[FAKE] = IMPOSTOR
    await desk.look(FAKE, times=2)
    [finding] = await desk.found()
    captures = {row["id"] for row in await desk.writer.read(lambda db: list(db.query("select id from captures")))}
    assert {finding.finding.after_capture, finding.finding.before_capture} <= captures


def test_ones_own_handles_are_no_candidates() -> None:
    brand = Brand(handle=OWN, name="Telekom hilft", address="https://face.example/{handle}", known=("Telekom.Hilft",))
    handles = {one.handle.casefold() for one in watched_lookalikes(brand, None)}
    assert FAKE.casefold() in handles
    assert not {OWN, "telekom.hilft"} & handles, "no platform minds capitals"
