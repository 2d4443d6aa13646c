"""Inboxes on the loopback interface: a mail server and a webhook receiver that keep what they are sent."""

import json
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http import HTTPStatus
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from watcher.demo.loopback import LOOPBACK, LoopbackServer, Request, Response, plain

T = TypeVar("T")


class Arrivals(Generic[T]):
    """What has arrived so far, in order; safe to use from several threads."""

    def __init__(self) -> None:
        self._items: list[T] = []
        self._changed = threading.Condition()

    def add(self, item: T) -> None:
        with self._changed:
            self._items.append(item)
            self._changed.notify_all()

    def so_far(self) -> list[T]:
        with self._changed:
            return list(self._items)

    def wait_for(self, count: int, timeout_s: float) -> list[T]:
        """Blocks until `count` items are there or `timeout_s` seconds are over; returns all, maybe fewer."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._items) >= count, timeout_s)
            return list(self._items)


class MailInbox:
    """A context manager that takes mail for anybody by SMTP while it is entered; `port` 0 takes any free one.

    The messages outlive it.
    """

    def __init__(self, port: int = 0) -> None:
        self._wanted = port
        self._arrivals: Arrivals[EmailMessage] = Arrivals()
        self._server: _MailServer | None = None

    @property
    def port(self) -> int:
        """The TCP port; only while entered."""
        if self._server is None:
            raise RuntimeError("the inbox has not been opened")
        return self._server.port

    @property
    def messages(self) -> list[EmailMessage]:
        return self._arrivals.so_far()

    def wait_for(self, count: int, timeout_s: float) -> list[EmailMessage]:
        """Blocks until `count` messages are there or `timeout_s` seconds are over; returns all, maybe fewer."""
        return self._arrivals.wait_for(count, timeout_s)

    def __enter__(self) -> Self:
        listener = socket.create_server((LOOPBACK, self._wanted))
        self._server = _MailServer(self._arrivals, listener)
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None


class _Keep:
    """Parses each message and keeps it."""

    def __init__(self, arrivals: Arrivals[EmailMessage]) -> None:
        self._arrivals = arrivals

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        self._arrivals.add(BytesParser(EmailMessage, policy=policy.default).parsebytes(content))
        return "250 OK"


class _MailServer(Controller):
    """Serves on a socket that is bound already: the controller itself cannot say which free port it was given."""

    def __init__(self, arrivals: Arrivals[EmailMessage], listener: socket.socket) -> None:
        # Without a name of its own the server asks the DNS for one, which takes long where there is none.
        super().__init__(
            _Keep(arrivals), hostname=LOOPBACK, port=listener.getsockname()[1], server_hostname="inbox.example"
        )
        self._listener = listener

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listener)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message that came by webhook. Header names are in lower case."""

    target: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON; raises ValueError where it is none."""
        return json.loads(self.body)


class WebhookInbox(LoopbackServer):
    """Takes POSTs on any path while it is entered, and keeps them. The requests outlive it.

    The first requests are answered with `statuses`, one each, and kept as well; all others with 200 and "ok", which
    is what Slack's own receiver says.
    """

    def __init__(self, port: int = 0, statuses: tuple[HTTPStatus, ...] = ()) -> None:
        super().__init__(port)
        self._arrivals: Arrivals[Posted] = Arrivals()
        self._statuses = list(statuses)
        self._lock = threading.Lock()

    @property
    def requests(self) -> list[Posted]:
        return self._arrivals.so_far()

    def wait_for(self, count: int, timeout_s: float) -> list[Posted]:
        """Blocks until `count` requests are there or `timeout_s` seconds are over; returns all, maybe fewer."""
        return self._arrivals.wait_for(count, timeout_s)

    def respond(self, request: Request) -> Response:
        if request.method != "POST":
            return plain(HTTPStatus.METHOD_NOT_ALLOWED, "Method Not Allowed", Allow="POST")
        with self._lock:
            status = self._statuses.pop(0) if self._statuses else HTTPStatus.OK
        self._arrivals.add(Posted(target=request.target, headers=request.headers, body=request.body))
        return plain(status, "ok" if status is HTTPStatus.OK else status.phrase)
