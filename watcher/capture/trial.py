"""Starts the browser once, without a visit, to see whether it runs and whether its sandbox holds."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Error

from watcher.capture.browser import launch

# nothing listens there: the trial goes nowhere
_NO_PROXY = "http://127.0.0.1:9"
_SANDBOX_PAGE = "chrome://sandbox"
_VERDICT = "You are adequately sandboxed"
# the page fills itself in, and says either that or "You are NOT adequately sandboxed"
_FILLED_IN = "document.body.innerText.includes('adequately sandboxed')"
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """`product` is its name and version; `sandboxed` is what it says of itself, None where it says nothing."""

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
        return Trial(product=chromium.product, sandboxed=None)
    finally:
        await chromium.close(_PATIENCE_S)
    return Trial(product=chromium.product, sandboxed=_VERDICT in said)
