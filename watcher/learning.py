"""Learns what of a page comes and goes by itself, and tells when something stays away for longer than that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from watcher.core.model import Element, First, Habits, LayoutChange, LayoutOp, Sign, Snapshot, Target, TargetKind
from watcher.diff.names import steady_name
from watcher.signs import Mark

LEARNING_LOOKS = 6
UNLIKELY = 1e-3
A_DAY = timedelta(hours=24)
_LOOKS_A_TERM = 8
_LONGER = 1.5
_MANY = 400
_REGULARS = 50


def begin(digest: str, target: Target, now: datetime) -> First:
    """The first look at a stream: the habits of a page have to be learnt."""
    learns = target.kind is TargetKind.PAGE and target.learn_for
    habits = Habits(digest=digest, looks=1, learning_until=now + target.learn_for if learns else None)
    return First(digest=digest, habits=habits, again_at=next_lesson(habits, target, now))


def is_learning(habits: Habits, now: datetime) -> bool:
    return habits.learning_until is not None and now < habits.learning_until


def next_lesson(habits: Habits, target: Target, now: datetime) -> datetime | None:
    """When a page that is new is to be looked at again at the latest: a day of learning holds several looks."""
    return now + target.learn_for / _LOOKS_A_TERM if is_learning(habits, now) else None


def looked(habits: Habits, target: Target, now: datetime) -> Habits:
    """One look more, with the term of learning put off where there were too few looks in it."""
    looks, until = habits.looks + 1, habits.learning_until
    if until is not None and until <= now and looks < LEARNING_LOOKS:
        until = now + (LEARNING_LOOKS - looks) * target.learn_for / _LOOKS_A_TERM
    return replace(habits, looks=looks, learning_until=until)


def is_usual(sign: Sign, now: datetime) -> bool:
    """Whether something that comes and goes may be here, or away, by chance: for a day, or not unlikely long."""
    longest = max(A_DAY, _LONGER * sign.longest)
    return now - sign.since < longest or _chance(sign) >= UNLIKELY


def _chance(sign: Sign) -> float:
    """How likely so many looks in a row are that agree, by the share of earlier looks that did (rule of succession)."""
    chance = 1.0
    for n in range(sign.run):
        chance *= (sign.seen + 1 + n) / (sign.seen + max(sign.unseen, sign.times) + 2 + n)
    return chance


def seen(mark: Mark, known: Mapping[str, Sign], looks: int, now: datetime) -> Sign:
    """The sign of something that this look has; `looks` is how many there were before."""
    sign = known.get(mark.key)
    if sign is None and isinstance(mark.part, LayoutChange) and mark.reverse in known:
        sign = _reversed(known[mark.reverse], mark)
    if sign is None:
        return Sign(key=mark.key, quote=mark.quote, since=now, last_seen=now, unseen=looks, run=1)
    if sign.here:
        return replace(sign, last_seen=now, run=sign.run + 1)
    return replace(sign, since=now, last_seen=now, here=True, times=sign.times + 1, run=1)


def unseen(sign: Sign) -> Sign:
    """The sign of something that this look has not."""
    if not sign.here:
        return _bounded(replace(sign, unseen=sign.unseen + 1))
    lasted = max(sign.longest, sign.last_seen - sign.since)
    return _bounded(replace(sign, here=False, seen=sign.seen + sign.run, run=0, unseen=sign.unseen + 1, longest=lasted))


def at_rest(habits: Habits, target: Target, now: datetime) -> Habits:
    """The habits after a look that found nothing else than the baseline."""
    return replace(looked(habits, target, now), signs=tuple(unseen(sign) for sign in habits.signs))


def rebased(habits: Habits, digest: str) -> Habits:
    """What is still known of a stream whose baseline is seen in another way: what comes and goes, not what is open."""
    signs = tuple(
        replace(sign, here=False, seen=sign.seen + sign.run, run=0) if sign.here else sign for sign in habits.signs
    )
    return replace(habits, digest=digest, signs=signs, places=())


def with_regulars(before: Snapshot, regulars: Sequence[Element]) -> Snapshot:
    """The baseline with the elements that come and go and happen to be missing on it."""
    if not regulars or not before.elements:
        return before
    shown = {_name(element) for element in before.elements}
    missing = tuple(element for element in regulars if _name(element) not in shown)
    return replace(before, elements=(*before.elements, *missing)) if missing else before


def more_regular(regulars: Sequence[Element], passing: Iterable[Mark]) -> tuple[Element, ...]:
    """The regulars, and the elements that are known to come and go and are new beside the baseline."""
    found = {_name(element): element for element in regulars}
    for mark in passing:
        if isinstance(mark.part, LayoutChange) and mark.part.op is LayoutOp.ADDED and mark.part.after_element:
            found.setdefault(_name(mark.part.after_element), mark.part.after_element)
    return tuple(found.values())[-_REGULARS:]


def without(regulars: Sequence[Element], lost: Iterable[LayoutChange]) -> tuple[Element, ...]:
    """The regulars without those of which it was told that they are gone."""
    names = {_name(event.before_element) for event in lost if event.op is LayoutOp.REMOVED and event.before_element}
    return tuple(element for element in regulars if _name(element) not in names)


def _reversed(sign: Sign, mark: Mark) -> Sign:
    """The sign of the way back: seen when the other was not."""
    return Sign(
        key=mark.key,
        quote=mark.quote,
        since=sign.since,
        last_seen=sign.last_seen,
        times=sign.times,
        here=False,
        seen=sign.unseen,
        unseen=sign.seen + sign.run,
    )


def _bounded(sign: Sign) -> Sign:
    """With a memory that fades: shares follow what a page does now."""
    if sign.seen + sign.unseen <= _MANY:
        return sign
    return replace(sign, seen=sign.seen // 2, unseen=sign.unseen // 2)


def _name(element: Element) -> tuple[str, str]:
    return element.role, steady_name(element.name)
