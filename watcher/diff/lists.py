"""Compares lists of like items, such as products: items may come and go, but half a list may not just go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from watcher.core.model import Box, Element, LayoutChange, LayoutOp
from watcher.diff.names import steady_name
from watcher.diff.pairing import overlap

_SHOWN = 4
_LOST = 0.2
_SAME_PLACE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList:
    """Like items in a row, a column or a grid; `title` is the nearest heading above, or ""."""

    title: str
    box: Box
    landmark: str
    names: tuple[str, ...]


def lists_of(elements: Sequence[Element]) -> list[ItemList]:
    """The lists of a page with at least three items that have names."""
    rows: dict[int, list[Element]] = {}
    titles: dict[int, str] = {}
    title = ""
    for element in elements:
        if element.role == "heading" and not element.row:
            title = element.name
        if element.row and not element.aside:
            rows.setdefault(element.row, []).append(element)
            titles.setdefault(element.row, title)
    found = []
    for number, members in rows.items():
        names = tuple(dict.fromkeys(steady_name(one.name) for one in members if one.name and one.role != "button"))
        if len(names) >= 3:
            found.append(
                ItemList(title=titles[number], box=_around(members), landmark=members[0].landmark, names=names)
            )
    return found


def shortened_lists(before: Sequence[Element], after: Sequence[Element]) -> Iterator[LayoutChange]:
    """A list that lost a fifth of its items and got fewer new ones than half of these."""
    new = lists_of(after)
    shown = {steady_name(element.name) for element in after}
    for was in lists_of(before):
        now = _partner(was, new)
        if now is not None:
            new.remove(now)
        kept = now.names if now else ()
        lost = [name for name in was.names if name not in shown]
        come = [name for name in kept if name not in was.names]
        if len(lost) >= max(1, _LOST * len(was.names)) and 2 * len(come) < len(lost):
            yield _event(was, now, lost)


def _partner(was: ItemList, candidates: Sequence[ItemList]) -> ItemList | None:
    scored = [
        (len(set(was.names) & set(one.names)) + 2 * (bool(was.title) and was.title == one.title), -index, one)
        for index, one in enumerate(candidates)
    ]
    best = max(scored, key=lambda entry: entry[:2], default=None)
    if best and best[0] > 0:
        return best[2]
    return next((one for one in candidates if overlap(was.box, one.box) >= _SAME_PLACE), None)


def _event(was: ItemList, now: ItemList | None, lost: Sequence[str]) -> LayoutChange:
    name = was.title or ", ".join(was.names[:_SHOWN])
    left = f"{len(was.names) - len(lost)}/{len(was.names)}"
    shown = ", ".join(lost[:_SHOWN]) + (" …" if len(lost) > _SHOWN else "")
    sentence = f'The list "{name}" has lost {len(lost)} of its {len(was.names)} items: {shown}'
    element = Element(role="list", name=name, box=was.box, landmark=was.landmark)
    return LayoutChange(
        op=LayoutOp.SHORTENED,
        role="list",
        name=name,
        before=shown,
        after=left,
        sentence=sentence,
        before_element=element,
        after_element=Element(role="list", name=name, box=now.box, landmark=now.landmark) if now else None,
    )


def _around(members: Sequence[Element]) -> Box:
    left, top = min(one.box.x for one in members), min(one.box.y for one in members)
    right = max(one.box.x + one.box.w for one in members)
    return Box(x=left, y=top, w=right - left, h=max(one.box.y + one.box.h for one in members) - top)
