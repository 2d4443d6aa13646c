"""Puts lines under their headings: the last step of every reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from watcher.core.model import Block, BlockKind

BOLD_HEADING = 7
"""The rank of a short bold line that stands for a heading: below every real one."""

_MAX_HEADING_WORDS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A block that does not know its headings yet."""

    kind: BlockKind
    text: str
    level: int = 0
    links: tuple[str, ...] = ()


def outline(lines: Iterable[Line]) -> tuple[Block, ...]:
    """Gives every line the path of headings above it."""
    above: list[tuple[int, str]] = []
    blocks = []
    for line in lines:
        if line.kind is BlockKind.HEADING:
            while above and above[-1][0] >= line.level:
                above.pop()
        path = tuple(text for _, text in above)
        blocks.append(Block(kind=line.kind, text=line.text, path=path, level=line.level, links=line.links))
        if line.kind is BlockKind.HEADING:
            above.append((line.level, line.text))
    return tuple(blocks)


def reads_like_heading(text: str) -> bool:
    """Whether a bold line is short and unpunctuated enough to head what follows."""
    return len(text.split()) <= _MAX_HEADING_WORDS and not text.endswith((".", ";", ",", ":"))


def reads_like_menu(text: str, linked: str) -> bool:
    """Whether a block is nothing but the words of its links, as in menus and lists of related pages."""
    return bool(linked) and len(linked) >= 0.9 * len(text) and len(text.split()) <= 16 and not text.endswith(".")
