"""A loopback port that answers /health and /metrics, for whoever supervises this machine."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog

HOST = "127.0.0.1"
_LINE_MAX = 4096
_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    text: str
    content_type: str = "text/plain; charset=utf-8"


class Endpoint:
    """Serves answers by path while it is entered; reads nothing but the first line and writes nothing anywhere."""

    def __init__(
        self, port: int, answers: dict[str, Callable[[], Awaitable[Answer]]], log: structlog.typing.FilteringBoundLogger
    ) -> None:
        self._port = port
        self._answers = answers
        self._log = log
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "Endpoint":
        """Raises OSError where the port is taken."""
        self._server = await asyncio.start_server(self._serve, HOST, self._port, limit=_LINE_MAX)
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
                answer = await self._answer((await reader.readline()).decode("latin-1").split())
                body = answer.text.encode()
                writer.write(
                    f"HTTP/1.1 {answer.status} -\r\nContent-Type: {answer.content_type}\r\n"
                    f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
                )
                writer.write(body)
                await writer.drain()
        except (TimeoutError, ConnectionError, ValueError):
            # whoever asked does not want to know any more, or never did
            pass
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, words: list[str]) -> Answer:
        match words:
            case ["GET", path, *_] if make := self._answers.get(path.partition("?")[0]):
                try:
                    return await make()
                except Exception:  # noqa: BLE001 - the daemon's edge
                    self._log.exception("endpoint_crashed")
                    return Answer(status=500, text="see the log\n")
            case ["GET", _, *_]:
                return Answer(status=404, text="there are /health and /metrics\n")
            case _:
                return Answer(status=405, text="only GET\n")
