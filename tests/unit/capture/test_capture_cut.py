"""HTML that was cut off is told from HTML that leaves out what it may."""

import pytest

from watcher.capture.cut import ends_inside_markup
from watcher.capture.documents import Document, find_cut

PAGE = b"<!doctype html><html><body><main><h1>Terms</h1><p>One rule.</p><p>Another rule.</p>"


@pytest.mark.parametrize(
    ("end", "inside"),
    [
        (b"<p>Sellers pay a fee of three per", "a sentence"),
        (b'<p>See <a href="/fees', "a tag"),
        (b"<p>Text.</p><", "a tag"),
        (b"<!-- the footer", "a comment"),
        (b"<script>const a = 1;", "a script"),
        (b"<style>p { color: red", "a style"),
    ],
)
def test_what_was_cut(end: bytes, inside: str) -> None:
    assert ends_inside_markup(PAGE + end) == inside


@pytest.mark.parametrize(
    "page",
    [
        PAGE + b"</main></body></html>",
        PAGE + b"<p>Sellers pay a fee of three per</body>",
        PAGE,
        PAGE + b"<p>The last rule.",
        b"<title>Terms</title><p>One rule<p>Another rule<p>And a third",
        b"<html><body><p>One rule<p>Another rule<p>And a third",
        PAGE + b"<script>a('<!-- x -->')</script>",
        b"<p>Terms and 1 < 2",
        b"",
    ],
)
def test_what_is_whole(page: bytes) -> None:
    assert ends_inside_markup(page) == ""


def test_a_transfer_is_short_of_what_was_stated() -> None:
    document = Document(url="https://platform.example/", status=200, content_type="text/plain", body=b"12345")
    assert find_cut(document, b"12345", {"content-length": "9"}) == "5 of 9 bytes came"
    assert find_cut(document, b"12345", {"content-length": "5"}) == ""
    assert find_cut(document, b"12345", {"content-length": "3", "content-encoding": "gzip"}) == ""
    assert find_cut(document, b"12345", {"content-length": "9", "content-encoding": "gzip"}) == ""
    assert find_cut(document, b"12345", {}) == ""
