"""Bytes that the store takes for each page that came differently, beside those of its raw HTML.

Every sub-folder of the given folder is one series of saved pages, in the order of their names. Each series passes
through the real store, every page the baseline of the next.
"""

import argparse
import asyncio
import statistics
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from watcher.core.model import Capture, Checked, PartCapture, Recipe, Unchanged, Viewport
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.writer import Writer

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
RECIPE = Recipe(
    browser="none",
    capturer="bench",
    viewport=Viewport(name="desktop", width=1280, height=900),
    locale="en-GB",
    timezone="UTC",
    user_agent="",
)


async def store_series(pages: list[bytes], folder: Path) -> list[tuple[int, int]]:
    """The raw and the stored size of each page that differs from the one before; a first look is not counted."""
    writer = Writer(folder)
    blobs = FileBlobs(folder / "blobs")
    archive = SqliteArchive(writer, blobs)
    sizes = []
    known: set[str] = set()
    try:
        for n, page in enumerate(pages):
            part = PartCapture(url="u", final_url="u", status=200, content_type="text/html", body=page)
            at = BEGIN + timedelta(hours=n)
            capture = Capture(id=f"c{n}", target="t", stream="s", at=at, took_s=1.0, parts=(part,), recipe=RECIPE)
            await archive.keep(capture)
            new = set(blobs.names()) - known
            known |= new
            if n and page != pages[n - 1]:
                sizes.append((len(page), sum(blobs.path(sha256).stat().st_size for sha256 in new)))
            await archive.commit(
                Checked(stream="s", target="t", at=at, capture=capture.id, outcome=Unchanged(digest="d"))
            )
    finally:
        writer.close()
    return sizes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    found: list[tuple[int, int]] = []
    print("| series | changed pages | raw, median | stored, median | share, median |\n|---|---|---|---|---|")
    for series in sorted(path for path in parser.parse_args().folder.iterdir() if path.is_dir()):
        pages = [path.read_bytes() for path in sorted(series.glob("*.html"))]
        with TemporaryDirectory(prefix="watcher-bench-") as folder:
            sizes = asyncio.run(store_series(pages, Path(folder)))
        found += sizes
        print(row(series.name, sizes))
    print(row("all", found))


def row(name: str, sizes: list[tuple[int, int]]) -> str:
    if not sizes:
        return f"| {name} | 0 | | | |"
    raw, stored = (statistics.median(column) for column in zip(*sizes, strict=True))
    share = statistics.median(stored / raw for raw, stored in sizes)
    return f"| {name} | {len(sizes)} | {raw:,.0f} | {stored:,.0f} | {share:.1%} |"


if __name__ == "__main__":
    main()
