"""Reads plain text into blocks."""

import re

from watcher.core.model import Block, BlockKind
from watcher.extract.outline import Line, Nesting, outline
from watcher.extract.text import clean

_BULLET = re.compile(r"^\s*(?:[•·▪◦*–-]|\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[.)])\s+")
_UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,}|_{3,}|~{3,})\s*$")
_SECTION = re.compile(r"^\s*(?:§\s*\d+|\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.)\s+\S")


def read_plain(text: str) -> tuple[Block, ...]:
    """Paragraphs at blank lines and bullets; short lines between them that end without a stop are headings."""
    lines: list[Line] = []
    gathered: list[str] = []
    nesting = Nesting()

    def close() -> None:
        joined = clean(" ".join(gathered))
        single = len(gathered) == 1
        indent = len(gathered[0]) - len(gathered[0].lstrip()) if gathered else 0
        gathered.clear()
        if any(map(str.isalnum, joined)):
            lines.append(_line(joined, single=single, nesting=nesting, indent=indent))

    for row in text.expandtabs(4).splitlines():
        if not row.strip() or (len(gathered) == 1 and _UNDERLINE.match(row)):
            close()
            continue
        if _BULLET.match(row) or _SECTION.match(row):
            close()
        gathered.append(row)
    close()
    return outline(lines)


def _line(text: str, *, single: bool, nesting: Nesting, indent: int) -> Line:
    section, bullet = _SECTION.match(text), _BULLET.match(text)
    short = single and len(text.split()) <= 10 and text[-1].isalnum() and not text[0].islower()
    if short and (section or not bullet):
        nesting.indents.clear()
        return Line(kind=BlockKind.HEADING, text=text, level=2 if section else 1)
    if bullet:
        return Line(kind=BlockKind.ITEM, text=text, level=nesting.level(indent))
    return Line(kind=BlockKind.PARAGRAPH, text=text)
