"""A real SMTP server on loopback that keeps what it gets.

with MailServer() as server:
    server.url("to=social@acme.example")    # an apprise URL for it
    server.mails                            # what arrived, as email.message.EmailMessage
"""

import email
import email.policy
import socket
import ssl
import threading
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

CERTIFICATE = Path(__file__).parent.parent / "site.pem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    raw: bytes


class MailServer:
    """`login` asks for this user and password; `tls` offers STARTTLS; `refuses` maps a recipient to an SMTP answer."""

    def __init__(
        self,
        *,
        port: int = 0,
        login: tuple[str, str] | None = None,
        tls: bool = False,
        refuses: dict[str, str] | None = None,
    ) -> None:
        self.mails: list[Mail] = []
        self.refuses = dict(refuses or {})
        self._login = login
        self.port = port or free_port()
        options: dict[str, Any] = {}
        if login:
            options |= {"authenticator": self._authenticate, "auth_required": True, "auth_require_tls": False}
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            options |= {"tls_context": context}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)

    def url(self, query: str, *, scheme: str = "mailto", login: str = "") -> str:
        return f"{scheme}://{login}127.0.0.1:{self.port}?from=watcher@acme.example&{query}"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.original_content or b""
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(
            Mail(sender=envelope.mail_from or "", recipients=tuple(envelope.rcpt_tos), message=message, raw=raw)
        )
        return "250 Message accepted"

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and self._login == (data.login.decode(), data.password.decode())
        return AuthResult(success=right, handled=False)


class SilentServer:
    """Takes connections and never says anything, as a hung server does; with `drip` it sends that again and again."""

    def __init__(self, drip: bytes = b"") -> None:
        self._drip = drip
        self._closing = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._held: list[socket.socket] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()
        for held in self._held:
            held.close()

    def _accept(self) -> None:
        while True:
            try:
                held = self._socket.accept()[0]
            except OSError:
                return
            self._held.append(held)
            if self._drip:
                threading.Thread(target=self._drip_into, args=(held,), daemon=True).start()

    def _drip_into(self, held: socket.socket) -> None:
        while not self._closing.wait(0.05):
            try:
                held.sendall(self._drip)
            except OSError:
                return


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
