"""One store with more and more targets: the real service, scheduler and store, and visits that cost nothing.

Each size runs in a process of its own, fsync on.
"""

import argparse
import asyncio
import hashlib
import logging
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import structlog
from sqlite_utils import Database

from watcher.alert.courier import AppriseCourier
from watcher.core.model import (
    Capture,
    ChangeKind,
    Checked,
    Config,
    Direction,
    Failure,
    Finding,
    First,
    Order,
    PartCapture,
    Recipe,
)
from watcher.daemon.checking import Checker
from watcher.daemon.configuring import LiveConfig
from watcher.daemon.coverage import Coverage
from watcher.daemon.delivering import Deliverer
from watcher.daemon.service import Limits, Service
from watcher.flow import Flow, orders
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.database import reading, stamp, transaction
from watcher.store.incidents import SqliteIncidents
from watcher.store.ledger import SqliteLedger
from watcher.store.outbox import SqliteOutbox
from watcher.store.queries import findings, statuses
from watcher.store.rows import capture_row, finding_row, part_row
from watcher.store.writer import Writer
from watcher.targets.load import load

RSS_UNIT = 1 if sys.platform == "darwin" else 1024
BODY = b"<html><body><h1>Rules</h1>" + b"<p>Entrants must be at least 16 years of age.</p>" * 40 + b"</body></html>"
PER_HOST = 10
FACTS = (
    "read targets.yaml, CPU s",
    "start to first lease, CPU s",
    "lease, ms, p95",
    "next due, ms, p95",
    "survey, ms",
    "commits a second",
    "checks a second, whole service",
    "`changes` page, ms",
    "`status`, ms",
    "peak memory, MB",
)


def now() -> datetime:
    return datetime.now(UTC)


FINDING = Finding(
    id="f",
    target="t",
    stream="s",
    at=datetime(2026, 1, 1, tzinfo=UTC),
    before_capture="b",
    after_capture="a",
    kind=ChangeKind.SUBSTANTIVE,
    severity=2,
    score=0.5,
    topics=(),
    direction=Direction.NEUTRAL,
    effective_date=None,
    effective_kind=None,
    lead_days=None,
    headline="Something changed",
    reasons=(),
    clauses=(),
    layout=(),
    stakes=(),
)


def shown(order: Order, name: str, at: datetime) -> Capture:
    url = order.parts[0].url
    return Capture(
        id=name,
        target=order.target,
        stream=order.stream,
        at=at,
        took_s=0.0,
        parts=(PartCapture(url=url, final_url=url, status=200, content_type="text/html", body=BODY),),
        recipe=Recipe(
            browser="stub",
            capturer="1",
            viewport=order.viewport,
            locale=order.locale,
            timezone=order.timezone,
            user_agent="",
        ),
    )


class Stub:
    """Visits that show the same page at once."""

    def __init__(self, enough: int) -> None:
        self.visits = 0
        self.enough = enough
        self.begun, self.done = asyncio.Event(), asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def capture(self, order: Order) -> Capture | Failure:
        self.visits += 1
        self.begun.set()
        if self.visits > self.enough:
            self.done.set()
        return shown(order, f"{order.target}-{self.visits}", now())


def write_targets(path: Path, n: int) -> None:
    lines = [
        f"  - {{id: t{i:06}, kind: policy, url: 'https://h{i // PER_HOST:05}.example/p/{i}', every: 6h}}"
        for i in range(n)
    ]
    path.write_text("operator: {}\ntargets:\n" + "\n".join(lines) + "\n")


def fill(folder: Path, config: Config, db: Database) -> None:
    """A past, an hour and more ago: a first look at each target and 120 unchanged ones, a finding for one in ten."""
    FileBlobs(folder / "blobs").put(BODY)
    past = now() - timedelta(hours=1)
    first = {order.target: order.stream for target in config.targets for order in orders(target)}
    capture = capture_row(shown(orders(config.targets[0])[0], "c", past))
    part = part_row("c", 0, shown(orders(config.targets[0])[0], "c", past).parts[0], lambda _, content: sha256(content))
    body = finding_row(FINDING)
    with transaction(db):
        insert = db.conn.executemany
        insert(
            f"insert into captures ({', '.join(capture)}) values ({', '.join(':' + name for name in capture)})",
            ({**capture, "id": f"c-{t}", "target": t, "stream": s} for t, s in first.items()),
        )
        insert(
            f"insert into parts ({', '.join(part)}) values ({', '.join(':' + name for name in part)})",
            ({**part, "capture": f"c-{t}"} for t in first),
        )
        insert("insert into streams values (?, ?, ?, null)", ((s, t, f"c-{t}") for t, s in first.items()))
        insert(
            "insert into outcomes (target, stream, at, since, outcome, capture, digest, looks)"
            " values (?, ?, ?, ?, ?, ?, 'x', ?)",
            (
                (t, s, stamp(past), stamp(past - timedelta(days=30)), kind, f"c-{t}", looks)
                for t, s in first.items()
                for kind, looks in (("first", 1), ("unchanged", 120))
            ),
        )
        insert(
            f"insert into findings ({', '.join(body)}) values ({', '.join(':' + name for name in body)})",
            (
                {**body, "id": f"{n:012x}", "target": t, "stream": s, "at": stamp(past - timedelta(minutes=n))}
                for n, (t, s) in enumerate(list(first.items())[::10])
            ),
        )


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def p95_ms(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))] * 1000


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


async def measure(folder: Path, n: int, checks: int) -> dict[str, float]:
    """The figures of one size, by the names in FACTS."""
    source = folder / "targets.yaml"
    write_targets(source, n)
    began = time.process_time()
    config = load(source, environment={}, credentials=None)
    found = {FACTS[0]: time.process_time() - began}
    writer = Writer(folder / "store")
    await writer.read(lambda db: fill(folder / "store", config, db))
    blobs = FileBlobs(folder / "store" / "blobs")
    archive, ledger = SqliteArchive(writer, blobs), SqliteLedger(writer)
    stub, log = Stub(checks), structlog.get_logger()
    flow = Flow(executor=stub, archive=archive, clock=now)
    coverage = Coverage(incidents=SqliteIncidents(writer), clock=now, log=log)
    outbox = SqliteOutbox(writer)
    stopping = asyncio.Event()
    service = Service(
        config=LiveConfig(source, lambda: config),
        checker=Checker(flow=flow, ledger=ledger, outbox=outbox, random=lambda: 0.5, log=log),
        coverage=coverage,
        deliverer=Deliverer(
            outbox=outbox, courier=AppriseCourier(), clock=now, random=lambda: 0.5, holder="bench", log=log
        ),
        ledger=ledger,
        outbox=outbox,
        limits=Limits(slots=4, pause=timedelta()),
        clock=now,
        on_config=lambda _: None,
        notify=lambda _: None,
        stopping=stopping,
        log=log,
    )
    began = time.process_time()
    running = asyncio.create_task(service.run())
    await stub.begun.wait()
    found[FACTS[1]] = time.process_time() - began
    since = time.perf_counter()
    await stub.done.wait()
    found[FACTS[6]] = checks / (time.perf_counter() - since)
    stopping.set()
    await running
    leases, nexts = [], []
    for turn in range(50):
        moment = now() + timedelta(hours=12)
        began = time.perf_counter()
        (lease,) = await ledger.lease(moment, moment + timedelta(minutes=45), "bench", 1, busy=[f"h{turn:05}.example"])
        leases.append(time.perf_counter() - began)
        began = time.perf_counter()
        await ledger.next_due([f"h{turn:05}.example"])
        nexts.append(time.perf_counter() - began)
        await ledger.release(lease, moment + timedelta(hours=6), moment, failed=False, looked_at=moment)
    found |= {FACTS[2]: p95_ms(leases), FACTS[3]: p95_ms(nexts)}
    began = time.perf_counter()
    await coverage.survey(config)
    found[FACTS[4]] = (time.perf_counter() - began) * 1000
    began = time.perf_counter()
    for target in config.targets[-200:]:
        (order,) = orders(target)
        outcome = First(digest="y")
        await archive.commit(
            Checked(stream=order.stream, target=target.id, at=now(), capture=f"c-{target.id}", outcome=outcome)
        )
    found[FACTS[5]] = 200 / (time.perf_counter() - began)
    writer.close()
    with reading(folder / "store") as db:
        page = [timed(lambda: findings(db, target=None, severity_from=1, since=None, limit=20)) for _ in range(9)]
        found[FACTS[7]] = statistics.median(page) * 1000
        found[FACTS[8]] = timed(lambda: statuses(db)) * 1000
    found[FACTS[9]] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT / 1e6
    return found


def run(n: int, checks: int) -> dict[str, float]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with TemporaryDirectory(prefix="watcher-bench-") as folder:
        return asyncio.run(measure(Path(folder), n, checks))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--checks", type=int, default=200, help="visits that the service makes")
    arguments = parser.parse_args()
    found = []
    for n in arguments.sizes:
        with get_context("spawn").Pool(1) as pool:
            found.append(pool.apply(run, (n, arguments.checks)))
    print(f"| | {' | '.join(f'{n:,}' for n in arguments.sizes)} | growth |")
    print("|---" * (len(found) + 2) + "|")
    for name in FACTS:
        values = [figures[name] for figures in found]
        print(f"| {name} | {' | '.join(f'{value:,.2f}' for value in values)} | {values[-1] / values[0]:.2f} |")


if __name__ == "__main__":
    main()
