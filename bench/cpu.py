"""Processor time of a process and of all that it has started, those included that have ended and were waited for."""

import os
import threading
import time
from collections import defaultdict
from collections.abc import Collection, Mapping

import psutil

# What ends early is counted at who waited for it: pages at the browser's zygote, threads at their process.
PAGES, BROWSER, NETWORK, DRIVER = "pages", "the browser itself", "its network and graphics", "Playwright's driver"
LOOP, STORE, BESIDE = "our loop: steering, guard, flow", "our store", "our reading, comparing, judging"
STAGES = (PAGES, BROWSER, NETWORK, DRIVER, LOOP, STORE, BESIDE)


def cpu_of_tree(*, without: Collection[int] = ()) -> float:
    """Seconds that this process and those below it have used so far, `without` some of its children."""
    return sum(cpu_by_stage(without=without).values())


def cpu_by_stage(*, without: Collection[int] = ()) -> Mapping[str, float]:
    """The same by stage. To be called in the thread of the loop."""
    used: dict[str, float] = defaultdict(float)
    own = psutil.Process(os.getpid())
    used[LOOP] = time.thread_time()
    used[STORE] = _of_threads(own, "store")
    used[BESIDE] = time.process_time() - used[LOOP] - used[STORE]
    waiting = [child for child in own.children() if child.pid not in without]
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
