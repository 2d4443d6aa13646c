"""A link in a mail shows who may take a change, and only its button takes it."""

import asyncio
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from tests.facts import NOON, a_capture, a_config, a_finding
from tests.fakes.clock import FakeClock
from watcher.core.model import Changed, Checked, Language, Secret, TakeLinks
from watcher.daemon.endpoint import HOST, Endpoint
from watcher.daemon.taking import TakeDesk
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.docket import SqliteDocket
from watcher.store.keys import signing_key
from watcher.store.writer import Writer

LINKS = TakeLinks(base="http://watcher/take", key=Secret("key"))
UNTIL = NOON.date() + timedelta(days=60)
HOSTILE = '<script>alert(1)</script>\u202e & "quotes"'


class Browser:
    """What people and mail scanners send, over a real connection."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def ask(self, method: str, link: str, form: bytes = b"") -> tuple[int, str]:
        path = link.removeprefix("http://watcher")
        reader, writer = await asyncio.open_connection(HOST, self._port)
        writer.write(f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(form)}\r\n\r\n".encode() + form)
        answer = (await reader.read()).decode()
        writer.close()
        return int(answer.split()[1]), answer


@pytest.fixture
async def docket(writer: Writer, tmp_path: Path) -> SqliteDocket:
    archive = SqliteArchive(writer, FileBlobs(tmp_path / "blobs"))
    capture = a_capture()
    await archive.keep(capture)
    told = a_finding(id="f00000000001", severity=3, headline=HOSTILE)
    await archive.commit(
        Checked(stream="s", target="terms", at=NOON, capture=capture.id, outcome=Changed(digest="d", finding=told))
    )
    return SqliteDocket(writer)


@pytest.fixture
async def browser(docket: SqliteDocket) -> AsyncIterator[Browser]:
    config = replace(a_config(), links=LINKS)
    desk = TakeDesk(config=lambda: config, docket=docket, clock=FakeClock(), log=structlog.get_logger())
    async with Endpoint(0, desk.respond, structlog.get_logger()) as endpoint:
        yield Browser(endpoint.port)


def link(finding: str = "f00000000001", owner: str = "team") -> str:
    return LINKS.link(finding, owner, UNTIL)


async def test_looking_takes_nothing(browser: Browser, docket: SqliteDocket) -> None:
    for method in ("GET", "HEAD", "GET"):
        status, page = await browser.ask(method, link())
        assert status == 200
        assert '<form method="post">' in page
    recorded = await docket.recorded("f00000000001")
    assert recorded is not None
    assert recorded.acks == ()


async def test_the_button_takes_once_and_says_who_did(browser: Browser, docket: SqliteDocket) -> None:
    with capture_logs() as logs:
        status, page = await browser.ask("POST", link(), b"by=Kim+%3Cb%3E&note=call%0D%0Alegal")
        assert status == 200
        assert "Kim &lt;b&gt;" in page
        await browser.ask("POST", link(), b"by=Somebody+else")
    recorded = await docket.recorded("f00000000001")
    assert recorded is not None
    [ack] = recorded.acks
    assert (ack.by, ack.note, ack.at, ack.until) == ("Kim <b>", "call legal", NOON, None)
    assert [entry["event"] for entry in logs] == ["taken"]
    assert "<form" not in (await browser.ask("GET", link()))[1]


async def test_without_a_name_it_is_the_owner(browser: Browser, docket: SqliteDocket) -> None:
    await browser.ask("POST", link(), b"%ff%fe=1&by=&note=" + b"x" * 5000)
    recorded = await docket.recorded("f00000000001")
    assert recorded is not None
    assert recorded.acks[0].by == a_config().owners[0].name
    assert len(recorded.acks[0].note) == 1000


async def test_links_that_are_not_good_all_look_the_same(browser: Browser, docket: SqliteDocket) -> None:
    bad = ["/", link() + "x", link(finding="f00000000002"), link(owner="nobody"), "/take/a/b/20990101/c"]
    answers = {
        await browser.ask(method, one, b"by=Kim" if method == "POST" else b"")
        for one in bad
        for method in ("GET", "POST")
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 404
    recorded = await docket.recorded("f00000000001")
    assert recorded is not None
    assert recorded.acks == ()


@pytest.mark.parametrize("language", list(Language))
async def test_what_a_page_said_is_inert(docket: SqliteDocket, language: Language) -> None:
    config = a_config()
    config = replace(config, links=LINKS, owners=tuple(replace(owner, language=language) for owner in config.owners))
    desk = TakeDesk(config=lambda: config, docket=docket, clock=FakeClock(), log=structlog.get_logger())
    async with Endpoint(0, desk.respond, structlog.get_logger()) as endpoint:
        _, page = await Browser(endpoint.port).ask("GET", link())
    assert f'<html lang="{language.value}">' in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "\u202e" not in page
    assert "Content-Security-Policy: default-src 'none'" in page
    assert "Referrer-Policy: no-referrer" in page


def test_the_key_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    first = signing_key(tmp_path / "store")
    assert signing_key(tmp_path / "store") == first
    assert len(first.reveal()) >= 40
    [file] = (tmp_path / "store").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
