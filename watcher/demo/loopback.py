"""A small HTTP server on the loopback interface that starts, answers and stops without leaving anything behind."""

import re
import socket
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from types import TracebackType
from typing import Any, Self

LOOPBACK = "127.0.0.1"
MAX_BODY = 16 * 1024 * 1024
IDLE_S = 30.0
STOP_POLL_S = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asked. `target` is the path with its query, header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The target's path. Proxies may send the whole address as the target."""
        return re.sub(r"^https?://[^/?#]*", "", self.target).partition("?")[0] or "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What it is told. The length is added, and nothing may be cached."""

    status: HTTPStatus
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def plain(status: HTTPStatus, text: str, **headers: str) -> Response:
    return Response(status=status, content_type="text/plain; charset=utf-8", body=text.encode(), headers=headers)


class LoopbackServer(ABC):
    """A context manager that serves HTTP in threads while it is entered; `port` 0 takes any free one.

    On leaving, open connections are cut and every thread has ended.
    """

    def __init__(self, port: int = 0) -> None:
        self._wanted = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @abstractmethod
    def respond(self, request: Request) -> Response:
        """Answers one request; called from several threads at once. A HEAD's body is not sent."""

    @property
    def port(self) -> int:
        """The TCP port; only while entered."""
        if self._server is None:
            raise RuntimeError("the server has not been started")
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Without a slash at the end; only while entered."""
        return f"http://{LOOPBACK}:{self.port}"

    def __enter__(self) -> Self:
        self._server = _Server((LOOPBACK, self._wanted), partial(_Handler, self.respond))
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(STOP_POLL_S,), name=f"{type(self).__name__}:{self.port}"
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._server.cut()
        self._server.server_close()
        self._server = self._thread = None


class _Server(ThreadingTCPServer):
    """Joins its threads when closed; `cut` ends those that wait for a client's next request."""

    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], handler: Any) -> None:
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def cut(self) -> None:
        with self._open_lock:
            still_open = tuple(self._open)
        for connection in still_open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):  # a client that went away is no news
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Turns bytes into a Request and a Response into bytes."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_S
    disable_nagle_algorithm = True

    def __init__(self, respond: Callable[[Request], Response], *connection: Any) -> None:
        self._respond = respond
        super().__init__(*connection)

    def _answer(self) -> None:
        body = self._read_body()
        if isinstance(body, HTTPStatus):
            self._send(plain(body, body.phrase, Connection="close"))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(self._respond(Request(method=self.command, target=self.path, headers=headers, body=body)))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer  # noqa: N815

    def _read_body(self) -> bytes | HTTPStatus:
        if "transfer-encoding" in self.headers:
            return HTTPStatus.LENGTH_REQUIRED
        length = self.headers.get("content-length", "0").strip()
        if not (length.isascii() and length.isdigit()):
            return HTTPStatus.BAD_REQUEST
        if len(length) > len(str(MAX_BODY)) or int(length) > MAX_BODY:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        body = self.rfile.read(int(length))
        return body if len(body) == int(length) else HTTPStatus.BAD_REQUEST

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Cache-Control", "no-store")
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, *_: Any) -> None:
        """The demo prints what matters; a line for every request would bury it."""

    def version_string(self) -> str:
        return "Facepage"
