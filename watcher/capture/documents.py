"""Takes every main document of a page at the network's edge, whole and bounded, before the browser sees it.

HTML is handed on to the renderer. A PDF, which the browser would show in a viewer or download, is kept and a blank
page is shown in its place. Other downloads are refused.
"""

import asyncio
import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.message import Message
from typing import Any
from urllib.parse import urldefrag

from playwright.async_api import CDPSession, Error

from watcher.capture.asked import asked_wait_s
from watcher.capture.cut import ends_inside_markup
from watcher.capture.essence import digest_of
from watcher.capture.guard import Guard
from watcher.core.model import FailureKind, Served

_CHUNK = 1 << 20
_BLANK = b"<!doctype html><title></title>"
_HTML = ("text/html", "application/xhtml+xml")
_PDF = ("application/pdf", "application/x-pdf")
_TEXT = ("application/json", "application/xml", "application/javascript", "application/ld+json")
_SCRIPTED = re.compile(rb"<script|<i?frame|\son[a-z]+\s*=|http-equiv\s*=\s*.?refresh", re.IGNORECASE)
# What described the transfer or asked for a download does not describe what is handed on. Cookies are stored already.
_NOT_HANDED_ON = (
    "content-type",
    "content-encoding",
    "content-length",
    "transfer-encoding",
    "content-disposition",
    "set-cookie",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A main document's response.

    `body` is None for HTML, which only the renderer can finish; `scripted` tells whether that HTML brings code or
    frames along, and so may go on changing after it has loaded. `cut` says what shows that it did not arrive whole;
    `wait_s` is how long the site asks to be left alone; `served` is there where it is wanted.
    """

    url: str
    status: int
    content_type: str
    body: bytes | None = None
    scripted: bool = False
    cut: str = ""
    wait_s: float = 0.0
    served: Served | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a main document was not shown."""

    url: str
    kind: FailureKind
    message: str
    status: int | None = None
    wait_s: float = 0.0


class Documents:
    """What one page's main frame has asked for so far.

    `passed` are the URLs that led to the current document, by redirects and by scripts; `refused` is the last
    document that was not shown, if nothing was shown after it.
    """

    def __init__(
        self,
        session: CDPSession,
        frame: str,
        guard: Guard,
        *,
        max_bytes: int,
        max_documents: int,
        keeps_served: bool = False,
    ) -> None:
        self.current: Document | None = None
        self.refused: Refusal | None = None
        self.passed: list[str] = []
        self._session = session
        self._frame = frame
        self._guard = guard
        self._max_bytes = max_bytes
        self._max_documents = max_documents
        self._keeps_served = keeps_served
        self._shown = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def watch(self) -> None:
        """Starts to take documents; call it before the first navigation."""
        self._session.on("Fetch.requestPaused", self._on_paused)
        await self._session.send(
            "Fetch.enable", {"patterns": [{"resourceType": "Document", "requestStage": "Response"}]}
        )

    def _on_paused(self, event: dict[str, Any]) -> None:
        task = asyncio.create_task(self._handle(event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _handle(self, event: Mapping[str, Any]) -> None:
        try:
            if event.get("frameId") != self._frame or "responseErrorReason" in event:
                await self._send("Fetch.continueRequest", event)
                return
            url = urldefrag(event["request"]["url"]).url
            status = int(event.get("responseStatusCode", 0))
            headers = {header["name"].lower(): header["value"] for header in event.get("responseHeaders", ())}
            if 300 <= status < 400 and "location" in headers:
                self._pass(url)
                await self._send("Fetch.continueRequest", event)
                return
            taken = await self._take(event, url, status, headers)
            if isinstance(taken, Refusal):
                self.refused = taken
                await self._send("Fetch.failRequest", event, errorReason="Aborted")
        except Error:
            pass  # the page or the browser is gone, and whoever waits for it hears of it there

    async def _take(
        self, event: Mapping[str, Any], url: str, status: int, headers: Mapping[str, str]
    ) -> Document | Refusal:
        """Reads the document and hands it, or a blank page, to the renderer."""
        if self._guard.mark in headers:
            trouble = self._guard.trouble(url)
            kind, message = (trouble.kind, trouble.message) if trouble else (FailureKind.CONNECT, "not reached")
            return Refusal(url=url, kind=kind, message=message)
        self._shown += 1
        if self._shown > self._max_documents:
            message = f"the page led to {self._max_documents} more pages, one after the other"
            return Refusal(url=url, kind=FailureKind.WRONG_PAGE, message=message)
        stated = headers.get("content-type", "")
        body = await self._read(event, _media_type(stated))
        if body is None:
            message = f"the document is larger than {self._max_bytes // 1_000_000} MB"
            return Refusal(url=url, kind=FailureKind.TOO_LARGE, message=message, status=status)
        document = replace(read_document(url, status, stated, body), wait_s=asked_wait_s(status, headers))
        if isinstance(document, Document):
            document = replace(document, cut=find_cut(document, body, headers))
            if self._keeps_served:
                served = Served(body=body, content_type=stated, digest=digest_of(body, stated))
                document = replace(document, served=served)
            self._show(document)
            await self._hand_on(event, *_shown(document, stated, body))
        return document

    async def _hand_on(self, event: Mapping[str, Any], body: bytes, content_type: str) -> None:
        kept = [header for header in event["responseHeaders"] if header["name"].lower() not in _NOT_HANDED_ON]
        await self._send(
            "Fetch.fulfillRequest",
            event,
            responseCode=event["responseStatusCode"],
            responseHeaders=[*kept, {"name": "Content-Type", "value": content_type}],
            body=base64.b64encode(body).decode("ascii"),
        )

    async def _read(self, event: Mapping[str, Any], media_type: str) -> bytes | None:
        """The body after decompression, None if it is too large; of a download only as much as tells what it is."""
        opened = await self._send("Fetch.takeResponseBodyAsStream", event)
        stream = opened["stream"]
        body = bytearray()
        known = not media_type or media_type in (*_HTML, *_PDF) or _is_text(media_type)
        try:
            while True:
                chunk = await self._session.send("IO.read", {"handle": stream, "size": _CHUNK})
                data = chunk["data"]
                body += base64.b64decode(data) if chunk.get("base64Encoded") else data.encode()
                if len(body) > self._max_bytes:
                    return None
                if chunk["eof"] or (body and not known and not body.startswith(b"%PDF-")):
                    return bytes(body)
        finally:
            await self._session.send("IO.close", {"handle": stream})

    async def _send(self, method: str, event: Mapping[str, Any], **params: Any) -> Any:
        return await self._session.send(method, {"requestId": event["requestId"], **params})

    def _show(self, document: Document) -> None:
        if self.current is not None:
            self._pass(self.current.url)
        self.current = document
        self.refused = None

    def _pass(self, url: str) -> None:
        if not self.passed or self.passed[-1] != url:
            self.passed.append(url)


def read_document(url: str, status: int, content_type: str, body: bytes) -> Document | Refusal:
    """What a response is, by the type that it states ("" for none) and by its first bytes."""
    if not body and (status >= 400 or status in (204, 205)):
        kind = FailureKind.HTTP_ERROR if status >= 400 else FailureKind.EMPTY
        return Refusal(url=url, kind=kind, message=f"status {status} without a document", status=status)
    content_type = content_type or _sniff(body)
    media_type = _media_type(content_type)
    if media_type in _PDF or body.startswith(b"%PDF-"):
        return Document(url=url, status=status, content_type=_PDF[0], body=body)
    if media_type in _HTML:
        scripted = _SCRIPTED.search(body) is not None
        return Document(url=url, status=status, content_type="text/html; charset=utf-8", scripted=scripted)
    if _is_text(media_type):
        return Document(url=url, status=status, content_type=content_type, body=body)
    message = f"a download of type {media_type}, not a page or a document"
    return Refusal(url=url, kind=FailureKind.UNSUPPORTED, message=message, status=status)


def find_cut(document: Document, body: bytes, headers: Mapping[str, str]) -> str:
    """What shows that a document's transfer broke off, "" where nothing does."""
    length = headers.get("content-length", "")
    if length.isdecimal() and "content-encoding" not in headers and len(body) < int(length):
        return f"{len(body)} of {length} bytes came"
    if document.body is None and (inside := ends_inside_markup(body)):
        return f"the HTML ends inside {inside}"
    return ""


def _shown(document: Document, stated: str, body: bytes) -> tuple[bytes, str]:
    """What the renderer gets for a document, and as which type."""
    if document.body is None:
        return body, stated or _HTML[0]
    if document.content_type == _PDF[0]:
        return _BLANK, _HTML[0]
    return body, f"text/plain; charset={_charset(document.content_type) or 'utf-8'}"


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _charset(content_type: str) -> str | None:
    message = Message()
    message["Content-Type"] = content_type
    return message.get_content_charset()


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type in _TEXT or media_type.endswith(("+xml", "+json"))


def _sniff(body: bytes) -> str:
    """The type of a document that does not say what it is."""
    return "text/html" if body.lstrip()[:1] == b"<" else "text/plain"
