"""What seeing a page's layout costs: walk and comparison beside goto and a picture of the first screen, and its size.

    python -m bench.walk [ROUNDS]

Times are taken in one run and one browser, one page after the other; ratios are medians of the rounds' ratios. Sizes
are what the real store takes for each capture of the invented pages of `bench.layout`: their first state, then some of
the states that differ from it by what changes every day.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bench.layout.__main__ import SITES, see_all, states
from tests.readings import a_page
from watcher.capture.browser import find_browser
from watcher.capture.walk import walk
from watcher.capture.world import World
from watcher.core.model import Capture, Checked, Snapshot, Unchanged
from watcher.diff.compare import compare
from watcher.extract.walk import read_walk
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.queries import evidence
from watcher.store.writer import Writer

ELEMENTS = (500, 2_000, 10_000)
DAILY = 4
KINDS = (".html", ".elements.json", ".png")
POST = (
    "<article><h3>Post {n}</h3><p>Something was <b>new</b> today.</p><a href=/p/{n}><img alt='Picture {n}' width=300"
    " height=80></a><button>Like</button><button>Share</button><span>{n} likes</span></article>"
)
HEAD = (
    "<header><nav><div role=tablist>{tabs}</div></nav></header><h1>Acme</h1><button>Order</button>"
    "<a href=https://acme.example>Our shop</a>"
)


def page_of(elements: int, tabs: Sequence[str]) -> str:
    """A brand page with so many elements in its document, most of them in a feed of posts."""
    head = HEAD.format(tabs="".join(f"<button role=tab>{name}</button>" for name in tabs))
    posts = "".join(POST.format(n=n) for n in range((elements - 12) // 9))
    return f"<!doctype html><title>Acme</title>{head}<main>{posts}</main>"


async def seen(browser: Browser, html: str) -> tuple[float, float, int, Snapshot]:
    """Seconds for goto with a picture of the first screen, and for the walk; the elements there are, and those read."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = await context.new_page()
        await page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        began = time.perf_counter()
        await page.goto("http://acme.invalid/")
        await page.screenshot()
        shown = time.perf_counter()
        raw = await _walked(page)
        walked = time.perf_counter()
        count = await page.evaluate("document.querySelectorAll('*').length")
    finally:
        await context.close()
    return shown - began, walked - shown, count, replace(a_page([]), elements=read_walk(raw).elements)


async def _walked(page: Page) -> bytes:
    session = await page.context.new_cdp_session(page)
    frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    raw, notes = await walk(World(page, session, frame), (), timeout_s=20.0)
    if raw is None:
        raise RuntimeError(notes)
    return raw


async def times(rounds: int) -> None:
    heads = ("elements", "walked", "goto+picture, s", "walk, s", "diff, s", "walk/floor", "diff/floor")
    print("".join(f"{head:>{width}}" for head, width in zip(heads, (9, 8, 17, 9, 9, 12, 12), strict=True)))
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        for elements in ELEMENTS:
            pages = [page_of(elements, tabs) for tabs in (("Wall", "Shop", "Win"), ("Wall", "Win"))]
            found = []
            for _ in range(rounds + 1):
                floor, walked, count, after = await seen(browser, pages[1])
                _, _, _, before = await seen(browser, pages[0])
                began = time.perf_counter()
                change = compare(before, after)
                spent = time.perf_counter() - began
                if change is None or not change.layout:
                    raise RuntimeError("the tab that is gone was not found")
                found.append((floor, walked, spent))
            floors, walks, diffs = zip(*found[1:], strict=True)
            ratios = [
                statistics.median(cost / floor for cost, floor in zip(costs, floors, strict=True))
                for costs in (walks, diffs)
            ]
            medians = [statistics.median(one) for one in (floors, walks, diffs)]
            print(
                f"{count:>9}{len(after.elements):>8}{medians[0]:>17.3f}{medians[1]:>9.3f}{medians[2]:>9.3f}"
                f"{ratios[0]:>12.2f}{ratios[1]:>12.2f}"
            )
        await browser.close()


async def sizes() -> None:
    """Bytes on disk for each capture: of its first look, and of one that came differently."""
    daily = [
        replace(site, cases=tuple(case for case in site.cases if not case.threat)[1 : DAILY + 1]) for site in SITES
    ]
    captures = await see_all(daily)
    first: list[dict[str, int]] = []
    later: list[dict[str, int]] = []
    for site in daily:
        with tempfile.TemporaryDirectory(prefix="walk-") as folder:
            found = await _stored([captures[site.name][name] for name, _ in states(site)], Path(folder))
        first.append(found[0])
        later.extend(found[1:])
    print(f"{'stored, kB':<34}{'captures':>9}{'median':>9}{'p95':>9}")
    for name, group in (("first look", first), ("came differently", later)):
        for part in (*KINDS, "all"):
            values = sorted(one[part] / 1000 for one in group)
            high = values[min(len(values) - 1, int(0.95 * len(values)))]
            print(f"{name + ': ' + part:<34}{len(values):>9}{statistics.median(values):>9.1f}{high:>9.1f}")


async def _stored(captures: Sequence[Capture], folder: Path) -> list[dict[str, int]]:
    writer, blobs = Writer(folder), FileBlobs(folder / "blobs")
    archive = SqliteArchive(writer, blobs)
    found = []
    try:
        for capture in captures:
            known = set(blobs.names())
            await archive.keep(capture)
            checked = Checked(
                stream=capture.stream, target="t", at=capture.at, capture=capture.id, outcome=Unchanged(digest="d")
            )
            await archive.commit(checked)
            kept = await writer.read(lambda db, name=capture.id: evidence(db, name))  # type: ignore[misc]
            taken = dict.fromkeys(KINDS, 0)
            for item in kept:
                kind = next(kind for kind in KINDS if item.name.endswith(kind))
                taken[kind] += 0 if item.sha256 in known else blobs.path(item.sha256).stat().st_size
            found.append({**taken, "all": sum(taken.values())})
    finally:
        writer.close()
    return found


def main() -> None:
    asyncio.run(times(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
    asyncio.run(sizes())


if __name__ == "__main__":
    main()
