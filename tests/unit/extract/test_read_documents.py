"""Markdown, plain text, PDF and files become blocks too."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.facts import a_capture, a_part
from tests.readings import a_reading
from watcher.core.model import BlockKind, Failure, FailureKind, PageState, Snapshot
from watcher.extract.file import DocumentError, capture_file
from watcher.extract.read import read

AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_markdown_is_read() -> None:
    snapshot = a_reading(
        "Rules\n=====\n\nYou **must** pay\nin *time* with [our form](https://x.example/f?utm_source=a).\n\n"
        "## Fees\n\n*   Free\\.\n    *   Always\n1.  Paid\n\n| Item | Fee |\n|---|---|\n| Ad | 5 € |\n\n"
        "**Your duties**\nBe fair."
    )
    assert [(block.kind, block.text) for block in snapshot.blocks] == [
        (BlockKind.HEADING, "Rules"),
        (BlockKind.PARAGRAPH, "You must pay in time with our form."),
        (BlockKind.HEADING, "Fees"),
        (BlockKind.ITEM, "Free."),
        (BlockKind.ITEM, "Always"),
        (BlockKind.ITEM, "Paid"),
        (BlockKind.ROW, "Item | Fee"),
        (BlockKind.ROW, "Ad | 5 €"),
        (BlockKind.HEADING, "Your duties"),
        (BlockKind.PARAGRAPH, "Be fair."),
    ]
    assert snapshot.blocks[1].links == ("x.example/f",)


def test_markdown_lists_nest_by_their_indent() -> None:
    text = "1. One\n   - Two\n     - Three\n   - Two\n2. One\n\n## Fees\n\n- One\n    - Two\n        - Three\n - One"
    levels = [block.level for block in a_reading(text).blocks if block.kind is BlockKind.ITEM]
    assert levels == [1, 2, 3, 2, 1, 1, 2, 3, 1]


def test_markdown_tables_need_no_edges() -> None:
    blocks = a_reading("Item | Fee\n--- | ---\nAd | 5 €\nTab | 7 €\n\nEither | or.").blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.ROW, "Item | Fee"),
        (BlockKind.ROW, "Ad | 5 €"),
        (BlockKind.ROW, "Tab | 7 €"),
        (BlockKind.PARAGRAPH, "Either | or."),
    ]


def test_what_markdown_does_not_show_is_no_text() -> None:
    text = (
        "---\ntitle: Rules\ntags:\n  - terms\n---\n# Rules\n\n<!-- draft\n\nsecret -->\n"
        "See our [terms][1] and [forms].\n\n"
        "> [!WARNING]\n> Heed [this].\n\n<table><tr><td>Ad</td><td>5 €</td></tr></table>\n\n"
        '[1]: https://x.example/terms "Terms"\n[forms]: <https://x.example/f>\n'
    )
    blocks = a_reading(text).blocks
    assert [block.text for block in blocks] == ["Rules", "See our terms and forms.", "Heed [this].", "Ad 5 €"]
    assert blocks[1].links == ("x.example/terms", "x.example/f")


@pytest.mark.parametrize(
    "text", ["---\n" + "-a: x\n" * 99, "<!-- " * 20_000, "[a](" * 5_000 + "\n[b]: x", "[" * 20_000]
)
def test_hostile_markdown_costs_no_time(text: str) -> None:
    began = time.process_time()
    assert a_reading(f"{text}\n\nOne rule stands here.").text.endswith("One rule stands here.")
    assert time.process_time() - began < 2


def test_underscores_inside_words_stay() -> None:
    assert a_reading("Use the snake_case_name field, 2 * 3 * 4 times.").blocks[0].text == (
        "Use the snake_case_name field, 2 * 3 * 4 times."
    )


def test_lettered_lines_are_items_of_their_own() -> None:
    assert len(a_reading("You have to:\na) pay in time,\nb) keep secrets.").blocks) == 3


def test_plain_text_is_read() -> None:
    snapshot = a_reading("Fees\n\nA fee is\ndue in May.\n- It is small.\n", content_type="text/plain")
    assert [(block.kind, block.text) for block in snapshot.blocks] == [
        (BlockKind.HEADING, "Fees"),
        (BlockKind.PARAGRAPH, "A fee is due in May."),
        (BlockKind.ITEM, "- It is small."),
    ]


def test_plain_text_has_nested_items_and_underlined_headings() -> None:
    items = "  a) Early payers\n     pay less.\n    - Always\n  b) Late payers pay more."
    text = f"RULES\n=====\nBe fair.\n\n{items}\n\n2. Fees\n\nNone."
    snapshot = a_reading(text, content_type="text/plain")
    assert [(block.kind, block.level, block.text) for block in snapshot.blocks] == [
        (BlockKind.HEADING, 1, "RULES"),
        (BlockKind.PARAGRAPH, 0, "Be fair."),
        (BlockKind.ITEM, 1, "a) Early payers pay less."),
        (BlockKind.ITEM, 2, "- Always"),
        (BlockKind.ITEM, 1, "b) Late payers pay more."),
        (BlockKind.HEADING, 2, "2. Fees"),
        (BlockKind.PARAGRAPH, 0, "None."),
    ]


def test_a_damaged_pdf_is_a_failure() -> None:
    failure = read(a_capture(a_part(b"%PDF-1.7 nonsense", content_type="application/pdf")), ())
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.UNSUPPORTED


def test_a_pdf_is_read() -> None:
    snapshot = read(a_capture(a_part(pdf("Entrants must be adults."), content_type="application/pdf")), ())
    assert isinstance(snapshot, Snapshot)
    assert "Entrants must be adults." in snapshot.text


def test_other_types_are_unsupported() -> None:
    failure = read(a_capture(a_part(b"\x89PNG", content_type="image/png")), ())
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.UNSUPPORTED


@pytest.mark.parametrize("name", ["rules.html", "rules.md", "rules.TXT"])
def test_a_file_becomes_a_capture(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("You must pay the fee.", encoding="utf-8")
    snapshot = read(capture_file(path, AT), ())
    assert isinstance(snapshot, Snapshot)
    assert snapshot.at == AT
    assert snapshot.text == "You must pay the fee."


def test_windows_text_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "regeln.txt"
    path.write_bytes("Gebühren für Händler sind fällig.".encode("cp1252"))
    snapshot = read(capture_file(path, AT), ())
    assert isinstance(snapshot, Snapshot)
    assert snapshot.text == "Gebühren für Händler sind fällig."


def test_an_empty_file_is_an_emptied_page(tmp_path: Path) -> None:
    path = tmp_path / "rules.md"
    path.write_bytes(b"")
    snapshot = read(capture_file(path, AT), ())
    assert isinstance(snapshot, Snapshot)
    assert snapshot.state is PageState.EMPTY


@pytest.mark.parametrize("name", ["rules.docx", "rules", "missing.md"])
def test_files_that_cannot_be_read_are_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name != "missing.md":
        path.write_bytes(b"x")
    with pytest.raises(DocumentError, match=name):
        capture_file(path, AT)


def pdf(text: str) -> bytes:
    """The smallest PDF that shows a line of text."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 " + font,
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    head = body + b"xref\n0 5\n0000000000 65535 f \n" + table
    return head + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n" + str(len(body)).encode() + b"\n%%EOF"
