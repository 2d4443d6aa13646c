"""What slow hosts cost: checks of the same unchanged pages, all hosts fast and half of them slow, in turns in one run.

    python -m bench.slow [--rounds 3] [--pages 60] [--seconds 3]

A slow host answers whatever it is asked for that much later: its page, then the style sheet, script and pictures, then
what the script fetches. Checks are whole ones, as `watcher check` makes them, with two slots. `alone` is what the slow
hosts' answers would take two at a time if nobody else worked meanwhile. Each page is checked twice in a pass.
"""

import argparse
import asyncio
import logging
import os
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import structlog

from bench.checks import AT_ONCE, Watcher, targets
from bench.cpu import Meter
from bench.sixty import DOCUMENTS, PAGES, SixtyPages
from tests.facts import a_config
from tests.orders import real_pool
from watcher.core.model import Failure

FAST, SLOW = "all fast", "half slow"


async def measure(rounds: int, pages: int, seconds: float) -> str:
    took: dict[str, list[float]] = {FAST: [], SLOW: []}
    busy: dict[str, list[float]] = {FAST: [], SLOW: []}
    waited: list[float] = []
    failed = 0
    with SixtyPages() as site, tempfile.TemporaryDirectory(prefix="slow-") as folder:
        once = list(targets(site, pages).values())
        # so that the end of a pass, when only slow ones are left, weighs less
        chosen = [*once, *(replace(target, id=f"{target.id}-again") for target in once)]
        config = a_config(*chosen)
        meter = Meter(without=(site.pid,))
        async with real_pool([site.allow], slots=AT_ONCE) as pool:
            watcher = Watcher(Path(folder), pool)
            try:
                await watcher.check(chosen, config)
                for _ in range(rounds):
                    for mode in (FAST, SLOW):
                        site.delay(seconds=seconds if mode == SLOW else 0.0)
                        began, used = time.perf_counter(), meter.total()
                        checked = await watcher.check(chosen, config)
                        took[mode].append(time.perf_counter() - began)
                        busy[mode].append(meter.total() - used)
                        failed += sum(isinstance(entry.outcome, Failure) for entry in checked)
                    waited.append(sum(entry.took_s for entry in checked if entry.took_s >= seconds))
            finally:
                watcher.close()
    cores = os.cpu_count() or 1
    lines = [f"{'':<12}{'a minute':>9}{'CPU s each':>12}{f'of {cores} cores':>12}"]
    for mode in (FAST, SLOW):
        share = statistics.median(cpu / wall / cores for cpu, wall in zip(busy[mode], took[mode], strict=True))
        per_minute, cpu = 60 * len(chosen) / statistics.median(took[mode]), statistics.median(busy[mode]) / len(chosen)
        lines.append(f"{mode:<12}{per_minute:>9.0f}{cpu:>12.3f}{share:>12.0%}")
    ratio = statistics.median(fast / slow for fast, slow in zip(took[FAST], took[SLOW], strict=True))
    alone = 60 * len(chosen) / (statistics.median(waited) / AT_ONCE)
    return "\n".join([*lines, f"ratio {ratio:.2f}; alone {alone:.0f} a minute; failed {failed}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=DOCUMENTS + PAGES)
    parser.add_argument("--seconds", type=float, default=3.0)
    wanted = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(asyncio.run(measure(wanted.rounds, wanted.pages, wanted.seconds)))


if __name__ == "__main__":
    main()
