"""Names what differs between two states, so that it is known again, and known when it is undone."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from watcher.core.model import (
    Change,
    ClauseChange,
    ClauseOp,
    Finding,
    LayoutChange,
    LayoutOp,
    Opinion,
    Snapshot,
    SpanOp,
    TargetKind,
)
from watcher.core.text import squash
from watcher.diff.names import steady_name
from watcher.diff.words import bag, containment

_QUOTE = 120
_LONG = 20
_MAY_COUNT = frozenset(["", "page_furniture", "notice_ended"])
_STILL_THERE = 0.6
_UNDONE = 0.8
_OPPOSITES = {
    LayoutOp.REMOVED: LayoutOp.ADDED,
    LayoutOp.ADDED: LayoutOp.REMOVED,
    LayoutOp.FELL: LayoutOp.ROSE,
    LayoutOp.ROSE: LayoutOp.FELL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What one clause or element is known by: its own key, and that of the way back."""

    key: str
    reverse: str
    quote: str
    part: ClauseChange | LayoutChange


def marks_of(change: Change, opinion: Opinion, kind: TargetKind) -> Mapping[str, Mark]:
    """What of a change wants to last before it is told, by key.

    In a document every clause that counts, or that is long and only looks like what stands around documents; where
    nothing matters, only the long ones. On a page the elements that count, or else the text where it is important: what
    else a page says changes every day.
    """
    if kind is TargetKind.PAGE:
        found = [_mark_of_layout(event) for event in opinion.layout]
        if not found and opinion.severity >= 2:
            found = [_mark_of_clause(clause) for clause in telling(change.clauses, opinion.noise)]
    else:
        found = [
            _mark_of_clause(clause)
            for clause, why in with_noise(change.clauses, opinion.noise)
            if (not why and opinion.severity) or (why in _MAY_COUNT and is_long(clause))
        ]
    return {mark.key: mark for mark in found}


def is_long(clause: ClauseChange) -> bool:
    """Whether 20 words or more came or went."""
    if clause.op is ClauseOp.MOVED or clause.links_only:
        return False
    changed = [span.text for span in clause.redline if span.op is not SpanOp.SAME] or [clause.before, clause.after]
    return sum(len(text.split()) for text in changed) >= _LONG


def marks_of_finding(finding: Finding) -> Mapping[str, Mark]:
    clauses = map(_mark_of_clause, finding.clauses)
    return {mark.key: mark for mark in (*map(_mark_of_layout, finding.layout), *clauses)}


def telling(clauses: Sequence[ClauseChange], noise: Sequence[str]) -> Iterator[ClauseChange]:
    """The clauses that count."""
    return (clause for clause, why in with_noise(clauses, noise) if not why)


def with_noise(clauses: Sequence[ClauseChange], noise: Sequence[str]) -> Iterator[tuple[ClauseChange, str]]:
    return zip(clauses, (*noise, *[""] * len(clauses)), strict=False)


def narrowed(change: Change, keys: frozenset[str], kind: TargetKind) -> Change:
    """The change as if only what has these keys differed; a page's text stays, where its elements are meant."""
    layout = tuple(event for event in change.layout if _mark_of_layout(event).key in keys)
    if kind is TargetKind.PAGE and layout:
        return replace(change, layout=layout)
    clauses = tuple(clause for clause in change.clauses if _mark_of_clause(clause).key in keys)
    return replace(change, clauses=clauses, layout=())


def layout_keys(change: Change | None) -> frozenset[str]:
    return frozenset(_mark_of_layout(event).key for event in change.layout) if change else frozenset()


def is_text_undone(finding: Finding, now: Snapshot) -> bool:
    """Whether what a finding told of a text stands as it stood before: four fifths of its words, clause by clause."""
    text = squash(now.text)
    undone = words = 0
    for clause in telling(finding.clauses, finding.noise):
        size = len(clause.after.split()) + len(clause.before.split())
        words += size
        undone += size * _is_clause_undone(clause, text, now)
    return words > 0 and undone >= _UNDONE * words


def _is_clause_undone(clause: ClauseChange, text: str, now: Snapshot) -> bool:
    if clause.op is ClauseOp.MOVED:
        return False
    if clause.before:
        back = squash(clause.before) in text
        return back and not (clause.after and squash(clause.after) in text)
    # What was added and edited since is still there.
    words = bag(clause.after)
    return squash(clause.after) not in text and all(
        containment(words, bag(block.text)) < _STILL_THERE for block in now.blocks
    )


def undoes(mark: Mark, finding: Finding) -> bool:
    """Whether a clause only leads back to what stood there before a finding."""
    clause = mark.part
    if not isinstance(clause, ClauseChange):
        return False
    came = {squash(told.after) for told in finding.clauses}
    went = {squash(told.before) for told in finding.clauses}
    return (not clause.before or squash(clause.before) in came) and (not clause.after or squash(clause.after) in went)


def _mark_of_clause(clause: ClauseChange) -> Mark:
    before, after = squash(clause.before), squash(clause.after)
    quote = " ".join((clause.after or clause.before).split())
    return Mark(key=_hash(before, after), reverse=_hash(after, before), quote=quote[:_QUOTE], part=clause)


def _mark_of_layout(event: LayoutChange) -> Mark:
    was, now = _direction(event)
    name = steady_name(event.name)
    back = _OPPOSITES.get(event.op, event.op)
    # That something sank on its screen does not tell that it has left it.
    farther = "below the fold" if event.left_fold and now == "more" else now
    return Mark(
        key=_hash("layout", event.op, event.role, name, was, farther),
        reverse=_hash("layout", back, event.role, name, now, was),
        quote=event.sentence[:_QUOTE],
        part=event,
    )


def _direction(event: LayoutChange) -> tuple[str, str]:
    """Which way an element went, without the pixels that differ from visit to visit."""
    old, new = event.before_element, event.after_element
    if event.of_page:
        since = event.since.isoformat() if event.since else ""
        match event.op:
            case LayoutOp.FELL | LayoutOp.QUIET:
                return since, "less"
            case LayoutOp.ROSE:
                return "less", since
            case _:
                return event.before, event.after
    if old is None or new is None or event.op in {LayoutOp.REMOVED, LayoutOp.ADDED}:
        return "", ""
    match event.op:
        case LayoutOp.MOVED if old.role != new.role:
            return old.role, new.role
        case LayoutOp.SHORTENED:
            return "", ""
        case LayoutOp.MOVED:
            later = (new.box.y, new.box.x) > (old.box.y, old.box.x)
        case LayoutOp.RESIZED:
            later = new.box.w * new.box.h > old.box.w * old.box.h
        case LayoutOp.COVERED:
            later = new.covered > old.covered
        case _:
            return event.before, event.after
    return ("less", "more") if later else ("more", "less")


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
