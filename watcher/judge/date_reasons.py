"""Quotes what a changed text says about its dates beside the one that counts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.core.model import Change, EffectiveKind, Reason
from watcher.judge.dates import Meaning, Stated, find_dates
from watcher.judge.datewords import GONE
from watcher.judge.days import DayOrder
from watcher.judge.effective import Effect
from watcher.judge.endings import Ending, ends_of_itself
from watcher.judge.lexicon import count
from watcher.judge.noise import Edit, Noise
from watcher.judge.printed import Printed, habit, printed, printed_line
from watcher.judge.scopes import Scope, scopes_of
from watcher.judge.sentences import phrase_around, sentence_around, sentences

_SAYS_SO = frozenset([Meaning.EFFECTIVE, Meaning.UPDATED])
_APPLIES = {
    Scope.NEW_USERS: "applies_to_new_users",
    Scope.EXISTING_USERS: "applies_to_existing_users",
    Scope.REGION: "applies_in_region",
}
_TO_ACT_BY = frozenset(["announces_end", "ends_on", "optout_deadline"])
_MOST = 2
_LITTLE = 0.1
_LONGEST = 600
_NUMBER = (
    r"(?:\d{1,3}|seven|ten|fourteen|fifteen|twenty|thirty|forty-five|sixty|ninety|one|two|three|four|six|eight|"
    r"ein(?:en|em|e|er)?|zwei|drei|vier|sechs|acht|sieben|zehn|vierzehn|fünfzehn|dreißig|sechzig|neunzig|"
    r"un|deux|trois|quatre|six|sept|huit|dix|quatorze|quinze|trente|soixante)"
)
_TERM = re.compile(
    rf"(?i)\b{_NUMBER}(?:\s*\(\d+\))?[\s-]+(?:(?:calendar|business|working|full)[\s-]+)?"
    r"(?:days?|weeks?|months?|(?:werk)?tage?n?|wochen?|monate?n?|jours?|semaines?|mois)\b"
)
_UNITS = ("day", "week", "month", "tag", "woche", "monat", "jour", "semaine", "mois")
_CHANGES = re.compile(
    r"(?i)\b(?:chang\w+|updates?|updat(?:ed|ing)|modif\w+|amend\w+|revis\w+|new version|(?:ver)?änder\w+|änderung\w*|"
    r"anpass\w+|aktualisier\w+|neue\w* fassung|changements?|mises? à jour|révision\w*)\b"
)
_TAKES = re.compile(
    r"(?i)\b(?:effective|effect|in(?:to)? force|notice|notif\w+|inform\w*|advance|prior|announc\w+|"
    r"(?:an|ver)?kündig\w*|mitteil\w*|mitgeteilt|teilen wir|wirksam|in kraft|voraus|vorher|benachrichtig\w*|"
    r"préavis|avis|avert\w+|prévien\w+|prévenir|prévenu\w*|vigueur|effet|avance)\b"
)
_NOT_THE_DOCUMENTS = re.compile(
    r"(?i)\b(?:notify|inform|tell|notice to) us\b|\bteilen sie\b|\bteilst du\b|\binformez[- ]nous\b|"
    r"\bsub-?processors?\b|"
    r"\b(?:your|ihre[rn]?|deine[rn]?|vos|votre) (?:[\w-]+ ){0,4}(?:data|information|details|address|"
    r"daten|angaben|adresse)\b"
)
_TERM_TO_OBJECT = re.compile(
    r"(?i)\b(?:opt[- ]?out|opting out|object(?:ion)?|reject|widersprech\w*|widerspruch\w*|opposer|opposition|refuser)\b"
)

_APPEAL = re.compile(r"(?i)\b(?:decisions?|appeals?|entscheidung\w*|beschwerde\w*|verwarnung\w*|décisions?|recours)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A rule that a new sentence meets, and the day it names, if one hangs on it."""

    rule: str
    quote: str
    day: date | None = None


def read_dates(change: Change, edits: Sequence[Edit], endings: Sequence[Ending], today: date) -> Sequence[Told]:
    """What the new sentences say of deadlines, scopes, notice, and of what ends."""
    ends = (Told(rule="announces_end", quote=ending.sentence, day=ending.day) for ending in endings)
    return [*ends, *_of_new_sentences(change, edits, today)]


def find_deadline(told: Sequence[Told], today: date) -> date | None:
    """The first day to come by which an owner has to have acted: something ends then, or a right to object does."""
    days = [entry.day for entry in told if entry.rule in _TO_ACT_BY and entry.day is not None and entry.day >= today]
    return min(days, default=None)


def date_reasons(
    change: Change, edits: Sequence[Edit], told: Sequence[Told], effect: Effect | None, today: date
) -> Iterator[Reason]:
    """What was read of dates, and a printed date that did not move.

    They inform and weigh next to nothing: what a change is worth does not hang on them.
    """
    yield from _silent_edit(change, edits, today)
    known = dict.fromkeys((entry.rule, entry.quote) for entry in told)
    if not (effect and effect.kind is EffectiveKind.EFFECTIVE) and all(rule != "notice_period" for rule, _ in known):
        known.update(dict.fromkeys(_default_notice(change)))
    shown: dict[str, int] = {}
    for rule, quote in known:
        shown[rule] = shown.get(rule, 0) + 1
        if shown[rule] <= _MOST:
            yield Reason(rule=rule, quote=quote, weight=_LITTLE)


def _silent_edit(change: Change, edits: Sequence[Edit], today: date) -> Iterator[Reason]:
    """The text is another, the date that it prints is the same."""
    line = printed_line(change.after, today)
    if line is None or printed(change, today) is not Printed.KEPT:
        return
    order, (text, shown) = habit(change), line
    if any(_tells_its_date(edit, shown, today, order) for edit in edits):
        return
    yield Reason(rule="silent_edit", quote=sentence_around(text, shown.start, shown.end), weight=_LITTLE)


def _tells_its_date(edit: Edit, shown: Stated, today: date, order: DayOrder | None) -> bool:
    """Whether a clause says when the text was edited: another line with a date, or an entry in its history."""
    if edit.noise is Noise.DATE:
        return True
    old = {stated.day for stated in find_dates(edit.change.before, today, order)}
    return any(
        stated.meaning is Meaning.UPDATED and stated.day > shown.day and stated.day not in old
        for stated in find_dates(edit.change.after, today, order)
    )


def _of_new_sentences(change: Change, edits: Sequence[Edit], today: date) -> Iterator[Told]:
    order = habit(change)
    for edit in edits:
        text = edit.change.after
        if not text or edit.noise in {Noise.LINKS, Noise.MOVED, Noise.STANDS, Noise.TYPOGRAPHY}:
            continue
        for stated in find_dates(text, today, order):
            quote = sentence_around(text, stated.start, stated.end)
            if quote not in edit.change.before:
                phrase = phrase_around(text, stated.start, stated.end)
                rules = _rules_of(stated, quote, phrase, today)
                yield from (Told(rule=rule, quote=quote, day=stated.day) for rule in rules)
        for sentence in sentences(text) if _states_term(text) else ():
            if (rule := _rule_of_term(sentence)) and sentence not in edit.change.before:
                yield Told(rule=rule, quote=sentence)


def _rules_of(stated: Stated, sentence: str, phrase: str, today: date) -> Iterator[str]:
    if stated.ambiguous and stated.meaning in _SAYS_SO:
        yield "ambiguous_date"
    if stated.meaning is Meaning.OPT_OUT:
        yield "optout_deadline"
    if stated.meaning is Meaning.EFFECTIVE:
        yield from sorted(_APPLIES[scope] for scope in scopes_of(sentence))
    if stated.meaning is Meaning.NONE:
        # "Accounts that were opened before 1 March": the day itself says for whom.
        yield from sorted(_APPLIES[scope] for scope in scopes_of(phrase) if scope is not Scope.REGION)
    if stated.meaning is Meaning.END and stated.day >= today:
        ends = count(sentence)["sunset"] or GONE.search(sentence)
        if ends and not ends_of_itself(sentence):
            yield "ends_on"


def _rule_of_term(sentence: str) -> str | None:
    if len(sentence) > _LONGEST or not _TERM.search(sentence):
        return None
    if _TERM_TO_OBJECT.search(sentence) and not _APPEAL.search(sentence):
        return "optout_deadline"
    if _CHANGES.search(sentence) and _TAKES.search(sentence) and not _NOT_THE_DOCUMENTS.search(sentence):
        return "notice_period"
    return None


def _states_term(text: str) -> bool:
    folded = text.casefold()
    return any(unit in folded for unit in _UNITS) and bool(_TERM.search(text))


def _default_notice(change: Change) -> Iterator[tuple[str, str]]:
    """How long before they hold this document says that its changes are announced: no date, but what to reckon with."""
    for block in change.after.blocks:
        if not _states_term(block.text):
            continue
        for sentence in sentences(block.text):
            if _rule_of_term(sentence) == "notice_period":
                yield "notice_period", sentence
                return
