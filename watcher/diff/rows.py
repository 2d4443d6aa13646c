"""Compares rows of tabs and menus: their order, which entry is open, and what went into a menu."""

import bisect
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from watcher.core.model import Element, LayoutChange, LayoutOp

ENTRIES = frozenset(["tab", "menuitem", "link", "clickable", "button"])
_MORE = re.compile(r"^(?:more|mehr|weitere\w*|plus|más|mais|altro|meer|⋯|…|\.\.\.)\b|^menu$|^menü$", re.IGNORECASE)
_LEAST = 3
_MERGED = 2
Pairs = Sequence[tuple[Element, Element]]


def reordered_rows(pairs: Pairs) -> Iterator[LayoutChange]:
    """For each row or column of at least three entries, the one that went farthest, if the order is another."""
    for row in _rows(pairs):
        across = row[0][0].box.y == row[1][0].box.y
        old = sorted(row, key=lambda pair: pair[0].box.x if across else pair[0].box.y)
        new = sorted(row, key=lambda pair: pair[1].box.x if across else pair[1].box.y)
        ranks = [new.index(pair) for pair in old]
        steady = _longest_rising(ranks)
        strays = [index for index, rank in enumerate(ranks) if rank not in steady]
        if strays and len(strays) <= len(row) / 2:
            place = max(strays, key=lambda index: (abs(ranks[index] - index), -index))
            was, now = old[place]
            yield _event(
                LayoutOp.REORDERED,
                was,
                now,
                f"{place + 1}/{len(row)}",
                f"{ranks[place] + 1}/{len(row)}",
                f'The {_noun(was)} "{was.name}" went from place {place + 1} of {len(row)} to place {ranks[place] + 1}',
            )


def other_entries(pairs: Pairs) -> Iterator[LayoutChange]:
    """The entry that is open when a visitor comes, where it was another one before."""
    for row in _rows(pairs):
        before = [pair for pair in row if pair[0].selected]
        after = [pair for pair in row if pair[1].selected]
        if len(before) == len(after) == 1 and before[0] is not after[0]:
            was, now = after[0]
            first = before[0][0].name
            sentence = f'The {_noun(now)} "{now.name}" is what visitors see first now, before it was "{first}"'
            yield _event(LayoutOp.SELECTED, was, now, first, now.name, sentence)


def merged_menus(gone: Sequence[Element], come: Sequence[Element]) -> Iterator[LayoutChange]:
    """Where at least two entries of a row are gone and a menu is new in the same place."""
    menus = [one for one in come if one.role in ENTRIES and (one.opens_menu or _MORE.search(one.name))]
    for menu in menus:
        near = [one for one in gone if one.role in ENTRIES and one.name and not one.row and _is_near(one, menu)]
        if len(near) >= _MERGED:
            names = ", ".join(one.name for one in near)
            sentence = f'{names} went into the menu "{menu.name}"'
            yield _event(LayoutOp.MERGED, near[0], menu, names, menu.name, sentence)


def _noun(element: Element) -> str:
    return "button" if element.role == "clickable" else element.role


def _is_near(entry: Element, menu: Element) -> bool:
    return abs(entry.box.y - menu.box.y) <= max(entry.box.h, menu.box.h) * 2 and entry.landmark == menu.landmark


def _rows(pairs: Pairs) -> Iterator[list[tuple[Element, Element]]]:
    """What stood in one line before, and does so now: tabs and links of one size and place, no items of a list."""
    rows: dict[tuple[object, ...], list[tuple[Element, Element]]] = defaultdict(list)
    for pair in pairs:
        was, now = pair
        if was.role in ENTRIES and was.role == now.role and was.name and not was.row and not was.aside:
            rows["across", was.role, was.landmark, was.box.y, now.box.y].append(pair)
            rows["down", was.role, was.landmark, was.box.x, now.box.x].append(pair)
    yield from (row for row in rows.values() if len(row) >= _LEAST)


def _longest_rising(ranks: Sequence[int]) -> set[int]:
    """The values of a longest rising subsequence."""
    tails: list[int] = []
    runs: list[list[int]] = []
    for rank in ranks:
        at = bisect.bisect_left(tails, rank)
        run = [*(runs[at - 1] if at else []), rank]
        if at == len(tails):
            tails.append(rank)
            runs.append(run)
        else:
            tails[at], runs[at] = rank, run
    return set(runs[-1]) if runs else set()


def _event(op: LayoutOp, was: Element, now: Element, before: str, after: str, sentence: str) -> LayoutChange:
    return LayoutChange(
        op=op,
        role=was.role if op is not LayoutOp.SELECTED else now.role,
        name=was.name if op is not LayoutOp.SELECTED else now.name,
        before=before,
        after=after,
        sentence=sentence,
        before_element=was,
        after_element=now,
    )
