"""What every visit costs at least: one warm bare Chromium with two contexts, steered by bare Playwright.

A process of its own, so that nothing of Watcher's is counted here. It reads JSON lines `{"urls": [...], "picture":
false, "flags": false}` and answers `{"seconds": ..., "cpu": ...}`: two pages at a time, for each goto and content, and
a picture of the whole page where that is wanted. The browser is started as Playwright does by itself, or with Watcher's
flags, which save what nobody sees.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from playwright.async_api import BrowserContext, Playwright, async_playwright

from bench.cpu import Meter
from watcher.capture.browser import FLAGS, NOT_WANTED, find_browser

AT_ONCE = 2
WIDTH, HEIGHT = 1280, 900


class Floor:
    """The process, from outside."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.floor"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    def visit(self, urls: Sequence[str], *, picture: bool, flags: bool = False) -> tuple[float, float]:
        """Seconds, and seconds of processor time."""
        if not self._process.stdin or not self._process.stdout:
            raise RuntimeError("the floor does not listen")
        self._process.stdin.write(json.dumps({"urls": urls, "picture": picture, "flags": flags}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return answer["seconds"], answer["cpu"]


async def _visit(context: BrowserContext, url: str, *, picture: bool) -> None:
    page = await context.new_page()
    await page.goto(url)
    await page.content()
    if picture:
        await page.screenshot(full_page=True)
    await page.close()


async def _visit_all(contexts: Sequence[BrowserContext], urls: Sequence[str], *, picture: bool) -> dict[str, float]:
    waiting = iter(urls)

    async def work(context: BrowserContext) -> None:
        for url in waiting:
            await _visit(context, url, picture=picture)

    meter = Meter()
    began, used = time.perf_counter(), meter.total()
    await asyncio.gather(*(work(context) for context in contexts))
    return {"seconds": time.perf_counter() - began, "cpu": meter.total() - used}


async def _run() -> None:
    loop = asyncio.get_running_loop()
    async with async_playwright() as driver:
        contexts = {flags: await _open(driver, flags=flags) for flags in (False, True)}
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            wanted = json.loads(line)
            chosen = contexts[wanted["flags"]]
            print(json.dumps(await _visit_all(chosen, wanted["urls"], picture=wanted["picture"])), flush=True)


async def _open(driver: Playwright, *, flags: bool) -> list[BrowserContext]:
    browser = await driver.chromium.launch(
        executable_path=find_browser(),
        chromium_sandbox=os.geteuid() != 0,
        args=list(FLAGS) if flags else [],
        ignore_default_args=list(NOT_WANTED) if flags else [],
    )
    size: Any = {"width": WIDTH, "height": HEIGHT}
    return [await browser.new_context(viewport=size) for _ in range(AT_ONCE)]


if __name__ == "__main__":
    asyncio.run(_run())
