"""Finds figures that fell suddenly: further than notation, chance and the page's own habit explain."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from watcher.core.model import Figure, FigureKind, LayoutChange, LayoutOp, Reading

DAY = timedelta(days=1)
# A page that fell and falls on is told of again when it has lost as much again, or after this time.
_EPISODE = timedelta(days=7)
_CHANCE = 3.0
_HABIT = 2.0
_RATING = 0.3
_BACK = 0.5
_MEANING = ": it may have been unpublished, restricted, merged, hacked or renamed"
_OF_POSTS = frozenset([FigureKind.POSTS, FigureKind.VIEWS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The readings of one figure up to now, the oldest first, and which of its falls were told, the newest first.

    `sudden` is the share of it whose loss is told; `baseline_at` when the state was seen that is compared with.
    """

    readings: Sequence[Reading]
    told: Sequence[LayoutChange]
    sudden: float
    baseline_at: datetime


def find_fall(figure: Figure, series: Series, now: datetime) -> LayoutChange | None:
    """The fall of a figure within a day, or since the baseline; its recovery, where a fall was told."""
    told = next(iter(series.told), None)
    if told and told.since and now - told.since < _EPISODE:
        return _after_told(figure, told, series, now)
    reference = _reference(series, now)
    if reference is None or not _has_fallen(reference, figure.high, figure.kind, _limit(series, reference.at)):
        return None
    return _fall(figure, reference, _since(figure, reference, series, now))


def trusted(readings: Sequence[Reading], share: float) -> Iterator[Reading]:
    """The readings that two looks agree on, or that a neighbour is close to: one look may misread a page."""
    for index, reading in enumerate(readings):
        beside = (*readings[max(0, index - 1) : index], *readings[index + 1 : index + 2])
        if reading.looks > 1 or any(_is_close(reading, other, share) for other in beside):
            yield reading


def _after_told(figure: Figure, told: LayoutChange, series: Series, now: datetime) -> LayoutChange | None:
    before, after = float(told.before), float(told.after)
    if figure.high >= before - _BACK * (before - after):
        return _event(LayoutOp.ROSE, figure.kind, after, figure.value, told.since)
    bottom = _bottom(told, after, now)
    if _has_fallen(bottom, figure.high, figure.kind, series.sudden):
        return _fall(figure, bottom, _since(figure, bottom, series, now))
    return _event(LayoutOp.FELL, figure.kind, before, after, told.since, known=True)


def _reference(series: Series, now: datetime) -> Reading | None:
    """The highest value that stood in the last day, or since the baseline."""
    start = min(now - DAY, series.baseline_at)
    ends = [following.at for following in series.readings[1:]] + [now]
    sure = set(map(id, trusted(series.readings, series.sudden)))
    standing = [
        reading
        for reading, end in zip(series.readings, ends, strict=True)
        if end >= start and id(reading) in sure and reading.low is not None
    ]
    return max(standing, key=lambda reading: reading.low or 0.0, default=None)


def _has_fallen(reference: Reading, high: float, kind: FigureKind, limit: float) -> bool:
    low = reference.low or 0.0
    if kind is FigureKind.RATING:
        return low - high >= _RATING
    # What a few people more or less come to is no news, whatever share they are.
    return low - high >= max(limit * low, _CHANCE * math.sqrt(low)) and low > 0


def _limit(series: Series, before: datetime) -> float:
    """The share that is told, or twice what the page had lost in one step at least twice up to then."""
    readings = [reading for reading in trusted(series.readings, series.sudden) if reading.at <= before]
    falls = sorted(
        (1 - later.number / earlier.number) for earlier, later in pairwise(readings) if earlier.number > later.number
    )
    return max(series.sudden, _HABIT * falls[-2]) if len(falls) > 1 else series.sudden


def _since(figure: Figure, reference: Reading, series: Series, now: datetime) -> datetime:
    """From when on every reading was that far down."""
    since = now
    for reading in reversed(series.readings):
        high = reading.high or 0.0
        if reading.at <= reference.at or not _has_fallen(reference, high, figure.kind, series.sudden):
            break
        since = reading.at
    return since


def _is_close(reading: Reading, other: Reading, share: float) -> bool:
    low, high = sorted((reading.number, other.number))
    return high == 0 or low >= (1 - share) * high


def _bottom(told: LayoutChange, value: float, now: datetime) -> Reading:
    """Where a fall ended that was told."""
    at = told.since or now
    return Reading(stream="", name=told.role, value=f"{value:g}", at=at, until=at, looks=2, low=value, high=value)


def _fall(figure: Figure, reference: Reading, since: datetime) -> LayoutChange:
    return _event(LayoutOp.FELL, figure.kind, reference.number, figure.value, since)


def _event(
    op: LayoutOp, kind: FigureKind, before: float, after: float, since: datetime | None, *, known: bool = False
) -> LayoutChange:
    return LayoutChange(
        op=op,
        role=kind.value,
        name="",
        before=_plain(before),
        after=_plain(after),
        sentence=_sentence(op, kind, before, after),
        since=since,
        known=known,
    )


def _sentence(op: LayoutOp, kind: FigureKind, before: float, after: float) -> str:
    verb = "fell" if op is LayoutOp.FELL else "rose again"
    if kind is FigureKind.RATING:
        return f"The page's rating {verb} from {before:g} to {after:g}"
    share = f" ({after / before - 1:+.0%})".replace("-", "−") if before else ""
    said = f"The page's {kind.value} {verb} from {before:,.0f} to {after:,.0f}{share}"
    return said + (_MEANING if op is LayoutOp.FELL and kind not in _OF_POSTS else "")


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
