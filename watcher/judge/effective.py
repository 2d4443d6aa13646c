"""Finds since when a changed rule holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.core.model import BlockKind, Change, EffectiveKind
from watcher.judge.dates import Meaning, Stated, find_dates
from watcher.judge.noise import Edit, Noise

_PAST = timedelta(days=60)
_AHEAD = timedelta(days=400)
_HEAD = 8
_BEFORE_CHANGE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A date and what it says of the new text."""

    day: date
    kind: EffectiveKind


def find_effect(change: Change, edits: Sequence[Edit], today: date) -> Effect | None:
    """The date that the new text states for itself: from the changed clauses, else an announced one at its head.

    One near today beats others, "effective" beats "last updated", a date that came new beats one that was there.
    """
    stated = [entry for edit in edits for entry in _new_dates(edit, today)]
    if not stated:
        stated = [
            (False, entry)
            for block in change.after.blocks[:_HEAD]
            for entry in find_dates(block.text[:400], today)
            if entry.meaning is Meaning.EFFECTIVE and entry.day > today
        ]
    ranked = sorted(stated, key=lambda pair: _rank(pair[0], pair[1], today))
    if not ranked:
        return None
    best = ranked[0][1]
    return Effect(day=best.day, kind=EffectiveKind(best.meaning.value))


def _rank(is_new: bool, stated: Stated, today: date) -> tuple[bool, bool, bool, date]:
    near = today - _PAST <= stated.day <= today + _AHEAD
    return (not near, stated.meaning is not Meaning.EFFECTIVE, not is_new, stated.day)


def _new_dates(edit: Edit, today: date) -> Iterator[tuple[bool, Stated]]:
    """The dates in a clause's new text, each with whether it came with this change."""
    clause = edit.change
    if not clause.after or edit.noise in {Noise.LINKS, Noise.MOVED, Noise.STANDS}:
        return
    old = {entry.day for entry in find_dates(clause.before, today)} if clause.before else set()
    for entry in find_dates(clause.after, today):
        if entry.meaning not in {Meaning.EFFECTIVE, Meaning.UPDATED}:
            continue
        is_new = entry.day not in old
        label = entry.start < _BEFORE_CHANGE or len(clause.after) < 200 or clause.kind is BlockKind.HEADING
        if is_new or (label and edit.noise is None):
            yield is_new, entry
