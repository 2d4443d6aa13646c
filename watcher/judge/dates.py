"""Finds the dates that a text states, with what each says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from watcher.judge import datewords as words
from watcher.judge.days import DayOrder, WrittenDay, day_order, read_days

_BEFORE = 200
_NEAR = 110
_AFTER = 120
_MOST = 500
_AHEAD = timedelta(days=300)
_ONE_DAY = timedelta(days=1)


class Meaning(StrEnum):
    """What a text says of a date. END: something ends then, or has to be done until then."""

    EFFECTIVE = "effective"
    UPDATED = "last_updated"
    END = "end"
    OPT_OUT = "opt_out"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A date in a text, from `start` to `end`, and what is said of it. `guessed_year`: it stands without one.

    `ambiguous`: it may as well be another day, since nothing tells the month's number from the day's.
    """

    day: date
    meaning: Meaning
    start: int
    end: int
    guessed_year: bool
    ambiguous: bool = False


def find_dates(text: str, today: date, order: DayOrder | None = None) -> Iterator[Stated]:
    """The first 500 dates in reading order; `order` is the document's habit, where more of it is known than this text.

    One without a year is the next such day, if it lies ahead within 300 days, or the last one that something was done.
    """
    written = list(islice(read_days(text, today, order), _MOST))
    if order is None and any(len(here.days) > 1 and not here.no_year for here in written):
        written = list(islice(read_days(text, today, day_order(text)), _MOST))
    for index, here in enumerate(written):
        meaning = _meaning_at(text, written, index, today)
        day = _chosen(here, meaning, today)
        if day is None:
            continue
        yield Stated(
            day=day,
            meaning=meaning,
            start=here.start,
            end=here.end,
            guessed_year=here.no_year,
            ambiguous=not here.no_year and len(_possible(here, meaning, today)) > 1,
        )


def _chosen(here: WrittenDay, meaning: Meaning, today: date) -> date | None:
    if not here.no_year:
        return _possible(here, meaning, today)[0]
    ahead, past = here.days
    if meaning is Meaning.UPDATED:
        return past if today - past <= _AHEAD else None
    return ahead if ahead - today <= _AHEAD else None


def _possible(here: WrittenDay, meaning: Meaning, today: date) -> tuple[date, ...]:
    """Nothing was updated on a day to come. (A day's tolerance: the earth is round.)"""
    if meaning is not Meaning.UPDATED or here.no_year:
        return here.days
    return tuple(day for day in here.days if day <= today + _ONE_DAY) or here.days


def _meaning_at(text: str, written: list[WrittenDay], index: int, today: date) -> Meaning:
    here = written[index]
    start = max(0, here.start - _BEFORE)
    before = words.CLAUSE_START.split(text[start : here.start])[-1]
    after = text[here.end : here.end + _AFTER]
    # What stands nearest before the date decides; an earlier date in the same clause has taken what precedes it.
    near = before[-_NEAR:]
    if index:
        between = here.start - written[index - 1].end
        if 3 < between < len(near):
            near = near[-between:]
    following = written[index + 1] if index + 1 < len(written) else None
    if following is not None and _is_span(text, here, following):
        # A span that is over belongs to an old text; one that is not says since when this one holds.
        over = max(following.days) < today
        return Meaning.EFFECTIVE if not over and words.HOLDS.search(near) else Meaning.END
    if index and _is_span(text, written[index - 1], here):
        return Meaning.END
    rest = after if following is None else text[here.end : min(following.start, here.end + _AFTER)]
    meaning = _meaning(before, near, after, rest)
    if meaning is Meaning.EFFECTIVE and here.no_year and words.EXAMPLE.search(before):
        return Meaning.NONE
    return meaning


def _is_span(text: str, first: WrittenDay, last: WrittenDay) -> bool:
    joined = text[first.end : last.start]
    between = words.BETWEEN.search(text[max(0, first.start - _BEFORE) : first.start])
    return bool(words.RANGE.fullmatch(joined) or (between and words.BETWEEN_AND.fullmatch(joined)))


def _meaning(before: str, near: str, after: str, rest: str) -> Meaning:
    if words.SINCE_WHEN_THERE.search(near):
        return Meaning.NONE
    if words.END.search(near):
        return _of_end(before, near, after)
    if words.OLD.search(before) or words.DECOY.search(near) or words.DECOY_AFTER.match(after):
        return Meaning.NONE
    if words.BARE.fullmatch(before) and words.BARE_AFTER.fullmatch(after):
        return Meaning.UPDATED
    effective, updated = _last(words.EFFECTIVE, near), _last(words.UPDATED, near)
    if words.IS_UPDATED.search(near):
        return Meaning.UPDATED
    if effective >= 0 and (updated < 0 or effective > updated or words.BOTH.search(near)):
        return Meaning.EFFECTIVE
    if words.SUNSET_ON.search(near) or (words.ON.search(near) and words.SUNSET_AFTER.match(rest)):
        return Meaning.END
    if words.EFFECTIVE_AFTER.search(rest) and rest == after:
        return Meaning.EFFECTIVE
    if words.FROM_THEN.search(near) and words.RULE_AFTER.match(after):
        return Meaning.EFFECTIVE
    if updated >= 0:
        # "Version 2 will start to ask on" says more than "version".
        ahead = words.WILL_BE_UPDATED.search(near) or words.WE_CHANGE.search(near, updated + 1)
        at_once = words.AT_ONCE.match(after)
        return Meaning.EFFECTIVE if at_once or ahead else Meaning.UPDATED
    if words.UPDATED_AFTER.match(rest) and not words.WILL.search(near):
        return Meaning.UPDATED
    if words.ON.search(near) and (words.WE_CHANGE.search(before) or words.WE_CHANGE.match(after[1:].lstrip())):
        return Meaning.EFFECTIVE
    return Meaning.NONE


def _of_end(before: str, near: str, after: str) -> Meaning:
    if words.NOT_UNTIL.search(near):
        return Meaning.EFFECTIVE
    rest = words.SENTENCE_END.split(after)[0]
    return Meaning.OPT_OUT if words.OBJECT.search(f"{before} … {rest}") else Meaning.END


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)
