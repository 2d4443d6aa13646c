"""The browser's only way out: a proxy on loopback that dials public and allowed addresses and nothing else.

Blocking requests inside the browser misses redirects, sockets, WebRTC and pre-connections; an exit does not. A name
is resolved here, once per connection, and the address that was checked is the address that is dialled, so a name
that changes its mind between check and use gains nothing.
"""

import asyncio
import secrets
import socket
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeAlias
from urllib.parse import urlsplit

from watcher.capture.addresses import Allowed, allow_entry, permitted
from watcher.core.model import FailureKind

Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
Streams: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]

_HEAD_LIMIT = 64 * 1024
_HEAD_S = 30.0
_RESOLVE_S = 10.0
_DIAL_S = 10.0
_IDLE_S = 120.0
_TROUBLES_KEPT = 512
_HOP_BY_HOP = (b"connection", b"proxy-connection", b"proxy-authorization", b"keep-alive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a host could not be reached. `kind` is FORBIDDEN, DNS, CONNECT or TIMEOUT."""

    kind: FailureKind
    message: str


class Guard:
    """The proxy. `mark` is a header (lower case) that only its own refusals of plain HTTP requests carry."""

    def __init__(self, *, allow: Sequence[Allowed] = (), resolve: Resolve | None = None) -> None:
        self.mark = f"x-watcher-{secrets.token_hex(16)}"
        self._allow = tuple(allow)
        self._threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="resolve")
        self._resolve = resolve or self._look_up
        self._troubles: OrderedDict[tuple[str, int], Trouble] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        if self._server is None:
            raise RuntimeError("the guard is not running")
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def allow(self, allow: Sequence[Allowed]) -> None:
        """Replaces what may be reached besides the public internet, for connections from now on."""
        self._allow = tuple(allow)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._begin, "127.0.0.1", 0, limit=_HEAD_LIMIT)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def trouble(self, url: str) -> Trouble | None:
        """What last went wrong on the way to a URL's host and port."""
        target = urlsplit(url)
        port = target.port or (443 if target.scheme == "https" else 80)
        return self._troubles.get((target.hostname or "", port))

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # whoever hung up, stalled or wrote nonsense sees a closed connection
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_HEAD_S):
            head = await reader.readuntil(b"\r\n\r\n")
        request, _, headers = head.partition(b"\r\n")
        method, target, _ = request.decode("ascii").split(" ")
        if method == "CONNECT":
            url = urlsplit(f"//{target}")
        else:
            url = urlsplit(target)
            if url.scheme != "http":
                raise ValueError(f"not HTTP: {url.scheme}")
        host, port = url.hostname or "", url.port or 80
        upstream = await self._dial(host, port)
        if isinstance(upstream, Trouble):
            self._remember(host, port, upstream)
            refusal = f"HTTP/1.1 502 Refused\r\n{self.mark}: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            writer.write(refusal.encode("ascii"))
            await writer.drain()
            return
        try:
            if method == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            else:
                path = (url.path or "/") + (f"?{url.query}" if url.query else "")
                upstream[1].write(f"{method} {path} HTTP/1.1\r\n".encode("ascii") + _closing(headers))
            await _join((reader, writer), upstream)
        finally:
            upstream[1].close()

    async def _dial(self, host: str, port: int) -> Streams | Trouble:
        try:
            async with asyncio.timeout(_RESOLVE_S):
                addresses = await self._resolve(host, port)
        except TimeoutError:
            return Trouble(kind=FailureKind.DNS, message=f"the name {host} was not resolved within {_RESOLVE_S:.0f} s")
        except (OSError, UnicodeError):
            return Trouble(kind=FailureKind.DNS, message=f"there is no host named {host}")
        open_addresses = [address for address in addresses if permitted(address, port, self._allow)]
        if not open_addresses:
            return _refusal(host, port, addresses)
        trouble = Trouble(kind=FailureKind.CONNECT, message=f"{host} has no address")
        for address in open_addresses[:4]:
            try:
                async with asyncio.timeout(_DIAL_S):
                    return await asyncio.open_connection(address, port, limit=_HEAD_LIMIT)
            except TimeoutError:
                message = f"{host} ({address}) did not answer on port {port} within {_DIAL_S:.0f} s"
                trouble = Trouble(kind=FailureKind.TIMEOUT, message=message)
            except OSError as error:
                reason = error.strerror or "no connection"
                trouble = Trouble(kind=FailureKind.CONNECT, message=f"{host} ({address}), port {port}: {reason}")
        return trouble

    async def _look_up(self, host: str, port: int) -> Sequence[str]:
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        )
        return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))

    def _remember(self, host: str, port: int, trouble: Trouble) -> None:
        self._troubles[host, port] = trouble
        self._troubles.move_to_end((host, port))
        if len(self._troubles) > _TROUBLES_KEPT:
            self._troubles.popitem(last=False)


def _refusal(host: str, port: int, addresses: Sequence[str]) -> Trouble:
    if not addresses:
        return Trouble(kind=FailureKind.DNS, message=f"{host} has no address")
    address = addresses[0]
    return Trouble(
        kind=FailureKind.FORBIDDEN,
        message=f"{host} is {address}, which is not a public address; if it may be visited,"
        f' put "{allow_entry(address, port)}" into `network: allow:`',
    )


def _closing(headers: bytes) -> bytes:
    """The request's headers for its server: one request a connection, and nothing that is meant for a proxy."""
    lines = (line for line in headers.split(b"\r\n") if line.partition(b":")[0].strip().lower() not in _HOP_BY_HOP)
    return b"\r\n".join((b"Connection: close", *lines))


async def _join(client: Streams, upstream: Streams) -> None:
    """Passes bytes both ways until either side hangs up or falls silent."""
    directions = {
        asyncio.create_task(_pump(client[0], upstream[1])),
        asyncio.create_task(_pump(upstream[0], client[1])),
    }
    try:
        await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for direction in directions:
            direction.cancel()
        await asyncio.gather(*directions, return_exceptions=True)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(_IDLE_S) as idle:
        while data := await reader.read(_HEAD_LIMIT):
            writer.write(data)
            await writer.drain()
            idle.reschedule(loop.time() + _IDLE_S)
