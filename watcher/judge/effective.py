"""Finds since when a changed rule holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.core.model import BlockKind, Change, EffectiveKind
from watcher.judge.dates import Meaning, Stated, find_dates
from watcher.judge.days import DayOrder
from watcher.judge.noise import Edit, Noise
from watcher.judge.printed import habit
from watcher.judge.scopes import Scope, scopes_of
from watcher.judge.sentences import phrase_around

_PAST = timedelta(days=60)
_AHEAD = timedelta(days=400)
_HEAD = 8
_LINE = 400
_BEFORE_CHANGE = 60
_SHORT = 200
_SAYS_SO = frozenset([Meaning.EFFECTIVE, Meaning.UPDATED])


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A date and what it says of the new text."""

    day: date
    kind: EffectiveKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    stated: Stated
    is_new: bool
    newcomers: bool


def find_effect(change: Change, edits: Sequence[Edit], today: date) -> Effect | None:
    """The date that the new text states for itself: from the changed clauses, else an announced one at its head.

    One near today beats others, "effective" beats "last updated", a date for those who are there already beats one for
    newcomers, a date that came new beats one that was there. A day to act by that may as well be another day is none.
    """
    return _best(_changed(change, edits, today) or list(_announced(change, today)), today)


def find_new_date(change: Change, edits: Sequence[Edit], today: date) -> Effect | None:
    """The date that came with the changed clauses, or stands in a line of its own that was touched."""
    return _best(_changed(change, edits, today), today)


def _best(candidates: Sequence[_Candidate], today: date) -> Effect | None:
    if not candidates:
        return None
    best = min(candidates, key=lambda candidate: _rank(candidate, today)).stated
    return Effect(day=best.day, kind=EffectiveKind(best.meaning.value))


def _rank(candidate: _Candidate, today: date) -> tuple[bool, bool, bool, bool, timedelta]:
    stated = candidate.stated
    near = today - _PAST <= stated.day <= today + _AHEAD
    updated = stated.meaning is Meaning.UPDATED
    # What takes effect first matters first; of a history, the last entry.
    order = today - stated.day if updated else stated.day - today
    return (not near, updated, candidate.newcomers, not candidate.is_new, order)


def _changed(change: Change, edits: Sequence[Edit], today: date) -> list[_Candidate]:
    order = habit(change)
    return [candidate for edit in edits for candidate in _of_clause(edit, today, order)]


def _of_clause(edit: Edit, today: date, order: DayOrder | None) -> Iterator[_Candidate]:
    """The dates in a clause's new text that came with this change, or stand where the clause says what it is."""
    clause = edit.change
    if not clause.after or edit.noise in {Noise.LINKS, Noise.MOVED, Noise.STANDS}:
        return
    old = {entry.day for entry in find_dates(clause.before, today, order)} if clause.before else set()
    for entry in find_dates(clause.after, today, order):
        if entry.meaning not in _SAYS_SO or _is_unclear(clause.after, entry):
            continue
        is_new = entry.day not in old
        short = entry.start < _BEFORE_CHANGE or len(clause.after) < _SHORT or clause.kind is BlockKind.HEADING
        if is_new or (short and edit.noise in {None, Noise.DATE}):
            yield _Candidate(stated=entry, is_new=is_new, newcomers=_for_newcomers(clause.after, entry))


def _is_unclear(text: str, stated: Stated) -> bool:
    """Whether the day may be another one, and that would mislead. In English, a slash mostly means month first."""
    harmless = stated.meaning is Meaning.UPDATED and text[stated.start : stated.end][-5] == "/"
    return stated.ambiguous and not harmless


def _announced(change: Change, today: date) -> Iterator[_Candidate]:
    order = habit(change)
    for block in change.after.blocks[:_HEAD]:
        text = block.text[:_LINE]
        for entry in find_dates(text, today, order):
            if entry.meaning is Meaning.EFFECTIVE and entry.day > today and not entry.ambiguous:
                yield _Candidate(stated=entry, is_new=False, newcomers=_for_newcomers(text, entry))


def _for_newcomers(text: str, stated: Stated) -> bool:
    scopes = scopes_of(phrase_around(text, stated.start, stated.end))
    return Scope.NEW_USERS in scopes and Scope.EXISTING_USERS not in scopes
