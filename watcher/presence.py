"""Says what of a page as a whole is news beside what was read of it before: falls of its figures, and silence."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from watcher.core.model import (
    POSTED,
    Capture,
    FactKind,
    Figure,
    FigureKind,
    History,
    LayoutChange,
    LayoutOp,
    Part,
    Reading,
    Snapshot,
    Target,
    TargetKind,
    same_post,
)
from watcher.diff.falls import Series, find_fall
from watcher.extract.profile import read_profile

_VOLATILE = 3
_WITHIN = timedelta(days=30)


def with_profile(snapshot: Snapshot, capture: Capture, kind: TargetKind, parts: Sequence[Part] = ()) -> Snapshot:
    """The snapshot of a page with what it shows of itself; a document's is as it was."""
    if kind is not TargetKind.PAGE:
        return snapshot
    return replace(snapshot, profile=read_profile(capture, parts))


def find_news(
    before: Snapshot, after: Snapshot, target: Target, history: History, now: datetime
) -> tuple[LayoutChange, ...]:
    """Falls and recoveries of figures, and the silence of a page that nobody posts on any more."""
    if target.kind is not TargetKind.PAGE:
        return ()
    silence = find_silence(after.profile.posted_at, target, history, now)
    falls = find_falls(before, after, target.sudden_fall, history, now)
    return (*falls, *((silence,) if silence else ()))


def find_silence(posted_at: datetime | None, target: Target, history: History, now: datetime) -> LayoutChange | None:
    """The notice that there was no new post for as long as its owner asked about; `known` where it was told."""
    if posted_at is None or target.quiet_after is None or now - posted_at < target.quiet_after:
        return None
    last = _last_post(history)
    since = _steady(posted_at, last, now)
    told = next((event for event, at in _told(history, LayoutOp.QUIET) if at >= since), None)
    days = (now - since).days
    return LayoutChange(
        op=LayoutOp.QUIET,
        role=POSTED,
        name="",
        before=f"{since:%Y-%m-%d}",
        after=str(days),
        sentence=f"There has been no new post since {since:%Y-%m-%d}, for {days} days",
        since=told.since if told else since,
        known=told is not None,
    )


def last_posted(history: History) -> datetime | None:
    """The date of the newest post that was ever read in the stream's memory."""
    last = _last_post(history)
    return datetime.fromisoformat(last.value) if last else None


def _last_post(history: History) -> Reading | None:
    return next((one for one in reversed(history.readings) if one.name == POSTED), None)


def steady_only(after: Snapshot, history: History, now: datetime) -> Snapshot:
    """Without the picture of a page that shows another one so often that one more is no news."""
    seen = [one for one in history.readings if one.name == FactKind.PICTURE and one.at >= now - _WITHIN]
    if len(seen) < _VOLATILE:
        return after
    facts = tuple(fact for fact in after.profile.facts if fact.kind is not FactKind.PICTURE)
    return replace(after, profile=replace(after.profile, facts=facts))


def find_falls(
    before: Snapshot, after: Snapshot, sudden: float, history: History, now: datetime
) -> Iterator[LayoutChange]:
    """The figures that fell by the share `sudden` or more, beside their series or, without one, the other look."""
    for figure in after.profile.figures:
        readings = [one for one in history.readings if one.name == figure.kind]
        if not readings and (old := before.profile.figure(figure.kind)):
            readings = [_as_reading(old, before.at)]
        series = Series(
            readings=readings,
            told=_told_falls(history, figure.kind),
            sudden=sudden,
            baseline_at=before.at,
        )
        if event := find_fall(figure, series, now):
            yield event


def _told_falls(history: History, kind: FigureKind) -> tuple[LayoutChange, ...]:
    """The falls that were told and stand, the newest first."""
    return tuple(event for event, _ in _told(history, LayoutOp.FELL) if event.role == kind)


def _told(history: History, op: LayoutOp) -> Iterator[tuple[LayoutChange, datetime]]:
    withdrawn = {fate.finding for fate in history.habits.fates if fate.withdrawn_at}
    for told in history.told:
        if told.finding.id not in withdrawn:
            for event in told.finding.layout:
                if event.op is op and not event.known:
                    yield event, told.finding.at


def _as_reading(figure: Figure, at: datetime) -> Reading:
    return Reading(
        stream="",
        name=figure.kind.value,
        value=f"{figure.value:g}",
        at=at,
        until=at,
        looks=2,
        low=figure.low,
        high=figure.high,
    )


def _steady(posted_at: datetime, last: Reading | None, now: datetime) -> datetime:
    known = datetime.fromisoformat(last.value) if last else posted_at
    day = known if same_post(posted_at, known, now) else posted_at
    return day.replace(hour=0, minute=0, second=0, microsecond=0)
