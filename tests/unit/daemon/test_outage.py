"""Two hundred targets on a host that goes down and comes back: the whole daemon, on a clock that jumps."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import pytest
import structlog
from sqlite_utils import Database

from tests.facts import NOON, a_capture, a_config, a_part, a_target
from tests.fakes.courier import ScriptedCourier
from tests.fakes.virtual_time import VirtualTime
from watcher.core.model import (
    AlertKind,
    AlertRecord,
    Capture,
    Failure,
    FailureKind,
    Incident,
    Interval,
    Order,
    Part,
    Target,
)
from watcher.daemon.checking import Checker
from watcher.daemon.configuring import LiveConfig
from watcher.daemon.coverage import Coverage
from watcher.daemon.delivering import Deliverer
from watcher.daemon.service import Limits, Service
from watcher.flow import Flow
from watcher.schedule.politeness import host_of
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.incidents import SqliteIncidents, open_incidents
from watcher.store.ledger import SqliteLedger
from watcher.store.outbox import SqliteOutbox
from watcher.store.queries import alerts
from watcher.store.writer import Writer

_T = TypeVar("_T")
HOUR = timedelta(hours=1)
DAILY = Interval(every=timedelta(hours=24))
VISIT_S = 4.0
TIMEOUT_S = 60.0
PAGE = b"<main><h1>Rules</h1>" + b"<p>You must not offer prizes without conditions of entry.</p>" * 12 + b"</main>"
LOG = structlog.wrap_logger(None, processors=[lambda *_: (_ for _ in ()).throw(structlog.DropEvent)])


class Killed(BaseException):
    """The process died."""


class MortalWriter(Writer):
    """A store whose process is killed before the n-th write from now; nothing reaches it after that."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.writes_left: int | None = None

    async def write(self, job: Callable[[Database], _T]) -> _T:
        if self.writes_left is not None:
            if self.writes_left <= 0:
                raise Killed
            self.writes_left -= 1
        return await super().write(job)


@dataclass
class World:
    """Hosts that are down from one moment to another, and the visits that were made."""

    clock: VirtualTime
    outages: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    broken: dict[str, Failure] = field(default_factory=dict)
    kind: FailureKind = FailureKind.TIMEOUT
    visits: list[tuple[datetime, str]] = field(default_factory=list)

    def fail(self, host: str, since: timedelta, until: timedelta) -> None:
        self.outages.setdefault(host, []).append((NOON + since, NOON + until))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def capture(self, order: Order) -> Capture | Failure:
        at, url = self.clock(), order.parts[0].url
        self.visits.append((at, order.target))
        for since, until in self.outages.get(host_of(url), ()):
            if since <= at < until:
                await asyncio.sleep(TIMEOUT_S)
                return Failure(kind=self.kind, message="no answer within 60 s", url=url)
        await asyncio.sleep(VISIT_S)
        if order.target in self.broken:
            return self.broken[order.target]
        return a_capture(a_part(PAGE, url=url, final_url=url), target=order.target, stream=order.stream, at=at)

    def between(self, since: timedelta, until: timedelta, prefix: str) -> int:
        return sum(NOON + since <= at < NOON + until and target.startswith(prefix) for at, target in self.visits)


class Machine:
    """A store and the daemons that run on it, one after the other."""

    def __init__(self, folder: Path, *targets: Target) -> None:
        self.folder = folder
        self.clock = VirtualTime()
        self.world = World(self.clock)
        self.config = a_config(*targets)
        (folder / "targets.yaml").write_text("one")

    def run(self, wait: timedelta, *, kill_after_writes: int | None = None) -> None:
        """A daemon runs for so long; it ends early, and badly, where it is killed."""
        self.clock.run(lambda: self._run(wait, kill_after_writes))

    async def _run(self, wait: timedelta, kill_after_writes: int | None) -> None:
        writer = MortalWriter(self.folder / "store")
        writer.writes_left = kill_after_writes
        stopping = asyncio.Event()
        service = self._service(writer, stopping)
        running = asyncio.create_task(service.run())
        try:
            with suppress(Killed):
                async with asyncio.timeout(wait.total_seconds()):
                    await asyncio.shield(running)
        except TimeoutError:
            stopping.set()
            with suppress(Killed):
                await running
        finally:
            writer.close()

    def _service(self, writer: Writer, stopping: asyncio.Event) -> Service:
        ledger, outbox = SqliteLedger(writer), SqliteOutbox(writer)
        archive = SqliteArchive(writer, FileBlobs(self.folder / "store" / "blobs"))
        return Service(
            config=LiveConfig(self.folder / "targets.yaml", lambda: self.config),
            checker=Checker(
                flow=Flow(executor=self.world, archive=archive, clock=self.clock),
                ledger=ledger,
                outbox=outbox,
                random=lambda: 0.5,
                log=LOG,
            ),
            coverage=Coverage(incidents=SqliteIncidents(writer), clock=self.clock, log=LOG),
            deliverer=Deliverer(
                outbox=outbox,
                courier=ScriptedCourier(),
                clock=self.clock,
                random=lambda: 0.5,
                holder="daemon",
                log=LOG,
            ),
            ledger=ledger,
            outbox=outbox,
            limits=Limits(slots=2, pause=timedelta(seconds=2)),
            clock=self.clock,
            on_config=lambda _: None,
            notify=lambda _: None,
            stopping=stopping,
            log=LOG,
        )

    def told(self) -> list[AlertRecord]:
        """The messages so far, the oldest first."""
        return self._read(lambda db: alerts(db, state=None, finding=None, limit=999))[::-1]

    def subjects(self) -> list[str]:
        assert {record.alert.kind for record in self.told()} <= {AlertKind.OPERATOR}
        return [record.alert.subject.removeprefix("[Watcher] ") for record in self.told()]

    def open(self) -> tuple[Incident, ...]:
        return self._read(open_incidents)

    def _read(self, query: Callable[[Database], _T]) -> _T:
        async def read() -> _T:
            writer = Writer(self.folder / "store")
            try:
                return await writer.read(query)
            finally:
                writer.close()

        return asyncio.run(read())


def page(n: int, host: str = "platform.example", **changes: object) -> Target:
    facts = {"schedule": Interval(every=2 * HOUR), "stale_after": timedelta(hours=3 + n % 3)} | changes
    return a_target(id=f"{host.partition('.')[0]}-{n:03}", parts=(Part(url=f"https://{host}/{n}"),), **facts)


def test_a_host_that_is_down_is_one_message_and_one_when_it_is_back(tmp_path: Path) -> None:
    machine = Machine(tmp_path, *(page(n) for n in range(200)), page(0, "other.example"))
    machine.world.fail("platform.example", HOUR, 6 * HOUR)
    machine.run(timedelta(hours=7.2))
    down, up = machine.subjects()
    assert down.startswith("platform.example is down: 200 targets not seen since 25 November 2026")
    assert up == "platform.example is up again"
    first, last = machine.told()
    assert timedelta(hours=2.9) < first.alert.created_at - NOON < timedelta(hours=3.5)
    assert last.alert.created_at - NOON < timedelta(hours=7.1)
    assert "200 of 200" in last.alert.text
    assert first.state == last.state == "delivered"
    assert machine.open() == ()
    assert machine.world.between(HOUR, 6 * HOUR, "platform") < 30


@pytest.mark.parametrize("writes", [1, 3, 9])
def test_killed_in_the_middle_it_is_told_once_all_the_same(tmp_path: Path, writes: int) -> None:
    machine = Machine(tmp_path, *(page(n) for n in range(8)))
    machine.world.fail("platform.example", HOUR, 6 * HOUR)
    machine.run(timedelta(hours=2.9))
    machine.run(HOUR, kill_after_writes=writes)
    machine.run(timedelta(hours=0.2), kill_after_writes=writes)
    machine.run(3 * HOUR)
    machine.run(timedelta(hours=0.1), kill_after_writes=writes)
    machine.run(HOUR)
    down, up = machine.subjects()
    assert down.startswith("platform.example is down: 8 targets")
    assert up == "platform.example is up again"
    assert machine.open() == ()


def test_a_host_that_came_back_while_nobody_looked_is_looked_at_wholly(tmp_path: Path) -> None:
    machine = Machine(tmp_path, *(page(n, stale_after=timedelta(days=2), schedule=DAILY) for n in range(12)))
    machine.run(HOUR)
    machine.clock.go(hours=22)
    machine.world.fail("platform.example", 23 * HOUR, 29 * HOUR)
    machine.run(timedelta(hours=5.9), kill_after_writes=99)
    machine.clock.go(hours=6.2)
    machine.world.visits.clear()
    machine.run(HOUR)
    assert machine.subjects() == []
    assert {target for _, target in machine.world.visits} == {target.id for target in machine.config.targets}


def test_a_single_page_is_tried_every_half_hour_and_told_by_name(tmp_path: Path) -> None:
    machine = Machine(tmp_path, page(0, stale_after=timedelta(hours=6), schedule=DAILY))
    machine.world.fail("platform.example", HOUR, 33 * HOUR)
    machine.run(HOUR)
    machine.clock.go(hours=22)
    machine.run(timedelta(hours=10.6))
    down, up = machine.subjects()
    assert down == "platform-000 has not been seen well for too long: no answer in time"
    assert up == "platform-000 is seen well again"
    assert machine.world.between(28 * HOUR, 33 * HOUR, "platform") <= 11


def test_without_a_network_there_is_one_message_for_all_hosts(tmp_path: Path) -> None:
    hosts = [f"host{n}.example" for n in range(12)]
    machine = Machine(tmp_path, *(page(n, host) for host in hosts for n in range(2)))
    machine.world.kind = FailureKind.DNS
    for host in hosts:
        machine.world.fail(host, HOUR, 6 * HOUR)
    machine.run(timedelta(hours=7))
    down, up = machine.subjects()
    assert down.startswith("nothing can be reached: 24 targets at 12 hosts not seen since")
    assert up == "12 hosts are up again"
    assert "24 of 24" in machine.told()[1].alert.text
    back = min(at for at, _ in machine.world.visits if at >= NOON + 6 * HOUR)
    assert machine.told()[1].alert.created_at - back < timedelta(minutes=15)


def test_after_a_week_without_power_there_is_a_pass_of_looks_before_anybody_is_told(tmp_path: Path) -> None:
    machine = Machine(tmp_path, *(page(n) for n in range(10)))
    machine.run(HOUR)
    machine.clock.go(days=7)
    machine.run(HOUR)
    assert machine.subjects() == []
    machine.clock.go(days=7)
    machine.world.fail("platform.example", timedelta(), timedelta(days=99))
    machine.run(HOUR)
    (down,) = machine.subjects()
    assert down.startswith("platform.example is down: 10 targets")


def test_selectors_that_a_platform_breaks_everywhere_are_few_messages(tmp_path: Path) -> None:
    machine = Machine(tmp_path, *(page(n) for n in range(40)))
    lost = Failure(kind=FailureKind.SELECTOR, message="#rules matches nothing", url="https://platform.example/0")
    machine.world.broken = {target.id: lost for target in machine.config.targets[:30]}
    machine.run(timedelta(hours=4))
    first, more = machine.subjects()
    assert "needs your help" in first or "need your help" in first
    assert more.startswith("still: 30 targets at platform.example need your help: a selector matches nothing")
    machine.world.broken = {}
    machine.run(timedelta(hours=4))
    assert machine.subjects()[2:] == ["30 targets at platform.example are seen well again"]
