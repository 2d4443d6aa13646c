"""Says what pages have shown of themselves, and how many people they reach now."""

from collections.abc import Mapping, Sequence
from typing import Any

from watcher.core.model import FigureKind, Reading, Stake

_REACH = (FigureKind.FOLLOWERS, FigureKind.SUBSCRIBERS, FigureKind.MEMBERS, FigureKind.LIKES)
_FIGURES = frozenset(kind.value for kind in FigureKind)


def reading_json(target: str, reading: Reading) -> dict[str, Any]:
    return {
        "target": target,
        "stream": reading.stream,
        "name": reading.name,
        "value": _number(reading.number) if reading.name in _FIGURES else reading.value,
        "low": _number(reading.low),
        "high": _number(reading.high),
        "at": reading.at.isoformat(),
        "until": reading.until.isoformat(),
        "looks": reading.looks,
    }


def shown_value(reading: Reading) -> str:
    """A figure with its digits in groups and what its notation leaves open, anything else as it stands there."""
    if reading.name not in _FIGURES:
        return reading.value
    if reading.low is None or reading.high is None or reading.low == reading.high:
        return f"{reading.number:,.10g}"
    return f"{reading.number:,.10g} ({reading.low:,.10g} to {reading.high:,.10g})"


def reach_of(stake: Stake, figures: Mapping[str, Sequence[Reading]]) -> tuple[str, Reading] | None:
    """The largest audience of the pages that a stake depends on, and which page's: audiences overlap, and do not add
    up. Of a page the first kind of figure that counts people, as exactly as any viewport shows it."""
    found = [(target, reading) for target in stake.targets if (reading := _audience(figures.get(target, ())))]
    return max(found, key=lambda entry: entry[1].number, default=None)


def _audience(readings: Sequence[Reading]) -> Reading | None:
    for kind in _REACH:
        of_kind = [reading for reading in readings if reading.name == kind]
        if of_kind:
            newest = max(reading.until for reading in of_kind).date()
            current = [reading for reading in of_kind if reading.until.date() == newest]
            return min(current, key=lambda reading: (reading.high or 0) - (reading.low or 0))
    return None


def _number(value: float | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == int(value) else value
