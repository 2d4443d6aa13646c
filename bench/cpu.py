"""Processor time of this process and of all that it has started, those included that have ended and were waited for."""

import os
import threading
import time
from collections import defaultdict
from collections.abc import Collection, Mapping

import psutil

# Pages end before their browser does, and are counted there, as those of its zygote.
PAGES, BROWSER, NETWORK, DRIVER = "pages", "the browser itself", "its network and graphics", "Playwright's driver"
LOOP, STORE, BESIDE = "our loop: steering, guard, flow", "our store", "our reading, comparing, judging"
ENDED = "browsers' last moments"
STAGES = (PAGES, BROWSER, NETWORK, DRIVER, LOOP, STORE, BESIDE, ENDED)


class Meter:
    """Reads the time used so far, by stage; `without` are children that are nobody's stage.

    A browser that is replaced keeps its last reading; what it used after that is counted once it was waited for.
    """

    def __init__(self, *, without: Collection[int] = ()) -> None:
        self._without = without
        self._own = psutil.Process(os.getpid())
        self._trees: dict[int, Mapping[str, float]] = {}

    def read(self) -> Mapping[str, float]:
        """To be called in the thread of the loop."""
        living = [child for child in self._own.children() if child.pid not in self._without]
        for child in living:
            if used := _tree(child):
                self._trees[child.pid] = used
        total: dict[str, float] = defaultdict(float)
        for tree in self._trees.values():
            for stage, seconds in tree.items():
                total[stage] += seconds
        total[LOOP] = time.thread_time()
        total[STORE] = _of_threads(self._own, "store")
        total[BESIDE] = time.process_time() - total[LOOP] - total[STORE]
        own = self._own.cpu_times()
        gone = self._trees.keys() - {child.pid for child in living}
        known = sum(sum(self._trees[pid].values()) for pid in gone)
        total[ENDED] = max(0.0, own.children_user + own.children_system - known)
        return total

    def total(self) -> float:
        return sum(self.read().values())


def _tree(top: psutil.Process) -> Mapping[str, float]:
    used: dict[str, float] = defaultdict(float)
    waiting = [top]
    while waiting:
        process = waiting.pop()
        try:
            times, stage = process.cpu_times(), _stage(process.cmdline())
            used[stage] += times.user + times.system
            used[stage if stage == DRIVER else PAGES] += times.children_user + times.children_system
            waiting += process.children()
        except psutil.Error:
            continue
    return used


def _of_threads(own: psutil.Process, prefix: str) -> float:
    chosen = {thread.native_id for thread in threading.enumerate() if thread.name.startswith(prefix)}
    return sum(float(entry.user_time + entry.system_time) for entry in own.threads() if entry.id in chosen)


def _stage(command: list[str]) -> str:
    if not any("chrom" in word for word in command[:1]):
        return DRIVER
    kind = next((word.partition("=")[2] for word in command if word.startswith("--type=")), "")
    return {"": BROWSER, "renderer": PAGES, "zygote": PAGES}.get(kind, NETWORK)
