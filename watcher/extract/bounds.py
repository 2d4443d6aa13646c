"""Refuses markup whose parsing would take minutes."""

import re

# A parser looks back through the open elements at every block, and reopens unclosed marks in each: both grow with the
# square of a hostile page. The budget is that of about 20,000 blocks in each other, half a second.
_BUDGET = 250_000_000
_MARK_COST = 200
_HARMLESS = 2_000
_TAG = re.compile(r"</?[a-z][a-z0-9]*")
# fmt: off
_UNNESTED = frozenset("<" + tag for tag in [
    "a", "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input",
    "li", "link", "meta", "nobr", "optgroup", "option", "p", "param", "path", "source", "svg", "tbody", "td", "tfoot",
    "th", "thead", "tr", "track", "wbr",
])
_MARKS = frozenset("<" + tag for tag in [
    "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u",
])
# fmt: on
_LONG_TAG = 20_000
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s=>"'/]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']*))?""")
_MOST_ATTRIBUTES = 5_000


class TangledError(Exception):
    """Markup that cannot be parsed in reasonable time; the message says why."""


def check_bounds(source: str) -> None:
    """Raises TangledError for elements that nest or attributes that pile up beyond all measure."""
    if source.count("<") - source.count("</") > _HARMLESS:
        _check_nesting(source.lower())
    if len(source) > _LONG_TAG:
        _check_attributes(source)


def _check_nesting(source: str) -> None:
    depth = marks = cost = 0
    opened: dict[str, int] = {}
    for tag in _TAG.findall(source):
        if tag[1] == "/":
            closed = "<" + tag[2:]
            if opened.get(closed):
                opened[closed] -= 1
                depth -= 1
                marks -= closed in _MARKS
            continue
        cost += depth + marks * _MARK_COST
        if tag not in _UNNESTED:
            opened[tag] = opened.get(tag, 0) + 1
            depth += 1
            marks += tag in _MARKS
            if cost > _BUDGET:
                raise TangledError("its elements are nested in each other or left open by the thousand")
    if cost > _BUDGET:
        raise TangledError("its elements are left open by the thousand")


def _check_attributes(source: str) -> None:
    for piece in source.split("<"):
        if len(piece) > _LONG_TAG and piece[:1].isalpha():
            position = count = 0
            while found := _ATTRIBUTE.match(piece, position):
                position, count = found.end(), count + 1
            if count > _MOST_ATTRIBUTES:
                raise TangledError("one of its elements has thousands of attributes")
