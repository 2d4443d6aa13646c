"""Recognises sentences which say that something a company builds on ends or moves elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.judge import endwords as words
from watcher.judge.dates import Meaning, Stated, find_dates
from watcher.judge.days import DayOrder
from watcher.judge.sentences import sentences

_LONGEST = 600
_PAST = timedelta(days=60)
_PERSONAL = re.compile(
    r"(?i)(?<!\w)(?:your|ihre?[mnrs]?|deine?[mnrs]?|votre|vos)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:trial|plan|subscription|access|membership|licen[cs]e|session|account|version|zugang|lizenz|konto|accès|compte)"
    r"\s+(?:[\w-]+\s+){0,2}?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A sentence, letter for letter, that announces an end or a move, and the day of it where one is stated."""

    sentence: str
    day: date | None


def find_endings(text: str, today: date, order: DayOrder | None = None) -> Iterator[Ending]:
    """The sentences of a text that announce an end or a move; what has been over for long is none."""
    lead = ""
    for sentence in sentences(text):
        if announces_end(sentence, today, lead):
            yield Ending(sentence=sentence, day=_day(_stated(sentence, today, order), today))
        lead = sentence


def announces_end(sentence: str, today: date, lead: str = "") -> bool:
    """Whether a sentence says so; `lead` is the one before it, which may name the thing that "it" stands for."""
    if len(sentence) > _LONGEST:
        return False
    moves = any(_is_sure(sentence, found) for found in words.MOVES.finditer(sentence))
    strong = any(_is_sure(sentence, found) for found in words.STRONG.finditer(sentence))
    weak = not strong and any(_is_sure(sentence, found, weak=True) for found in words.WEAK.finditer(sentence))
    if not (moves or strong or weak) or words.OF_THE_DAY.search(sentence):
        return False
    stated = _stated(sentence, today, None)
    ahead = any(entry.day >= today for entry in stated)
    if stated and not ahead and all(entry.day < today - _PAST for entry in stated):
        return False
    if moves:
        return True
    if not (strong or ahead or words.SOON.search(sentence)):
        return False
    return bool(
        words.THING.search(sentence) or (words.POINTS.search(sentence) and words.THING.search(lead[-_LONGEST:]))
    )


def ends_of_itself(text: str) -> bool:
    """Whether all that ends in a text does so of itself: a trial, a contest, a sale."""
    told = [sentence for sentence in sentences(text) if len(sentence) <= _LONGEST and words.WEAK.search(sentence)]
    return bool(told) and all(map(_only_runs_out, told))


def is_teaser(text: str) -> bool:
    """Whether a short text reads like the headline of another one."""
    return bool(words.TEASER.search(text))


def is_elsewhere(text: str, name: str) -> bool:
    """Whether a text names platforms, and none of the house whose page or document bears this name."""
    spoken, own = _houses(text), _houses(name)
    return bool(spoken and own) and not spoken & own


def _is_sure(sentence: str, found: re.Match[str], *, weak: bool = False) -> bool:
    """Whether what stands around says that it will happen, to a thing that does not end of itself."""
    before, after = sentence[: found.start()], sentence[found.end() :]
    if words.UNSURE.search(before) or words.UNSURE_AFTER.search(after):
        return False
    return not weak or not _runs_out(before, after)


def _runs_out(before: str, after: str) -> bool:
    of_itself = words.RUNS_OUT.search(before) or words.RUNS_OUT_NEXT.match(after) or _PERSONAL.search(before)
    return bool(of_itself)


def _only_runs_out(sentence: str) -> bool:
    if any(_is_sure(sentence, found) for found in words.STRONG.finditer(sentence)):
        return False
    found = words.WEAK.finditer(sentence)
    return all(_runs_out(sentence[: word.start()], sentence[word.end() :]) for word in found)


def _stated(sentence: str, today: date, order: DayOrder | None) -> list[Stated]:
    told = [entry for entry in find_dates(sentence, today, order) if entry.meaning is not Meaning.UPDATED]
    return [entry for entry in told if entry.meaning is not Meaning.OPT_OUT]


def _day(stated: list[Stated], today: date) -> date | None:
    """The day of the end: one that is said to be it, else the only one ahead."""
    ahead = [entry for entry in stated if entry.day >= today]
    for meanings in ({Meaning.END}, {Meaning.EFFECTIVE}):
        days = [entry.day for entry in ahead if entry.meaning in meanings]
        if days:
            return min(days)
    return ahead[0].day if len(ahead) == 1 else None


def _houses(text: str) -> set[int]:
    found = set(re.findall(r"[\w.]+", text.casefold()))
    return {number for number, names in enumerate(words.PLATFORMS) if found & set(names)}
