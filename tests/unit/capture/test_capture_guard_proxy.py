"""The proxy by itself: what it dials, what it refuses, what it passes on."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from watcher.capture.addresses import parse_allowed
from watcher.capture.guard import Guard, Resolve
from watcher.core.model import FailureKind


@dataclass
class Origin:
    """A server that keeps what it is sent, and answers each connection once."""

    port: int = 0
    received: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.received.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello")
        await writer.drain()
        writer.close()


@pytest.fixture
async def origin() -> AsyncIterator[Origin]:
    running = Origin()
    server = await asyncio.start_server(running.serve, "127.0.0.1", 0)
    running.port = server.sockets[0].getsockname()[1]
    async with server:
        yield running


async def ask(guard: Guard, request: bytes) -> bytes:
    proxy = urlsplit(guard.url)
    reader, writer = await asyncio.open_connection(proxy.hostname, proxy.port)
    writer.write(request)
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    return answer


def resolves(*answers: Sequence[str]) -> tuple[Resolve, list[tuple[str, int]]]:
    """A resolver that gives these answers one after the other, and a list of what it was asked."""
    asked: list[tuple[str, int]] = []

    async def resolve(host: str, port: int) -> Sequence[str]:
        asked.append((host, port))
        return answers[min(len(asked), len(answers)) - 1]

    return resolve, asked


async def test_a_request_is_passed_on_in_origin_form(origin: Origin) -> None:
    async with Guard(allow=[parse_allowed(f"127.0.0.1:{origin.port}")]) as guard:
        answer = await ask(
            guard,
            f"GET http://127.0.0.1:{origin.port}/a/b?c=d HTTP/1.1\r\nHost: 127.0.0.1:{origin.port}\r\n"
            "Proxy-Connection: keep-alive\r\nProxy-Authorization: Basic eDp5\r\nAccept: */*\r\n\r\n".encode(),
        )

    assert answer.endswith(b"hello")
    (received,) = origin.received
    assert received.startswith(b"GET /a/b?c=d HTTP/1.1\r\nConnection: close\r\n")
    assert f"Host: 127.0.0.1:{origin.port}".encode() in received
    assert b"Proxy-" not in received


async def test_a_tunnel_passes_bytes(origin: Origin) -> None:
    async with Guard(allow=[parse_allowed(f"127.0.0.1:{origin.port}")]) as guard:
        answer = await ask(guard, f"CONNECT 127.0.0.1:{origin.port} HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n".encode())

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"hello")


@pytest.mark.parametrize("method", ["GET", "CONNECT"])
async def test_a_closed_address_is_refused_and_remembered(origin: Origin, method: str) -> None:
    target = f"127.0.0.1:{origin.port}"
    url = f"http://{target}/" if method == "GET" else target
    async with Guard() as guard:
        answer = await ask(guard, f"{method} {url} HTTP/1.1\r\n\r\n".encode())
        trouble = guard.trouble(f"http://{target}/anything")

    assert answer.startswith(b"HTTP/1.1 502 ")
    assert guard.mark.encode() in answer
    assert trouble is not None
    assert trouble.kind is FailureKind.FORBIDDEN
    assert f'"127.0.0.1/32:{origin.port}"' in trouble.message
    assert origin.received == []


async def test_a_name_is_resolved_once_and_that_address_is_dialled(origin: Origin) -> None:
    resolve, asked = resolves(["127.0.0.1"], ["127.0.0.2"])
    allow = [parse_allowed(f"127.0.0.1:{origin.port}")]
    request = f"GET http://flips.example:{origin.port}/ HTTP/1.1\r\n\r\n".encode()
    async with Guard(allow=allow, resolve=resolve) as guard:
        first = await ask(guard, request)
        second = await ask(guard, request)

    assert first.endswith(b"hello")
    assert second.startswith(b"HTTP/1.1 502 ")
    assert asked == [("flips.example", origin.port)] * 2
    assert len(origin.received) == 1


async def test_closed_addresses_among_open_ones_are_never_dialled(origin: Origin) -> None:
    resolve, _ = resolves(["127.0.0.2", "10.0.0.1", "127.0.0.1"])
    async with Guard(allow=[parse_allowed(f"127.0.0.1:{origin.port}")], resolve=resolve) as guard:
        answer = await ask(guard, f"GET http://mixed.example:{origin.port}/ HTTP/1.1\r\n\r\n".encode())

    assert answer.endswith(b"hello")


async def test_a_name_that_does_not_resolve() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    async with Guard(resolve=resolve) as guard:
        answer = await ask(guard, b"CONNECT nobody.example:443 HTTP/1.1\r\n\r\n")
        trouble = guard.trouble("https://nobody.example/")

    assert answer.startswith(b"HTTP/1.1 502 ")
    assert trouble is not None
    assert trouble.kind is FailureKind.DNS


async def test_a_closed_port_is_a_connection_that_failed(origin: Origin) -> None:
    server = await asyncio.start_server(origin.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    async with Guard(allow=[parse_allowed("127.0.0.1")]) as guard:
        await ask(guard, f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode())
        trouble = guard.trouble(f"https://127.0.0.1:{port}/")

    assert trouble is not None
    assert trouble.kind is FailureKind.CONNECT


@pytest.mark.parametrize(
    "request_head",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET https://127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"GET ftp://127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"GET file:///etc/passwd HTTP/1.1\r\n\r\n",
        b"CONNECT 127.0.0.1:99999 HTTP/1.1\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"\xff\xfe\r\n\r\n",
        b"GET http://127.0.0.1/ HTTP/1.1\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    ],
)
async def test_nonsense_gets_a_closed_connection(origin: Origin, request_head: bytes) -> None:
    async with Guard(allow=[parse_allowed("127.0.0.1")]) as guard:
        try:
            answer = await ask(guard, request_head)
        except ConnectionError:
            answer = b""

    assert answer == b""


async def test_closing_ends_what_is_under_way(origin: Origin) -> None:
    async with Guard(allow=[parse_allowed(f"127.0.0.1:{origin.port}")]) as guard:
        proxy = urlsplit(guard.url)
        reader, writer = await asyncio.open_connection(proxy.hostname, proxy.port)
        writer.write(f"CONNECT 127.0.0.1:{origin.port} HTTP/1.1\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")

    async with asyncio.timeout(5):
        assert await reader.read() == b""
    writer.close()
