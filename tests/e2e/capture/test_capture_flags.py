"""What the browser is started with: all that Playwright wants, and nothing loaded that nobody sees."""

import asyncio
import os
from collections.abc import AsyncIterator

import psutil
import pytest
import pytest_asyncio

from watcher.capture.browser import Chromium, find_browser, launch

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Chromium]:
    executable = find_browser()
    assert executable is not None
    running = await launch(executable, sandbox=os.geteuid() != 0, proxy="http://127.0.0.1:9")
    yield running
    await running.close(5.0)


async def test_no_feature_that_playwright_turns_off_is_left_on(chromium: Chromium) -> None:
    assert chromium.browser_process is not None
    command = psutil.Process(chromium.browser_process.pid).cmdline()
    [theirs, ours] = [
        set(switch.partition("=")[2].split(",")) for switch in command if switch.startswith("--disable-features=")
    ]
    assert theirs <= ours
    assert len(ours) > len(theirs)


async def test_the_window_of_a_page_loads_no_pages_of_its_own(chromium: Chromium) -> None:
    context = await chromium.browser.new_context()
    page = await context.new_page()
    await page.set_content("<p>Hello")
    await asyncio.sleep(0.5)
    found = await chromium.session.send("Target.getTargets", {"filter": [{}]})
    urls = {target["url"] for target in found["targetInfos"]}
    await context.close()
    assert "about:blank" in urls
    assert not [url for url in urls if url.startswith("chrome")]
