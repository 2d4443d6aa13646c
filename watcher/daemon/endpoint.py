"""A loopback port that answers requests: for whoever supervises this machine, and for people who take changes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException, parse_headers
from io import BytesIO

import structlog

HOST = "127.0.0.1"
_HEAD_MAX = 16_384
_BODY_MAX = 8_192
_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`path` is without its query; `body` is empty but for POST."""

    method: str
    path: str
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    text: str
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


Respond = Callable[[Request], Awaitable[Answer]]


class Endpoint:
    """Answers while it is entered: small requests, one for each connection, within seconds."""

    def __init__(self, port: int, respond: Respond, log: structlog.typing.FilteringBoundLogger) -> None:
        self._port = port
        self._respond = respond
        self._log = log
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "Endpoint":
        """Raises OSError where the port is taken."""
        self._server = await asyncio.start_server(self._serve, HOST, self._port, limit=_HEAD_MAX)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()

    @property
    def port(self) -> int:
        return int(self._server.sockets[0].getsockname()[1]) if self._server else self._port

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                answer = await self._answer(reader)
                body = answer.text.encode()
                headers = {"Content-Type": answer.content_type, "Content-Length": len(body), **answer.headers}
                lines = [f"HTTP/1.1 {answer.status} -", *(f"{name}: {value}" for name, value in headers.items())]
                writer.write("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)
                await writer.drain()
        except (TimeoutError, ConnectionError, ValueError, EOFError):
            # whoever asked does not want to know any more, or never did
            pass
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader) -> Answer:
        request = await _read(reader)
        if isinstance(request, Answer):
            return request
        try:
            return await self._respond(request)
        except Exception:  # noqa: BLE001 - the daemon's edge
            self._log.exception("endpoint_crashed")
            return Answer(status=500, text="see the log\n")


def by_path(answers: Mapping[str, Callable[[], Awaitable[Answer]]]) -> Respond:
    """Answers GET for these paths alone."""

    async def respond(request: Request) -> Answer:
        if request.method != "GET":
            return Answer(status=405, text="only GET\n")
        make = answers.get(request.path)
        return await make() if make else Answer(status=404, text=f"there are {' and '.join(answers)}\n")

    return respond


async def _read(reader: asyncio.StreamReader) -> Request | Answer:
    """The request, or what to answer to what is none. Raises ValueError for a head that is too long."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        head = error.partial
    except asyncio.LimitOverrunError as error:
        raise ValueError("the head is too long") from error
    first, _, rest = head.partition(b"\r\n")
    words = first.decode("latin-1").split()
    if len(words) < 2 or words[0] not in {"GET", "HEAD", "POST"}:
        return Answer(status=405, text="only GET and POST\n")
    path = words[1].partition("?")[0]
    if words[0] != "POST":
        return Request(method="GET", path=path)
    try:
        length = parse_headers(BytesIO(rest)).get("Content-Length", "0")
    except HTTPException:
        length = ""
    if not length.isdecimal():
        return Answer(status=411, text="how long?\n")
    if int(length) > _BODY_MAX:
        return Answer(status=413, text="too long\n")
    return Request(method="POST", path=path, body=await reader.readexactly(int(length)))
