"""Shows saved pages without a network and without their scripts, to see where their elements stand."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Error, Route

from watcher.capture.browser import launch
from watcher.capture.guard import Guard
from watcher.capture.patience import Patience
from watcher.capture.shown import clip_of, photograph
from watcher.capture.traffic import Traffic
from watcher.capture.walk import walk
from watcher.capture.world import World
from watcher.core.errors import ExpectedError
from watcher.core.model import Viewport

_ADDRESS = "http://saved.invalid/"
_PAGE_S = 30.0
_CLOSE_S = 5.0


class RenderError(ExpectedError):
    """A saved page that did not let itself be shown; the message says why."""

    status = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The walk over a saved page's elements, as JSON, and a PNG of the whole page."""

    elements: bytes | None
    screenshot: bytes


async def render_saved(
    executable: Path,
    pages: Sequence[bytes],
    viewport: Viewport,
    *,
    sandbox: bool,
    selectors: Sequence[str] = (),
    texts: Sequence[str] = (),
) -> list[Rendering]:
    """One rendering for each HTML document, in order; raises RenderError.

    Whatever a page asks for beside itself is refused, by the browser and by a proxy that lets nothing through.
    """
    async with Guard(allow=()) as guard:
        try:
            chromium = await launch(executable, sandbox=sandbox, proxy=guard.url)
        except (Error, TimeoutError) as error:
            raise RenderError(f"the browser does not start: {str(error).splitlines()[0]}") from error
        try:
            return [await _render(chromium.browser, page, viewport, selectors, texts) for page in pages]
        except (Error, TimeoutError) as error:
            reason = str(error).splitlines()[0] if str(error) else f"not done within {_PAGE_S:g} s"
            raise RenderError(f"a saved page could not be shown: {reason}") from error
        finally:
            await chromium.close(_CLOSE_S)


def _type_of(html: bytes) -> str:
    """UTF-8 where it is, as saved pages often do not say so; else what the document states."""
    try:
        html.decode("utf-8")
    except UnicodeDecodeError:
        return "text/html"
    return "text/html; charset=utf-8"


async def _render(
    browser: Browser, html: bytes, viewport: Viewport, selectors: Sequence[str], texts: Sequence[str]
) -> Rendering:
    patience = Patience()
    shown = False

    async def answer(route: Route) -> None:
        # A <noscript> may hold a refresh that leads elsewhere: 204 keeps the first document where it is.
        nonlocal shown
        first = not shown and route.request.is_navigation_request()
        shown = True
        if first:
            await route.fulfill(status=200, content_type=_type_of(html), body=html)
        elif route.request.is_navigation_request():
            await route.fulfill(status=204)
        else:
            await route.abort()

    context = await browser.new_context(
        viewport={"width": viewport.width, "height": viewport.height},
        device_scale_factor=1,
        is_mobile=viewport.mobile,
        has_touch=viewport.mobile,
        java_script_enabled=False,
        service_workers="block",
        accept_downloads=False,
        color_scheme="light",
        reduced_motion="reduce",
    )
    try:
        async with asyncio.timeout(_PAGE_S):
            await context.route("**/*", answer)
            page = await context.new_page()
            session = await context.new_cdp_session(page)
            frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
            traffic = Traffic(page)
            await page.goto(_ADDRESS, wait_until="load", timeout=_PAGE_S * 1000)
            elements, _ = await walk(
                World(page, session, frame), selectors, texts, unstyled=traffic.unstyled, timeout_s=patience.walk_s
            )
            size = (await session.send("Page.getLayoutMetrics"))["cssContentSize"]
            page_size = (int(size["width"]), int(size["height"]))
            screenshot = await photograph(session, clip_of(page_size, (viewport.width, viewport.height), patience))
    finally:
        await context.close()
    return Rendering(elements=elements, screenshot=screenshot)
