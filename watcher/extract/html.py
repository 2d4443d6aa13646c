"""Reads HTML into blocks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from watcher.core.model import Block, Metadata
from watcher.extract.bounds import check_bounds
from watcher.extract.buttons import read_buttons
from watcher.extract.furniture import content_root, measure, panels
from watcher.extract.gather import Gathering
from watcher.extract.opaque import without_opaque
from watcher.extract.outline import Line, outline
from watcher.extract.text import clean

_MUCH = 0.05
_MOST_OFFERS = 8
_LOGIN_FIELDS = ", ".join(
    f"input[{attribute}*={name} i]"
    for attribute in ("name", "type", "autocomplete")
    for name in ("email", "user", "login", "session_key", "pass", "phone")
)
# Names with figures in them are made anew by the next build of the site.
_LASTING = re.compile(r"main|article|\[role=[a-z]+\]|[#.][A-Za-z][A-Za-z_-]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an HTML page says. `words` is all of its text, furniture included.

    `asks_password` and `asks_login` say that it has a field for a password, and for the name of an account. `buttons`
    are the labels of the first things to press that are not hidden.
    """

    blocks: tuple[Block, ...]
    words: str
    buttons: tuple[str, ...]
    asks_password: bool
    asks_login: bool
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
    """Raises NothingSelectedError where a `select` matches nothing, TangledError where parsing would take minutes."""
    shown = without_opaque(source) or "<html></html>"
    check_bounds(shown)
    parser = LexborHTMLParser(shown)
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
            total = sizes.get(node.mem_id, 0)
            lines.extend(
                Gathering(base=base, dropped=dropped, sizes=sizes, folded=folded, total=total).lines(node, node)
            )
    elif root:
        gathering = Gathering(base=base, dropped=dropped, sizes=sizes, folded=folded, total=sizes.get(root.mem_id, 0))
        lines.extend(gathering.lines(root, content_root(root, sizes)))
    return Page(
        blocks=outline(lines),
        words=clean(root.text(separator=" ")) if root else "",
        buttons=read_buttons(parser),
        asks_login=parser.css_first(_LOGIN_FIELDS) is not None,
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
    """The containers that hold much of the page's text, as selectors that do match."""
    body = parser.body
    total = sizes.get(body.mem_id, 0) if body else 0
    if not total:
        return "no text"
    # Of wrappers around the same text the innermost stays: it is the closest to what was meant.
    named: dict[int, str] = {}
    for node in parser.css("main, article, section, div, td, [role=main], [role=article]"):
        size = sizes.get(node.mem_id, 0)
        selector = _selector(parser, node) if size >= _MUCH * total else ""
        if selector:
            named[size] = selector
    largest = sorted(named.items(), reverse=True)[:_MOST_OFFERS]
    shares = (f"{selector} ({100 * size // total}% of its text)" for size, selector in largest)
    return ", ".join(shares) or "no named container"


def _selector(parser: LexborHTMLParser, node: LexborNode) -> str:
    """The plainest selector whose first match is the node; "" where it has none that will last."""
    attributes = node.attributes
    names = [f"#{attributes.get('id')}", f"[role={attributes.get('role')}]" if attributes.get("role") else ""]
    names += [f".{name}" for name in (attributes.get("class") or "").split()]
    if node.tag in {"main", "article"}:
        names.insert(0, node.tag)
    for name in names:
        if _LASTING.fullmatch(name):
            found = _find(parser, name)
            if found and found[0].mem_id == node.mem_id:
                return name
    return ""
