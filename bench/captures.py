"""A whole visit against the floor: goto, content and full-page picture in one warm bare Chromium, in the same run."""

import asyncio
import statistics
import time
from collections.abc import Awaitable
from datetime import UTC, date, datetime

import structlog
from playwright.async_api import Browser, async_playwright

from watcher.app import find_or_install
from watcher.capture.pool import BrowserPool
from watcher.core.model import Capture, Order, Part, Viewport
from watcher.demo.platform import Platform
from watcher.settings import read_settings

ROUNDS = 9
PAGES = ("/acme", "/policies/promotions", "/policies/pages")
DESKTOP = Viewport(name="desktop", width=1280, height=900)


async def bare_visit(browser: Browser, url: str) -> None:
    context = await browser.new_context(viewport={"width": DESKTOP.width, "height": DESKTOP.height})
    page = await context.new_page()
    await page.goto(url)
    await page.content()
    await page.screenshot(full_page=True)
    await context.close()


async def watcher_visit(pool: BrowserPool, url: str) -> None:
    order = Order(target="bench", parts=(Part(url=url),), viewport=DESKTOP, locale="en-GB", timezone="UTC")
    seen = await pool.capture(order)
    if not isinstance(seen, Capture):
        raise RuntimeError(seen.message)


async def seconds(visit: Awaitable[None]) -> float:
    began = time.perf_counter()
    await visit
    return time.perf_counter() - began


async def main() -> None:
    settings = read_settings()
    path = find_or_install(settings, install=False, say=print)
    if path is None:
        raise SystemExit("no browser: make browser")
    with Platform(date(2026, 1, 1)) as platform:
        allow = (f"127.0.0.1/32:{platform.port}",)
        pool = BrowserPool(
            executable=path,
            slots=1,
            allow=allow,
            sandbox=not settings.as_root,
            clock=lambda: datetime.now(UTC),
            log=structlog.get_logger(),
        )
        async with pool, async_playwright() as driver:
            browser = await driver.chromium.launch(executable_path=path, chromium_sandbox=not settings.as_root)
            print(f"{'page':<24}{'bare, s':>10}{'whole visit, s':>16}{'ratio':>8}   medians of {ROUNDS}")
            for page in PAGES:
                url = platform.url + page
                pairs = [
                    (await seconds(bare_visit(browser, url)), await seconds(watcher_visit(pool, url)))
                    for _ in range(ROUNDS + 1)
                ][1:]
                floor, whole = (statistics.median(times) for times in zip(*pairs, strict=True))
                ratio = statistics.median(visit / bare for bare, visit in pairs)
                print(f"{page:<24}{floor:>10.3f}{whole:>16.3f}{ratio:>8.2f}")
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
