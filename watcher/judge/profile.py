"""Judges what a page says differently of itself, and figures that fell."""

from collections.abc import Sequence

from watcher.core.model import FactKind, FigureKind, LayoutChange, LayoutOp

_HALF = 0.5
_PEOPLE = frozenset([FigureKind.FOLLOWERS, FigureKind.SUBSCRIBERS, FigureKind.LIKES, FigureKind.MEMBERS])
_OF_IDENTITY = frozenset([FactKind.NAME, FactKind.HANDLE, FactKind.VERIFIED, FactKind.PICTURE, FactKind.BIO_LINK])
_FACTS = {
    FactKind.NAME: 2,
    FactKind.HANDLE: 2,
    FactKind.BIO_LINK: 2,
    FactKind.PICTURE: 1,
    FactKind.CATEGORY: 1,
}
_TAKEN_OVER = 2


def profile_severity(event: LayoutChange) -> int:
    """For what is of the page as a whole; 0 for what was told before."""
    if event.known:
        return 0
    match event.op:
        case LayoutOp.FELL:
            return _of_fall(event)
        case LayoutOp.QUIET:
            return 1
        case LayoutOp.PROFILE if event.role == FactKind.VERIFIED:
            return 2 if event.after == "no" else 1
        case LayoutOp.PROFILE:
            return _FACTS.get(FactKind(event.role), 1)
        case _:
            return 0


def looks_taken_over(rated: Sequence[tuple[LayoutChange, int]]) -> bool:
    """Whether so much of what makes a page known changed at once that it may be another's now."""
    changed = {
        event.role
        for event, severity in rated
        if severity and ((event.op is LayoutOp.PROFILE and event.role in _OF_IDENTITY) or event.op is LayoutOp.FELL)
    }
    gained = any(event.op is LayoutOp.PROFILE and event.after == "yes" for event, _ in rated)
    return len(changed) - gained >= _TAKEN_OVER


def _of_fall(event: LayoutChange) -> int:
    if event.role == FigureKind.RATING:
        return 1
    lost = 1 - float(event.after) / float(event.before) if float(event.before) else 0.0
    return 3 if lost >= _HALF and event.role in _PEOPLE else 2
