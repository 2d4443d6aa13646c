"""One URL of a visit: open it, do the steps, let it settle, keep what it shows. Read this first."""

import asyncio
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, CDPSession, Error, Page

from watcher.capture.browser import ended
from watcher.capture.conduct import Conduct
from watcher.capture.consent import answer_consent, led_away
from watcher.capture.documents import Document, Documents, Refusal
from watcher.capture.failures import describe, kind_of, network_error
from watcher.capture.guard import Guard
from watcher.capture.patience import Patience
from watcher.capture.settle import Pulse, load, scroll_through, settle, take_pulse
from watcher.capture.shown import Shown, read_shown, take_picture
from watcher.capture.steps import hide_again, run_steps
from watcher.capture.traffic import Traffic
from watcher.capture.turns import Turn
from watcher.capture.world import World
from watcher.core.model import Failure, FailureKind, Order, Part, PartCapture

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a look found; without a `pulse` it was at a file."""

    document: Document
    pulse: Pulse | None
    shown: Shown
    notes: tuple[str, ...]


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
    scrolls = not order.may_stay or bool(order.steps)
    seen = await _look(tab, part, order, patience, progress, scrolls=scrolls)
    if not scrolls and isinstance(seen, _Seen) and not seen.shown.same:
        scrolls, before = True, seen.notes
        seen = await _look(tab, part, order, patience, progress, scrolls=True)
        if isinstance(seen, _Seen):
            seen = replace(seen, notes=tuple(dict.fromkeys((*before, *seen.notes))))
    if isinstance(seen, Failure):
        return seen
    return await _keep(tab, seen, part, patience, scrolled=scrolls)


async def _look(
    tab: _Tab, part: Part, order: Order, patience: Patience, progress: Progress, *, scrolls: bool
) -> _Seen | Failure:
    """Lets the page come to rest and reads it."""
    notes: tuple[str, ...] = ()
    pulse: Pulse | None = None
    if not _is_file(tab.documents.current):
        rested = await _rest(tab, part, order, patience, progress, scrolls=scrolls)
        if isinstance(rested, Failure):
            return rested
        pulse, notes = rested
    document = _verdict(tab, part.url)
    if isinstance(document, Failure):
        return document
    progress.doing = "keeping what the page shows"
    shown = await read_shown(tab.world, document, part, order, patience, pulse, unstyled=tab.traffic.unstyled)
    if isinstance(shown, Failure):
        return shown
    return _Seen(document=document, pulse=pulse, shown=shown, notes=notes + shown.notes)


async def _keep(tab: _Tab, seen: _Seen, part: Part, patience: Patience, *, scrolled: bool) -> PartCapture:
    document, shown, notes = seen.document, seen.shown, seen.notes
    screenshot: bytes | None = None
    if seen.pulse is not None and shown.pictured and not shown.same:
        screenshot, remarks = await take_picture(tab.session, seen.pulse, patience)
        notes += remarks
    refused = tab.documents.refused
    return PartCapture(
        url=part.url,
        final_url=document.url if _is_file(document) else tab.page.url,
        status=document.status,
        content_type=document.content_type,
        body=shown.body,
        screenshot=screenshot,
        elements=shown.elements,
        redirects=tuple(tab.documents.passed),
        notes=notes + tab.conduct.notes() + ((f"not followed: {refused.url}: {refused.message}",) if refused else ()),
        same=shown.same,
        scrolled=scrolled,
        wait_s=document.wait_s,
        served=document.served,
        essence=shown.essence,
    )


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
    tab: _Tab, part: Part, order: Order, patience: Patience, progress: Progress, *, scrolls: bool
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
    pulse, unrest = await _settle(tab, order, patience, pulse, progress, scrolls=scrolls)
    answers = await _refuse_consent(tab, order, patience, progress, scrolls=scrolls)
    if isinstance(answers, Failure):
        return replace(answers, url=part.url, status=_status(tab))
    if answers:
        pulse, unrest = await take_pulse(tab.world), unrest + answers
    await hide_again(tab.world, order.steps)
    return pulse, notes + unrest


async def _settle(
    tab: _Tab, order: Order, patience: Patience, pulse: Pulse, progress: Progress, *, scrolls: bool
) -> tuple[Pulse, tuple[str, ...]]:
    loaded = asyncio.get_running_loop().time()
    scripted = bool(order.steps) or (tab.documents.current is not None and tab.documents.current.scripted)
    progress.doing = "settling"
    if scrolls and (scripted or pulse.lazy):
        await scroll_through(tab.world, tab.turn, patience)
    until = loaded + (patience.scripted_s if scrolls else patience.unscrolled_s)
    return await settle(tab.world, tab.traffic, tab.turn, patience, scripted=scripted, until=until)


async def _refuse_consent(
    tab: _Tab, order: Order, patience: Patience, progress: Progress, *, scrolls: bool
) -> tuple[str, ...] | Failure:
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
            _, unrest = await _settle(tab, order, patience, pulse, progress, scrolls=scrolls)
            notes.extend(late + unrest)
        if led_away(before, tab.page.url):
            message = f"refusing consent led to {tab.page.url[:200]}"
            return Failure(kind=FailureKind.CONSENT_WALL, message=message, url=before)
    return tuple(notes)


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
