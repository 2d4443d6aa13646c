"""The pages of `bench.sixty` through webchanges and changedetection.io, where they are installed, and through Watcher.

    python -m bench.peers [--webchanges PATH] [--changedetection PATH] [--pages 60] [--unchanged 3] [--workers 2]

They are no part of Watcher; each goes into an environment of its own, wherever you like:

    python3.12 -m venv webchanges && webchanges/bin/pip install 'webchanges[use_browser]'
    python3 -m venv changedetection && changedetection/bin/pip install changedetection.io playwright
    python -m bench.peers --webchanges webchanges/bin/webchanges \
        --changedetection changedetection/bin/changedetection.io

All use the Chromium that Watcher finds, take turns round by round, first sight and then rounds in which nothing has
changed, and every round is looked at afterwards: a page that could not be checked ends the bench, and changes that were
told where there are none are counted. Ratios are medians of the rounds' ratios. Fewer pages are quicker, and no figure
to be quoted.

What is not the same:
- `--workers` are the visits that peers make at a time. Of Watcher's two work at a time, while others wait for their
  pages to come to rest.
- webchanges starts a Chromium for each visit and takes the text as soon as the page has loaded; Watcher waits until
  scripts are done and scrolls the page through. webchanges is told `ignore_cached`: without, it asks for what is new
  since the last visit, and where the answer is that nothing is, its visit with a browser ends as an error. Watcher does
  not ask here, either: every check of everybody is a visit.
- changedetection.io leaves each page alone for five seconds after it has loaded. That is its default and its first
  line; in the second line it is told not to wait at all. Its service and browser run before the clock starts; Watcher's
  browser and webchanges start within each round.
- Processor time is of everything that works for the one whose round it is, browsers included (on Linux).
"""

import argparse
import asyncio
import ctypes
import logging
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import structlog

from bench.changedetection import ChangeDetection
from bench.checks import Cost, Watcher, targets
from bench.cpu import Meter
from bench.floor import AT_ONCE
from bench.sixty import DOCUMENTS, PAGES, SixtyPages
from tests.facts import a_config
from tests.orders import real_pool
from watcher.capture.browser import find_browser
from watcher.core.model import Failure, First, Outcome, Target, Unchanged


@dataclass(slots=True, kw_only=True)
class Contender:
    """Who is measured: `check` visits every page once, `errors` says which of these visits failed, "" if none, and
    `untrue` counts the changes told so far where there were none.
    """

    name: str
    keeps: str
    store: Path
    check: Callable[[], None]
    errors: Callable[[], str]
    untrue: Callable[[], int]
    costs: list[Cost] = field(default_factory=list)

    def kept(self) -> float:
        """Megabytes."""
        return sum(file.stat().st_size for file in self.store.rglob("*") if file.is_file()) / 1e6


class _Ours:
    def __init__(self, site: SixtyPages, chosen: Sequence[Target], folder: Path) -> None:
        self.store = folder
        self._site, self._chosen = site, chosen
        self._outcomes: list[Outcome] = []

    def check(self) -> None:
        asyncio.run(self._check())

    def errors(self) -> str:
        return "; ".join(outcome.message for outcome in self._outcomes if isinstance(outcome, Failure))

    def untrue(self) -> int:
        return sum(not isinstance(outcome, First | Unchanged) for outcome in self._outcomes)

    async def _check(self) -> None:
        async with real_pool([self._site.allow], slots=AT_ONCE) as pool:
            watcher = Watcher(self.store, pool)
            try:
                checked = await watcher.check(self._chosen, a_config(*self._chosen))
            finally:
                watcher.close()
        self._outcomes += [entry.outcome for entry in checked]


class _Webchanges:
    def __init__(self, program: Path, browser: Path, urls: Sequence[str], folder: Path, *, workers: int) -> None:
        switches = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        self.store = folder / "store"
        self.store.mkdir()
        self._pages = len(urls)
        self._snapshots = self.store / "snapshots.db"
        (folder / "jobs.yaml").write_text(
            "---\n".join(
                f"name: page {n}\nurl: {url}\nuse_browser: true\nignore_cached: true\n"
                f"switches: [{', '.join(switches)}]\nfilters:\n  - html2text\n"
                for n, url in enumerate(urls)
            )
        )
        (folder / "config.yaml").write_text("report: {stdout: {enabled: false}}\n")
        self._command = [str(program), f"--jobs={folder / 'jobs.yaml'}", f"--config={folder / 'config.yaml'}"]
        self._command += [f"--database={self._snapshots}", f"--max-workers={workers}"]
        self._environment = os.environ | {"WEBCHANGES_BROWSER_PATH": str(browser)}
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        self.version = told.partition("webchanges ")[2].split()[0]

    def check(self) -> None:
        self._run = subprocess.run(self._command, env=self._environment, capture_output=True, text=True, check=False)

    def errors(self) -> str:
        # it ends with 0 whatever became of the pages
        told = [line for line in self._run.stderr.splitlines() if " ERROR: " in line]
        if self._run.returncode or told:
            return "; ".join(told) or self._run.stderr[-1000:]
        pages = self._count("DISTINCT uuid")
        return "" if pages == self._pages else f"it has texts of {pages} of {self._pages} pages"

    def untrue(self) -> int:
        return self._count("*") - self._pages

    def _count(self, what: str) -> int:
        with closing(sqlite3.connect(self._snapshots)) as store:
            return int(store.execute(f"SELECT count({what}) FROM webchanges").fetchone()[0])


def contenders(
    wanted: argparse.Namespace, site: SixtyPages, chosen: Sequence[Target], folder: Path, running: ExitStack
) -> list[Contender]:
    browser = find_browser()
    if browser is None:
        raise SystemExit("no Chromium was found on this machine")
    urls = [target.parts[0].url for target in chosen]

    def room(name: str) -> Path:
        (folder / name).mkdir()
        return folder / name

    ours = _Ours(site, chosen, room("watcher"))
    found = [
        Contender(
            name="Watcher",
            keeps="HTML, text and layout of every version, a picture of first sight and of changes, all compressed",
            store=ours.store,
            check=ours.check,
            errors=ours.errors,
            untrue=ours.untrue,
        )
    ]
    if wanted.webchanges:
        peer = _Webchanges(wanted.webchanges, browser, urls, room("webchanges"), workers=wanted.workers)
        found.append(
            Contender(
                name=f"webchanges {peer.version}",
                keeps="text of every version",
                store=peer.store,
                check=peer.check,
                errors=peer.errors,
                untrue=peer.untrue,
            )
        )
    for delay_s in (None, 0.0) if wanted.changedetection else ():
        at = room("changedetection" if delay_s is None else "changedetection-at-once")
        service = running.enter_context(
            ChangeDetection(wanted.changedetection, browser, urls, at, workers=wanted.workers, delay_s=delay_s)
        )
        found.append(
            Contender(
                name=f"changedetection.io {service.version}{'' if delay_s is None else ', no delay'}",
                keeps="text of every version; HTML, one JPEG and places of elements of the latest",
                store=service.store,
                check=service.check,
                errors=service.errors,
                untrue=service.untrue,
            )
        )
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
    ours = found[0].costs
    head = f"{'':<42}{'first, s':>10}{'unchanged, s':>14}{'to ours: first':>16}{'unchanged':>11}"
    lines = [head + f"{'CPU s each: first':>19}{'unchanged':>11}{'untrue':>8}{'kept, MB':>10}  keeps"]
    for contender in found:
        costs = contender.costs
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
