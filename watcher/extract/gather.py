"""Gathers the lines of a tree of elements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from watcher.core.model import BlockKind
from watcher.extract.announcement import reads_like_announcement, states_date
from watcher.extract.furniture import is_furniture, may_announce
from watcher.extract.links import canonical
from watcher.extract.outline import BOLD_HEADING, Line, reads_like_heading, reads_like_menu
from watcher.extract.text import clean

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# fmt: off
_BREAKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "li", "main",
    "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul", *_HEADINGS,
])
# fmt: on
_CELLS = frozenset({"td", "th"})
_LISTS = frozenset({"ul", "ol", "menu"})
_UNREAD = frozenset({"script", "style", "template"})
# Lists and tables that are made of other elements.
_ROLES = {
    "list": "ul", "listitem": "li", "table": "table", "row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th",
    "rowheader": "th", "complementary": "aside",
}  # fmt: skip
_BOLD = frozenset({"b", "strong"})
_BOLD_STYLE = re.compile(r"(?i)font-weight\s*:\s*(?:bold|[6-9]00)")
_CONTENTS = re.compile(
    r"(?i)(?:table of )?contents|(?:on|in) this (?:page|article)|inhalt(?:sverzeichnis)?|"
    r"auf dieser seite|in diesem artikel|sommaire|table des matières|sur cette page|dans cet article"
)
_MAX_ROW = 2_000
_SENTENCE = 25


@dataclass(slots=True)
class _Open:
    """An element under way. `tag` is its own or the one whose part it plays."""

    node: LexborNode
    tag: str
    level: int
    bold: bool
    apart: bool
    breaks: bool
    was_row: bool = False


@dataclass(slots=True, kw_only=True)
class Gathering:
    """One pass over a tree in document order, without recursion: pages may nest deep."""

    base: str
    dropped: set[int]
    sizes: dict[int, int]
    folded: frozenset[str]
    total: int
    inside: bool = False
    passed: bool = False
    apart: int = 0
    bold: int = 0
    link: int = 0
    heading: int = 0
    row: bool = False
    aside: int = 0
    item: int = 0
    lists: int = 0
    text: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    plain: bool = False
    contents: set[str] = field(default_factory=set)

    def lines(self, root: LexborNode, main: LexborNode) -> Iterator[Line]:
        """The lines of `main`; from around it under `root` only what reads like an announcement, as notes."""
        opened: list[_Open] = []
        self.inside = root.mem_id == main.mem_id
        node = root
        while True:
            entered = None
            if node.is_text_node:
                self._add(node.text_content or "")
            elif node.is_element_node:
                entered = self._open(node, main.mem_id, is_root=not opened)
            if entered is not None:
                yield from self._enter(entered)
                child = node.first_child
                if child is not None:
                    opened.append(entered)
                    if node.mem_id == main.mem_id:
                        self.inside = True
                    node = child
                    continue
                yield from self._leave(entered)
            following = node.next if opened else None
            while opened and following is None:
                left = opened.pop()
                yield from self._leave(left)
                node = left.node
                if node.mem_id == main.mem_id:
                    self.inside, self.passed = False, True
                following = node.next if opened else None
            if following is None:
                break
            node = following
        yield from self._flush()

    def _open(self, node: LexborNode, main: int, *, is_root: bool) -> _Open | None:
        """The element as it is to be read; None where it is not."""
        own = node.tag or ""
        if own in _UNREAD or node.mem_id in self.dropped:
            return None
        attributes = node.attributes
        role = (attributes.get("role") or "") if attributes else ""
        apart = False
        if not is_root and node.mem_id != main:
            if not self.inside and self.sizes.get(node.mem_id, 0) < _SENTENCE:
                return None
            if not self._is_read(node, own, attributes):
                apart = may_announce(own, attributes) or (own == "footer" and self.inside)
                if not apart:
                    return None
            elif not self.inside:
                apart = may_announce(own, attributes)
        tag = _ROLES.get(role, own) if role and own in {"div", "span"} else own
        level = _HEADINGS.get(own, 0)
        if role == "heading":
            stated = attributes.get("aria-level") or ""
            level = int(stated) if stated in {"1", "2", "3", "4", "5", "6"} else level or 3
        style = attributes.get("style") if attributes else None
        bold = tag in _BOLD or bool(style and _BOLD_STYLE.search(style))
        return _Open(node=node, tag=tag, level=level, bold=bold, apart=apart, breaks=tag in _BREAKS or level > 0)

    def _is_read(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> bool:
        if tag == "button" and (self.heading or attributes.get("aria-controls") in self.folded):
            return True
        return not is_furniture(node, attributes, self.sizes, self.total, self.folded)

    def _enter(self, element: _Open) -> Iterator[Line]:
        tag = element.tag
        if tag == "br":
            if self.text and self.text[-1] == "\n":
                yield from self._flush()
            else:
                self.text.append("\n")
        elif tag in _CELLS and self.row:
            self.text.append(" | " if "".join(self.text).strip() else "")
        elif element.breaks or element.apart:
            if self.row and tag not in {"table", "tr"}:
                self.text.append(" ")
            else:
                yield from self._flush()
        elif tag == "a" and self.text and self.link == 0 and _follows_link(element.node):
            self.text.append(" ")
        if tag in {"table", "tr"}:
            # A table in a cell has rows of its own.
            element.was_row = self.row
            self.row = tag == "tr" and self._is_row(element.node)
        self._shift(element, 1)

    def _leave(self, element: _Open) -> Iterator[Line]:
        if element.tag in {"table", "tr"}:
            yield from self._flush()
            self.row = element.was_row
        elif element.breaks or element.apart:
            if self.row:
                self.text.append(" ")
            else:
                yield from self._flush()
        self._shift(element, -1)

    def _shift(self, element: _Open, by: int) -> None:
        tag = element.tag
        if element.apart:
            self.apart += by
        if element.bold:
            self.bold += by
        if element.level:
            self.heading = element.level if by > 0 else 0
        elif tag == "a":
            self.link += by
            target = canonical(element.node.attributes.get("href") or "", self.base) if by > 0 else ""
            if target:
                self.links.append(target)
        elif tag in {"li", "dd"}:
            self.item += by
        elif tag in _LISTS:
            self.lists += by
        elif tag == "aside":
            self.aside += by

    def _is_row(self, node: LexborNode) -> bool:
        if self.sizes.get(node.mem_id, 0) > _MAX_ROW:
            return False
        cells, child = 0, node.first_child
        while child is not None:
            cells += child.tag in _CELLS or (
                child.is_element_node and _ROLES.get(child.attributes.get("role") or "") in _CELLS
            )
            child = child.next
        return cells >= 2

    def _add(self, text: str) -> None:
        self.text.append(text)
        if text.strip():
            self.plain = self.plain or not self.bold
            if self.link:
                self.linked.append(text)

    def _flush(self) -> Iterator[Line]:
        if not self.text and not self.links:
            return
        text, links, bold = clean("".join(self.text)), self.links, not self.plain
        linked = clean(" ".join(self.linked)) if self.linked else ""
        self.text, self.linked, self.links, self.plain = [], [], [], False
        if not text:
            return
        if self.row:
            text = text.removesuffix(" |")
        if not any(map(str.isalnum, text)):
            return
        kind, level = BlockKind.PARAGRAPH, 0
        listed = (
            max(self.item, self.lists)
            if self.item and self.inside and not (self.apart or self.aside or self.row)
            else 0
        )
        if self.apart or not self.inside:
            if not self._announces(text, linked):
                return
            kind = BlockKind.NOTE
        elif self.row:
            kind = BlockKind.ROW
        elif self.heading:
            kind, level = BlockKind.HEADING, self.heading
        elif self.aside or reads_like_menu(text, linked) or _CONTENTS.fullmatch(text):
            kind = BlockKind.NOTE
            if not links and not self.aside:
                # Pages carry their table of contents twice, for wide and for narrow windows, and show one of them.
                if text in self.contents:
                    return
                self.contents.add(text)
        elif listed:
            kind, level = BlockKind.ITEM, listed
        elif bold and reads_like_heading(text):
            kind, level = BlockKind.HEADING, BOLD_HEADING
        yield Line(kind=kind, text=text, level=level, links=tuple(links), listed=listed)

    def _announces(self, text: str, linked: str) -> bool:
        """Teasers of other pages speak of ends and changes too: they are links, or stand below the text."""
        if self.inside and states_date(text):
            return True
        if not self.apart and (self.passed or reads_like_menu(text, linked)):
            return False
        return reads_like_announcement(text)


def _follows_link(node: LexborNode) -> bool:
    before = node.prev
    return before is not None and before.tag == "a"
