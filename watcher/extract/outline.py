"""Puts lines under their headings: the last step of every reader."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from watcher.core.model import Block, BlockKind

BOLD_HEADING = 7
"""The rank of a short bold line that stands for a heading: below every real one."""

_MAX_HEADING_WORDS = 14
_MAX_ENTRY_WORDS = 6
_MOSTLY = 0.5
_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A block that does not know its headings yet. `listed`: it is an entry of a list, whatever its kind."""

    kind: BlockKind
    text: str
    level: int = 0
    links: tuple[str, ...] = ()
    listed: int = 0


@dataclass(slots=True)
class Nesting:
    """How deep an item stands, by how far its bullet is set in beside those before it."""

    indents: list[int] = field(default_factory=list)

    def level(self, indent: int) -> int:
        while self.indents and indent < self.indents[-1] - 1:
            self.indents.pop()
        if not self.indents or indent > self.indents[-1] + 1:
            self.indents.append(indent)
        return len(self.indents)


def outline(lines: Iterable[Line]) -> tuple[Block, ...]:
    """Gives every line the path of headings above it."""
    above: list[tuple[int, str]] = []
    blocks = []
    for line in _settle_lists(lines):
        if line.kind is BlockKind.HEADING:
            while above and above[-1][0] >= line.level:
                above.pop()
        path = tuple(text for _, text in above)
        blocks.append(Block(kind=line.kind, text=line.text, path=path, level=line.level, links=line.links))
        if line.kind is BlockKind.HEADING:
            above.append((line.level, line.text))
    return tuple(blocks)


def _settle_lists(lines: Iterable[Line]) -> Iterator[Line]:
    """Entries of a list are of one kind: a link alone is a menu's where most of its neighbours are links alone too."""
    for listed, group in groupby(lines, key=lambda line: line.listed > 0):
        entries = list(group) if listed else ()
        share = sum(line.kind is BlockKind.NOTE for line in entries) / max(len(entries), 1)
        for line in entries or group:
            if line.kind is BlockKind.NOTE and 0 < share < _MOSTLY:
                yield replace(line, kind=BlockKind.ITEM, level=line.listed)
            elif line.kind is BlockKind.ITEM and share >= _NEARLY_ALL and len(line.text.split()) <= _MAX_ENTRY_WORDS:
                yield replace(line, kind=BlockKind.NOTE, level=0)
            else:
                yield line


def reads_like_heading(text: str) -> bool:
    """Whether a bold line is short and unpunctuated enough to head what follows."""
    return len(text.split()) <= _MAX_HEADING_WORDS and not text.endswith((".", ";", ",", ":"))


def reads_like_menu(text: str, linked: str) -> bool:
    """Whether a block is nothing but the words of its links, as in menus and lists of related pages."""
    return bool(linked) and len(linked) >= 0.9 * len(text) and len(text.split()) <= 16 and not text.endswith(".")
