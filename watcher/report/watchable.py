"""Picks what of a page can be watched, and writes it down for targets.yaml."""

import json
from collections import Counter
from collections.abc import Sequence

from watcher.core.model import Element
from watcher.core.text import squash

_CONTROLS = frozenset(["tab", "button", "menuitem", "clickable", "link"])
_PICTURES = frozenset(["img", "image", "video", "iframe"])
_LARGE = 10_000
_PROPOSED = 8
_WORDS = 10


def watchable(elements: Sequence[Element]) -> list[Element]:
    """What has a name that nothing else of its role has, in reading order: no posts, advertisements or footers."""
    names = Counter((element.role, squash(element.name)) for element in elements)
    return [
        element
        for element in elements
        if element.name and _may_matter(element) and names[element.role, squash(element.name)] == 1
    ]


def watch_block(elements: Sequence[Element]) -> str:
    """The `watch:` of a target, with what is most often paid for: tabs, buttons, links and pictures."""
    ranks = {"tab": 0, "menuitem": 0, "button": 1, "clickable": 1}
    chosen = [element for element in elements if element.role in _CONTROLS | _PICTURES and not element.fixed]
    chosen.sort(key=lambda element: ranks.get(element.role, 2))
    lines = [_entry(element) for element in chosen[:_PROPOSED]]
    return "\n".join(["watch:", *lines]) if lines else "watch: []"


def _entry(element: Element) -> str:
    threats = ["gone", "below_fold", "covered"]
    if element.role == "link" and element.href:
        threats.append("link_changed")
    if element.role in _PICTURES:
        threats.append("smaller")
    # JSON's strings are YAML's too, whatever a page has put into its names.
    name = json.dumps(element.name, ensure_ascii=False)
    return f"  - {{role: {element.role}, name: {name}, threat: [{', '.join(threats)}]}}"


def _may_matter(element: Element) -> bool:
    if element.row or element.aside or element.landmark == "contentinfo" or len(element.name.split()) > _WORDS:
        return False
    if element.role in _PICTURES:
        return element.box.w * element.box.h >= _LARGE
    return element.role in _CONTROLS or (element.role == "heading" and element.level <= 2)
