"""Reads HTML into blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from watcher.core.model import Block, BlockKind, Metadata
from watcher.extract.furniture import content_root, is_furniture, measure, panels
from watcher.extract.links import canonical
from watcher.extract.opaque import without_opaque
from watcher.extract.outline import BOLD_HEADING, Line, outline, reads_like_heading, reads_like_menu
from watcher.extract.text import clean

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# fmt: off
_BREAKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "li", "main",
    "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
])
# fmt: on
_CELLS = frozenset({"td", "th"})
_UNREAD = frozenset({"script", "style", "template"})
# Lists and tables that are made of other elements.
_ROLES = {"listitem": "li", "row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th"}
_BOLD = frozenset({"b", "strong"})
_MAX_ROW = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an HTML page says. `words` is all of its text, furniture included; `asks_password`: it has such a field."""

    blocks: tuple[Block, ...]
    words: str
    asks_password: bool
    title: str
    language: str
    description: str

    def metadata(self, *, status: int, final_url: str) -> Metadata:
        return Metadata(
            title=self.title,
            language=self.language,
            status=status,
            final_url=final_url,
            description=self.description,
        )


class NothingSelectedError(Exception):
    """A selector is not CSS or matches nothing. `offers` says what the page has instead."""

    def __init__(self, selector: str, offers: str) -> None:
        super().__init__(selector)
        self.selector = selector
        self.offers = offers


def read_html(source: str, *, base: str = "", select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Page:
    """Raises NothingSelectedError where a `select` matches nothing."""
    parser = LexborHTMLParser(without_opaque(source) or "<html></html>")
    root = parser.body or parser.root
    head = parser.css_first("title")
    html = parser.css_first("html")
    description = parser.css_first("meta[name=description]")
    dropped = {node.mem_id for selector in ignore for node in _find(parser, selector)}
    sizes = measure(root) if root else {}
    folded = panels(root, sizes) if root else frozenset()
    lines: list[Line] = []
    if select:
        for node in _selected(parser, select, sizes):
            lines.extend(_Walk(base, dropped, sizes, folded, sizes.get(node.mem_id, 0)).lines(node))
    elif root:
        total = sizes.get(root.mem_id, 0)
        lines.extend(_Walk(base, dropped, sizes, folded, total).lines(content_root(root, sizes)))
    return Page(
        blocks=outline(lines),
        words=clean(root.text(separator=" ")) if root else "",
        asks_password=parser.css_first("input[type=password]") is not None,
        title=clean(head.text()) if head else "",
        language=(html.attributes.get("lang") or "") if html else "",
        description=clean(description.attributes.get("content") or "") if description else "",
    )


def _find(parser: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return parser.css(selector)
    except (SelectolaxError, ValueError):
        return []


def _selected(parser: LexborHTMLParser, select: Sequence[str], sizes: dict[int, int]) -> list[LexborNode]:
    """The outermost nodes that match, selector by selector."""
    nodes: list[LexborNode] = []
    seen: set[int] = set()
    for selector in select:
        found = _find(parser, selector)
        if not found:
            raise NothingSelectedError(selector, _offers(parser, sizes))
        for node in found:
            above = node
            while above is not None and above.mem_id not in seen:
                parent = above.parent
                if parent is None:
                    nodes.append(node)
                    seen.add(node.mem_id)
                    break
                above = parent
    return nodes


def _offers(parser: LexborHTMLParser, sizes: dict[int, int]) -> str:
    """The page's largest named containers, as selectors."""
    named = parser.css("main, article, [role=main], [role=article], body [id]")
    named.sort(key=lambda node: -sizes.get(node.mem_id, 0))
    names = []
    for node in named:
        identifier, role = node.attributes.get("id"), node.attributes.get("role")
        names.append(f"#{identifier}" if identifier else f"[role={role}]" if role else node.tag or "")
    return ", ".join(dict.fromkeys(name for name in names[:8] if name)) or "no named container"


@dataclass(slots=True)
class _Walk:
    """One pass over the tree in document order, without recursion: pages may nest as deep as they like."""

    base: str
    dropped: set[int]
    sizes: dict[int, int]
    folded: frozenset[str]
    total: int
    bold: int = 0
    link: int = 0
    heading: int = 0
    row: bool = False
    aside: int = 0
    item: int = 0
    text: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    plain: bool = False

    def lines(self, root: LexborNode) -> Iterator[Line]:
        node: LexborNode | None = root
        while node is not None:
            skip = not node.is_element_node or (node.mem_id != root.mem_id and self._skips(node))
            if node.is_text_node:
                self._add(node.text_content or "")
            elif not skip:
                yield from self._enter(node)
            if not skip and node.first_child is not None:
                node = node.first_child
                continue
            if not skip:
                yield from self._leave(node)
            while node.mem_id != root.mem_id and node.next is None:
                parent = node.parent
                if parent is None:
                    break
                node = parent
                yield from self._leave(node)
            if node.mem_id == root.mem_id:
                break
            node = node.next
        yield from self._flush()

    def _skips(self, node: LexborNode) -> bool:
        if node.mem_id in self.dropped or node.tag in _UNREAD:
            return True
        if node.tag == "button" and (self.heading or node.attributes.get("aria-controls") in self.folded):
            return False
        return is_furniture(node, self.sizes.get(node.mem_id, 0), self.total, self.folded)

    def _enter(self, node: LexborNode) -> Iterator[Line]:
        tag = _tag(node)
        if tag == "br":
            if self.text and self.text[-1] == "\n":
                yield from self._flush()
            else:
                self.text.append("\n")
        elif tag in _CELLS and self.row:
            self.text.append(" | " if "".join(self.text).strip() else "")
        elif self._breaks(node):
            if self.row:
                self.text.append(" ")
            else:
                yield from self._flush()
        if tag == "tr":
            self.row = self._is_row(node)
        self._shift(node, tag, 1)

    def _leave(self, node: LexborNode) -> Iterator[Line]:
        tag = _tag(node)
        if tag == "tr":
            if self.row:
                yield from self._flush()
            self.row = False
        elif self._breaks(node):
            if self.row:
                self.text.append(" ")
            else:
                yield from self._flush()
        self._shift(node, tag, -1)

    def _shift(self, node: LexborNode, tag: str, by: int) -> None:
        level = _heading_level(node, tag)
        if level:
            self.heading = level if by > 0 else 0
        elif tag in _BOLD:
            self.bold += by
        elif tag == "a":
            self.link += by
            target = canonical(node.attributes.get("href") or "", self.base) if by > 0 else ""
            if target:
                self.links.append(target)
        elif tag in {"li", "dd"}:
            self.item += by
        elif tag == "aside":
            self.aside += by

    def _breaks(self, node: LexborNode) -> bool:
        return _tag(node) in _BREAKS or bool(_heading_level(node, node.tag or ""))

    def _is_row(self, node: LexborNode) -> bool:
        cells, child = 0, node.first_child
        while child is not None:
            cells += _tag(child) in _CELLS
            child = child.next
        return cells >= 2 and self.sizes.get(node.mem_id, 0) <= _MAX_ROW

    def _add(self, text: str) -> None:
        self.text.append(text)
        if text.strip():
            self.plain = self.plain or not self.bold
            if self.link:
                self.linked.append(text)

    def _flush(self) -> Iterator[Line]:
        text, linked, links, bold = clean("".join(self.text)), clean(" ".join(self.linked)), self.links, not self.plain
        self.text, self.linked, self.links, self.plain = [], [], [], False
        if not any(map(str.isalnum, text)):
            return
        kind, level = BlockKind.PARAGRAPH, 0
        if self.row:
            kind = BlockKind.ROW
        elif self.heading:
            kind, level = BlockKind.HEADING, self.heading
        elif self.aside or reads_like_menu(text, linked):
            kind = BlockKind.NOTE
        elif self.item:
            kind, level = BlockKind.ITEM, self.item
        elif bold and reads_like_heading(text):
            kind, level = BlockKind.HEADING, BOLD_HEADING
        yield Line(kind=kind, text=text, level=level, links=tuple(links))


def _tag(node: LexborNode) -> str:
    """The element's tag, or the tag whose part it plays."""
    tag = node.tag or ""
    if tag in {"div", "span"}:
        return _ROLES.get(node.attributes.get("role") or "", tag)
    return tag


def _heading_level(node: LexborNode, tag: str) -> int:
    if tag in _HEADINGS:
        return _HEADINGS[tag]
    if tag in {"div", "span", "p"} and node.attributes.get("role") == "heading":
        level = node.attributes.get("aria-level") or ""
        return int(level) if level in {"1", "2", "3", "4", "5", "6"} else 3
    return 0
