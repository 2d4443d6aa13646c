"""A real web server on loopback that keeps what is posted to it and answers as told.

with WebhookServer() as hooks:
    hooks.answer(500), hooks.answer(200)    # the next answers; afterwards 200 with "ok"
    hooks.url("json", "/path")              # an apprise URL for it
    hooks.posts                             # what arrived
"""

import json
import ssl
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.fakes.mail_server import CERTIFICATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)


class WebhookServer:
    def __init__(self, *, port: int = 0, tls: bool = False) -> None:
        self.posts: list[Post] = []
        self._answers: deque[Answer] = deque()
        self.released = threading.Event()
        self.released.set()
        self._server = _Server(("127.0.0.1", port), self)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def answer(self, status: int, body: str = "ok", **headers: str) -> None:
        """Queues an answer; underscores in header names stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._answers.append(Answer(status=status, body=body.encode(), headers=named))

    def hold(self) -> None:
        """Takes what is posted, and answers when it is released."""
        self.released.clear()

    def release(self) -> None:
        self.released.set()

    def recover(self) -> None:
        """Takes everything from now on."""
        self._answers.clear()

    def url(self, scheme: str, path: str = "/hook") -> str:
        return f"{scheme}://127.0.0.1:{self.port}{path}"

    def next_answer(self) -> Answer:
        return self._answers.popleft() if self._answers else Answer(status=200)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], hooks: WebhookServer) -> None:
        self.hooks = hooks
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.hooks.posts.append(Post(path=self.path, headers=dict(self.headers.items()), body=body))
        self.server.hooks.released.wait(10)
        self._reply(self.server.hooks.next_answer())

    def do_GET(self) -> None:
        self._reply(Answer(status=200))

    def _reply(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in {"Content-Type": "text/plain", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass
