"""Whole checks against the floor, in one run: sixty pages on this machine, two at a time.

    python -m bench.checks [--rounds 3] [--pages 60]

`bench.sixty` says what the pages are, `bench.floor` what the floor is. Watcher's checks are whole ones, as `watcher
check` makes them with `WATCHER_SLOTS=2`: leases, guard, visit, walk, evidence, reading, comparison, judgement, a store
that is synced to the disk. Floor and checks take turns in portions of thirty pages; the ratios are medians of the
rounds. The second table says where a check's processor time goes. With fewer pages it is quicker, and no figure to be
quoted.
"""

import argparse
import asyncio
import logging
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bench.cpu import STAGES, Meter
from bench.floor import AT_ONCE, Floor
from bench.sixty import DOCUMENTS, PAGES, SixtyPages, kind_of
from tests.facts import a_config, a_target
from tests.orders import real_pool
from watcher.capture.pool import BrowserPool
from watcher.capture.turns import most_open
from watcher.core.model import Checked, Config, Failure, Part, Target, TargetKind
from watcher.daemon.checking import Checker
from watcher.daemon.coverage import Coverage
from watcher.daemon.passing import Pass
from watcher.flow import Flow
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.incidents import SqliteIncidents
from watcher.store.ledger import SqliteLedger
from watcher.store.outbox import SqliteOutbox
from watcher.store.writer import Writer
from watcher.targets.build import VERIFY_EVERY

PORTION = 30
FLOOR, PICTURED, FLAGGED = "goto+content", "goto+content+picture", "goto+content, our flags"
Cost = tuple[float, float]


def targets(site: SixtyPages, most: int) -> dict[str, Target]:
    """The first so many pages, by their names."""
    return {
        name: a_target(
            id=name.replace("/", "-"),
            kind=TargetKind.PAGE if kind_of(name) == "page" else TargetKind.POLICY,
            parts=(Part(url=url),),
            # as targets.yaml has it where it says nothing
            verify_every=VERIFY_EVERY,
        )
        for name, url in list(site.urls.items())[:most]
    }


class Watcher:
    """One store and what works on it; the browser is somebody else's. With `asks`, servers are asked as well."""

    def __init__(self, folder: Path, pool: BrowserPool, *, slots: int = most_open(AT_ONCE), asks: bool = False) -> None:
        self.folder = folder
        self._writer = Writer(folder)
        self._pool = pool
        self._slots = slots
        self._asker = pool if asks else None

    def close(self) -> None:
        self._writer.close()

    async def check(self, chosen: Sequence[Target], config: Config) -> list[Checked]:
        """One pass over the targets, as the command `check` makes it; raises RuntimeError where one fails."""
        log = structlog.get_logger()
        clock = lambda: datetime.now(UTC)  # noqa: E731
        ledger = SqliteLedger(self._writer)
        archive = SqliteArchive(self._writer, FileBlobs(self.folder / "blobs"))
        one_pass = Pass(
            checker=Checker(
                flow=Flow(executor=self._pool, archive=archive, clock=clock, asker=self._asker),
                ledger=ledger,
                outbox=SqliteOutbox(self._writer),
                random=random.random,
                log=log,
            ),
            coverage=Coverage(incidents=SqliteIncidents(self._writer), clock=clock, log=log, one_pass=True),
            ledger=ledger,
            clock=clock,
            holder="bench",
            slots=self._slots,
            pause=timedelta(),
            on_checked=lambda _target, _checked: None,
        )
        checked = list(await one_pass.run(config, chosen))
        for entry in checked:
            if isinstance(entry.outcome, Failure):
                raise RuntimeError(f"{entry.target}: {entry.outcome.message}")
        if len(checked) != len(chosen):
            raise RuntimeError(f"{len(checked)} of {len(chosen)} targets were checked")
        return checked


class Bench:
    """What was measured so far: for each round and mode, the cost of all portions together."""

    def __init__(self, site: SixtyPages, floor: Floor, pool: BrowserPool, *, pages: int) -> None:
        self._site, self._floor, self._pool = site, floor, pool
        self._targets = targets(site, pages)
        self._meter = Meter(without=(site.pid, floor.pid))
        self.rounds: list[dict[str, Cost]] = []
        self.stages: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.outcomes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))

    async def round(self, folder: Path) -> None:
        costs: dict[str, Cost] = defaultdict(lambda: (0.0, 0.0))
        self._site.show(version=0)
        watcher = Watcher(folder, self._pool)
        config = a_config(*self._targets.values())
        names = list(self._targets)
        try:
            for at in range(0, len(names), PORTION):
                portion = names[at : at + PORTION]
                await self._floor_of(portion, costs)
                await self._watch(watcher, config, portion, "first sight", costs)
                await self._floor_of(portion, costs)
                await self._watch(watcher, config, portion, "unchanged", costs)
                self._site.show(version=1, every=5)
                await self._watch(watcher, config, portion, "a fifth changed", costs)
                self._site.show(version=0)
        finally:
            watcher.close()
        # the floor was measured twice for each portion
        for name in (FLOOR, PICTURED, FLAGGED):
            costs[name] = (costs[name][0] / 2, costs[name][1] / 2)
        self.rounds.append(dict(costs))

    async def _floor_of(self, portion: Sequence[str], costs: dict[str, Cost]) -> None:
        urls = [self._site.urls[name] for name in portion]
        for name, picture, flags in ((FLOOR, False, False), (PICTURED, True, False), (FLAGGED, False, True)):
            cost = await asyncio.to_thread(self._floor.visit, urls, picture=picture, flags=flags)
            costs[name] = _plus(costs[name], cost)

    async def _watch(
        self, watcher: Watcher, config: Config, portion: Sequence[str], mode: str, costs: dict[str, Cost]
    ) -> None:
        began, before = time.perf_counter(), self._meter.read()
        checked = await watcher.check([self._targets[name] for name in portion], config)
        took, after = time.perf_counter() - began, self._meter.read()
        used = {stage: after[stage] - before[stage] for stage in STAGES}
        costs[mode] = _plus(costs[mode], (took, sum(used.values())))
        for stage, seconds in used.items():
            self.stages[mode][stage] += seconds
        for entry in checked:
            self.outcomes[mode][type(entry.outcome).__name__.lower()] += 1

    def table(self) -> str:
        count = len(self._targets)
        lines = [
            (
                f"{'':<22}{'a minute':>9}{'to goto+content':>17}{'to that+picture':>17}"
                f"{'CPU s each':>12}{'to that, our flags':>20}"
            )
        ]
        for mode in self.rounds[0]:
            per_minute, floor, pictured, cpu, flagged = (
                statistics.median(values)
                for values in (
                    [60 * count / costs[mode][0] for costs in self.rounds],
                    [costs[FLOOR][0] / costs[mode][0] for costs in self.rounds],
                    [costs[PICTURED][0] / costs[mode][0] for costs in self.rounds],
                    [costs[mode][1] / count for costs in self.rounds],
                    [costs[FLAGGED][0] / costs[mode][0] for costs in self.rounds],
                )
            )
            lines.append(f"{mode:<22}{per_minute:>9.0f}{floor:>17.2f}{pictured:>17.2f}{cpu:>12.3f}{flagged:>20.2f}")
        lines += [f"{mode}: {dict(found)}" for mode, found in self.outcomes.items()]
        return "\n".join(lines)

    def stage_table(self) -> str:
        """Milliseconds of processor time a check, by stage, means of all rounds."""
        count = len(self._targets) * len(self.rounds)
        rows = [[1000 * used[stage] / count for used in self.stages.values()] for stage in STAGES]
        rows.append([sum(column) for column in zip(*rows, strict=True)])
        head = f"{'CPU ms a check':<34}" + "".join(f"{mode:>18}" for mode in self.stages)
        lines = [
            f"{name:<34}" + "".join(f"{value:>18.1f}" for value in row)
            for name, row in zip((*STAGES, "all"), rows, strict=True)
        ]
        return "\n".join([head, *lines])


def _plus(one: Cost, other: Cost) -> Cost:
    return one[0] + other[0], one[1] + other[1]


async def measure(rounds: int, pages: int) -> str:
    with SixtyPages() as site, Floor() as floor:
        async with real_pool([site.allow], slots=AT_ONCE) as pool:
            bench = Bench(site, floor, pool, pages=pages)
            floor.visit(list(site.urls.values())[:4], picture=False)
            for _ in range(rounds):
                with tempfile.TemporaryDirectory(prefix="checks-") as folder:
                    await bench.round(Path(folder))
    return f"{bench.table()}\n\n{bench.stage_table()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=DOCUMENTS + PAGES)
    wanted = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(asyncio.run(measure(wanted.rounds, wanted.pages)))


if __name__ == "__main__":
    main()
