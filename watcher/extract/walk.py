"""Reads the walk over a page's visible elements."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from watcher.core.model import Box, Element
from watcher.extract.text import clean

_MAX_ELEMENTS = 20_000
_MAX_NAME = 200
_FAR = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The elements in document order, and where the first screen ends, in pixels from the top; 0 where it is not known.

    `unstyled` is a page that was walked without the style sheets that it asked for.
    """

    elements: tuple[Element, ...]
    fold: int
    unstyled: bool


def read_walk(raw: bytes | None) -> Walk:
    """Pages can meddle with their walk: what is malformed gives no element."""
    walk = _parsed(raw)
    entries, watch, size = (walk.get(key) for key in ("elements", "watch", "viewport"))
    selectors = [str(selector) for selector in watch] if isinstance(watch, list) else []
    height = _whole(size[1]) if isinstance(size, list) and len(size) == 2 else None
    return Walk(
        elements=tuple(_elements(entries[:_MAX_ELEMENTS], selectors)) if isinstance(entries, list) else (),
        fold=max(height or 0, 0),
        unstyled=walk.get("unstyled") is True,
    )


def _parsed(raw: bytes | None) -> dict[str, Any]:
    try:
        walk = json.loads(raw or b"null")
    except (ValueError, RecursionError):
        return {}
    return walk if isinstance(walk, dict) else {}


def _elements(entries: Sequence[object], selectors: Sequence[str]) -> Iterator[Element]:
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        box = _box(entry.get("b"))
        role = _text(entry, "r")
        if box is None or not role:
            continue
        matched = entry.get("s")
        indexes = matched if isinstance(matched, list) else []
        yield Element(
            role=role,
            name=_text(entry, "n"),
            box=box,
            landmark=_text(entry, "lm"),
            href=_text(entry, "h", limit=2_000),
            level=_whole(entry.get("l")) or 0,
            selectors=tuple(
                selectors[index] for index in indexes if isinstance(index, int) and 0 <= index < len(selectors)
            ),
            covered=0.0 if entry.get("cc") is True else _share(entry.get("c")),
            selected=entry.get("on") is True,
            opens_menu=entry.get("pop") is True,
            aside=_text(entry, "as"),
            fixed=entry.get("fx") is True,
            pinned=entry.get("pin") is True,
            row=max(_whole(entry.get("li")) or 0, 0),
        )


def _text(entry: Mapping[object, object], key: str, limit: int = _MAX_NAME) -> str:
    value = entry.get(key)
    return clean(value[: 4 * limit])[:limit] if isinstance(value, str) else ""


def _box(value: object) -> Box | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    numbers = [_whole(number) for number in value]
    if any(number is None for number in numbers):
        return None
    x, y, w, h = (number or 0 for number in numbers)
    return Box(x=x, y=y, w=max(w, 0), h=max(h, 0))


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_FAR <= value <= _FAR:
        return None
    return round(value)


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        return 0.0
    return float(value)
