"""Reads Markdown into blocks."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from watcher.core.model import Block, BlockKind
from watcher.extract.links import canonical
from watcher.extract.opaque import without_comments
from watcher.extract.outline import BOLD_HEADING, Line, Nesting, outline, reads_like_heading, reads_like_menu
from watcher.extract.text import clean

_ATX = re.compile(r"^(#{1,6})\s+(.*)$")
_ITEM = re.compile(r"^(\s*)([*+-]|\d{1,3}[.)])(?:\s+|$)(.*)$")
_RULE = re.compile(r"^\s*([-*_])(?:\s*\1){2,}\s*$")
_UNDERLINE = re.compile(r"^\s*(=+|-{2,})\s*$")
_ENUMERATOR = re.compile(r"^\(?(?:[a-z]|\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4})[.)]\s|^[•·▪–]\s|^\d{1,2}\.\d{1,2}\s")
_QUOTED = re.compile(r"\s*(?:>\s?)+")
_FENCE = re.compile(r"^\s*(```|~~~)")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_LABEL = r"(?:[^\[\]]|\\[\[\]])"
# From one opening bracket that is escaped to the end, and then from the next, would take time without end.
_LINK = re.compile(
    rf"((?<!\\)\[{_LABEL}*|\[{_LABEL}{{0,500}})"
    r"\]\(\s*<?([^()\s>]*(?:\([^()\s]*\)[^()\s>]*)*)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:\w[\w-]*:.*\n|[ \t#-].*\n){0,100}(?:---|\.\.\.)[ \t]*\n")
_REFERENCE = re.compile(r"(?m)^ {0,3}\[([^\[\]\n]{1,80})\]:[ \t]+<?([^\s<>]+)>?(?:[ \t]+[\"'(][^\n]*)?[ \t]*$")
_REFERRED = re.compile(r"(?<![\]!\\])\[([^\[\]\n]{1,300})\](?:\[([^\[\]\n]{0,80})\])?(?![(\[:])")
_ALERT = re.compile(r"^\s*\[!\w+\]\s*$")
_BLOCK_TAG = re.compile(r"(?i)</?(?:br|dd|div|dt|h[1-6]|li|ol|p|table|td|th|tr|ul)\b[^<>]{0,300}>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1")
_STRONG_MARKS = ("**", "__")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])(.{1,400}?)(?<=[^\s*_])\1(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~&<])")
_MARKER = str.maketrans({"\\": "", "*": "", "_": "", "`": ""})


def read_markdown(text: str) -> tuple[Block, ...]:
    return outline(_lines(_without_references(without_comments(_FRONT_MATTER.sub("", text, count=1)))))


def _without_references(text: str) -> str:
    """Links whose targets stand elsewhere in the document, as links that name them."""
    targets = {found[1].lower(): found[2] for found in _REFERENCE.finditer(text)}
    if not targets:
        return text

    def link(found: re.Match[str]) -> str:
        target = targets.get((found[2] or found[1]).lower())
        return f"[{found[1]}]({target})" if target else found[0]

    return _REFERRED.sub(link, _REFERENCE.sub("", text))


@dataclass(slots=True)
class _Open:
    """The paragraph, item or row under way."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    rows: list[str] = field(default_factory=list)
    nesting: Nesting = field(default_factory=Nesting)
    table: bool = False

    def close(self) -> Iterator[Line]:
        """Yields what was gathered, in pieces at hard breaks, and starts a new paragraph."""
        piece: list[str] = []
        for row in self.rows:
            piece.append(row)
            if row.endswith(("  ", "\\")):
                yield from _line(self.kind, self.level, " ".join(piece))
                piece = []
        yield from _line(self.kind, self.level, " ".join(piece))
        self.kind, self.level, self.rows, self.table = BlockKind.PARAGRAPH, 0, [], False


def _lines(text: str) -> Iterator[Line]:
    open_ = _Open()
    fenced = False
    for raw in text.splitlines():
        row = raw.expandtabs(4)
        if _FENCE.match(row):
            fenced = not fenced
            yield from open_.close()
        elif fenced or not row.strip():
            yield from open_.close()
            if fenced:
                yield from _line(BlockKind.PARAGRAPH, 0, row)
        else:
            yield from _row(row, open_)
    yield from open_.close()


def _row(row: str, open_: _Open) -> Iterator[Line]:
    if quoted := _QUOTED.match(row):
        row = row[quoted.end() :]
    if open_.rows and open_.kind is not BlockKind.ROW and (under := _UNDERLINE.match(row)):
        open_.kind, open_.level = BlockKind.HEADING, 1 if under[1][0] == "=" else 2
        yield from open_.close()
    elif _is_row_rule(row) and open_.rows and "|" in open_.rows[-1]:
        yield from _table_row(open_.rows.pop())
        yield from open_.close()
        open_.table = True
    elif open_.table and "|" in row:
        yield from _table_row(row)
    elif _RULE.match(row) or _is_row_rule(row) or _ALERT.match(row):
        yield from open_.close()
    elif heading := _ATX.match(row.strip()):
        yield from open_.close()
        open_.nesting.indents.clear()
        yield from _line(BlockKind.HEADING, len(heading[1]), heading[2].rstrip("#"))
    elif item := _ITEM.match(row):
        yield from open_.close()
        level = open_.nesting.level(len(item[1]))
        if heading := _ATX.match(item[3].strip()):
            yield from _line(BlockKind.HEADING, len(heading[1]), heading[2].rstrip("#"))
        else:
            open_.kind, open_.level, open_.rows = BlockKind.ITEM, level, [item[3]]
    elif row.lstrip().startswith("|") and row.rstrip().endswith("|"):
        yield from open_.close()
        yield from _table_row(row)
    else:
        stripped = row.strip()
        if _ENUMERATOR.match(stripped) or (open_.rows and _all_bold(open_.rows[-1].strip())):
            kind, level = open_.kind, open_.level
            yield from open_.close()
            if _ENUMERATOR.match(stripped):
                kind = BlockKind.ITEM
            open_.kind, open_.level = kind, level
        open_.rows.append(row.lstrip())


def _table_row(row: str) -> Iterator[Line]:
    return _line(BlockKind.ROW, 0, " | ".join(cell.strip() for cell in row.strip().strip("|").split("|")))


def _is_row_rule(row: str) -> bool:
    """Whether a row only parts a table's head from its body."""
    return "-" in row and "|" in row and not row.strip(" :|-")


def _all_bold(source: str) -> bool:
    return source.startswith(_STRONG_MARKS) and bool(_STRONG.fullmatch(source)) and "**" not in source[2:-2]


def _line(kind: BlockKind, level: int, source: str) -> Iterator[Line]:
    source = (_IMAGE.sub("", source) if "![" in source else source).strip().removesuffix("\\")
    if not source:
        return
    bold = _all_bold(source)
    text, linked, links = _inline(source)
    if not text or not any(map(str.isalnum, text)):
        return
    if kind is BlockKind.PARAGRAPH and bold and reads_like_heading(text):
        kind, level = BlockKind.HEADING, BOLD_HEADING
    listed = level if kind is BlockKind.ITEM else 0
    if kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} and reads_like_menu(text, linked):
        kind = BlockKind.NOTE
    yield Line(kind=kind, text=text, level=level, links=links, listed=listed)


def _inline(source: str) -> tuple[str, str, tuple[str, ...]]:
    """The words of a line, those that are links, and where these lead."""
    links: list[str] = []
    linked: list[str] = []

    def unlink(match: re.Match[str]) -> str:
        label = match[1][1:]
        linked.append(label.translate(_MARKER).strip())
        if target := canonical(match[2]):
            links.append(target)
        return label

    # Most lines have no mark at all, and each pattern costs more than a look for its mark.
    if "](" in source:
        for _ in range(2):
            source = _LINK.sub(unlink, source)
    if "<" in source:
        source = _TAG.sub("", _BLOCK_TAG.sub(" ", _AUTOLINK.sub(r"\1", source)))
    if "*" in source or "_" in source:
        for pattern in (_STRONG, _EMPHASIS):
            for _ in range(2):
                source = pattern.sub(r"\2", source)
    source = source.replace("**", "").replace("`", "")
    text = clean(html.unescape(_ESCAPE.sub(r"\1", source) if "\\" in source else source))
    return text, clean(" ".join(linked)), tuple(links)
