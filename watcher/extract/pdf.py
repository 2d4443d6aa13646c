"""Reads the text of a PDF document."""

import io
import re
from collections import Counter

from pypdf import PdfReader

_MAX_PAGES = 400
_NUMBER = re.compile(r"\d+")
_ENDS = re.compile(r"[.:;!?]\s*$")


def read_pdf(body: bytes) -> str | None:
    """The text with blank lines between paragraphs and without running heads; None where nothing can be read."""
    try:
        reader = PdfReader(io.BytesIO(body))
        pages = [page.extract_text() for page in reader.pages[:_MAX_PAGES]]
    except Exception:  # noqa: BLE001 - on damaged or hostile files pypdf raises whatever it trips over
        return None
    rows = [[row.strip() for row in page.splitlines()] for page in pages]
    running = _running_heads(rows)
    return "\n".join(_paragraphs([row for page in rows for row in page if _NUMBER.sub("#", row) not in running]))


def _running_heads(pages: list[list[str]]) -> set[str]:
    """Rows that stand at the edge of at least three pages, whatever number they carry."""
    edges = Counter(_NUMBER.sub("#", row) for page in pages for row in {*page[:2], *page[-2:]} if row)
    return {row for row, times in edges.items() if times >= 3}


def _paragraphs(rows: list[str]) -> list[str]:
    """Sets a blank line where a row ends a sentence well before the margin, and joins words cut at a row's end."""
    width = max((len(row) for row in rows), default=0)
    out: list[str] = []
    for row in rows:
        if out and out[-1].endswith("-") and row[:1].islower():
            out[-1] = out[-1][:-1] + row
            continue
        out.append(row)
        if len(row) < 0.8 * width and (_ENDS.search(row) or len(row) < 0.4 * width):
            out.append("")
    return out
