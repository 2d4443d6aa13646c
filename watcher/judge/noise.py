"""Tells clauses whose change says nothing from those that may change a rule."""

import heapq
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Self, TypeVar

from watcher.core.model import Block, BlockKind, Change, ClauseChange, ClauseOp, Span, SpanOp
from watcher.core.text import squash, squash_row
from watcher.judge.dates import find_dates
from watcher.judge.lexicon import LEXICON, count
from watcher.judge.numbering import only_numbering, unnumbered
from watcher.judge.openings import folded
from watcher.judge.passages import Passages
from watcher.judge.spelling import is_regional, same_words
from watcher.judge.widgets import is_furniture, only_counts

_MOVABLE_DATE = re.compile(
    r"(?i)\d+|st|nd|rd|th|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|"
    r"mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|last|updated?|modified|revised|effective|"
    r"effectivedate|date|version|as|of|since|on|the|stand|zuletzt|aktualisiert|gültig|ab|vom|fassung"
)
_MONTH = re.compile(
    r"(?i)\b(?:jan|feb|mär|mar|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[zc]|janv|févr|avr|juin|juil|août|déc)\w*"
)
_ADDRESS = re.compile(r"(?:(?:https?://)?[\w.-]+\.[a-z]{2,}(?:/\S*)?|[\w.+-]+@[\w.-]+)(?:\s*[,;]?\s*)", re.IGNORECASE)
_ENTITY = re.compile(r"\b(?:inc|llc|ltd|limited|unlimited|corp|gmbh|ag|b\.?v|plc|s\.?a\.?r\.?l|pty)\b")
_HEADING_NUMBER = re.compile(r"^\d{1,2}\s+(?=\D)")
_HIDDEN = re.compile(r"\[?email\W?protected\]?", re.IGNORECASE)
# Countries and regions that rules are written for; bare abbreviations, too.
PLACE = re.compile(
    r"\b(?:uk|usa?|eu|eea|united (?:kingdom|states)|switzerland|germany|austria|france|canada|brazil|japan|india|korea|"
    r"schweiz|deutschland|österreich|frankreich|suisse|allemagne)\b"
)
_GARBLED = re.compile(r"[ÃÂ][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]|â€[\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
# "Children under 16 may not enter": no day in May.
_AGE_MAY = re.compile(r"\d may [a-z]")
_ANNOUNCEMENT = LEXICON["announcement"]
_LOST = re.compile(r"[ÃÂâ](?=\W|[\u0080-\u00ff]|[a-zA-Z“„])")
_DATE_WORDS = 25
_DATE_LINE = 8
_NOTICE = 80
_BESIDE = 30
_STANDING = 25
_RENAMES = 100
# Where thousands of clauses differ, short ones decide nothing.
_MOST_READ = 1_500

T = TypeVar("T")


class Noise(StrEnum):
    """Why a changed clause does not count."""

    LINKS = "link_targets"
    TYPOGRAPHY = "typography"
    NUMBERING = "numbering"
    SPELLING = "spelling"
    DATE = "date_only"
    RENAME = "renamed"
    STANDS = "stands_elsewhere"
    MOVED = "moved"
    FURNITURE = "page_furniture"
    NOTICE = "notice_ended"
    ENCODING = "wrong_encoding"
    COUNTER = "counter"
    HIDDEN = "hidden_address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A changed clause as the judge sees it: its words that go and come, without those whose change says nothing.

    `noise` is None where something is left. `balance` says how many words of each kind came (or went, below zero);
    where thousands of clauses differ, of the longest 1,500.
    """

    change: ClauseChange
    deleted: str
    inserted: str
    noise: Noise | None
    balance: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """A whole document, squashed: its text, and its blocks without their numbers, as `bare` makes them."""

    text: Passages
    blocks: frozenset[str]
    bare: Callable[[str], str]

    @classmethod
    def of(cls, blocks: Sequence[Block], bare: Callable[[str], str]) -> Self:
        return cls(
            text=Passages.of(squash("\n".join(block.text for block in blocks))),
            blocks=frozenset(bare(_titled(block.kind, block.text)) for block in blocks),
            bare=bare,
        )


Swap = tuple[str, str]
"""A run of words and what stands in its place; either may be empty."""

Place = tuple[str, str]
"""What stands before and after a swap in its row, as far as it tells what a number is the number of."""


def sift(change: Change, today: date) -> tuple[Edit, ...]:
    """The changed clauses, each with why it does not count, if so."""
    swaps = {id(clause): tuple(_swaps(clause.redline)) for clause in change.clauses}
    renames = _renames([swap for runs in swaps.values() for swap, _ in runs], change.after.text)
    # Each side is read for what is new or gone on the other, and only then.
    came = any(not clause.before for clause in change.clauses)
    went = any(not clause.after for clause in change.clauses)
    bare = cache(_bare)
    documents = (
        _Document.of(change.before.blocks if came else (), bare),
        _Document.of(change.after.blocks if went else (), bare),
    )
    searched = _longest(change.clauses, _MOST_READ, lambda clause: len(clause.before) + len(clause.after))
    edits = [
        _edit(clause, swaps[id(clause)], renames, documents if id(clause) in searched else None, today)
        for clause in change.clauses
    ]
    telling = [edit for edit in edits if edit.noise is None]
    counted = _longest(telling, _MOST_READ, lambda edit: len(edit.inserted) + len(edit.deleted))
    return tuple(replace(edit, balance=_balance(edit.change)) if id(edit) in counted else edit for edit in edits)


def _longest(entries: Sequence[T], most: int, length: Callable[[T], int]) -> frozenset[int]:
    """The identities of the longest entries; of all where there are no more than `most`."""
    if len(entries) > most:
        entries = heapq.nlargest(most, entries, key=length)
    return frozenset(map(id, entries))


def regional_swaps(change: Change) -> int:
    """How many words turned British (positive) or American (negative); 0 where both happened: edits, not a region."""
    directions = Counter(
        is_regional(*pair)
        for clause in change.clauses
        for (old, new), _ in _swaps(clause.redline)
        if len(old.split()) == len(new.split())
        for pair in zip(old.split(), new.split(), strict=True)
    )
    if directions[1] and directions[-1]:
        return 0
    return directions[1] - directions[-1]


def _edit(
    clause: ClauseChange,
    swaps: Sequence[tuple[Swap, Place]],
    renames: Sequence[Swap],
    documents: tuple[_Document, _Document] | None,
    today: date,
) -> Edit:
    cells = cells_changed(clause)
    noise = None if cells else _noise_of_clause(clause, documents, today)
    if clause.redline and noise is None and not cells:
        kinds = [_noise_of_swap(swap, place, renames) for swap, place in swaps]
        telling = [swap for (swap, _), kind in zip(swaps, kinds, strict=True) if kind is None]
        if not telling:
            noise = max((kind for kind in kinds if kind), default=Noise.TYPOGRAPHY, key=kinds.count)
        deleted, inserted = " … ".join(old for old, _ in telling if old), " … ".join(new for _, new in telling if new)
    else:
        deleted, inserted = clause.before, clause.after
    return Edit(
        change=clause,
        deleted=deleted.strip(),
        inserted=inserted.strip(),
        noise=noise,
        balance={},
    )


def cells_changed(clause: ClauseChange) -> bool:
    """Whether the same words stand in other columns of a table, or a tick became a cross: no setting of the text."""
    before, after = clause.before, clause.after
    if not before or not after or clause.kind is not BlockKind.ROW:
        return False
    return squash(before) == squash(after) and squash_row(before) != squash_row(after)


def _balance(clause: ClauseChange) -> Mapping[str, int]:
    """Counted over whole clauses: "may" and "not" make a prohibition though only one of them is new."""
    gone, come = count(clause.before), count(clause.after)
    return {kind: come[kind] - gone[kind] for kind in gone if come[kind] != gone[kind]}


def _swaps(redline: Sequence[Span]) -> Iterator[tuple[Swap, Place]]:
    stays = ""
    for index, span in enumerate(redline):
        following = redline[index + 1] if index + 1 < len(redline) else None
        if span.op is SpanOp.SAME:
            stays = span.text
            continue
        if span.op is SpanOp.DELETED and following is not None and following.op is SpanOp.INSERTED:
            continue
        goes = redline[index - 1] if index and redline[index - 1].op is SpanOp.DELETED else None
        swap = (span.text, "") if span.op is SpanOp.DELETED else (goes.text if goes else "", span.text)
        ahead = following.text if following is not None else ""
        yield swap, (stays.rpartition("\n")[2][-_BESIDE:], ahead.partition("\n")[0][:_BESIDE])


def _noise_of_clause(clause: ClauseChange, documents: tuple[_Document, _Document] | None, today: date) -> Noise | None:
    """Why a clause does not count; without the documents, as far as it tells by itself."""
    if clause.links_only:
        # Notes are what stands beside the text: menus and footers, mostly.
        return Noise.FURNITURE if clause.kind is BlockKind.NOTE else Noise.LINKS
    if clause.op is ClauseOp.MOVED and not clause.redline:
        return Noise.MOVED
    if clause.before and clause.after:
        if squash(clause.before) == squash(clause.after):
            return Noise.TYPOGRAPHY
        if _is_garbled(clause.before, clause.after):
            return Noise.ENCODING
        if only_numbering(clause.before, clause.after):
            return Noise.NUMBERING
        if _only_dates(clause, today):
            return Noise.DATE
        if only_counts(clause):
            return Noise.COUNTER
    elif _is_date_line(clause.before or clause.after, today):
        return Noise.DATE
    if documents is None:
        return None
    if is_furniture(clause, today):
        return Noise.FURNITURE
    if _stands(clause, documents):
        return Noise.STANDS
    if _is_notice(clause.before) and not clause.after:
        # It is in force now; one that goes before its day was shown to others than these visitors.
        ahead = any(stated.day > today and not stated.guessed_year for stated in find_dates(clause.before, today))
        return Noise.FURNITURE if ahead else Noise.NOTICE
    return None


def _noise_of_swap(swap: Swap, place: Place, renames: Sequence[Swap]) -> Noise | None:
    old, new = swap
    lead, trail = place
    if not squash(old + new):
        return Noise.TYPOGRAPHY
    if _HIDDEN.search(f"{old} {new}") and "@" in f"{old} {new}":
        return Noise.HIDDEN
    if _name(swap) in renames or (old and new and same_words(_renamed(old, renames), new)):
        return Noise.SPELLING if same_words(old, new) else Noise.RENAME
    if _ADDRESS.fullmatch(old.strip(" .,()")) and _ADDRESS.fullmatch(new.strip(" .,()")):
        return Noise.LINKS
    if old and new and only_numbering(lead + old + trail, lead + new + trail):
        return Noise.NUMBERING
    if same_words(old, new):
        return Noise.SPELLING
    if _MONTH.search(old) and _MONTH.search(new) and _says_only_dates(f"{old} {new}"):
        return Noise.DATE
    return None


def _is_garbled(before: str, after: str) -> bool:
    """Whether one text is the other in a wrong encoding, as far as its letters survived that."""
    if squash(_repaired(before)) == squash(_repaired(after)):
        return True
    broken = any(len(_LOST.findall(text)) >= 2 for text in (before, after))
    return broken and _plain_letters(before) == _plain_letters(after)


def _plain_letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


def _repaired(text: str) -> str:
    """The text with UTF-8 that was read as Windows-1252 put right, piece by piece."""
    return _GARBLED.sub(_put_right, text)


def _put_right(found: re.Match[str]) -> str:
    try:
        return found[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return found[0]


def _renamed(text: str, renames: Sequence[Swap]) -> str:
    for old, new in renames:
        if folded(old) in folded(text):
            text = re.sub(rf"(?i)\b{re.escape(old)}\b", new.replace("\\", r"\\"), text)
    return text


def _only_dates(clause: ClauseChange, today: date) -> bool:
    """Whether a short clause states a date and nothing but its words changed."""
    texts = clause.before, clause.after
    if len(clause.after.split()) > _DATE_WORDS or any(map(_AGE_MAY.search, texts)):
        return False
    if not any(find_dates(clause.after, today)):
        return False
    changed = " ".join(span.text for span in clause.redline if span.op is not SpanOp.SAME)
    return _says_only_dates(changed)


def _is_date_line(text: str, today: date) -> bool:
    """Whether a block says nothing but since when the document stands."""
    return len(text.split()) <= _DATE_LINE and _says_only_dates(text) and any(find_dates(text, today))


def _says_only_dates(text: str) -> bool:
    return all(_MOVABLE_DATE.fullmatch(word) for word in re.findall(r"\w+", text))


def _stands(clause: ClauseChange, documents: tuple[_Document, _Document]) -> bool:
    """Whether a removed text is still, or an added one was already, elsewhere in the document."""
    if clause.before and clause.after:
        return False
    text, document = (clause.before, documents[1]) if clause.before else (clause.after, documents[0])
    if document.bare(_titled(clause.kind, text)) in document.blocks:
        return True
    # What does not stand there mostly shows by the longest sentence.
    pieces = sorted(_SENTENCE_END.split(text), key=len, reverse=True)
    return all(document.text.hold(squash(piece)) for piece in pieces) and len(squash(text)) >= _STANDING


def _titled(kind: BlockKind, text: str) -> str:
    """A heading without the bare number before it."""
    return _HEADING_NUMBER.sub("", text) if kind is BlockKind.HEADING else text


def _bare(text: str) -> str:
    return squash(unnumbered(text))


def _is_notice(text: str) -> bool:
    """Whether a short block announces something."""
    return 0 < len(text.split()) <= _NOTICE and bool(_ANNOUNCEMENT.search(text.replace("’", "'")))


def _renames(swaps: Sequence[Swap], after: str) -> tuple[Swap, ...]:
    """Names that were replaced one for one: everywhere, or at least three times. The commonest first."""
    times = Counter(_name(swap) for swap in swaps if swap[0].strip() and swap[1].strip())
    folded = after.casefold()
    return tuple(
        (old, new)
        for (old, new), count_ in times.most_common(_RENAMES)
        if count_ >= 2 and _is_name(old, new) and (count_ >= 3 or not _has_word(folded, old))
    )


def _has_word(text: str, word: str) -> bool:
    return word in text and bool(re.search(rf"\b{re.escape(word)}\b", text))


def _name(swap: Swap) -> Swap:
    old, new = (re.sub(r"['’]s$", "", text.strip(" ,.;:()“”\"'").casefold()) for text in swap)
    return old, new


def _is_name(old: str, new: str) -> bool:
    was, now = old.split(), new.split()
    if not was or not now or max(len(was), len(now)) > 5 or _ENTITY.search(old) or _ENTITY.search(new):
        return False
    if PLACE.search(old) or PLACE.search(new):
        return False  # rules for other countries are other rules
    if len(was) != len(now) and set(was) & set(now):
        return False  # "the UK" has become "the UK and Switzerland": wider, not renamed
    numbers = [count(text) for text in (old, new)]
    plain = not any(
        words[kind] for words in numbers for kind in ("modal", "prohibition", "negation", "deadline", "permission")
    )
    return plain and not any(map(str.isdigit, old + new))
