"""What differs at every request is no difference; whatever a reader could see is one."""

import pytest

from watcher.capture.essence import digest_of

HTML = "text/html; charset=utf-8"
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="csrf" content="a1"><title>Terms</title>'
    '<link rel="preload" href="/a.js?v=1"><script nonce="n1">state({"t": 1})</script></head>'
    '<body data-session="s1"><!-- served by web-7 --><h1>Terms</h1><p>A fee of 3 per cent. <a href="/fees">Fees</a></p>'
    '<form><input type="hidden" name="token" value="x1"><input name="q"></form></body></html>'
)


def digest(page: str) -> str:
    return digest_of(page.encode(), HTML)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('content="a1"', 'content="a2"'),
        ("/a.js?v=1", "/a.js?v=2"),
        ('nonce="n1"', 'nonce="n2"'),
        ('{"t": 1}', '{"t": 2, "u": "</p>"}'),
        ('data-session="s1"', 'data-session="s2"'),
        ("web-7", "web-8"),
        ("<!-- served by web-7 -->", ""),
        ('value="x1"', 'value="x2"'),
    ],
)
def test_what_differs_at_every_request_does_not_count(old: str, new: str) -> None:
    assert old in PAGE
    assert digest(PAGE.replace(old, new)) == digest(PAGE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3 per cent", "9 per cent"),
        ("/fees", "/charges"),
        ("<title>Terms", "<title>Old terms"),
        ("<p>", "<p hidden>"),
        ("<h1>Terms</h1>", ""),
        ('<meta charset="utf-8">', '<meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/new">'),
        ('<meta charset="utf-8">', '<meta charset="utf-8"><meta name="description" content="New rules">'),
        ("<p>", '<p style="display:none">'),
        ("<p>", '<script type="application/ld+json">{"interactionCount": 9}</script><p>'),
        ('<meta charset="utf-8">', '<meta charset="utf-8"><meta property="og:description" content="9 followers">'),
        ("<p>", '<p data-target="#more">'),
    ],
)
def test_what_a_reader_could_see_counts(old: str, new: str) -> None:
    assert old in PAGE
    assert digest(PAGE.replace(old, new)) != digest(PAGE)


def test_letters_that_are_not_utf_8_are_told_apart() -> None:
    one, other = ("<p>Änderung</p>".encode("latin-1"), "<p>Önderung</p>".encode("latin-1"))
    assert digest_of(one, "text/html") != digest_of(other, "text/html")


def test_what_is_not_html_counts_byte_by_byte() -> None:
    assert digest_of(b"%PDF-1.7 <!-- 1 -->", "application/pdf") != digest_of(b"%PDF-1.7 <!-- 2 -->", "application/pdf")
    assert digest_of(b"a <!-- 1 -->", "text/plain") != digest_of(b"a <!-- 2 -->", "text/plain")


@pytest.mark.parametrize("body", [b"", b"<!--", b"<!-- <!-- -->", b"<script>", b"\x00\xff<p", b"<!--" * 50_000])
def test_broken_markup_is_digested_too(body: bytes) -> None:
    assert len(digest_of(body, HTML)) == 64
