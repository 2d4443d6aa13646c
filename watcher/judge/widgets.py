"""Recognises what sites write around their documents: menus, banners, widgets, counters."""

import re
from datetime import date
from functools import lru_cache

from watcher.core.model import BlockKind, ClauseChange, SpanOp
from watcher.judge.endings import find_endings
from watcher.judge.lexicon import count, load_patterns
from watcher.judge.stances import Stance, ruling_of

_PATTERNS = load_patterns("furniture.toml")
_FURNITURE, _COUNTED = _PATTERNS["phrases"], _PATTERNS["counters"]
_WHOLE, _WALLS = _PATTERNS["whole"], _PATTERNS["walls"]
_BOUND = re.compile(
    r"(?i)\b(?:at least|minimum|maximum|up to|more than|fewer than|mindestens|höchstens|bis zu|au moins|"
    r"(?:per|an?|each|pro|je|par) (?:second|minute|hour|day|sekunde|minute|stunde|tag|seconde|heure|jour))\b"
)
_LABEL_WORDS = 8
_ENTRY = 40
_ENTRY_WORDS = 7
_QUESTION = 25
_SUMMARY = re.compile(r"(?i)\bkey takeaways\b|\bai.generated (?:summary|overview)\b|\bki.generierte zusammenfassung\b")
_BETWEEN = re.compile(r"\s[·•|›»]\s|\s[·•]|[·•]\s")
_SIGN_BETWEEN = re.compile(r"[·•|›»]")
_AGES = re.compile(r"(?i)\b(?:aged?|years?|older|younger|minutes?|under|over|jahre?n?|alt|unter|über|ab)\b")
_BANNER = 120
_COUNTER_WORDS = 25
_AT_HAND = 16


def is_furniture(clause: ClauseChange, today: date) -> bool:
    """Whether a block reads like a menu entry, a banner or a widget rather than a rule."""
    return _looks_like_furniture(clause) and not any(find_endings(clause.after, today))


def _looks_like_furniture(clause: ClauseChange) -> bool:
    texts = [text for text in (clause.before, clause.after) if text]
    if _SUMMARY.search(clause.heading.rpartition(" › ")[2]):
        return True
    if _is_of_widget(clause.heading) and all(len(text.split()) <= _ENTRY for text in texts):
        return not any(map(_is_rule, texts))
    if clause.kind is BlockKind.NOTE:
        # Documents set warnings beside their text too: whole sentences that demand, forbid or end something.
        return not any(text.endswith((".", "!")) and _rules(text) for text in texts)
    if all(_is_widget(text) or (clause.kind is not BlockKind.ROW and _is_row_of_links(text)) for text in texts):
        return True
    if clause.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} and all(_only_asks(text) for text in texts):
        return True
    short = all(len(text.split()) <= _LABEL_WORDS for text in texts)
    if short and clause.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING} and all(text.endswith("?") for text in texts):
        return True
    if short and clause.kind is BlockKind.PARAGRAPH and not any(text.endswith((".", ":", ";", ",")) for text in texts):
        return not any(_rules(text) for text in texts)
    return False


def _rules(text: str) -> bool:
    words = count(text)
    return any(words[kind] for kind in ("modal", "prohibition", "sunset", "money"))


def _is_row_of_links(text: str) -> bool:
    """Whether a block is a row of menu entries: "Help · Terms · Privacy"."""
    if not _SIGN_BETWEEN.search(text):
        return False
    entries = [entry for entry in _BETWEEN.split(text) if entry.strip()]
    plain = not any(entry.rstrip().endswith((".", ":", ";")) for entry in entries)
    return (
        len(entries) >= 3
        and plain
        and not _rules(text)
        and all(len(entry.split()) <= _ENTRY_WORDS for entry in entries)
    )


def _only_asks(text: str) -> bool:
    """Whether a block is a question that somebody may ask: the title of another article, mostly."""
    return text.endswith("?") and len(text.split()) <= _QUESTION and not re.search(r"[.!?] ", text)


def only_counts(clause: ClauseChange) -> bool:
    """Whether nothing but the figures of a counter changed."""
    changed = " ".join(span.text for span in clause.redline if span.op is not SpanOp.SAME)
    if not re.fullmatch(r"[\d\s.,:kKM+]+", changed) or len(clause.after.split()) > _COUNTER_WORDS:
        return False
    words = count(clause.after)
    rules = any(words[kind] for kind in ("modal", "prohibition", "permission", "money", "enforcement"))
    bound = _BOUND.search(clause.after) or _AGES.search(clause.after)
    stances = ruling_of(clause.after).stances
    return bool(_COUNTED.search(clause.after)) and not rules and not bound and not stances


@lru_cache(maxsize=_AT_HAND)
def _is_of_widget(heading: str) -> bool:
    """Whether what stands under a heading is a widget's. Clauses in turn share it."""
    return _is_widget(heading.rpartition(" › ")[2])


def _is_widget(text: str) -> bool:
    """Whether a block is known to be none of the document. Only banners and walls speak of what you must do."""
    if _WHOLE.fullmatch(text.strip(" .:›»|·")):
        return True
    if len(text.split()) > _BANNER:
        return False
    return bool(_WALLS.match(text)) or (bool(_FURNITURE.match(text)) and not _is_rule(text))


def _is_rule(text: str) -> bool:
    """Whether a block is a sentence that rules something: "Promoted posts must be labelled." """
    bound = ruling_of(text).stances.keys() & {Stance.OBLIGATION, Stance.PROHIBITION}
    words = count(text)
    told = any(words[kind] for kind in ("prohibition", "sunset", "money", "enforcement"))
    return text.rstrip().endswith(".") and (bool(bound) or told)
