"""Finds the same element on two captures of a page."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher

from watcher.core.model import Box, Element
from watcher.diff.names import steady_name

_OVERLAP = 0.5
_MAX_RESIDUE = 400
_MAX_LIKENESS = 2_500
_ALIKE = 0.6
_NEARBY = 300
_MUCH = 40
LANDMARKS = frozenset(["banner", "complementary", "contentinfo", "form", "main", "navigation", "region", "search"])
_CLICKABLE = frozenset({"link", "button", "tab", "menuitem"})
_PRESSED = frozenset({"button", "clickable"})


def pair_elements(
    before: Sequence[Element], after: Sequence[Element]
) -> tuple[list[tuple[Element, Element]], list[Element], list[Element]]:
    """Pairs, and what has no partner on either side. By name and place first, then by link, then by position."""
    old, new = list(before), list(after)
    pairs: list[tuple[Element, Element]] = []
    for key in (_named_linked, _named_here, _named, _named_clickable, _linked, _nameless):
        found, old, new = _by_key(old, new, key)
        pairs.extend(found)
    for pair in (_by_position, _by_likeness):
        found, old, new = pair(old, new)
        pairs.extend(found)
    return pairs, old, new


def find_elsewhere(
    gone: Sequence[Element], after: Sequence[Element], taken: set[int]
) -> tuple[list[tuple[Element, Element]], list[Element]]:
    """Pairs what can be clicked and has gone with the only thing of its name that can still be clicked, anywhere.

    A tab that became a link at the foot of the page is not gone: its visitors have to look for it. `taken` holds the
    ids of the elements that have a partner. The second list is what is gone for good.
    """
    places: dict[str, list[Element]] = defaultdict(list)
    for element in after:
        if element.name and element.role in _CLICKABLE and id(element) not in taken:
            places[steady_name(element.name)].append(element)
    pairs, lost = [], []
    for element in gone:
        found = places[steady_name(element.name)] if element.name and element.role in _CLICKABLE else []
        if len(found) == 1:
            pairs.append((element, found.pop()))
        else:
            lost.append(element)
    return pairs, lost


def _named_linked(element: Element) -> Hashable:
    return (element.role, steady_name(element.name), element.landmark, element.href) if element.name else None


def _named_here(element: Element) -> Hashable:
    return (element.role, steady_name(element.name), element.landmark) if element.name else None


def _named(element: Element) -> Hashable:
    return (element.role, steady_name(element.name)) if element.name else None


def _named_clickable(element: Element) -> Hashable:
    return steady_name(element.name) if element.name and element.role in _CLICKABLE else None


def _linked(element: Element) -> Hashable:
    return (element.role, element.href, element.landmark) if element.href else None


def _nameless(element: Element) -> Hashable:
    """Landmarks, of which a page has few, in their order."""
    return element.role if element.role in LANDMARKS and not element.name else None


def _by_key(
    before: Sequence[Element], after: Sequence[Element], key: Callable[[Element], Hashable]
) -> tuple[list[tuple[Element, Element]], list[Element], list[Element]]:
    """Pairs what has the same key on both sides, in reading order."""
    waiting: dict[Hashable, list[Element]] = defaultdict(list)
    for element in reversed(after):
        waiting[key(element)].append(element)
    pairs, old = [], []
    taken: set[int] = set()
    for element in before:
        name = key(element)
        if name is not None and waiting[name]:
            partner = waiting[name].pop()
            taken.add(id(partner))
            pairs.append((element, partner))
        else:
            old.append(element)
    return pairs, old, [element for element in after if id(element) not in taken]


def _by_position(
    before: Sequence[Element], after: Sequence[Element]
) -> tuple[list[tuple[Element, Element]], list[Element], list[Element]]:
    """Pairs elements of one role whose boxes overlap most: the same thing under a new name."""
    if len(before) > _MAX_RESIDUE or len(after) > _MAX_RESIDUE:
        return [], list(before), list(after)
    scored = [
        (-overlap(a.box, b.box), i, j)
        for i, a in enumerate(before)
        for j, b in enumerate(after)
        if a.role == b.role
        and a.level == b.level
        and a.row == b.row == 0
        and a.opens_menu == b.opens_menu
        and overlap(a.box, b.box) >= _OVERLAP
    ]
    used_before: set[int] = set()
    used_after: set[int] = set()
    pairs = []
    for _, i, j in sorted(scored):
        if i not in used_before and j not in used_after:
            used_before.add(i)
            used_after.add(j)
            pairs.append((before[i], after[j]))
    return (
        pairs,
        [element for i, element in enumerate(before) if i not in used_before],
        [element for j, element in enumerate(after) if j not in used_after],
    )


def _by_likeness(
    before: Sequence[Element], after: Sequence[Element]
) -> tuple[list[tuple[Element, Element]], list[Element], list[Element]]:
    """Pairs buttons near each other under names that are much alike; other tabs and links are others."""
    old, new = ([one for one in side if one.name and one.role in _PRESSED] for side in (before, after))
    if len(old) * len(new) > _MAX_LIKENESS:
        return [], list(before), list(after)
    names = {id(one): steady_name(one.name) for one in (*old, *new)}
    scored = sorted(
        (-ratio, i, j)
        for i, a in enumerate(old)
        for j, b in enumerate(new)
        if a.role == b.role
        and (a.landmark, a.row, a.opens_menu) == (b.landmark, b.row, b.opens_menu)
        and (abs(a.box.x - b.box.x) + abs(a.box.y - b.box.y) <= _NEARBY or _goes_on(names[id(a)], names[id(b)], _MUCH))
        and (ratio := _likeness(names[id(a)], names[id(b)])) >= _ALIKE
    )
    pairs: list[tuple[Element, Element]] = []
    taken: set[int] = set()
    for _, i, j in scored:
        if id(old[i]) not in taken and id(new[j]) not in taken:
            taken |= {id(old[i]), id(new[j])}
            pairs.append((old[i], new[j]))
    return pairs, [one for one in before if id(one) not in taken], [one for one in after if id(one) not in taken]


def _likeness(one: str, other: str) -> float:
    """0 to 1."""
    return _ALIKE if _goes_on(one, other) else SequenceMatcher(None, one, other).ratio()


def _goes_on(one: str, other: str, more: int = 0) -> bool:
    """Whether one name begins with all words of the other and has so many letters `more`.

    So do names of buttons that name all that they open, where the other is the title alone; a menu moves with what it
    holds.
    """
    short, long = sorted((one, other), key=len)
    return f"{long} ".startswith(f"{short} ") and len(long) - len(short) >= more


def overlap(a: Box, b: Box) -> float:
    """The share of the two boxes' joint area that both cover, 0 to 1."""
    width = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    height = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / (a.w * a.h + b.w * b.h - both)
