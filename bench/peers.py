"""The sixty pages of `bench.checks` through webchanges, if it is installed, and through Watcher in the same run.

    python -m bench.peers PATH/TO/webchanges

Both with two visits at a time and the same browser; webchanges keeps the text of the pages, Watcher HTML, text, layout
and a picture. Seconds of the first run and of two runs in which nothing has changed.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.checks import AT_ONCE, Watcher, targets
from bench.sixty import DOCUMENTS, PAGES, SixtyPages
from tests.facts import a_config
from tests.orders import real_pool
from watcher.capture.browser import find_browser
from watcher.core.model import Target

RUNS = 3


def webchanges(program: str, chosen: list[Target], folder: Path) -> list[float]:
    jobs = "---\n".join(
        f"name: {target.id}\nurl: {target.parts[0].url}\nuse_browser: true\nswitches: [--no-sandbox, --disable-gpu]\n"
        "filters:\n  - html2text\n"
        for target in chosen
    )
    (folder / "jobs.yaml").write_text(jobs)
    (folder / "config.yaml").write_text("report: {stdout: {enabled: false}}\n")
    names = [f"--{name}={folder / file}" for name, file in (("jobs", "jobs.yaml"), ("config", "config.yaml"))]
    environment = os.environ | {"WEBCHANGES_BROWSER_PATH": str(find_browser())}
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        run = subprocess.run(
            [program, *names, f"--database={folder / 'snapshots.db'}", f"--max-workers={AT_ONCE}"],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        took.append(time.perf_counter() - began)
        if run.returncode:
            raise SystemExit(run.stdout[-500:] + run.stderr[-1500:])
    return took


async def watcher(site: SixtyPages, chosen: list[Target], folder: Path) -> list[float]:
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        async with real_pool([site.allow], slots=AT_ONCE) as pool:
            ours = Watcher(folder, pool)
            try:
                await ours.check(chosen, a_config(*chosen))
            finally:
                ours.close()
        took.append(time.perf_counter() - began)
    return took


def main() -> None:
    with SixtyPages() as site, tempfile.TemporaryDirectory(prefix="peers-") as folder:
        chosen = list(targets(site, DOCUMENTS + PAGES).values())
        for name in ("ours", "theirs"):
            (Path(folder) / name).mkdir()
        ours = asyncio.run(watcher(site, chosen, Path(folder) / "ours"))
        theirs = webchanges(sys.argv[1], chosen, Path(folder) / "theirs")
    print("seconds, the browser's start included: first, unchanged, unchanged")
    print("watcher    ", *(f"{seconds:8.1f}" for seconds in ours))
    print("webchanges ", *(f"{seconds:8.1f}" for seconds in theirs))
    print("ratio      ", *(f"{their / our:8.2f}" for our, their in zip(ours, theirs, strict=True)))


if __name__ == "__main__":
    main()
