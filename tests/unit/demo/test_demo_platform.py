"""The embedded platform as a client on the network meets it."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date

import pytest

from watcher.demo.platform import Era, Platform

TODAY = date(2026, 11, 25)


@pytest.fixture
def platform() -> Iterator[Platform]:
    with Platform(TODAY) as running:
        yield running


def ask(platform: Platform, method: str, target: str, body: bytes | None = None) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", platform.port, timeout=5)
    try:
        connection.request(method, target, body=body)
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def test_show_flips_every_page(platform: Platform) -> None:
    before = {path: ask(platform, "GET", path)[2] for path in ("/acme", "/policies/promotions")}
    platform.show(Era.TIMELINE)
    after = {path: ask(platform, "GET", path)[2] for path in before}
    platform.show(Era.TABS)
    assert b'role="tablist"' in before["/acme"]
    assert b'role="tablist"' not in after["/acme"]
    assert b"like-gates" not in before["/policies/promotions"]
    assert b"like-gates" in after["/policies/promotions"]
    assert {path: ask(platform, "GET", path)[2] for path in before} == before


def test_a_page_is_html_that_nobody_may_cache(platform: Platform) -> None:
    status, headers, body = ask(platform, "GET", "/acme?sk=app_spring_contest")
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert int(headers["content-length"]) == len(body)


def test_head_gives_the_headers_of_get_without_a_body(platform: Platform) -> None:
    _, got, _ = ask(platform, "GET", "/acme")
    status, headers, body = ask(platform, "HEAD", "/acme")
    assert (status, body) == (200, b"")
    assert headers["content-length"] == got["content-length"]


@pytest.mark.parametrize("target", ["/nothing", "/acme/", "/policies", "/robots.txt", "/%2e%2e/acme"])
def test_what_does_not_exist_is_not_found(platform: Platform, target: str) -> None:
    status, headers, body = ask(platform, "GET", target)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert b"This page isn't available" in body


def test_the_whole_address_is_a_target_too(platform: Platform) -> None:
    assert ask(platform, "GET", f"{platform.url}/policies/pages?ref=1")[0] == 200
    assert b"Welcome to Facepage" in ask(platform, "GET", platform.url)[2]


@pytest.mark.parametrize(("target", "status"), [("http://[", 200), ("?", 200), ("/acme\x7f", 404), ("*", 404)])
def test_a_strange_target_is_answered_too(platform: Platform, target: str, status: int) -> None:
    with socket.create_connection(("127.0.0.1", platform.port), timeout=5) as client:
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode("latin-1"))
        assert client.recv(65536).startswith(f"HTTP/1.1 {status} ".encode())


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_written(platform: Platform, method: str) -> None:
    status, headers, _ = ask(platform, method, "/acme", b"x=1")
    assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_an_invented_method_is_not_implemented(platform: Platform) -> None:
    assert ask(platform, "BREW", "/acme")[0] == 501


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Content-Length: -1", 400),
        ("Content-Length: ten", 400),
        ("Content-Length: ٣", 400),
        ("Content-Length: 99999999999999999999", 413),
        ("Content-Length: 16777217", 413),
        ("Transfer-Encoding: chunked", 411),
    ],
)
def test_a_body_of_unknown_or_excessive_length_is_refused(platform: Platform, header: str, status: int) -> None:
    with socket.create_connection(("127.0.0.1", platform.port), timeout=5) as client:
        client.sendall(f"POST /acme HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n".encode())
        assert client.recv(4096).startswith(f"HTTP/1.1 {status} ".encode())


def test_one_connection_serves_many_requests(platform: Platform) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", platform.port, timeout=5)
    for _ in range(3):
        connection.request("GET", "/policies/pages")
        assert connection.getresponse().read()
    first_socket = connection.sock
    connection.request("GET", "/")
    connection.getresponse().read()
    assert connection.sock is first_socket
    connection.close()


def test_leaving_cuts_idle_connections_and_ends_every_thread(capfd: pytest.CaptureFixture[str]) -> None:
    threads_before = set(threading.enumerate())
    with Platform(TODAY) as platform:
        port = platform.port
        silent = socket.create_connection(("127.0.0.1", port), timeout=5)
        idle = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        idle.request("GET", "/acme")
        idle.getresponse().read()
        half = socket.create_connection(("127.0.0.1", port), timeout=5)
        half.sendall(b"POST /acme HTTP/1.1\r\nContent-Length: 1000\r\n\r\nonly so much")
        started = time.monotonic()
    assert time.monotonic() - started < 1
    assert set(threading.enumerate()) <= threads_before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
    for client in (silent, idle, half):
        client.close()
    assert capfd.readouterr() == ("", "")


def test_a_client_that_goes_away_is_no_news(platform: Platform, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(5):
        client = socket.create_connection(("127.0.0.1", platform.port), timeout=5)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        client.sendall(b"GET /acme HTTP/1.1\r\nHost: x\r\n\r\n" * 20)
        client.close()
    assert ask(platform, "GET", "/acme")[0] == 200
    assert capfd.readouterr() == ("", "")


def test_it_has_an_address_only_while_it_runs() -> None:
    platform = Platform(TODAY)
    with pytest.raises(RuntimeError):
        _ = platform.url
    with platform:
        assert platform.url == f"http://127.0.0.1:{platform.port}"
    with pytest.raises(RuntimeError):
        _ = platform.port
    with platform:
        assert ask(platform, "GET", "/")[0] == 200
