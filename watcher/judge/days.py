"""Reads the days that a text writes, in three languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar janvier jan janv jänner",
            "february februar février feb févr fevrier feber",
            "march märz mars mar mär maerz",
            "april avril apr avr",
            "may mai",
            "june juni juin jun",
            "july juli juillet jul juil",
            "august août aug aout",
            "september septembre sep sept",
            "october oktober octobre oct okt",
            "november novembre nov",
            "december dezember décembre dec dez déc decembre",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
"""The names of the months in three languages, as alternatives of a regular expression."""

DAY_START = rf"(?=\d|\b[{''.join(sorted({name[0] for name in _MONTHS}))}])"
"""What neither a digit nor a word with a month's first letter begins is passed over at once."""

_DIGIT = re.compile(r"\d")
_DAY = re.compile(
    rf"{DAY_START}(?:"
    r"(?P<iso>(?<![\d./-])(?P<y1>20\d\d)(?P<dash>[-/.])(?P<m1>\d\d?)(?P=dash)(?P<d1>\d\d?)\b(?![./-]\d))|"
    rf"(?P<dmy>\b(?P<d2>\d{{1,2}})(?:\.|st|nd|rd|th|er|-)?\s*(?:day\s+of\s+|of\s+|de\s+)?(?P<m2>{MONTH})\b"
    r"(?:\.?,?\s+(?:of\s+)?(?P<y2>20\d\d)\b|-(?P<y5>20\d\d)\b)?)|"
    rf"(?P<mdy>\b(?P<m3>{MONTH})\b\.?(?:\s+the)?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*[.:]\d)"
    r"(?:,?\s+(?:of\s+)?(?P<y3>20\d\d))?)|"
    r"(?P<num>(?<![\d./-])(?P<a>\d{1,2})(?P<sep>\.\s?|[/-])(?P<b>\d{1,2})(?P=sep)(?P<y4>20\d\d|\d\d)\b(?![./-]\d)))",
    re.IGNORECASE,
)
_MAY_BE_EITHER = re.compile(r"\d[/-]\d{1,2}[/-]\d\d")
_SPEAKS_DAY_FIRST = re.compile(
    r"(?i)\b(?:der|die|das|und|vom|zuletzt|stand|gültig|fassung|aktualisiert|le|la|les|du|au|mise|jour|vigueur)\b"
)


_HEAD = 20_000
_FOOT = 5_000


class DayOrder(StrEnum):
    """Whether a document writes 5/1 for the fifth of January or for the first of May."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDay:
    """A day from `start` to `end` of a text. Two `days`: it may be either (month first, then day first).

    Without a year (`no_year`) they are the next and the last such day, as seen from today.
    """

    days: tuple[date, ...]
    start: int
    end: int
    no_year: bool


_NAMED = {
    DayOrder.DAY_FIRST: re.compile(r"(?i)\b(?:dd|tt|jj|day|tag|jour)\s?[/.-]\s?(?:mm|month|monat|mois)\b"),
    DayOrder.MONTH_FIRST: re.compile(r"(?i)\b(?:mm|month)\s?[/.-]\s?(?:dd|day)\b"),
}


def read_days(text: str, today: date, order: DayOrder | None) -> Iterator[WrittenDay]:
    """Every day in reading order; what is none (31 February) is left out."""
    for found in _DAY.finditer(text) if _DIGIT.search(text) else ():
        no_year = not any(found[f"y{n}"] for n in (1, 2, 3, 4, 5))
        days = _around(found, today) if no_year else _days(found, order)
        if days:
            yield WrittenDay(days=days, start=found.start(), end=found.end(), no_year=no_year)


def day_order(text: str) -> DayOrder | None:
    """The document's own habit: days above 12 prove it, else the order beside names of months, else its language.

    A form that is named ("dd/mm/yyyy") says it outright. None where nothing tells it, or no day needs it.
    """
    for order, named in _NAMED.items():
        if named.search(text[:_HEAD]):
            return order
    sample = text if len(text) <= _HEAD + _FOOT else f"{text[:_HEAD]}\n{text[-_FOOT:]}"
    proofs, habits = set(), set()
    for found in _DAY.finditer(sample) if _MAY_BE_EITHER.search(sample) else ():
        if found["num"] and found["sep"][0] != "." and (int(found["a"]) > 12) != (int(found["b"]) > 12):
            proofs.add(DayOrder.DAY_FIRST if int(found["a"]) > 12 else DayOrder.MONTH_FIRST)
        elif found["dmy"] and found["y2"]:
            habits.add(DayOrder.DAY_FIRST)
        elif found["mdy"] and found["y3"]:
            habits.add(DayOrder.MONTH_FIRST)
    for seen in (proofs, habits):
        if seen:
            return seen.pop() if len(seen) == 1 else None
    return DayOrder.DAY_FIRST if _SPEAKS_DAY_FIRST.search(sample[:2_000]) else None


def _days(found: re.Match[str], order: DayOrder | None) -> tuple[date, ...]:
    if found["iso"]:
        return _valid((int(found["y1"]), int(found["m1"]), int(found["d1"])))
    if found["dmy"]:
        return _valid((int(found["y2"] or found["y5"]), _MONTHS[found["m2"].lower()], int(found["d2"])))
    if found["mdy"]:
        return _valid((int(found["y3"]), _MONTHS[found["m3"].lower()], int(found["d3"])))
    return _numeric(found, order)


def _numeric(found: re.Match[str], order: DayOrder | None) -> tuple[date, ...]:
    """Day first where dots separate or it can be nothing else, else in the document's order, else either."""
    a, b, year = found["a"], found["b"], int(found["y4"])
    if year < 100:
        if len(a) + len(b) < 4:
            return ()  # 3.2.27 is a version
        year += 2_000
    month_first, day_first = _valid((year, int(a), int(b))), _valid((year, int(b), int(a)))
    if found["sep"][0] == "." or order is DayOrder.DAY_FIRST:
        return day_first or month_first
    if order is DayOrder.MONTH_FIRST:
        return month_first or day_first
    return tuple(dict.fromkeys((*month_first, *day_first)))


def _around(found: re.Match[str], today: date) -> tuple[date, ...]:
    month, day = (found["m2"], found["d2"]) if found["dmy"] else (found["m3"], found["d3"])
    years = range(today.year - 1, today.year + 2)
    days = [guess for year in years for guess in _valid((year, _MONTHS[month.lower()], int(day)))]
    ahead, past = [guess for guess in days if guess >= today], [guess for guess in days if guess <= today]
    return (ahead[0], past[-1]) if ahead and past else ()


def _valid(day: tuple[int, int, int]) -> tuple[date, ...]:
    try:
        return (date(*day),)
    except ValueError:
        return ()
