"""Whole checks against the floor, in one run: sixty pages on this machine, two at a time.

    python -m bench.checks [ROUNDS]

Forty policy documents and twenty brand pages. The floor is one warm bare Chromium with a context for each visit: goto
and content, without and with a picture of the whole page. Watcher's checks are whole ones: guard, visit, walk,
evidence, reading, comparison, judgement, a store that is synced to the disk. Medians of the rounds, which take turns.
"""

import asyncio
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from bench.layout import semantic
from bench.layout.__main__ import TEMPLATES
from bench.layout.mutations import build
from bench.prose import as_html, write_policy
from tests.facts import a_config, a_target
from tests.orders import DESKTOP, real_pool
from tests.site import Site
from watcher.capture.browser import find_browser
from watcher.core.model import Failure, Part, Target, TargetKind
from watcher.flow import Flow, check, orders
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.writer import Writer

DOCUMENTS, PAGES, AT_ONCE = 40, 20, 2
BRAND = (TEMPLATES / "semantic.html").read_text(encoding="utf-8")


def serve(site: Site, version: int, *, every: int = 1) -> None:
    """All pages, or every n-th, as they are in a version."""
    for number in range(0, DOCUMENTS, every):
        text = write_policy(number, 15_000 + 2_500 * number)
        site.serve(f"doc{number}", as_html(text.replace("must", "shall", version)))
    for number in range(0, PAGES, every):
        site.serve(
            f"page{number}", build(BRAND, semantic.feed(version), None, number).replace("Fernhill", f"Hill {number}")
        )


def targets(site: Site) -> list[Target]:
    kinds = [(f"doc{n}", TargetKind.POLICY) for n in range(DOCUMENTS)]
    kinds += [(f"page{n}", TargetKind.PAGE) for n in range(PAGES)]
    return [a_target(id=name, kind=kind, parts=(Part(url=site.url(name)),)) for name, kind in kinds]


async def spread(work: Sequence[Callable[[], Awaitable[None]]]) -> tuple[float, float]:
    """Does all of it, so many at once: seconds, and seconds of this process's processor time."""
    waiting = iter(work)

    async def worker() -> None:
        for one in waiting:
            await one()

    began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    after = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter() - began, after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime


async def bare(browser: Browser, url: str, *, picture: bool) -> None:
    context = await browser.new_context(viewport={"width": DESKTOP.width, "height": DESKTOP.height})
    page = await context.new_page()
    await page.goto(url)
    await page.content()
    if picture:
        await page.screenshot(full_page=True)
    await context.close()


async def one_round(site: Site, browser: Browser) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    serve(site, 0)
    chosen = targets(site)
    urls = [target.parts[0].url for target in chosen]
    found["bare"] = await spread([lambda url=url: bare(browser, url, picture=False) for url in urls])  # type: ignore[misc]
    found["bare with picture"] = await spread([lambda url=url: bare(browser, url, picture=True) for url in urls])  # type: ignore[misc]
    with tempfile.TemporaryDirectory(prefix="checks-") as folder:
        writer = Writer(Path(folder))
        archive = SqliteArchive(writer, FileBlobs(Path(folder) / "blobs"))
        async with real_pool([site.allow], slots=AT_ONCE) as pool:
            flow = Flow(executor=pool, archive=archive, clock=lambda: datetime.now(UTC))
            config = a_config(*chosen)

            async def look(target: Target) -> None:
                (order,) = orders(target)[:1]
                checked = await check(flow, order, target, config)
                if isinstance(checked.outcome, Failure):
                    raise RuntimeError(f"{target.id}: {checked.outcome.message}")

            work = [lambda target=target: look(target) for target in chosen]
            await look(replace(chosen[0], id="warm"))
            found["first sight"] = await spread(work)
            found["unchanged"] = await spread(work)
            serve(site, 3, every=5)
            found["a fifth changed"] = await spread(work)
        writer.close()
    return found


async def measure(rounds: int) -> None:
    with Site() as site:
        async with async_playwright() as driver:
            browser = await driver.chromium.launch(
                executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
            )
            results = [await one_round(site, browser) for _ in range(rounds)]
            await browser.close()
    count = DOCUMENTS + PAGES
    print(f"{'':<20}{'checks a minute':>16}{'to goto+content':>17}{'to that+picture':>17}{'own CPU s a check':>19}")
    for name in results[0]:
        per_minute = statistics.median(60 * count / result[name][0] for result in results)
        floor, pictured = (
            statistics.median(result[base][0] / result[name][0] for result in results)
            for base in ("bare", "bare with picture")
        )
        own = statistics.median(result[name][1] / count for result in results)
        print(f"{name:<20}{per_minute:>16.0f}{floor:>17.2f}{pictured:>17.2f}{own:>19.3f}")


def main() -> None:
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3))


if __name__ == "__main__":
    main()
