"""One URL of a visit: open it, do the steps, let it settle, keep what it shows. Read this first."""

import asyncio
import base64
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, CDPSession, Error, Page

from watcher.capture.browser import ended
from watcher.capture.conduct import Conduct
from watcher.capture.consent import answer_consent, led_away
from watcher.capture.documents import Document, Documents, Refusal
from watcher.capture.essence import digest_of
from watcher.capture.failures import describe, kind_of, network_error
from watcher.capture.guard import Guard
from watcher.capture.patience import Patience
from watcher.capture.settle import Pulse, load, scroll_through, settle, take_pulse
from watcher.capture.steps import hide_again, run_steps
from watcher.capture.traffic import Traffic
from watcher.capture.turns import Turn
from watcher.capture.walk import walk
from watcher.capture.world import World
from watcher.core.model import Failure, FailureKind, Order, Part, PartCapture, Seal

_HTML = Path(__file__).with_name("html.js").read_text(encoding="utf-8")
_PAGE_CLOSE_S = 1.0
# A page may try to lead elsewhere in vain and still be the page that was asked for.
_HARMLESS = (FailureKind.UNSUPPORTED, FailureKind.EMPTY)


@dataclass(slots=True, kw_only=True)
class Progress:
    """What a visit is doing, for the message if its time runs out."""

    url: str
    doing: str = "opening a page"


# What the browser says of a document that has made way for another, however often it is asked.
_LEFT = "Cannot find context with specified id"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tab:
    """A page with everything that watches it."""

    page: Page
    session: CDPSession
    world: World
    documents: Documents
    traffic: Traffic
    conduct: Conduct
    turn: Turn


async def visit_part(
    context: BrowserContext, part: Part, order: Order, turn: Turn, guard: Guard, patience: Patience, progress: Progress
) -> PartCapture | Failure:
    """Captures one URL, lending its turn while it waits; raises playwright's Error where page or browser broke down."""
    progress.url = part.url
    if urlsplit(part.url).scheme not in ("http", "https"):
        return Failure(kind=FailureKind.FORBIDDEN, message="only http and https are visited", url=part.url)
    progress.doing = "opening a page"
    for page in context.pages:
        # A page that is still loading may never confirm that it was closed; the context takes it along in the end.
        await ended(page.close(), _PAGE_CLOSE_S)
    tab = await _open_tab(context, order, turn, guard, patience)
    try:
        return await _see(tab, part, order, guard, patience, progress)
    except Error as error:
        if tab.conduct.crashed:
            message = f"the page crashed, or took too much memory, while {progress.doing}"
            return Failure(kind=FailureKind.BROWSER, message=message, url=part.url)
        if tab.documents.refused:
            return _refused(tab.documents.refused, part.url)
        if _LEFT in error.message:
            message = f"the page leads on to others all the time; it was {progress.doing}"
            return Failure(kind=FailureKind.WRONG_PAGE, message=message, url=part.url)
        raise
    finally:
        tab.conduct.end()


async def _see(
    tab: _Tab, part: Part, order: Order, guard: Guard, patience: Patience, progress: Progress
) -> PartCapture | Failure:
    progress.doing = "waiting for the document"
    if failure := await _go(tab, part.url, guard):
        return failure
    notes: tuple[str, ...] = ()
    pulse: Pulse | None = None
    if not _is_file(tab.documents.current):
        rested = await _rest(tab, part, order, patience, progress)
        if isinstance(rested, Failure):
            return rested
        pulse, notes = rested
    document = _verdict(tab, part.url)
    if isinstance(document, Failure):
        return document
    progress.doing = "keeping what the page shows"
    return await _keep(tab, document, part, order, patience, pulse, notes)


async def _open_tab(context: BrowserContext, order: Order, turn: Turn, guard: Guard, patience: Patience) -> _Tab:
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    documents = Documents(
        session,
        frame,
        guard,
        max_bytes=patience.body_bytes,
        max_documents=patience.documents,
        keeps_served=order.keeps_served,
    )
    tab = _Tab(
        page=page,
        session=session,
        world=World(page, session, frame),
        documents=documents,
        traffic=Traffic(page),
        conduct=Conduct(context, page, session, patience),
        turn=turn,
    )
    await documents.watch()
    return tab


async def _go(tab: _Tab, url: str, guard: Guard) -> Failure | None:
    """Navigates until the first document is there; the deadline of the visit bounds it."""
    try:
        async with tab.turn.lent():
            await tab.page.goto(url, wait_until="commit", timeout=0)
    except Error as error:
        if tab.documents.refused:
            return _refused(tab.documents.refused, url)
        code = network_error(error.message)
        if code is None:
            raise
        return _network_failure(code, tab.conduct.asked or url, url, guard)
    return None


async def _rest(
    tab: _Tab, part: Part, order: Order, patience: Patience, progress: Progress
) -> tuple[Pulse, tuple[str, ...]] | Failure:
    """Lets the page load, does the steps and waits for it to be still."""
    progress.doing = "loading"
    pulse, notes = await load(tab.world, tab.traffic, tab.turn, patience)
    if order.steps:
        progress.doing = "doing the steps"
        done, trouble = await run_steps(tab.page, tab.world, tab.turn, order.steps, patience)
        if trouble:
            return Failure(kind=FailureKind.STEP, message=trouble, url=part.url, status=_status(tab))
        pulse, late = await load(tab.world, tab.traffic, tab.turn, patience)
        notes += done + late
    pulse, unrest = await _settle(tab, order, patience, pulse, progress)
    answers = await _refuse_consent(tab, order, patience, progress)
    if isinstance(answers, Failure):
        return replace(answers, url=part.url, status=_status(tab))
    if answers:
        pulse, unrest = await take_pulse(tab.world), unrest + answers
    await hide_again(tab.world, order.steps)
    return pulse, notes + unrest


async def _settle(
    tab: _Tab, order: Order, patience: Patience, pulse: Pulse, progress: Progress
) -> tuple[Pulse, tuple[str, ...]]:
    loaded = asyncio.get_running_loop().time()
    scripted = bool(order.steps) or (tab.documents.current is not None and tab.documents.current.scripted)
    progress.doing = "settling"
    if scripted or pulse.lazy:
        await scroll_through(tab.world, tab.turn, patience)
    return await settle(tab.world, tab.traffic, tab.turn, patience, scripted=scripted, since=loaded)


async def _refuse_consent(tab: _Tab, order: Order, patience: Patience, progress: Progress) -> tuple[str, ...] | Failure:
    """Refuses what asks for consent, and hides what stays; a page is pressed twice at most."""
    notes: list[str] = []
    clicks = 0
    for _ in range(patience.consent_rounds):
        progress.doing = "refusing consent"
        before = tab.page.url
        answer = await answer_consent(tab.world, may_click=clicks < patience.consent_clicks)
        if answer is None:
            break
        notes.append(answer.note)
        clicks += answer.clicked
        if answer.clicked:
            pulse, late = await load(tab.world, tab.traffic, tab.turn, patience)
            _, unrest = await _settle(tab, order, patience, pulse, progress)
            notes.extend(late + unrest)
        if led_away(before, tab.page.url):
            message = f"refusing consent led to {tab.page.url[:200]}"
            return Failure(kind=FailureKind.CONSENT_WALL, message=message, url=before)
    return tuple(notes)


async def _keep(
    tab: _Tab,
    document: Document,
    part: Part,
    order: Order,
    patience: Patience,
    pulse: Pulse | None,
    notes: tuple[str, ...],
) -> PartCapture | Failure:
    body, elements, screenshot, same = document.body, None, None, False
    if body is None:
        found = await tab.world.evaluate(f"({_HTML})({json.dumps(patience.body_bytes)})")
        body = found["html"].encode("utf-8") if "html" in found else None
        if body is None or len(body) > patience.body_bytes:
            message = f"the page's HTML is larger than {patience.body_bytes // 1_000_000} MB"
            return Failure(kind=FailureKind.TOO_LARGE, message=message, url=part.url, status=document.status)
    essence = digest_of(body, "text/html" if document.body is None else document.content_type)
    if pulse is not None and pulse.nodes > patience.dom_nodes:
        notes += (f"text only: the page has {pulse.nodes} elements",)
    elif pulse is not None:
        # The walk comes first: taking a picture of the whole page tells the page that its size has changed.
        if document.body is None:
            elements, remarks = await walk(
                tab.world,
                order.watch_selectors,
                order.watch_texts,
                part.ignore,
                unstyled=tab.traffic.unstyled,
                timeout_s=patience.walk_s,
            )
            notes += remarks
        same = order.known is not None and _is_known(order.known, part.url, essence, elements)
        if not same:
            screenshot, remarks = await _picture(tab.session, pulse, patience)
            notes += remarks
    refused = tab.documents.refused
    return PartCapture(
        url=part.url,
        final_url=document.url if _is_file(document) else tab.page.url,
        status=document.status,
        content_type=document.content_type,
        body=body,
        screenshot=screenshot,
        elements=elements,
        redirects=tuple(tab.documents.passed),
        notes=notes + tab.conduct.notes() + ((f"not followed: {refused.url}: {refused.message}",) if refused else ()),
        same=same,
        wait_s=document.wait_s,
        served=document.served,
        essence=essence,
    )


def _is_known(known: Seal, url: str, essence: str, elements: bytes | None) -> bool:
    walked = hashlib.sha256(elements).hexdigest() if elements is not None else None
    return (url, walked, essence) == (known.url, known.elements, known.essence)


async def _picture(session: CDPSession, pulse: Pulse, patience: Patience) -> tuple[bytes | None, tuple[str, ...]]:
    """A PNG of the whole page, its edges cut where it is too large."""
    width = max(pulse.view_width, min(pulse.width, patience.screenshot_width))
    height = max(pulse.view_height, min(pulse.height, patience.screenshot_height))
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    try:
        async with asyncio.timeout(patience.screenshot_s) as limit:
            taken = await session.send(
                "Page.captureScreenshot", {"format": "png", "clip": clip, "captureBeyondViewport": True}
            )
    except TimeoutError:
        if not limit.expired():
            raise
        return None, (f"no picture within {patience.screenshot_s:g} s",)
    notes = (f"picture cut off at {height} of {pulse.height} pixels",) if height < pulse.height else ()
    return base64.b64decode(taken["data"]), notes


def _verdict(tab: _Tab, url: str) -> Document | Failure:
    """The document that the tab shows now, if it may stand for the URL."""
    refused, document = tab.documents.refused, tab.documents.current
    if refused and (document is None or refused.kind not in _HARMLESS):
        return _refused(refused, url)
    scheme = urlsplit(tab.page.url).scheme
    if scheme == "chrome-error":
        code = tab.conduct.error or "ERR_FAILED"
        message = f"the page led to {tab.conduct.asked}, which did not open: {describe(code)}"
        return Failure(kind=kind_of(code), message=message, url=url)
    if document is None or scheme not in ("http", "https"):
        return Failure(kind=FailureKind.WRONG_PAGE, message=f"ended at {tab.page.url[:200]}", url=url)
    if document.cut and document.status < 400:
        message = f"the document did not arrive whole: {document.cut}"
        return Failure(kind=FailureKind.TRUNCATED, message=message, url=url, status=document.status)
    return document


def _network_failure(code: str, asked: str, url: str, guard: Guard) -> Failure:
    trouble = guard.trouble(asked) if code == "ERR_TUNNEL_CONNECTION_FAILED" else None
    if trouble:
        return Failure(kind=trouble.kind, message=trouble.message, url=url)
    where = "" if asked == url else f"{asked}: "
    return Failure(kind=kind_of(code), message=f"{where}{describe(code)}", url=url)


def _refused(refusal: Refusal, url: str) -> Failure:
    where = "" if refusal.url == url else f"{refusal.url}: "
    message = f"{where}{refusal.message}"
    return Failure(kind=refusal.kind, message=message, url=url, status=refusal.status, wait_s=refusal.wait_s)


def _is_file(document: Document | None) -> bool:
    """Whether a blank page stands in for the document."""
    return document is not None and document.body is not None and document.content_type == "application/pdf"


def _status(tab: _Tab) -> int | None:
    return tab.documents.current.status if tab.documents.current else None
