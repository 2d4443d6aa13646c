"""Lists the texts of a page in reading order, each with where it stands."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import TypeAlias

from selectolax.lexbor import LexborNode

from watcher.extract.text import clean

Attributes: TypeAlias = Mapping[str, str | None]

_SKIPPED = frozenset(["script", "style", "noscript", "template", "head", "select", "textarea", "iframe"])
_BESIDE = frozenset(["aside", "footer", "dialog", "blockquote"])
_BESIDE_ROLES = frozenset(["complementary", "contentinfo", "dialog", "alertdialog"])
_TOLD = frozenset(["time", "img", "a"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_HIDDEN = re.compile(r"(?i)(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_SUGGESTED = re.compile(
    r"(?i)suggest|similar|people also|you may|you might|recommend|related|discover more|ähnliche|vorschl|empfohlen|"
    r"das könnte|weitere (?:seiten|kanäle|profile)|similaires|suggér|recommand|sugerenc|channels|who to follow"
)
_MOST = 60_000
_LONG = 300
_DEEP = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A text of the page. `path` are the ids of the elements around it, the outermost first.

    `foreign` says that it stands in a post (`post` is the post's own id), `beside` the page, or among suggestions;
    `heading` is the level of the heading that it is. `labels` are what the element around it, or it itself where
    `text` is empty, carries as a title or label for those who do not see it; then `tag` and `attributes` are its own.
    """

    text: str
    path: tuple[int, ...]
    foreign: bool = False
    beside: bool = False
    post: int = 0
    heading: int = 0
    labels: tuple[str, ...] = ()
    attributes: Attributes | None = None
    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What holds for all that stands in an element."""

    path: tuple[int, ...] = ()
    beside: bool = False
    feed: bool = False
    post: int = 0
    heading: int = 0
    labels: tuple[str, ...] = ()


def shown_texts(root: LexborNode, dropped: Set[int] = frozenset()) -> Iterator[Shown]:
    """Texts in reading order, and what carries labels or addresses; bounded in number, length and depth."""
    stack: list[tuple[LexborNode, _Place]] = [(root, _Place())]
    suggested = count = 0
    while stack and count < _MOST:
        node, place = stack.pop()
        count += 1
        if node.mem_id != root.mem_id and node.next is not None:
            stack.append((node.next, place))
        if node.tag == "-text":
            text = clean((node.text_content or "")[:_LONG])
            if not text:
                continue
            if place.heading > 1:
                if _SUGGESTED.search(text):
                    suggested = place.heading
                elif place.heading <= suggested:
                    suggested = 0
            yield _shown(place, text=text, suggested=suggested > 0)
        elif node.tag and node.tag[0] not in "-!":
            attributes = node.attributes
            if _is_hidden(node, attributes, dropped):
                continue
            inner = _inside(node, attributes, place)
            if inner.labels or node.tag in _TOLD:
                yield replace(_shown(inner, text="", suggested=suggested > 0), attributes=attributes, tag=node.tag)
            if node.child is not None and len(inner.path) < _DEEP:
                stack.append((node.child, inner))


def _inside(node: LexborNode, attributes: Attributes, place: _Place) -> _Place:
    role = (attributes.get("role") or "").lower()
    is_post = node.tag == "article" or role == "article"
    return _Place(
        path=(*place.path, node.mem_id),
        beside=place.beside or node.tag in _BESIDE or role in _BESIDE_ROLES,
        feed=place.feed or role == "feed",
        post=place.post or (node.mem_id if is_post else 0),
        heading=int(node.tag[1]) if node.tag in _HEADINGS else place.heading,
        labels=_label(attributes),
    )


def _shown(place: _Place, *, text: str, suggested: bool) -> Shown:
    return Shown(
        text=text,
        path=place.path,
        foreign=place.beside or place.feed or place.post > 0 or suggested,
        beside=place.beside,
        post=place.post,
        heading=place.heading,
        labels=place.labels,
    )


def _is_hidden(node: LexborNode, attributes: Attributes, dropped: Set[int]) -> bool:
    style = attributes.get("style") or ""
    hidden = "hidden" in attributes or bool(style and _HIDDEN.search(style))
    return node.tag in _SKIPPED or hidden or node.mem_id in dropped


def _label(attributes: Attributes) -> tuple[str, ...]:
    said = (clean((attributes.get(name) or "")[:_LONG]) for name in ("aria-label", "title", "alt"))
    return tuple(dict.fromkeys(text for text in said if text))
