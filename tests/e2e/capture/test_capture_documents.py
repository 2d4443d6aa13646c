"""What a visit makes of the documents that servers send."""

import io
import struct
from pathlib import Path

import pypdf
import pytest

from tests.e2e.capture.conftest import Visitor
from tests.orders import PHONE, order_for
from tests.site_pages import PDF
from watcher.core.model import Capture, Failure, FailureKind

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


def png_size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


async def test_a_page_is_kept_with_all_its_evidence(visitor: Visitor) -> None:
    seen = await visitor.visit("pricing")

    assert isinstance(seen, Capture)
    part = seen.parts[0]
    assert (part.status, part.final_url) == (200, visitor.site.url("pricing"))
    assert part.content_type == "text/html; charset=utf-8"
    assert part.body.startswith(b"<!DOCTYPE html><html")
    assert b"<p>Sellers pay a fee of 3 % on every order.</p>" in part.body
    assert part.screenshot is not None
    assert png_size(part.screenshot)[0] == 1280
    assert part.elements is not None
    assert part.notes == ()
    assert part.redirects == ()
    assert seen.recipe.browser.startswith(("Chrome/", "HeadlessChrome/"))
    assert "HeadlessChrome/" in seen.recipe.user_agent
    assert 0 < seen.took_s < 10


async def test_a_new_version_of_a_page_is_seen(visitor: Visitor) -> None:
    visitor.site.serve("changing", "<p>before")
    visitor.site.serve("changing", "<p>after", version=2)

    before = await visitor.see("changing")
    visitor.site.show("changing", version=2)
    after = await visitor.see("changing")

    assert b"before" in before.body
    assert b"after" in after.body


@pytest.mark.parametrize("status", [403, 404, 429, 500])
async def test_an_error_page_is_a_capture_with_its_status(visitor: Visitor, status: int) -> None:
    part = await visitor.see(str(status))

    assert part.status == status
    assert b"<h1>" in part.body


@pytest.mark.parametrize(
    ("name", "kind", "status"),
    [
        ("500-empty", FailureKind.HTTP_ERROR, 500),
        ("204", FailureKind.EMPTY, 204),
        ("reset", FailureKind.CONNECT, None),
        ("loop", FailureKind.WRONG_PAGE, None),
        ("download", FailureKind.UNSUPPORTED, 200),
        ("image", FailureKind.UNSUPPORTED, 200),
        ("huge", FailureKind.TOO_LARGE, 200),
    ],
)
async def test_what_is_no_document_is_a_failure(
    visitor: Visitor, name: str, kind: FailureKind, status: int | None
) -> None:
    failure = await visitor.fail(name)

    assert (failure.kind, failure.status) == (kind, status)
    assert failure.url == visitor.site.url(name)


async def test_redirects_are_recorded(visitor: Visitor) -> None:
    part = await visitor.see("moved")

    assert part.url == visitor.site.url("moved")
    assert part.final_url == visitor.site.url("pricing")
    assert part.redirects == (visitor.site.url("moved"), visitor.site.url("moved-again"))
    assert part.status == 200


async def test_a_page_that_leads_on_by_script_is_followed(visitor: Visitor) -> None:
    part = await visitor.see("hop")

    assert part.final_url == visitor.site.url("pricing")
    assert part.redirects == (visitor.site.url("hop"),)
    assert b"Sellers pay" in part.body


@pytest.mark.parametrize("name", ["pdf", "pdf-download"])
async def test_a_pdf_is_kept_as_it_is(visitor: Visitor, name: str) -> None:
    part = await visitor.see(name)

    assert part.content_type == "application/pdf"
    assert part.body == PDF
    assert "Promotion rules" in pypdf.PdfReader(io.BytesIO(part.body)).pages[0].extract_text()
    assert part.screenshot is None
    assert part.elements is None
    assert part.final_url == visitor.site.url(name)


async def test_plain_text_is_kept_as_it_is(visitor: Visitor) -> None:
    part = await visitor.see("text")

    assert part.content_type == "text/plain; charset=utf-8"
    assert part.body.decode() == "Terms of use\n\nUsers must be 13 – no exceptions.\n"
    assert part.screenshot is not None


async def test_html_for_download_and_without_a_type_is_shown(visitor: Visitor) -> None:
    visitor.site.serve("attached", "<p>Rules", headers=(("Content-Disposition", "attachment"),))
    visitor.site.serve("untyped", "<p>Rules", content_type=None)

    for name in ("attached", "untyped"):
        part = await visitor.see(name)
        assert b"<p>Rules</p>" in part.body
        assert part.content_type == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("name", "text"),
    [("latin1", "Änderung der Gebühren für Verkäufer"), ("shift-jis", "手数料を変更します")],
)
async def test_every_charset_becomes_utf8(visitor: Visitor, name: str, text: str) -> None:
    part = await visitor.see(name)

    assert text in part.body.decode("utf-8")


async def test_a_strict_content_security_policy_changes_nothing(visitor: Visitor) -> None:
    part = await visitor.see("no-scripts")

    assert b"Sellers pay" in part.body
    assert part.elements is not None
    assert b"Contact sales" in part.elements


async def test_a_context_remembers_nothing_of_the_one_before(visitor: Visitor) -> None:
    visitor.site.serve("sets", "<p>Set", headers=(("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")))

    shared = await visitor.visit("sets", "echo")
    alone = await visitor.see("echo")

    assert isinstance(shared, Capture)
    assert b"Cookie: a=1; b=2" in shared.parts[1].body
    assert b"Cookie:" not in alone.body


async def test_locale_and_phone_are_told_to_the_site(visitor: Visitor) -> None:
    seen = await visitor.visit("echo", viewport=PHONE, locale="de-DE")

    assert isinstance(seen, Capture)
    headers = seen.parts[0].body.decode()
    assert "Accept-Language: de-DE" in headers
    assert "HeadlessChrome/" in headers
    assert "(Linux; Android 10; K)" in headers
    assert "Mobile Safari" in headers
    assert seen.recipe.user_agent in headers
    page = await visitor.see("pricing", viewport=PHONE)
    assert page.screenshot is not None
    assert png_size(page.screenshot)[0] >= 390


async def test_the_login_state_is_used(visitor: Visitor, tmp_path: Path) -> None:
    state = tmp_path / "login.json"
    cookie = '{"name": "session", "value": "s3", "domain": "127.0.0.1", "path": "/", "expires": -1, "httpOnly": true,'
    state.write_text(f'{{"cookies": [{cookie} "secure": false, "sameSite": "Lax"}}], "origins": []}}')

    seen = await visitor.visit("echo", login=str(state))

    assert isinstance(seen, Capture)
    assert b"Cookie: session=s3" in seen.parts[0].body
    assert seen.stream.endswith("+login")


@pytest.mark.parametrize("content", [None, "{", "[]", '{"cookies": "none"}'])
async def test_a_broken_login_state_is_a_failure(visitor: Visitor, tmp_path: Path, content: str | None) -> None:
    state = tmp_path / "login.json"
    if content is not None:
        state.write_text(content)

    failure = await visitor.fail("pricing", login=str(state))

    assert failure.kind is FailureKind.STEP
    assert str(state) in failure.message


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "chrome://version", "data:text/html,x", "javascript:alert(1)", "ftp://a.example/"]
)
async def test_only_the_web_is_visited(visitor: Visitor, url: str) -> None:
    failure = await visitor.pool.capture(order_for(url))

    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.FORBIDDEN


@pytest.mark.parametrize("body", ["<h1>Too many requests</h1>", ""])
async def test_how_long_a_site_asks_to_be_left_alone(visitor: Visitor, body: str) -> None:
    visitor.site.serve("often", body, status=429, headers=(("Retry-After", "90"),))

    seen = await visitor.visit("often")

    assert (seen.parts[0].wait_s if isinstance(seen, Capture) else seen.wait_s) == 90
    assert isinstance(seen, Capture) == bool(body)
