"""Fetches a document without the browser: through the guard, bounded in size and time."""

import asyncio
import http.client
import socket
import ssl
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from watcher.capture.guard import Guard
from watcher.core.threads import start_beside

_CHUNK = 1 << 16
_REDIRECTS = 10
_SILENCE_S = 10.0
_LEADS_ON = (301, 302, 303, 307, 308)


class UnreachedError(Exception):
    """Why there is no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer, its body unpacked. `url` is where redirects led; header names are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Fetcher:
    """`tls` says whom to trust; None for whom this machine trusts."""

    def __init__(self, guard: Guard, *, tls: ssl.SSLContext | None = None) -> None:
        self._guard = guard
        self._tls = tls

    async def fetch(
        self, url: str, headers: Mapping[str, str], *, within_s: float, max_bytes: int, clips: bool = False
    ) -> Fetched:
        """Follows redirects. Raises UnreachedError, also for more than `max_bytes` unless it `clips`."""
        try:
            async with asyncio.timeout(within_s):
                for _ in range(_REDIRECTS + 1):
                    fetched = await self._get(url, headers, max_bytes, clips=clips)
                    if fetched.status not in _LEADS_ON or "location" not in fetched.headers:
                        return fetched
                    url = _absolute(url, fetched.headers["location"])
        except TimeoutError:
            raise UnreachedError(f"no answer within {within_s:g} s") from None
        raise UnreachedError(f"{_REDIRECTS} redirects, one after the other")

    async def _get(self, url: str, headers: Mapping[str, str], max_bytes: int, *, clips: bool) -> Fetched:
        line = _Line(self._guard.url, url, self._trusted() if urlsplit(url).scheme == "https" else None)
        done, _ = start_beside(lambda: line.get(headers, max_bytes, clips=clips), f"fetch {url[:80]}")
        try:
            fetched = await asyncio.wrap_future(done)
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            trouble = self._guard.trouble(url)
            raise UnreachedError(trouble.message if trouble else f"{type(error).__name__}: {error}") from error
        finally:
            line.hang_up()
        if self._guard.mark in fetched.headers:
            trouble = self._guard.trouble(url)
            raise UnreachedError(trouble.message if trouble else "not reached")
        return fetched

    def _trusted(self) -> ssl.SSLContext:
        self._tls = self._tls or ssl.create_default_context()
        return self._tls


class _Line:
    """One connection for one request. `hang_up` ends it from another thread, whatever the server is doing."""

    def __init__(self, proxy: str, url: str, tls: ssl.SSLContext | None) -> None:
        at, wanted = urlsplit(proxy), urlsplit(url)
        if wanted.scheme not in ("http", "https") or not wanted.hostname:
            raise UnreachedError("only http and https are asked")
        self._url = url
        self._path = (wanted.path or "/") + (f"?{wanted.query}" if wanted.query else "")
        host, port = at.hostname or "", at.port
        if tls is None:
            self._connection = http.client.HTTPConnection(host, port, timeout=_SILENCE_S)
            self._path = urldefrag(url).url
        else:
            self._connection = http.client.HTTPSConnection(host, port, timeout=_SILENCE_S, context=tls)
            self._connection.set_tunnel(wanted.hostname, wanted.port or 443)
        self._ended = False

    def get(self, headers: Mapping[str, str], max_bytes: int, *, clips: bool) -> Fetched:
        try:
            self._connection.connect()
            if self._ended:
                raise TimeoutError("hung up")
            self._connection.request("GET", self._path, headers={**headers, "Accept-Encoding": "gzip"})
            answer = self._connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            body = _read(answer, told, max_bytes, clips=clips)
            return Fetched(url=urldefrag(self._url).url, status=answer.status, headers=told, body=body)
        finally:
            self._connection.close()

    def hang_up(self) -> None:
        self._ended = True
        if (line := self._connection.sock) is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _read(answer: http.client.HTTPResponse, headers: Mapping[str, str], max_bytes: int, *, clips: bool) -> bytes:
    """The body, unpacked no further than to what is wanted; raises ValueError where it is too large or cut off."""
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise ValueError(f"a content encoding that was not asked for: {coding[:40]}")
    unpack = None if coding == "identity" else zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    body, came = bytearray(), 0
    while chunk := answer.read1(_CHUNK):
        came += len(chunk)
        body += unpack.decompress(chunk, max_bytes + 1 - len(body)) if unpack else chunk
        if len(body) > max_bytes or (unpack and unpack.unconsumed_tail):
            if clips:
                return bytes(body[:max_bytes])
            raise ValueError(f"larger than {max_bytes // 1_000_000} MB")
    stated = headers.get("content-length", "")
    if stated.isdecimal() and came < int(stated) and answer.status != http.client.NOT_MODIFIED:
        raise ValueError(f"{came} of {stated} bytes came")
    if unpack and came and not unpack.eof:
        raise ValueError("the packed document was cut off")
    return bytes(body)


def _absolute(base: str, location: str) -> str:
    """Where a redirect leads, written as a request needs it."""
    return quote(urljoin(base, location.strip()), safe="%/:?#[]@!$&'()*+,;=~-._")
