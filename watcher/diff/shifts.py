"""Finds what moved an element: something new that stands above it, or an advertisement of another height."""

from collections.abc import Sequence
from dataclasses import dataclass

from watcher.core.model import Box, Element

_LEAST = 24
# What stands around an advertisement, its label and its margins, comes and goes with it.
_AROUND = 100
_HEADS = ("heading", "note", "region", "dialog", "button", "image", "video", "iframe", "link")


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What moved an element down, or by going up again: a name, or an advertisement."""

    by: str
    ad: bool


class Pushes:
    """What is new on a page, what moved, and its advertisements before and after."""

    def __init__(
        self,
        before: Sequence[Element],
        after: Sequence[Element],
        pairs: Sequence[tuple[Element, Element]],
        come: Sequence[Element],
    ) -> None:
        self._before = [one.box for one in before if one.aside == "ad" and not one.fixed]
        self._after = [one.box for one in after if one.aside == "ad" and not one.fixed]
        moved = [(was.box, now.box) for was, now in pairs if abs(now.box.y - was.box.y) >= _LEAST]
        self._moved = sorted(moved, key=lambda pair: pair[0].y)
        self._come = sorted(
            (one for one in come if one.name and one.role in _HEADS and not one.fixed and not one.aside),
            key=lambda one: (_HEADS.index(one.role), one.box.y),
        )

    def on(self, was: Box, now: Box) -> Push | None:
        """What explains the move from one box to the other, None where nothing does."""
        move = now.y - was.y
        if abs(move) < _LEAST:
            return None
        old, new = _height(self._before, was), _height(self._after, now)
        grown = new - old
        slack = _LEAST if old and new else _AROUND
        if grown * move > 0 and abs(move - grown) <= slack:
            return Push(by="ad", ad=True)
        return self._new_above(was, now, move) if move > 0 else None

    def _new_above(self, was: Box, now: Box, move: int) -> Push | None:
        """What is new where the first of all that moved alike stood before."""
        first = next(
            (one for one, other in self._moved if abs(other.y - one.y - move) < _LEAST),
            was,
        )
        top, bottom = first.y - _AROUND, first.y + move
        by = next((one for one in self._come if top <= one.box.y < bottom and _shares_column(one.box, now)), None)
        return Push(by=by.name, ad=False) if by is not None else None


def _height(ads: Sequence[Box], below: Box) -> int:
    """The pixels that advertisements take above a box, in its column."""
    spans = sorted((one.y, one.y + one.h) for one in ads if _shares_column(one, below) and one.y < below.y)
    total, end = 0, 0
    for top, bottom in spans:
        total += max(0, bottom - max(top, end))
        end = max(end, bottom)
    return total


def _shares_column(one: Box, other: Box) -> bool:
    return min(one.x + one.w, other.x + other.w) > max(one.x, other.x)
