"""How much of saved pages is read: against what Chromium shows of them, and whether equal pages are read equally.

    python bench/extraction.py FOLDER [--lost] [--pages]

Every sub-folder of FOLDER is a series of saved states of one page, 000.html and so on. The reference is independent of
the reader: the page is rendered, offline and without scripts, and the browser's DOM is asked what it shows, with what
folds out unfolded. Outside style sheets are missing: what they hide is shown there. Look before you blame.

words     words of the main text that are kept      headings  read as headings
extra     words read that the browser does not show items     read as items, notes or headings, not run into a paragraph
lines     lines over 80 characters kept whole       level     items with the nesting of the page
x parse   time of reading to that of parsing alone  cells     table cells kept in rows
"""

import argparse
import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Route, async_playwright
from selectolax.lexbor import LexborHTMLParser

from watcher.app import find_or_install
from watcher.core.model import BlockKind, Snapshot
from watcher.extract.decode import decode
from watcher.extract.file import capture_file
from watcher.extract.read import read
from watcher.settings import read_settings

REFERENCE = Path(__file__).with_name("reference.js").read_text(encoding="utf-8")
AT = datetime(2026, 1, 1, tzinfo=UTC)
ROUNDS = 3
LONG = 80
COLUMNS = ("words", "extra", "lines", "headings", "items", "level", "cells")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    name: str
    reference: dict[str, Any]
    snapshot: Snapshot
    size: int
    seconds: float
    parsing: float


@dataclass(slots=True, kw_only=True)
class Tally:
    """How many there are of each kind, and how many of them were kept."""

    kept: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)

    def count(self, kind: str, kept: float, total: float) -> None:
        self.kept[kind] += kept  # type: ignore[assignment]
        self.total[kind] += total  # type: ignore[assignment]

    def judge(self, kind: str, what: str, *, kept: bool) -> None:
        self.count(kind, kept, 1)
        if not kept:
            self.lost.append(f"{kind}: {what[:150]}")

    def add(self, other: "Tally") -> None:
        self.kept.update(other.kept)
        self.total.update(other.total)

    def share(self, kind: str) -> str:
        return f"{self.kept[kind] / self.total[kind]:.3f}" if self.total[kind] else "-"


def squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def compare(page: Page) -> Tally:
    tally = Tally()
    shown, kept = words(page.reference["text"]), words(page.snapshot.text)
    tally.count("words", (shown & kept).total(), shown.total())
    tally.count("extra", (kept - shown).total(), kept.total())
    whole = squash(page.snapshot.text)
    for line in page.reference["text"].splitlines():
        if len(line) > LONG:
            tally.judge("lines", line, kept=squash(line) in whole)
    blocks = page.snapshot.blocks
    headings = Counter(squash(block.text) for block in blocks if block.kind is BlockKind.HEADING)
    for heading in filter(squash, page.reference["headings"]):
        tally.judge("headings", heading, kept=headings[squash(heading)] > 0)
        headings[squash(heading)] -= 1
    # A link alone in its item is a note to the reader, a heading in it a heading: both still stand for the item.
    listed = "\n".join(squash(block.text) for block in blocks if block.kind is not BlockKind.PARAGRAPH)
    levels = [(squash(block.text), block.level) for block in blocks if block.kind is BlockKind.ITEM]
    for item in page.reference["items"]:
        start = squash(item["text"])[:40]
        if not start:
            continue
        tally.judge("items", item["text"], kept=f"\n{start}" in f"\n{listed}")
        found = [level for text, level in levels if text.startswith(start)]
        if found:
            tally.judge("level", f"{item['depth']} read as {found}: {item['text']}", kept=item["depth"] in found)
    rows = "\n".join(squash(block.text) for block in blocks if block.kind is BlockKind.ROW)
    for cell in filter(squash, page.reference["cells"]):
        tally.judge("cells", cell, kept=squash(cell) in rows or (len(cell) > LONG and squash(cell) in whole))
    return tally


def looks_the_same(one: Page, other: Page) -> bool:
    return squash(one.reference["text"]) == squash(other.reference["text"])


def reading(page: Page) -> list[tuple[str, str, int]]:
    return [(block.kind.value, block.text, block.level) for block in page.snapshot.blocks]


def fastest(act: Callable[[], object]) -> float:
    """Processor time in seconds: others may be at work on the machine."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return min(times)


def read_page(path: Path, shown: dict[str, Any]) -> Page:
    capture = capture_file(path, AT)
    snapshot = read(capture, ())
    if not isinstance(snapshot, Snapshot):
        raise SystemExit(f"{path}: {snapshot.message}")
    source = decode(capture.parts[0].body)
    return Page(
        name=path.stem,
        reference=shown,
        snapshot=snapshot,
        size=path.stat().st_size,
        seconds=fastest(lambda: read(capture, ())),
        parsing=fastest(lambda: LexborHTMLParser(source)),
    )


async def render(browser: Browser, body: bytes) -> dict[str, Any]:
    """What the browser shows of the page; nothing but the page itself is loaded."""
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = await context.new_page()

    async def answer(route: Route) -> None:
        if route.request.is_navigation_request() and route.request.frame == page.main_frame:
            await route.fulfill(body=body, content_type="text/html; charset=utf-8")
        else:
            await route.abort()

    await page.route("**/*", answer)
    await page.goto("http://saved.invalid/", wait_until="domcontentloaded")
    shown: dict[str, Any] = await page.evaluate(REFERENCE)
    await context.close()
    return shown


async def read_series(browser: Browser, paths: Sequence[Path]) -> list[Page]:
    return [read_page(path, await render(browser, capture_file(path, AT).parts[0].body)) for path in paths]


def row(name: str, tally: Tally, pages: Sequence[Page]) -> str:
    seconds, parsing = sum(page.seconds for page in pages), sum(page.parsing for page in pages)
    speed = f"{sum(page.size for page in pages) / seconds / 1e6:>8.0f}{seconds / parsing:>8.1f}" if parsing else ""
    return f"{name[:36]:<37}" + "".join(f"{tally.share(kind):>9}" for kind in COLUMNS) + speed


def print_series(name: str, pages: Sequence[Page], *, lost: bool, each: bool) -> Tally:
    whole, losses = Tally(), Counter[str]()
    for page in pages:
        tally = compare(page)
        if each:
            print(row(f"  {page.name}", tally, [page]))
        whole.add(tally)
        losses.update(tally.lost)
    print(row(name, whole, pages))
    for what, times in losses.most_common(25) if lost else ():
        print(f"    {times:>3} x {what}")
    return whole


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lost", action="store_true", help="say what each series lost")
    parser.add_argument("--pages", action="store_true", help="a line for every page")
    arguments = parser.parse_args()
    folders = {path.parent for path in arguments.folder.glob("*/*.html")}
    settings = read_settings()
    executable = find_or_install(settings, install=False, say=print)
    if executable is None:
        raise SystemExit("no browser: make browser")
    print(f"{'share kept of the visible':<37}" + "".join(f"{kind:>9}" for kind in COLUMNS) + "    MB/s x parse")
    total = Tally()
    every: list[Page] = []
    noise: list[str] = []
    missed: list[str] = []
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=executable, chromium_sandbox=not settings.as_root)
        for folder in sorted(folders):
            pages = await read_series(browser, sorted(folder.glob("*.html")))
            total.add(print_series(folder.name, pages, lost=arguments.lost, each=arguments.pages))
            for one, other in pairwise(pages):
                name, equal = f"{folder.name} {one.name} {other.name}", looks_the_same(one, other)
                if equal and reading(one) != reading(other):
                    noise.append(name)
                if not equal and reading(one) == reading(other):
                    missed.append(name)
            every.extend(pages)
        await browser.close()
    print(row("all", total, every))
    print(f"{len(every) - len(folders)} pairs in a row")
    print(f"{len(noise)} look the same and are read differently", *noise, sep="\n    ")
    print(f"{len(missed)} look different and are read the same", *missed, sep="\n    ")


if __name__ == "__main__":
    asyncio.run(main())
