"""Finds what a visitor finds elsewhere on a page, or no more."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from watcher.core.model import Box, Element, LayoutChange, LayoutOp, Place, Snapshot, Viewport, Watch
from watcher.core.watching import is_watched
from watcher.diff.leads import leads_to
from watcher.diff.lists import shortened_lists
from watcher.diff.names import steady_name
from watcher.diff.pairing import LANDMARKS, find_elsewhere, pair_elements
from watcher.diff.rows import merged_menus, other_entries, reordered_rows
from watcher.diff.shifts import Push, Pushes

_MEDIA = frozenset(["img", "image", "video", "iframe", "figure"])
_ALWAYS = frozenset(["tab", "button", "menuitem", "clickable", "link", "dialog", "note", "badge", "text"])
_IN_ROWS = frozenset(["tab", "menuitem", "link", "clickable"])
_MIN_MEDIA = 10_000
_FEED = 3
_MIN_MOVE = 24
_MIN_FALL = 100
_RESIZED = 1.3
_COVERED = 0.34
_MIN_PRESSED = 1_500
_SMALL_PRINT = 0.3
_MARKS = re.compile(r"[^\w\s]+")


def compare_layout(
    before: Snapshot, after: Snapshot, watch: Sequence[Watch] = (), places: Sequence[Place] = ()
) -> Iterator[LayoutChange]:
    """The changes of telling elements: tabs, menus, buttons, links, headings, landmarks, media and what is watched.

    What is at one of the `places` no more has drifted: it moves or shrinks too little at a time to be seen otherwise.
    """
    if not before.elements or not after.elements:
        return
    ignored = _ignored(before.elements) | _ignored(after.elements)
    old, new = _telling(before.elements, watch, ignored), _telling(after.elements, watch, ignored)
    pairs, gone, come = pair_elements(old, new)
    found, gone = find_elsewhere(gone, after.elements, {id(now) for _, now in pairs})
    pairs += found
    come = [element for element in come if all(element is not now for _, now in found)]
    view_before, view_after = before.viewport, after.viewport
    shift = _shift(pairs)
    yield from merged_menus(gone, come)
    yield from other_entries(pairs)
    in_sight = [(was, now) for was, now in pairs if not _is_beside(was.box, view_before)]
    yield from reordered_rows([(was, now) for was, now in in_sight if not _is_beside(now.box, view_after)])
    yield from shortened_lists(before.elements, after.elements)
    for element in gone:
        yield _removed(element, view_before)
    for element in come:
        yield _added(element, view_after)
    older = {_key(place): place for place in places}
    drift = _shift([(_placed(was, older.get(_key(was))), now) for was, now in pairs]) if older else 0
    pushes = Pushes(before.elements, after.elements, pairs, come)
    for was, now in pairs:
        watched = bool(was.selectors) or any(is_watched(entry, was) for entry in watch)
        events = list(_changed(was, now, view_before, view_after, shift, pushes, watched=watched))
        if place := older.get(_key(was)):
            far = list(_changed(_placed(was, place), now, view_before, view_after, drift, None, watched=watched))
            events = _with_drift(events, far, place)
        yield from events


def _with_drift(near: list[LayoutChange], far: list[LayoutChange], place: Place) -> list[LayoutChange]:
    """The events since the last look, and what has come about since an element was at its place."""
    left = any(event.left_fold for event in near)
    drifted = [
        event
        for event in far
        if event.op in {LayoutOp.MOVED, LayoutOp.RESIZED}
        and (all(event.op is not other.op for other in near) or (event.left_fold and not left))
    ]
    since = f" (in small steps since {place.since:%Y-%m-%d})"
    return [
        *(event for event in near if all(event.op is not other.op for other in drifted)),
        *(replace(event, since=place.since, sentence=event.sentence + since) for event in drifted),
    ]


def _placed(element: Element, place: Place | None) -> Element:
    return replace(element, box=place.box) if place else element


def _key(thing: Element | Place) -> tuple[str, str, str]:
    return thing.role, steady_name(thing.name), thing.landmark


def _ignored(elements: Sequence[Element]) -> set[tuple[str, str]]:
    """What the owner leaves out, by role and name: it is no loss of the page before that nobody left it out there."""
    return {(one.role, steady_name(one.name)) for one in elements if one.aside == "ignored" and one.name}


def _telling(
    elements: Sequence[Element], watch: Sequence[Watch], ignored: Set[tuple[str, str]] = frozenset()
) -> list[Element]:
    """Without what comes and goes: advertisements, items of lists, repeated names, media in rows of one size."""
    names = Counter((element.role, steady_name(element.name)) for element in elements if element.name)
    sizes = Counter((element.role, element.box.w // 8, element.box.h // 8) for element in elements)
    telling = []
    for element in elements:
        repeated = names[element.role, steady_name(element.name)] >= _FEED
        tiled = element.role in _MEDIA and sizes[element.role, element.box.w // 8, element.box.h // 8] >= _FEED
        left_out = (element.role, steady_name(element.name)) in ignored
        passing = repeated or tiled or left_out or bool(element.row) or bool(element.aside)
        watched = bool(element.selectors) or any(is_watched(entry, element) for entry in watch)
        if watched or (_tells(element) and not passing):
            telling.append(element)
    return telling


def _tells(element: Element) -> bool:
    role, inside = element.role, element.landmark
    if inside in {"article", "feed", "contentinfo"} and role not in LANDMARKS and not element.pinned:
        return False
    if role in _ALWAYS:
        return bool(element.name)
    if role == "heading":
        return bool(element.name) and element.level <= 2
    if role in _MEDIA:
        return bool(element.name) or element.box.w * element.box.h >= _MIN_MEDIA
    return role in LANDMARKS and (role != "region" or bool(element.name))


def _shift(pairs: Sequence[tuple[Element, Element]]) -> int:
    """By how much most of the page moved down: a banner above it moves everything."""
    moves = Counter(round((now.box.y - was.box.y) / 8) * 8 for was, now in pairs)
    if len(pairs) < 5:
        return 0
    move, times = moves.most_common(1)[0]
    return move if times > len(pairs) / 2 else 0


def _changed(
    was: Element,
    now: Element,
    view_before: Viewport,
    view_after: Viewport,
    shift: int,
    pushes: Pushes | None,
    *,
    watched: bool,
) -> Iterator[LayoutChange]:
    if _worded(was) != _worded(now) and (was.name or now.name):
        sentence = f"{_the(was)} is now called “{now.name}”" if now.name else f"{_the(was)} has lost its name"
        yield _event(LayoutOp.RENAMED, was, now, was.name, now.name, sentence)
    fell = now.box.y - was.box.y >= _MIN_FALL
    left = fell and _in_view(was.box, view_before, 0.5) and not _in_view(now.box, view_after, 0.25)
    left |= not _slides(was) and not _is_beside(was.box, view_before) and _is_beside(now.box, view_after)
    move = now.box.y - was.box.y
    relocated = was.landmark != now.landmark and was.role not in LANDMARKS
    if left or relocated or (abs(move - shift) > _MIN_MOVE and abs(move) > _MIN_MOVE and was.role not in LANDMARKS):
        push = None if relocated or pushes is None else pushes.on(was.box, now.box)
        yield _moved(was, now, view_before, view_after, push, left=left, relocated=relocated)
    if _resized(was, now, watched=watched):
        sizes = f"{was.box.w}×{was.box.h}", f"{now.box.w}×{now.box.h}"
        verb = "shrank" if now.box.w * now.box.h < was.box.w * was.box.h else "grew"
        yield _event(LayoutOp.RESIZED, was, now, *sizes, f"{_the(was)} {verb} from {sizes[0]} to {sizes[1]}")
    if now.covered - was.covered >= _COVERED:
        shares = f"{was.covered:.0%} covered", f"{now.covered:.0%} covered"
        sentence = f"{_the(was)} is now {now.covered:.0%} covered by something else, before it was {was.covered:.0%}"
        yield _event(LayoutOp.COVERED, was, now, *shares, sentence)
    if was.href and now.href and leads_to(was.href) != leads_to(now.href) and was.role != "iframe":
        sentence = f"{_the(was)} now leads to {now.href}, before to {was.href}"
        yield _event(LayoutOp.RESTYLED, was, now, was.href, now.href, sentence)


def _moved(
    was: Element,
    now: Element,
    view_before: Viewport,
    view_after: Viewport,
    push: Push | None,
    *,
    left: bool,
    relocated: bool,
) -> LayoutChange:
    places = _place(was.box, view_before), _place(now.box, view_after)
    role = "" if was.role == now.role else f", where it is a {now.role}"
    sentence = f"{_the(was)} moved from {places[0]}, to {places[1]}{role}"
    if relocated and was.landmark and now.landmark:
        sentence += f" (out of: {was.landmark}; into: {now.landmark})"
    if push is not None and now.box.y > was.box.y:
        sentence += f", pushed down by {'an advertisement' if push.ad else f'“{push.by}”'}"
    moved = _event(LayoutOp.MOVED, was, now, *places, sentence, left_fold=left)
    return replace(moved, pushed_by=push.by, by_ad=push.ad) if push is not None else moved


def _removed(element: Element, view: Viewport) -> LayoutChange:
    place = _place(element.box, view)
    return _event(LayoutOp.REMOVED, element, None, place, "", f"{_the(element)} is gone; it was at {place}")


def _added(element: Element, view: Viewport) -> LayoutChange:
    place = _place(element.box, view)
    return _event(LayoutOp.ADDED, None, element, "", place, f"{_the(element)} is new, at {place}")


def _event(
    op: LayoutOp,
    was: Element | None,
    now: Element | None,
    before: str,
    after: str,
    sentence: str,
    *,
    left_fold: bool = False,
) -> LayoutChange:
    shown = was or now
    return LayoutChange(
        op=op,
        role=shown.role if shown else "",
        name=shown.name if shown else "",
        before=before,
        after=after,
        sentence=sentence,
        before_element=was,
        after_element=now,
        left_fold=left_fold,
    )


def _in_view(box: Box, view: Viewport, share: float) -> bool:
    """Whether at least this share of the box's height lies above the fold."""
    return view.height > 0 and box.y + share * box.h <= view.height


def _is_beside(box: Box, view: Viewport) -> bool:
    """Whether most of the box lies beyond an edge: visitors of a phone have to swipe to find it."""
    return view.width > 0 and not -box.w / 2 <= box.x <= view.width - box.w / 2


def _slides(element: Element) -> bool:
    """Whether an element may be beside the view from one hour to the next, as what is shown in turn."""
    return element.role not in _IN_ROWS and not element.selectors


def _worded(element: Element) -> str:
    """A heading by its words: a mark beside them, of verification say, is an element of its own."""
    name = steady_name(element.name)
    return _MARKS.sub("", name).strip() or name if element.role == "heading" else name


def _resized(was: Element, now: Element, *, watched: bool) -> bool:
    """Pictures and what is watched by a third; what people press only when it all but vanishes: its words size it."""
    old, new = max(was.box.w * was.box.h, 1), max(now.box.w * now.box.h, 1)
    if was.role not in _MEDIA and not watched:
        return was.role in _ALWAYS and old >= _MIN_PRESSED and new <= _SMALL_PRINT * old
    far = max(abs(now.box.w - was.box.w), abs(now.box.h - was.box.h)) > 16
    return far and not 1 / _RESIZED <= new / old <= _RESIZED


def _place(box: Box, view: Viewport) -> str:
    if view.height <= 0:
        return f"y={box.y}"
    if _is_beside(box, view):
        return f"x={box.x}, beyond the {'left' if box.x < 0 else 'right'} edge"
    return f"y={box.y}, {'above' if _in_view(box, view, 0.5) else 'below'} the fold"


def _the(element: Element) -> str:
    role = {"img": "image", "clickable": "button"}.get(element.role, element.role)
    return f'The {role} "{element.name}"' if element.name else f"A {role} without a name"
