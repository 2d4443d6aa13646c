"""What a response is taken for."""

import pytest

from watcher.capture.documents import Document, Refusal, read_document
from watcher.core.model import FailureKind

URL = "https://a.example/terms"
UTF8 = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("stated", "body", "content_type"),
    [
        ("text/html", b"<p>x", UTF8),
        ("Text/HTML; charset=iso-8859-1", b"<p>x", UTF8),
        ("application/xhtml+xml", b"<html/>", UTF8),
        ("", b"\n <!doctype html>", UTF8),
        ("text/html", b"", UTF8),
        ("", b"Terms", "text/plain"),
        ("application/pdf", b"%PDF-1.7", "application/pdf"),
        ("application/pdf", b"", "application/pdf"),
        ("application/octet-stream", b"%PDF-1.7", "application/pdf"),
        ("text/html", b"%PDF-1.7", "application/pdf"),
        ("", b"%PDF-1.7", "application/pdf"),
        ("text/plain; charset=latin-1", b"Terms", "text/plain; charset=latin-1"),
        ("text/markdown", b"# Terms", "text/markdown"),
        ("application/json", b"{}", "application/json"),
        ("application/rss+xml", b"<rss/>", "application/rss+xml"),
    ],
)
def test_documents(stated: str, body: bytes, content_type: str) -> None:
    document = read_document(URL, 200, stated, body)

    assert isinstance(document, Document)
    assert document.content_type == content_type
    assert document.body == (None if content_type == UTF8 else body)


@pytest.mark.parametrize(
    ("status", "stated", "body", "kind"),
    [
        (200, "application/octet-stream", b"\0\1", FailureKind.UNSUPPORTED),
        (200, "application/zip", b"PK", FailureKind.UNSUPPORTED),
        (200, "image/png", b"\x89PNG", FailureKind.UNSUPPORTED),
        (204, "text/html", b"", FailureKind.EMPTY),
        (500, "text/html", b"", FailureKind.HTTP_ERROR),
        (403, "", b"", FailureKind.HTTP_ERROR),
    ],
)
def test_refusals(status: int, stated: str, body: bytes, kind: FailureKind) -> None:
    refusal = read_document(URL, status, stated, body)

    assert isinstance(refusal, Refusal)
    assert (refusal.kind, refusal.status, refusal.url) == (kind, status, URL)


@pytest.mark.parametrize(
    ("html", "scripted"),
    [
        (b"<p>Terms of prescription, on = off", False),
        (b"<SCRIPT src=x>", True),
        (b"<body onload='x()'>", True),
        (b"<iframe src=x>", True),
        (b'<meta http-equiv="refresh" content="0; url=/x">', True),
        (b"<meta http-equiv=Refresh content=1>", True),
    ],
)
def test_what_may_go_on_changing(html: bytes, scripted: bool) -> None:
    document = read_document(URL, 200, "text/html", html)

    assert isinstance(document, Document)
    assert document.scripted is scripted
