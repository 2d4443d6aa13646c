"""Reads a capture into a snapshot, as today's extractor sees it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from watcher.core.model import (
    Block,
    Capture,
    Failure,
    FailureKind,
    Metadata,
    PageState,
    Part,
    PartCapture,
    Snapshot,
)
from watcher.core.text import squash
from watcher.extract.bounds import TangledError
from watcher.extract.decode import decode
from watcher.extract.html import NothingSelectedError, Page, read_html
from watcher.extract.markdown import read_markdown
from watcher.extract.pdf import read_pdf
from watcher.extract.plain import read_plain
from watcher.extract.state import Look, page_state
from watcher.extract.walk import Walk, read_walk

_CONTROLS = bytes((*range(0x09), *range(0x0E, 0x1B)))
_MARKUP = re.compile(rb"(?i)<(?:!doctype|html|head|body|div|p)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What one part says."""

    blocks: tuple[Block, ...]
    walk: Walk
    metadata: Metadata
    state: PageState
    reason: str


def read(capture: Capture, parts: Sequence[Part]) -> Snapshot | Failure:
    """The capture's parts as one document, in their order.

    `parts` say what to select and to ignore, matched with what was captured by URL. A Failure where a selector matches
    nothing on a page that shows its text, or where a document is of a kind or in a state that cannot be read.
    """
    wanted = {part.url: part for part in parts}
    readings = []
    for captured in capture.parts:
        reading = _read_part(captured, wanted.get(captured.url, Part(url=captured.url)))
        if isinstance(reading, Failure):
            return replace(reading, took_s=capture.took_s)
        readings.append(reading)
    blocks = tuple(block for reading in readings for block in reading.blocks)
    bad = next((reading for reading in readings if reading.state is not PageState.OK), None)
    return Snapshot(
        capture=capture.id,
        at=capture.at,
        state=bad.state if bad else PageState.OK,
        state_reason=bad.reason if bad else "",
        blocks=blocks,
        elements=tuple(element for reading in readings for element in reading.walk.elements),
        unstyled=any(reading.walk.unstyled for reading in readings),
        viewport=capture.recipe.viewport,
        metadata=tuple(reading.metadata for reading in readings),
        digest=_digest(blocks),
    )


def _read_part(captured: PartCapture, part: Part) -> _Reading | Failure:
    kind = captured.content_type.partition(";")[0].strip().lower()
    if kind == "application/pdf" or captured.body.startswith(b"%PDF-"):
        return _read_pdf(captured)
    if _is_binary(captured.body):
        return Failure(
            kind=FailureKind.UNSUPPORTED,
            message="What came is no text: an image, an archive or damaged data.",
            url=captured.url,
            status=captured.status,
        )
    looks_like_html = _MARKUP.search(captured.body[:4_096]) is not None
    if kind in {"text/html", "application/xhtml+xml"} or (kind in {"", "application/octet-stream"} and looks_like_html):
        return _read_html(captured, part)
    if kind == "text/markdown":
        return _reading(captured, read_markdown(decode(captured.body, captured.content_type)))
    if kind.startswith("text/") or kind == "":
        return _reading(captured, read_plain(decode(captured.body, captured.content_type)))
    return Failure(
        kind=FailureKind.UNSUPPORTED,
        message=f"A document of type {kind} cannot be read; HTML, PDF, Markdown and plain text can.",
        url=captured.url,
        status=captured.status,
    )


def _is_binary(body: bytes) -> bool:
    """Whether so many bytes at the beginning stand for no letter that it cannot be text."""
    start = body[:4_096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return len(start) - len(start.translate(None, _CONTROLS)) > 0.01 * len(start)


def _read_html(captured: PartCapture, part: Part) -> _Reading | Failure:
    source = decode(captured.body, captured.content_type)
    base = captured.final_url or captured.url
    try:
        page = read_html(source, base=base, select=part.select, ignore=part.ignore)
    except TangledError as error:
        return Failure(
            kind=FailureKind.UNSUPPORTED,
            message=f"The page's markup cannot be read in reasonable time: {error}.",
            url=captured.url,
            status=captured.status,
        )
    except NothingSelectedError as error:
        # A page that is gone or blocked has another shape: that is the news, not the selector.
        whole = read_html(source, base=base, ignore=part.ignore)
        reading = _reading(captured, whole.blocks, whole)
        if reading.state is not PageState.OK:
            return reading
        return Failure(
            kind=FailureKind.SELECTOR,
            message=f"Nothing on {base} matches the selector {error.selector!r}. The page offers: {error.offers}.",
            url=captured.url,
            status=captured.status,
        )
    return _reading(captured, page.blocks, page)


def _read_pdf(captured: PartCapture) -> _Reading | Failure:
    text = read_pdf(captured.body)
    if text is None:
        return Failure(
            kind=FailureKind.UNSUPPORTED,
            message="The PDF is damaged or protected and cannot be read.",
            url=captured.url,
            status=captured.status,
        )
    return _reading(captured, read_plain(text))


def _reading(captured: PartCapture, blocks: tuple[Block, ...], page: Page | None = None) -> _Reading:
    metadata = Metadata(status=captured.status, final_url=captured.final_url)
    if page:
        metadata = page.metadata(status=captured.status, final_url=captured.final_url)
    state, reason = page_state(
        Look(
            url=captured.url,
            final_url=captured.final_url,
            status=captured.status,
            title=metadata.title,
            blocks=blocks,
            words=page.words if page else " ".join(block.text for block in blocks),
            buttons=page.buttons if page else (),
            asks_password=page.asks_password if page else False,
            asks_login=page.asks_login if page else False,
        )
    )
    return _Reading(
        blocks=blocks,
        walk=read_walk(captured.elements),
        metadata=metadata,
        state=state,
        reason=reason,
    )


def _digest(blocks: Sequence[Block]) -> str:
    """Equal for the same words and links, however they are set and cut into blocks."""
    words = "".join(squash(block.text) for block in blocks)
    links = " ".join(link for block in blocks for link in block.links)
    return hashlib.sha256(f"{words}\n{links}".encode("utf-8", "surrogatepass")).hexdigest()
