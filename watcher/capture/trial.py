"""Starts the browser once, without a visit, to see whether it runs and whether its sandbox holds."""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.async_api import Error

from watcher.capture.browser import Chromium, launch

# nothing listens there: the trial goes nowhere
_NO_PROXY = "http://127.0.0.1:9"
_SANDBOX_PAGE = "chrome://sandbox"
_VERDICT = "You are adequately sandboxed"
# the page fills itself in, and says either that or "You are NOT adequately sandboxed"
_FILLED_IN = "document.body.innerText.includes('adequately sandboxed')"
_FILTERED = re.compile(r"^Seccomp:\s+2$", re.MULTILINE)
# a process in a namespace of its own has a number in each
_APART = re.compile(r"^NSpid:\s+\d+\s+\d+", re.MULTILINE)
_LOOKS, _PAUSE_S = 10, 0.1
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """`product` is its name and version; `sandboxed` is None where nothing tells."""

    product: str
    sandboxed: bool | None


async def try_browser(executable: Path, *, sandbox: bool) -> Trial | str:
    """What runs, or why nothing does."""
    try:
        chromium = await launch(executable, sandbox=sandbox, proxy=_NO_PROXY)
    except (Error, TimeoutError) as error:
        return str(error).strip().partition("\n")[0] or "it does not start in time"
    try:
        page = await chromium.browser.new_page()
        async with asyncio.timeout(_PATIENCE_S):
            await page.goto(_SANDBOX_PAGE)
            await page.wait_for_function(_FILLED_IN)
            said = await page.inner_text("body")
    except (Error, TimeoutError):
        # the shell without windows has no such page
        return Trial(product=chromium.product, sandboxed=await _confined(chromium))
    finally:
        await chromium.close(_PATIENCE_S)
    return Trial(product=chromium.product, sandboxed=_VERDICT in said)


async def _confined(chromium: Chromium) -> bool | None:
    """Whether the kernel says that every page's process filters its system calls and sees no others' processes.

    One that has just begun has yet to lock itself in.
    """
    confined = None
    for _ in range(_LOOKS):
        states = _states_of_pages(chromium)
        confined = all(_FILTERED.search(state) and _APART.search(state) for state in states) if states else None
        if confined:
            break
        await asyncio.sleep(_PAUSE_S)
    return confined


def _states_of_pages(chromium: Chromium) -> list[str]:
    if chromium.browser_process is None:
        return []
    try:
        children = psutil.Process(chromium.browser_process.pid).children(recursive=True)
        pages = [child.pid for child in children if "--type=renderer" in child.cmdline()]
        return [Path(f"/proc/{pid}/status").read_text(encoding="utf-8") for pid in pages]
    except (psutil.Error, OSError):
        return []
