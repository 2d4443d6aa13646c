"""Reads what a page shows once it is at rest: its HTML, the walk over its elements, and a picture."""

import asyncio
import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import CDPSession

from watcher.capture.documents import Document
from watcher.capture.essence import digest_of
from watcher.capture.patience import Patience
from watcher.capture.settle import Pulse
from watcher.capture.walk import walk
from watcher.capture.world import World
from watcher.core.model import Failure, FailureKind, Order, Part, Seal

_HTML = Path(__file__).with_name("html.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows, as in `PartCapture`. One that is not `pictured` is too large for it, or is no page."""

    body: bytes
    elements: bytes | None
    essence: str
    pictured: bool
    same: bool
    notes: tuple[str, ...]


async def read_shown(
    world: World,
    document: Document,
    part: Part,
    order: Order,
    patience: Patience,
    pulse: Pulse | None,
    *,
    unstyled: bool,
) -> Shown | Failure:
    """Without a `pulse` the document is a file, of which nothing is shown."""
    body = document.body
    if body is None:
        body = await _html(world, patience)
        if body is None:
            message = f"the page's HTML is larger than {patience.body_bytes // 1_000_000} MB"
            return Failure(kind=FailureKind.TOO_LARGE, message=message, url=part.url, status=document.status)
    essence = digest_of(body, "text/html" if document.body is None else document.content_type)
    elements: bytes | None = None
    notes: tuple[str, ...] = ()
    pictured = pulse is not None and pulse.nodes <= patience.dom_nodes
    if pulse is not None and not pictured:
        notes = (f"text only: the page has {pulse.nodes} elements",)
    # The walk comes first: taking a picture of the whole page tells the page that its size has changed.
    if pictured and document.body is None:
        elements, notes = await walk(
            world, order.watch_selectors, order.watch_texts, part.ignore, unstyled=unstyled, timeout_s=patience.walk_s
        )
    same = pictured and order.known is not None and _is_known(order.known, part.url, essence, elements)
    return Shown(body=body, elements=elements, essence=essence, pictured=pictured, same=same, notes=notes)


async def _html(world: World, patience: Patience) -> bytes | None:
    found = await world.evaluate(f"({_HTML})({json.dumps(patience.body_bytes)})")
    body: bytes | None = found["html"].encode("utf-8") if "html" in found else None
    return body if body is not None and len(body) <= patience.body_bytes else None


def _is_known(known: Seal, url: str, essence: str, elements: bytes | None) -> bool:
    walked = hashlib.sha256(elements).hexdigest() if elements is not None else None
    return (url, walked, essence) == (known.url, known.elements, known.essence)


async def take_picture(session: CDPSession, pulse: Pulse, patience: Patience) -> tuple[bytes | None, tuple[str, ...]]:
    """A PNG of the whole page, its edges cut where it is too large."""
    clip = clip_of((pulse.width, pulse.height), (pulse.view_width, pulse.view_height), patience)
    try:
        async with asyncio.timeout(patience.screenshot_s) as limit:
            picture = await photograph(session, clip)
    except TimeoutError:
        if not limit.expired():
            raise
        return None, (f"no picture within {patience.screenshot_s:g} s",)
    height = clip["height"]
    notes = (f"picture cut off at {height} of {pulse.height} pixels",) if height < pulse.height else ()
    return picture, notes


def clip_of(page: tuple[int, int], view: tuple[int, int], patience: Patience) -> dict[str, int]:
    """What of a page comes on its picture, by the sizes of page and screen: at least the screen."""
    width = max(view[0], min(page[0], patience.screenshot_width))
    height = max(view[1], min(page[1], patience.screenshot_height))
    return {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}


async def photograph(session: CDPSession, clip: dict[str, int]) -> bytes:
    """A PNG; raises playwright's Error."""
    wanted = {"format": "png", "clip": clip, "captureBeyondViewport": True}
    taken = await session.send("Page.captureScreenshot", wanted)
    return base64.b64decode(taken["data"])
