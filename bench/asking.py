"""Looks at unchanged policy documents whose servers are asked, against bare visits of the same documents in one run.

    python -m bench.asking [--rounds 3] [--documents 40] [--profile FILE]

First sight and the looks that learn are not counted. Then bare visits (`bench.floor`: goto and content, two at a time)
and whole checks take turns: once those of the documents that the server writes, once those of all, with the one in
eight that a script writes and that is visited every time.
"""

import argparse
import asyncio
import cProfile
import logging
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import structlog

from bench.checks import AT_ONCE, Watcher, targets
from bench.cpu import STAGES, Meter
from bench.floor import Floor
from bench.sixty import DOCUMENTS, PAGES, SixtyPages, kind_of
from tests.facts import a_config
from tests.orders import real_pool
from watcher.core.model import Config, Target
from watcher.shortcuts import AGREED_LOOKS

Cost = tuple[float, float]


class Group:
    """Some documents and what looks at them have cost so far."""

    def __init__(self, title: str, chosen: Sequence[Target]) -> None:
        self.title = title
        self.chosen = chosen
        self.bare: list[Cost] = []
        self.ours: list[Cost] = []
        self.asked = 0
        self.stages = dict.fromkeys(STAGES, 0.0)

    async def round(self, floor: Floor, watcher: Watcher, config: Config, meter: Meter) -> None:
        urls = [target.parts[0].url for target in self.chosen]
        self.bare.append(await asyncio.to_thread(floor.visit, urls, picture=False))
        began, before = time.perf_counter(), meter.read()
        checked = await watcher.check(self.chosen, config)
        took, after = time.perf_counter() - began, meter.read()
        used = {stage: after[stage] - before[stage] for stage in STAGES}
        self.ours.append((took, sum(used.values())))
        self.stages = {stage: self.stages[stage] + used[stage] for stage in STAGES}
        self.asked += sum(entry.asked for entry in checked)

    def rows(self) -> str:
        count, rounds = len(self.chosen), len(self.ours)
        per_minute = [60 * count / statistics.median(took for took, _ in costs) for costs in (self.bare, self.ours)]
        ratio, cpu = (
            statistics.median(bare[n] / ours[n] for bare, ours in zip(self.bare, self.ours, strict=True))
            for n in (0, 1)
        )
        stages = ", ".join(
            f"{stage} {1000 * seconds / count / rounds:.1f}" for stage, seconds in self.stages.items() if seconds > 0
        )
        return (
            f"{self.title} ({count}, {self.asked / rounds:.0f} of them asked): bare {per_minute[0]:.0f} a minute,"
            f" checks {per_minute[1]:.0f} a minute\n"
            f"  ratio {ratio:.1f}, of processor time {cpu:.1f}; CPU ms a check: {stages}"
        )


async def measure(rounds: int, documents: int, profile: str | None) -> str:
    with SixtyPages() as site, Floor() as floor, tempfile.TemporaryDirectory(prefix="asking-") as folder:
        every = {
            name: replace(target, verify_every=timedelta(days=1))
            for name, target in targets(site, DOCUMENTS + PAGES).items()
            if name.startswith("doc/")
        }
        chosen = dict(list(every.items())[:documents])
        config = a_config(*chosen.values())
        written = [target for name, target in chosen.items() if kind_of(name) != "script"]
        groups = [Group("written by the server", written), Group("all documents", list(chosen.values()))]
        async with real_pool([site.allow], slots=AT_ONCE) as pool:
            watcher = Watcher(Path(folder), pool, asks=True)
            try:
                for _ in range(1 + AGREED_LOOKS):
                    await watcher.check(list(chosen.values()), config)
                floor.visit([target.parts[0].url for target in written[:4]], picture=False)
                meter = Meter(without=(site.pid, floor.pid))
                if profile:
                    with cProfile.Profile() as profiler:
                        await watcher.check(written, config)
                    profiler.dump_stats(profile)
                for _ in range(rounds):
                    for group in groups:
                        await group.round(floor, watcher, config, meter)
            finally:
                watcher.close()
    return "\n".join(group.rows() for group in groups)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--profile")
    wanted = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(asyncio.run(measure(wanted.rounds, wanted.documents, wanted.profile)))


if __name__ == "__main__":
    main()
