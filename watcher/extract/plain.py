"""Reads plain text into blocks."""

import re

from watcher.core.model import Block, BlockKind
from watcher.extract.outline import Line, outline
from watcher.extract.text import clean

_BULLET = re.compile(r"^\s*(?:[•·▪◦*–-]|\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[.)])\s+")
_SECTION = re.compile(r"^\s*(?:§\s*\d+|\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.)\s+\S")


def read_plain(text: str) -> tuple[Block, ...]:
    """Paragraphs at blank lines and bullets; short lines between them that end without a stop are headings."""
    lines: list[Line] = []
    gathered: list[str] = []

    def close() -> None:
        joined = clean(" ".join(gathered))
        single = len(gathered) == 1
        gathered.clear()
        if any(map(str.isalnum, joined)):
            lines.append(_line(joined, single=single))

    for row in text.splitlines():
        if not row.strip():
            close()
            continue
        if _BULLET.match(row) or _SECTION.match(row):
            close()
        gathered.append(row)
    close()
    return outline(lines)


def _line(text: str, *, single: bool) -> Line:
    if single and len(text.split()) <= 10 and text[-1].isalnum() and not text[0].islower():
        return Line(kind=BlockKind.HEADING, text=text, level=2 if _SECTION.match(text) else 1)
    if _BULLET.match(text):
        return Line(kind=BlockKind.ITEM, text=text, level=1)
    return Line(kind=BlockKind.PARAGRAPH, text=text)
