"""Decides, clause by clause, what of a change is certain enough to be told, and what was told is undone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from watcher.core.model import (
    Capture,
    Change,
    Changed,
    EffectiveKind,
    Element,
    Fate,
    Finding,
    Habits,
    History,
    LayoutChange,
    Note,
    NoteKind,
    Opinion,
    Outcome,
    Place,
    Sign,
    Snapshot,
    Target,
    TargetKind,
    Told,
    Unchanged,
    Unconfirmed,
)
from watcher.core.watching import is_watched
from watcher.drift import remember_places
from watcher.learning import is_learning, is_usual, looked, more_regular, next_lesson, seen, unseen, without
from watcher.signs import Mark, is_long, is_text_undone, layout_keys, marks_of, marks_of_finding, narrowed, undoes
from watcher.states import finding_of, judge_change, noted

MEMORY = timedelta(days=60)
UNDONE_WITHIN = timedelta(days=30)
FLAPPING = timedelta(days=7)
LEARNING_ELEMENT = timedelta(hours=24)
LOOKS_AFTER = (timedelta(hours=1), timedelta(hours=6))
_DAY = timedelta(days=1)
_ELEMENT_LASTS = 3
_WATCHED_LASTS = 6
_IMPORTANT_SOONER = 2
_AGAIN = 2
_OFTEN = 3
_NEWS = timedelta(days=14)
_STABLE = 0.8
_QUOTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One good look at a stream: what differs from the baseline `before`, if anything, and what that means.

    Where the two are not of the `same_recipe`, their layouts say nothing about each other.
    """

    capture: Capture
    before: Snapshot
    after: Snapshot
    change: Change | None
    opinion: Opinion | None
    target: Target
    history: History
    now: datetime
    same_recipe: bool = True


class _Standing(Enum):
    OPEN = auto()
    FLAPPED = auto()
    TOLD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """Something that was not told yet; `needed` is for how long it has to last, `important` where it is important.

    An element has to be seen in `looks` looks in a row as well, one that comes and goes in more than are `usual`.
    """

    mark: Mark
    sign: Sign
    needed: timedelta
    important: timedelta
    flaps: bool
    looks: int = 0
    usual: bool = False

    def is_ripe(self, now: datetime) -> bool:
        return self.is_early(now) and now - self.sign.since >= self.needed

    def is_early(self, now: datetime) -> bool:
        """Whether it has lasted long enough for what is important."""
        return now - self.sign.since >= self.important and self.sign.run >= self.looks and not self.usual


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    """What is told now: the opinion on a part of the change, and the keys of that part."""

    change: Change
    opinion: Opinion
    keys: frozenset[str] = frozenset()
    confirmed: bool = True
    since: datetime | None = None


def follow(look: Look) -> Outcome:
    """Tells at once what is certain, in time what lasts, and nothing twice; withdraws what is undone.

    The baseline moves when nothing is left that has yet to last.
    """
    fates, withdrawn = _follow_told(look)
    opened = _open(look, fates)
    whole = _part(look, opened) if opened else None
    verdict = _judge(look, opened, whole)
    told = verdict.keys if verdict else frozenset()
    # What would not be told however long it lasted holds nothing up.
    pending = [entry for key, entry in opened.items() if key not in told] if whole and whole.opinion.severity else []
    flapping = _flapping(look, pending)
    habits = replace(
        looked(look.history.habits, look.target, look.now),
        digest=look.history.habits.digest if pending else look.after.digest,
        signs=(*(entry.sign for entry in pending), *_remembered(look, opened)),
        fates=fates,
        flapping_told_at=look.now if flapping else look.history.habits.flapping_told_at,
        regulars=_regulars(look, opened, settled=not pending),
        places=look.history.habits.places if pending else _places(look),
    )
    notes = (*withdrawn, *flapping)
    again_at = min((*_looks_at(look, pending, habits), *_looks_at_fates(look, fates)), default=None)
    if verdict is not None:
        return _changed(look, verdict, habits, notes, again_at, settled=not pending)
    if pending and again_at is not None:
        return _unconfirmed(look, pending, habits, notes, again_at)
    return Unchanged(digest=look.after.digest, habits=habits, notes=notes, again_at=again_at)


def _changed(
    look: Look, verdict: _Verdict, habits: Habits, notes: tuple[Note, ...], again_at: datetime | None, *, settled: bool
) -> Changed:
    # What one state differs in may be told in several findings.
    digest = ":".join((look.after.digest, *sorted(verdict.keys)))
    finding = finding_of(verdict.opinion, verdict.change, look.capture, digest, look.now)
    if finding.severity:
        habits = replace(habits, fates=(*habits.fates, Fate(finding=finding.id)))
    return Changed(
        digest=look.after.digest,
        finding=replace(finding, confirmed=verdict.confirmed, first_seen_at=verdict.since),
        new_baseline=settled,
        habits=habits,
        notes=notes,
        again_at=again_at,
    )


def _unconfirmed(
    look: Look, pending: Sequence[_Open], habits: Habits, notes: tuple[Note, ...], again_at: datetime
) -> Outcome:
    if look.change is None or look.opinion is None:
        raise ValueError(f"{look.capture.stream}: something is pending and nothing differs")
    since = min(entry.sign.since for entry in pending)
    return Unconfirmed(
        digest=look.after.digest,
        finding=finding_of(look.opinion, look.change, look.capture, look.after.digest, look.now),
        since=since,
        doubted=since,
        again_at=again_at,
        quarantine=False,
        habits=habits,
        notes=notes,
    )


def _open(look: Look, fates: Sequence[Fate]) -> Mapping[str, _Open]:
    """What differs and was not told, with how long looks have agreed on it."""
    if look.change is None or look.opinion is None:
        return {}
    known = {sign.key: sign for sign in look.history.habits.signs}
    told = [(entry, marks_of_finding(entry.finding)) for entry in look.history.told]
    found = {}
    for key, mark in marks_of(look.change, look.opinion, look.target.kind).items():
        standing = _standing(mark, told, fates)
        if standing is not _Standing.TOLD:
            sign = seen(mark, known, look.history.habits.looks, look.now)
            flaps = standing is _Standing.FLAPPED or sign.times >= _AGAIN
            if isinstance(mark.part, LayoutChange):
                found[key] = _open_element(mark, mark.part, sign, look, flaps=flaps)
            else:
                found[key] = _open_clause(mark, sign, look.target, flaps=flaps)
    return found


def _open_clause(mark: Mark, sign: Sign, target: Target, *, flaps: bool) -> _Open:
    needed = max(FLAPPING, target.confirm_for) if flaps else target.confirm_for
    important = needed if flaps else needed / _IMPORTANT_SOONER
    return _Open(mark=mark, sign=sign, needed=needed, important=important, flaps=flaps)


def _open_element(mark: Mark, event: LayoutChange, sign: Sign, look: Look, *, flaps: bool) -> _Open:
    """What comes and goes has to stay for longer than it may by chance; on a new page it has to last for a day.

    What is watched there is told within the hour, if it is missed in every look of it.
    """
    step = look.target.confirm_after
    if flaps:
        return _Open(mark=mark, sign=sign, needed=step, important=step, flaps=True, usual=is_usual(sign, look.now))
    lasts = _ELEMENT_LASTS
    if is_learning(look.history.habits, look.now):
        lasts = _WATCHED_LASTS
        if not _is_watched(event, look.target):
            return _Open(mark=mark, sign=sign, needed=LEARNING_ELEMENT, important=LEARNING_ELEMENT, flaps=False)
    needed = lasts * step
    return _Open(mark=mark, sign=sign, needed=needed, important=needed, flaps=False, looks=lasts + 1 if step else 0)


def _standing(mark: Mark, told: Sequence[tuple[Told, Mapping[str, Mark]]], fates: Sequence[Fate]) -> _Standing:
    """What the newest finding that speaks of it says: told already, undone, or told and withdrawn."""
    by_finding = {fate.finding: fate for fate in fates}
    for entry, marks in told:
        fate = by_finding.get(entry.finding.id, Fate(finding=entry.finding.id))
        if mark.key in marks:
            return _Standing.FLAPPED if fate.withdrawn_at else _Standing.TOLD
        if mark.reverse in marks or undoes(mark, entry.finding):
            return _Standing.TOLD if fate.undone_since else _Standing.OPEN
    return _Standing.OPEN


def _is_watched(event: LayoutChange, target: Target) -> bool:
    elements = [element for element in (event.before_element, event.after_element) if element]
    return any(is_watched(entry, element) for entry in target.watch for element in elements)


def _remembered(look: Look, opened: Mapping[str, _Open]) -> Iterator[Sign]:
    """The signs of before that are not here now."""
    back = {entry.mark.reverse for entry in opened.values()}
    for sign in look.history.habits.signs:
        if sign.key not in opened and sign.key not in back and look.now - sign.last_seen <= MEMORY:
            yield unseen(sign)


def _regulars(look: Look, opened: Mapping[str, _Open], *, settled: bool) -> tuple[Element, ...]:
    """What comes and goes, whether the baseline has it or not; what is gone for good is none, once that is settled."""
    known = more_regular(look.history.habits.regulars, (entry.mark for entry in opened.values() if entry.flaps))
    return without(known, look.change.layout) if settled and look.change else known


def _places(look: Look) -> tuple[Place, ...]:
    """Where things were that are elsewhere on the baseline to be, and that nobody was told of."""
    if not look.same_recipe or look.target.kind is not TargetKind.PAGE:
        return ()
    told = look.opinion.layout if look.opinion else ()
    return remember_places(look.history.habits.places, look.before, look.after, told)


def _judge(look: Look, opened: Mapping[str, _Open], whole: _Verdict | None) -> _Verdict | None:
    """What to tell now, if anything; `whole` is what all that is open would mean."""
    change, opinion = look.change, look.opinion
    if change is None or opinion is None:
        return None
    if not marks_of(change, opinion, look.target.kind):
        return _Verdict(change=change, opinion=opinion)
    if whole is None:
        return None
    if _is_certain(whole, look) and not any(entry.flaps for entry in opened.values()):
        lasted = all(entry.is_ripe(look.now) for entry in opened.values())
        return replace(whole, confirmed=lasted)
    early = {key: entry for key, entry in opened.items() if entry.is_early(look.now)}
    if early and (important := _part(look, early)).opinion.severity >= 2:
        return important
    ripe = {key: entry for key, entry in early.items() if entry.is_ripe(look.now)}
    part = _part(look, ripe) if ripe else None
    return part if part and part.opinion.severity else None


def _part(look: Look, entries: Mapping[str, _Open]) -> _Verdict:
    """What the change would mean if only this differed."""
    keys = frozenset(entries)
    change = narrowed(_given(look.change), keys, look.target.kind)
    since = min(entry.sign.since for entry in entries.values())
    opinion = judge_change(change, look.target, look.now)
    if not opinion.severity and any(map(is_long, change.clauses)):
        opinion = noted(opinion, change, look.target)
    return _Verdict(change=change, opinion=opinion, keys=keys, since=since)


def _given(change: Change | None) -> Change:
    if change is None:
        raise ValueError("nothing differs")
    return change


def _is_certain(verdict: _Verdict, look: Look) -> bool:
    """Whether a document that stands otherwise says something grave, or when it was changed or takes effect."""
    opinion = verdict.opinion
    if opinion.severity < 2 or opinion.layout or opinion.suspicious or _given(look.change).common < _STABLE:
        return False
    today = look.now.date()
    stated = opinion.effective_date
    dated = stated is not None and (
        abs(today - stated) <= _NEWS or (opinion.effective_kind is EffectiveKind.EFFECTIVE and stated > today)
    )
    return opinion.severity == 3 or dated


def _follow_told(look: Look) -> tuple[tuple[Fate, ...], tuple[Note, ...]]:
    """What has become of the findings that were told, and what of them is withdrawn now."""
    fates: list[Fate] = []
    notes: list[Note] = []
    for told in look.history.told:
        fate = look.history.habits.fate(told.finding.id) or Fate(finding=told.finding.id)
        if not fate.withdrawn_at:
            undone = _may_be_undone(told.finding, look.now) and _is_undone(look, told.finding, fate)
            fate = replace(fate, undone_since=(fate.undone_since or look.now) if undone else None)
            if fate.undone_since and look.now - fate.undone_since >= _doubt(told.finding, look):
                fate = replace(fate, withdrawn_at=look.now)
                notes.append(Note(kind=NoteKind.WITHDRAWN, told=told))
            elif not undone and not fate.confirmed_at and _has_lasted(told.finding, look):
                fate = replace(fate, confirmed_at=look.now)
                notes.append(Note(kind=NoteKind.CONFIRMED, told=told))
        fates.append(fate)
    return tuple(fates), tuple(notes)


def _has_lasted(finding: Finding, look: Look) -> bool:
    return not finding.confirmed and look.now - finding.at >= look.target.confirm_for


def _may_be_undone(finding: Finding, now: datetime) -> bool:
    """Not what was told long ago, and no announcement that goes when its day has come."""
    days = [day for day in (finding.effective_date, finding.deadline) if day is not None]
    is_over = finding.effective_kind is not EffectiveKind.LAST_UPDATED and any(day <= now.date() for day in days)
    return now - finding.at <= UNDONE_WITHIN and not (is_over and finding.at.date() < min(days))


def _doubt(finding: Finding, look: Look) -> timedelta:
    """How long the state of before has to last: what was told a moment ago is withdrawn as fast."""
    fresh = look.now - finding.at < _DAY
    return look.target.confirm_after if fresh or finding.layout else look.target.confirm_for


def _is_undone(look: Look, finding: Finding, fate: Fate) -> bool:
    if not finding.layout:
        return is_text_undone(finding, look.after)
    marks = [mark for mark in marks_of_finding(finding).values() if isinstance(mark.part, LayoutChange)]
    shown = layout_keys(look.change)
    forth = any(mark.key in shown for mark in marks)
    # The baseline is as it was before the finding, or the way back was seen since.
    back = look.before.capture == finding.before_capture or fate.undone_since is not None
    return all(mark.reverse in shown for mark in marks) or (back and not forth)


def _flapping(look: Look, pending: Sequence[_Open]) -> tuple[Note, ...]:
    """Told once in a while of a document that goes back and forth."""
    clauses = [entry for entry in pending if not isinstance(entry.mark.part, LayoutChange)]
    often = [entry.sign for entry in clauses if entry.sign.times >= _OFTEN]
    last = look.history.habits.flapping_told_at
    if not often or (last is not None and look.now - last <= MEMORY):
        return ()
    quotes = tuple(sign.quote for sign in often[:_QUOTES])
    return (Note(kind=NoteKind.FLAPPING, quotes=quotes, times=max(sign.times for sign in often)),)


def _looks_at(look: Look, pending: Sequence[_Open], habits: Habits) -> Iterator[datetime]:
    """Soon at first, then less often; what flaps has time until the next look that is due anyway."""
    if lesson := next_lesson(habits, look.target, look.now):
        yield lesson
    step = look.target.confirm_after
    for entry in pending:
        waits = [step, *LOOKS_AFTER, entry.important, entry.needed]
        if entry.looks:
            waits = [n * step for n in range(1, entry.looks)]
            if not entry.is_ripe(look.now) and look.now >= entry.sign.since + waits[-1]:
                yield look.now + step
        elif entry.flaps and isinstance(entry.mark.part, LayoutChange):
            continue
        elif entry.flaps:
            waits = [entry.needed]
        yield from sorted(entry.sign.since + wait for wait in waits if entry.sign.since + wait > look.now)[:1]


def _looks_at_fates(look: Look, fates: Sequence[Fate]) -> Iterator[datetime]:
    for told in look.history.told:
        fate = next((fate for fate in fates if fate.finding == told.finding.id), None)
        if fate and fate.undone_since and not fate.withdrawn_at:
            yield max(fate.undone_since + _doubt(told.finding, look), look.now + timedelta(seconds=1))
