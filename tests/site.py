"""A small website on loopback that misbehaves on request: what the browser tests visit.

    with Site() as site:
        site.url("pricing")                     # "http://127.0.0.1:<port>/pricing"
        site.show("pricing", version=2)         # from now on
        site.serve("terms", "<h1>Terms</h1>")   # a page of your own; `version=`, `status=`, `content_type=`, `headers=`
        site.requests                           # everything that was asked for so far
        site.wait_for("pricing", count=2)       # blocks until it was

It runs in threads, so it serves synchronous and asynchronous tests alike. `BEHAVIOURS` names what else it can do:
each key is a path, as in `site.url("hang")`.
"""

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.site_pages import PAGES, PDF, PIXEL, SCRIPTED

CERTIFICATE = Path(__file__).with_name("site.pem")
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    body: bytes
    status: int = 200
    content_type: str | None = HTML
    headers: tuple[tuple[str, str], ...] = ()
    cut: str = ""


class Site:
    """The server; `tls=True` serves HTTPS with a certificate that no browser trusts."""

    def __init__(self, *, tls: bool = False, host: str = "127.0.0.1", port: int = 0) -> None:
        self._pages = {(name, version): Page(body=body.encode()) for (name, version), body in PAGES.items()}
        self._pages |= {(name, 1): Page(body=body.encode()) for name, body in SCRIPTED.items()}
        self._shown: dict[str, int] = {}
        self._requests: list[Request] = []
        self._changed = threading.Condition()
        self.connections = 0
        self.otherwise: Page | None = None
        self.closing = threading.Event()
        self._server = _Server((host, port), self)
        self._scheme = "https" if tls else "http"
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def host(self) -> str:
        return str(self._server.server_address[0])

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def allow(self) -> str:
        """The entry of `network: allow:` that lets the browser in."""
        return f"{self.host}/32:{self.port}"

    @property
    def requests(self) -> tuple[Request, ...]:
        with self._changed:
            return tuple(self._requests)

    def url(self, name: str = "") -> str:
        return f"{self._scheme}://{self.host}:{self.port}/{name}"

    def show(self, name: str, *, version: int) -> None:
        if (name, version) not in self._pages:
            raise KeyError(f"{name} has no version {version}")
        self._shown[name] = version

    def serve(
        self,
        name: str,
        body: str | bytes,
        *,
        version: int = 1,
        status: int = 200,
        content_type: str | None = HTML,
        headers: tuple[tuple[str, str], ...] = (),
        cut: str = "",
    ) -> str:
        """Adds a page or replaces one, and returns its URL.

        `cut` says how its transfer breaks off: short of its stated "length", within a "chunk", or "silent", as a
        server does that states neither.
        """
        content = body.encode() if isinstance(body, str) else body
        self._pages[name, version] = Page(
            body=content, status=status, content_type=content_type, headers=headers, cut=cut
        )
        self._shown.setdefault(name, version)
        return self.url(name)

    def withdraw(self, name: str) -> None:
        """From now on there is no such page."""
        self._pages = {key: page for key, page in self._pages.items() if key[0] != name}

    def serve_otherwise(self, body: str, *, status: int = 200) -> None:
        """What is shown from now on wherever there is no page."""
        self.otherwise = Page(body=body.encode(), status=status)

    def hits(self, name: str) -> int:
        """How often a path was asked for, whatever the query."""
        return sum(urlsplit(request.path).path == f"/{name}" for request in self.requests)

    def wait_for(self, name: str, *, count: int = 1, timeout: float = 10.0) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self.hits(name) >= count, timeout):
                raise AssertionError(f"/{name} was asked for {self.hits(name)} times, not {count}, in {timeout} s")

    def page(self, name: str) -> Page | None:
        return self._pages.get((name, self._shown.get(name, 1)))

    def note(self, request: Request) -> None:
        with self._changed:
            self._requests.append(request)
            self._changed.notify_all()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], site: Site) -> None:
        self.site = site
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.site.connections += 1
        super().process_request(request, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers hang up all the time; that is not worth a traceback."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site = self.server.site
        site.note(Request(method=self.command, path=self.path, headers=dict(self.headers.items())))
        target = urlsplit(self.path)
        name = target.path.lstrip("/")
        page = site.page(name)
        if page is not None and page.cut:
            self.break_off(page)
        elif page is not None:
            self.answer(page.body, status=page.status, content_type=page.content_type, headers=page.headers)
        elif behave := BEHAVIOURS.get(name):
            behave(self, {key: values[0] for key, values in parse_qs(target.query).items()})
        elif (page := site.otherwise) is not None:
            self.answer(page.body, status=page.status, content_type=page.content_type, headers=page.headers)
        else:
            self.answer(b"<title>Not found</title><h1>There is no such page</h1>", status=404)

    do_POST = do_HEAD = do_GET  # noqa: N815

    def answer(
        self,
        body: bytes,
        *,
        status: int = 200,
        content_type: str | None = HTML,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.send_response(status)
        if content_type is not None:
            self.send_header("Content-Type", content_type)
        for key, value in headers:
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def break_off(self, page: Page) -> None:
        """Sends two thirds of a page and hangs up."""
        sent = page.body[: len(page.body) * 2 // 3]
        self.close_connection = True
        self.send_response(page.status)
        self.send_header("Content-Type", page.content_type or HTML)
        self.send_header("Connection", "close")
        if page.cut == "length":
            self.send_header("Content-Length", str(len(page.body)))
        elif page.cut == "chunk":
            self.send_header("Transfer-Encoding", "chunked")
            sent = b"%x\r\n" % len(page.body) + sent
        self.end_headers()
        self.wfile.write(sent)

    def redirect(self, location: str, status: int = 302) -> None:
        self.answer(b"", status=status, headers=(("Location", location),))

    def wait(self, seconds: float) -> None:
        """Waits, but not longer than the site lives."""
        self.server.site.closing.wait(seconds)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


Behaviour = Callable[[_Handler, dict[str, str]], None]


def _status(status: int, body: str, headers: tuple[tuple[str, str], ...] = ()) -> Behaviour:
    return lambda handler, query: handler.answer(body.encode(), status=status, headers=headers)


def _slow(handler: _Handler, query: dict[str, str]) -> None:
    """Answers after `?seconds=`."""
    handler.wait(float(query.get("seconds", "1")))
    handler.answer(b"<title>Slow</title><h1>At last</h1>")


def _hang(handler: _Handler, query: dict[str, str]) -> None:
    """Takes the request and never answers."""
    handler.wait(600)


def _drip(handler: _Handler, query: dict[str, str]) -> None:
    """Sends the head and the beginning of a page, then nothing."""
    handler.send_response(200)
    handler.send_header("Content-Type", HTML)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"<title>Drip</title><h1>The beginning</h1>")
    handler.wfile.flush()
    handler.wait(600)


def _reset(handler: _Handler, query: dict[str, str]) -> None:
    """Hangs up without an answer."""
    handler.close_connection = True


def _late_asset(handler: _Handler, query: dict[str, str]) -> None:
    """A picture that takes `?seconds=`."""
    handler.wait(float(query.get("seconds", "0.3")))
    handler.answer(PIXEL, content_type="image/png")


def _late_font(handler: _Handler, query: dict[str, str]) -> None:
    """A font that takes `?seconds=` and is then refused: the browser falls back."""
    handler.wait(float(query.get("seconds", "0.5")))
    handler.answer(b"", status=404)


def _download(handler: _Handler, query: dict[str, str]) -> None:
    handler.answer(
        b"\x00\x01\x02\x03" * 100,
        content_type="application/octet-stream",
        headers=(("Content-Disposition", 'attachment; filename="rules.bin"'),),
    )


def _huge(handler: _Handler, query: dict[str, str]) -> None:
    """An HTML page of `?megabytes=` that never says how long it is."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Type", HTML)
    handler.send_header("Connection", "close")
    handler.end_headers()
    for _ in range(int(query.get("megabytes", "30"))):
        handler.wfile.write(b"<p>" + b"x" * 1_048_570 + b"</p>")


def _echo(handler: _Handler, query: dict[str, str]) -> None:
    """The request's headers as text."""
    handler.answer(str(handler.headers).encode(), content_type="text/plain; charset=utf-8")


BEHAVIOURS: dict[str, Behaviour] = {
    "": lambda handler, query: handler.answer(b"<title>Home</title><h1>Home</h1><a href='/pricing'>Pricing</a>"),
    "favicon.ico": _status(404, ""),
    "pixel.png": lambda handler, query: handler.answer(PIXEL, content_type="image/png"),
    "pixel-late.png": _late_asset,
    "slow": _slow,
    "hang": _hang,
    "drip": _drip,
    "reset": _reset,
    "403": _status(403, "<title>Forbidden</title><h1>Forbidden</h1>"),
    "404": _status(404, "<title>Gone</title><h1>This page isn't available</h1>"),
    "429": _status(429, "<h1>Too many requests</h1>", (("Retry-After", "120"),)),
    "500": _status(500, "<title>Error</title><h1>Internal server error</h1>"),
    "500-empty": _status(500, ""),
    "204": _status(204, ""),
    "moved": lambda handler, query: handler.redirect("/moved-again", 301),
    "moved-again": lambda handler, query: handler.redirect("/pricing"),
    "moved-to": lambda handler, query: handler.redirect(query["url"]),
    "loop": lambda handler, query: handler.redirect("/loop"),
    "pdf": lambda handler, query: handler.answer(PDF, content_type="application/pdf"),
    "pdf-download": lambda handler, query: handler.answer(
        PDF,
        content_type="application/octet-stream",
        headers=(("Content-Disposition", 'attachment; filename="rules.pdf"'),),
    ),
    "text": lambda handler, query: handler.answer(
        "Terms of use\n\nUsers must be 13 – no exceptions.\n".encode(), content_type="text/plain; charset=utf-8"
    ),
    "json": lambda handler, query: handler.answer(b'{"fee": 3}', content_type="application/json"),
    "download": _download,
    "image": lambda handler, query: handler.answer(PIXEL, content_type="image/png"),
    "huge": _huge,
    "echo": _echo,
    "latin1": lambda handler, query: handler.answer(
        "<title>Bedingungen</title><p>Änderung der Gebühren für Verkäufer".encode("iso-8859-1"),
        content_type="text/html; charset=iso-8859-1",
    ),
    "shift-jis": lambda handler, query: handler.answer(
        "<meta charset=shift_jis><title>利用規約</title><p>手数料を変更します".encode("shift_jis"),
        content_type="text/html",
    ),
    "no-scripts": lambda handler, query: handler.answer(
        PAGES["pricing", 1].encode(), headers=(("Content-Security-Policy", "script-src 'none'; style-src 'none'"),)
    ),
    "late.woff2": _late_font,
}
