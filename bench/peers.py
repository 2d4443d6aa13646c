"""The pages of `bench.sixty` through webchanges and changedetection.io, where they are installed, and through Watcher.

    python -m bench.peers [--webchanges PATH] [--changedetection PATH] [--browser PATH] [--pages 60] [--unchanged 3]
        [--workers 2]

They are no part of Watcher; each goes into an environment of its own, wherever you like:

    python3.12 -m venv webchanges && webchanges/bin/pip install 'webchanges[use_browser]'
    python3 -m venv changedetection && changedetection/bin/pip install changedetection.io playwright
    python -m bench.peers --webchanges webchanges/bin/webchanges \
        --changedetection changedetection/bin/changedetection.io

All use the same Chromium, `--browser` or the one that Watcher finds, and take turns round by round: first sight, then
rounds in which nothing has changed. Every round is looked at afterwards: a page that could not be checked ends the
bench, and changes that were told where there are none are counted. Ratios are medians of the rounds' ratios. Fewer
pages are quicker, and no figure to be quoted.

What is not the same:
- `--workers` are the visits that peers make at a time. Of Watcher's two work at a time, while others wait for their
  pages to come to rest.
- Watcher starts Chromium with flags of its own, and without the address bar's popup, which peers' Chromium loads for
  each visit. The shell without windows, `chromium-headless-shell`, has none for anybody.
- webchanges starts a Chromium for each visit and takes the text as soon as the page has loaded, sometimes before the
  page's feed has come, which is what it then tells as a change; Watcher waits until scripts are done and the page has
  come to rest, and scrolls it through at first sight. webchanges is told `ignore_cached`: without, it asks for what is
  new since the last visit, and where the answer is that nothing is, its visit with a browser ends as an error. Watcher
  does not ask here, either: every check of everybody is a visit.
- Like is compared with like: changedetection.io is a service, so it, Watcher and the browsers of both run before the
  clock starts; webchanges starts anew for each round, and beside it Watcher opens store and browser anew (its Python,
  about a third of a second, runs already).
- changedetection.io leaves each page alone for five seconds after it has loaded. That is its default and its first
  line; in the second line it is told not to wait at all.
- Processor time is of everything that works for the one whose round it is, browsers included (on Linux).
"""

import argparse
import asyncio
import ctypes
import logging
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
import structlog

from bench.changedetection import ChangeDetection
from bench.checks import Cost, Watcher, targets
from bench.cpu import Meter
from bench.floor import AT_ONCE
from bench.sixty import DOCUMENTS, PAGES, SixtyPages
from bench.webchanges import Webchanges
from tests.facts import a_config
from tests.orders import real_pool
from watcher.capture.browser import find_browser
from watcher.capture.pool import BrowserPool
from watcher.core.model import Failure, First, Outcome, Target, Unchanged

OURS = "HTML, text and layout of every version, a picture of first sight and of changes, all compressed"
CHANGEDETECTIONS = "text of every version; HTML, one JPEG and places of elements of the latest"


@dataclass(slots=True, kw_only=True)
class Contender:
    """Who is measured, and beside which Watcher: one that runs on, or one that is `started` anew. `check` visits every
    page once, `errors` says which of these visits failed, "" if none, and `untrue` counts the changes told so far where
    there were none.
    """

    name: str
    keeps: str
    started: bool
    store: Path
    check: Callable[[], None]
    errors: Callable[[], str]
    untrue: Callable[[], int]
    costs: list[Cost] = field(default_factory=list)

    def kept(self) -> float:
        """Megabytes."""
        return sum(file.stat().st_size for file in self.store.rglob("*") if file.is_file()) / 1e6


class _Ours:
    """Watcher with a browser of its own for each check."""

    def __init__(self, browser: Path, site: SixtyPages, chosen: Sequence[Target], folder: Path) -> None:
        self.store = folder
        self._browser, self._site, self._chosen = browser, site, chosen
        self._outcomes: list[Outcome] = []

    def check(self) -> None:
        asyncio.run(self._check_anew())

    def errors(self) -> str:
        return "; ".join(outcome.message for outcome in self._outcomes if isinstance(outcome, Failure))

    def untrue(self) -> int:
        return sum(not isinstance(outcome, First | Unchanged) for outcome in self._outcomes)

    def _open(self) -> BrowserPool:
        return real_pool([self._site.allow], slots=AT_ONCE, executable=self._browser)

    async def _check_anew(self) -> None:
        async with self._open() as pool:
            await self._check_with(pool)

    async def _check_with(self, pool: BrowserPool) -> None:
        watcher = Watcher(self.store, pool)
        try:
            checked = await watcher.check(self._chosen, a_config(*self._chosen))
        finally:
            watcher.close()
        self._outcomes += [entry.outcome for entry in checked]


class _OursRunning(_Ours):
    """Watcher with one browser all the time, in a thread whose loop runs while others are measured."""

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._pool = self._open()
        self._in_loop(self._pool.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._in_loop(self._pool.__aexit__(kind, error, trace))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def check(self) -> None:
        self._in_loop(self._check_with(self._pool))

    def _in_loop(self, work: Coroutine[Any, Any, Any]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()


def contenders(
    wanted: argparse.Namespace, site: SixtyPages, chosen: Sequence[Target], folder: Path, running: ExitStack
) -> list[Contender]:
    browser = find_browser(wanted.browser)
    if browser is None:
        raise SystemExit(f"no Chromium was found {wanted.browser or 'on this machine'}")
    urls = [target.parts[0].url for target in chosen]

    def room(name: str) -> Path:
        (folder / name).mkdir()
        return folder / name

    found = []

    def add(name: str, keeps: str, who: _Ours | Webchanges | ChangeDetection, *, started: bool) -> None:
        found.append(
            Contender(
                name=name,
                keeps=keeps,
                started=started,
                store=who.store,
                check=who.check,
                errors=who.errors,
                untrue=who.untrue,
            )
        )

    if wanted.changedetection or not wanted.webchanges:
        ours: _Ours = running.enter_context(_OursRunning(browser, site, chosen, room("watcher")))
        add("Watcher", OURS, ours, started=False)
    for delay_s in (None, 0.0) if wanted.changedetection else ():
        at = room("changedetection" if delay_s is None else "changedetection-at-once")
        service = running.enter_context(
            ChangeDetection(wanted.changedetection, browser, urls, at, workers=wanted.workers, delay_s=delay_s)
        )
        name = f"changedetection.io {service.version}{'' if delay_s is None else ', no delay'}"
        add(name, CHANGEDETECTIONS, service, started=False)
    if wanted.webchanges:
        ours = _Ours(browser, site, chosen, room("watcher-anew"))
        add("Watcher, started anew", OURS, ours, started=True)
        peer = Webchanges(wanted.webchanges, browser, urls, room("webchanges"), workers=wanted.workers)
        add(f"webchanges {peer.version}", "text of every version", peer, started=True)
    return found


def _adopt() -> None:
    """Makes this process the parent of what its children leave behind, as browsers that are killed leave their pages'
    processes: their processor time would be nobody's otherwise.
    """
    set_child_subreaper = 36
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def _bury() -> None:
    """Waits for what was adopted and has ended, so that its time is counted."""
    for child in psutil.Process().children():
        with suppress(psutil.Error, ChildProcessError):
            if child.status() == psutil.STATUS_ZOMBIE:
                os.waitpid(child.pid, os.WNOHANG)


def measure(found: Sequence[Contender], meter: Meter, rounds: int) -> None:
    for number in range(rounds):
        for contender in found:
            began, used = time.perf_counter(), meter.total()
            contender.check()
            took = time.perf_counter() - began
            _bury()
            contender.costs.append((took, meter.total() - used))
            print(f"round {number}: {contender.name}: {contender.costs[-1][0]:.1f} s", file=sys.stderr)
            if errors := contender.errors():
                raise SystemExit(f"{contender.name}: {errors}")


def table(found: Sequence[Contender], pages: int) -> str:
    head = f"{'':<42}{'first, s':>10}{'unchanged, s':>14}{'to ours: first':>16}{'unchanged':>11}"
    lines = [head + f"{'CPU s each: first':>19}{'unchanged':>11}{'untrue':>8}{'kept, MB':>10}  keeps"]
    for contender in found:
        costs = contender.costs
        ours = next(other.costs for other in found if other.started == contender.started)
        ratios = [theirs[0] / own[0] for theirs, own in zip(costs, ours, strict=True)]
        seconds, cpu = (statistics.median(cost[n] for cost in costs[1:]) for n in (0, 1))
        lines.append(
            f"{contender.name:<42}{costs[0][0]:>10.1f}{seconds:>14.1f}{ratios[0]:>16.2f}"
            f"{statistics.median(ratios[1:]):>11.2f}{costs[0][1] / pages:>19.2f}{cpu / pages:>11.2f}"
            f"{contender.untrue():>8}{contender.kept():>10.1f}  {contender.keeps}"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--webchanges", type=Path)
    parser.add_argument("--changedetection", type=Path)
    parser.add_argument("--browser", type=Path)
    parser.add_argument("--pages", type=int, default=DOCUMENTS + PAGES)
    parser.add_argument("--unchanged", type=int, default=3, help="rounds in which nothing has changed")
    parser.add_argument("--workers", type=int, default=AT_ONCE, help="visits that peers make at a time")
    wanted = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    _adopt()
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="peers-", ignore_cleanup_errors=True)))
        site = running.enter_context(SixtyPages())
        chosen = list(targets(site, wanted.pages).values())
        found = contenders(wanted, site, chosen, folder, running)
        measure(found, Meter(without=(site.pid,)), 1 + wanted.unchanged)
        print(table(found, len(chosen)))


if __name__ == "__main__":
    main()
