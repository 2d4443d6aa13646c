"""Weighs single clauses: which say most, and whether one alone is strong enough."""

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from watcher.core.model import BlockKind, Change, ClauseOp, Reason, SpanOp
from watcher.judge.lexicon import count
from watcher.judge.noise import Edit
from watcher.judge.restatement import is_restated, plain_ruling
from watcher.judge.spelling import numbers_differ
from watcher.judge.stances import Ruling

# A stop after one letter or a day's number ends no sentence: "e.g.", "am 5. Januar".
_BREAK = re.compile(r"(?<=[.!?])(?<!\b\w\.)(?<!\b\d\d\.)\s+|\n")
_YEAR = re.compile(r"\b20\d\d\b")
_WORD = re.compile(r"\w")
_QUOTE = 280
_THOUGHT = 6
_REASONS = 6

_RULE_WORDS = {
    "sunset": 3.0,
    "prohibition": 3.0,
    "announcement": 2.0,
    "enforcement": 1.5,
    "modal": 1.5,
    "money": 1.5,
    "deadline": 1.5,
    "negation": 1.0,
    "permission": 1.0,
    "licence": 0.8,
    "liability": 0.8,
    "data_use": 0.7,
    "scope": 0.7,
    "definition": 0.5,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An edit with its strength and the kind of words that make it, and what its clause ruled and rules now.

    `restated`: it rules the same in other words.
    """

    edit: Edit
    rule: str
    weight: float
    turned: frozenset[str]
    old: Ruling
    new: Ruling
    restated: bool


def weigh(edits: Iterable[Edit]) -> list[Weighed]:
    """The edits that count, the strongest first."""
    return sorted((_weigh(edit) for edit in edits if edit.noise is None), key=lambda weighed: -weighed.weight)


def strongest(edits: Sequence[Edit], most: int) -> Sequence[Edit]:
    """Those of the edits that weigh most, in the order of the document; all where there are no more than `most`."""
    if len(edits) <= most:
        return edits
    chosen = {id(edit) for edit in heapq.nlargest(most, edits, key=lambda edit: _weight(edit, _parts(edit)))}
    return [edit for edit in edits if id(edit) in chosen]


def _weigh(edit: Edit) -> Weighed:
    parts = _parts(edit)
    rule = max(parts, key=lambda kind: parts[kind], default="wording")
    turned = {kind for kind, times in edit.balance.items() if times > 0} | parts.keys() & {"numbers"}
    old, new = plain_ruling(edit.change.before), plain_ruling(edit.change.after)
    return Weighed(
        edit=edit,
        rule=f"{_verb(edit)}_{rule}",
        weight=_weight(edit, parts),
        turned=frozenset(turned),
        old=old,
        new=new,
        restated=is_restated(edit),
    )


def _parts(edit: Edit) -> Mapping[str, float]:
    """What each kind of word adds to the strength of an edit."""
    parts = {kind: _RULE_WORDS[kind] * min(abs(turned), 2) for kind, turned in edit.balance.items()}
    if edit.change.op is ClauseOp.EDITED and numbers_differ(edit.deleted, edit.inserted):
        parts["numbers"] = 1.5
    return parts


def _weight(edit: Edit, parts: Mapping[str, float]) -> float:
    words = len(edit.inserted.split()) + len(edit.deleted.split())
    weight = sum(parts.values()) + min(words, 60) / 30
    if edit.change.kind is BlockKind.HEADING:
        weight /= 2
    return round(weight, 2)


def _verb(edit: Edit) -> str:
    return {ClauseOp.ADDED: "new", ClauseOp.REMOVED: "dropped"}.get(edit.change.op, "changed")


def reasons(weighed: Sequence[Weighed]) -> Iterator[Reason]:
    """The strongest edits with the sentence that shows each, verbatim."""
    for entry in weighed[:_REASONS]:
        yield Reason(rule=entry.rule, quote=telling_sentence(entry.edit), weight=entry.weight)


def telling_sentence(edit: Edit) -> str:
    """The sentence of the new text (the old one, where it was dropped) in which the change is."""
    clause = edit.change
    dropped = is_dropped(edit)
    text = clause.before if dropped else clause.after
    place = _place(edit, SpanOp.DELETED if dropped else SpanOp.INSERTED) if clause.redline else _strongest(text)
    for start, end in _sentences(text):
        if start <= place < end:
            return text[start:end].strip()[:_QUOTE].strip()
    return text[:_QUOTE].strip().partition("\n")[0].strip()


def is_dropped(edit: Edit) -> bool:
    """Whether a clause, or a whole thought in one that stands, is gone and nothing came instead."""
    if edit.change.op is ClauseOp.REMOVED:
        return True
    return bool(edit.change.redline) and not edit.inserted and len(edit.deleted.split()) >= _THOUGHT


def _place(edit: Edit, shown: SpanOp) -> int:
    """Where the first word of the longest change that counts stands, in the old text (DELETED) or the new (INSERTED).

    In the new text that is the spot that words leave, where they only go.
    """
    position, best, longest = 0, 0, -1
    hidden = SpanOp.INSERTED if shown is SpanOp.DELETED else SpanOp.DELETED
    telling = f"{edit.inserted} {edit.deleted}"
    for span in edit.change.redline:
        words = span.text.strip()
        size = len(words) + 1_000 * (span.op is shown)
        if span.op is not SpanOp.SAME and size > longest and words in telling:
            word = _WORD.search(span.text) if span.op is shown else None
            best, longest = position + (word.start() if word else 0), size
        if span.op is not hidden:
            position += len(span.text)
    return best


def _strongest(text: str) -> int:
    """Where the sentence of an added or removed text begins that says most."""
    best, most = 0, -1.0
    for start, end in _sentences(text):
        sentence = text[start:end]
        weight = sum(_RULE_WORDS[kind] * min(times, 2) for kind, times in count(sentence).items())
        weight += 2.0 * bool(_YEAR.search(sentence))
        if weight > most:
            best, most = start, weight
    return best


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end, with the white space after them."""
    start = 0
    for found in _BREAK.finditer(text):
        if text[start : found.start()].strip():
            yield start, found.end()
        start = found.end()
    if text[start:].strip():
        yield start, len(text)


def quotes_verbatim(change: Change, found: Iterable[Reason]) -> Iterator[Reason]:
    """The reasons whose quotes stand letter for letter in one of the two texts."""
    texts = change.before.text, change.after.text
    return (reason for reason in found if any(reason.quote in text for text in texts))
