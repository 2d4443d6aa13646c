"""Reads what a text rules, whatever words it uses: demands, bans, limits and quantities.

Two texts that rule alike may still differ in what they rule about; that is for the words to tell.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from watcher.judge.lexicon import WordLists
from watcher.judge.spelling import NUMBER_WORDS, number_of


class Stance(StrEnum):
    """What a sentence does to its reader."""

    PROHIBITION = "prohibition"
    OBLIGATION = "obligation"
    RECOMMENDATION = "recommendation"
    PERMISSION = "permission"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a text rules: its stances and limits by how often they stand there, its quantities as (number, unit)."""

    stances: Mapping[Stance, int]
    limits: frozenset[str]
    quantities: frozenset[tuple[str, str]]

    @property
    def bound(self) -> int:
        """How many bans and duties there are."""
        return sum(self.stances.get(stance, 0) for stance in (Stance.PROHIBITION, Stance.OBLIGATION))


_FILE = tomllib.loads(files("watcher.judge").joinpath("stances.toml").read_text(encoding="utf-8"))
_STANCES = {
    Stance(name): re.compile(rf"(?<!\w)(?:{'|'.join(words)})", re.IGNORECASE) for name, words in _FILE["stance"].items()
}
LIMITS = WordLists(_FILE["limit"])
_UNITS = {name: re.compile(rf"(?:{pattern})", re.IGNORECASE) for name, pattern in _FILE["unit"].items()}
_UNIT = "|".join(pattern.pattern for pattern in _UNITS.values())
_QUANTITY = re.compile(
    rf"(?P<sign>us\$|[€$£])?\s?(?<![\w.])(?P<number>\d+(?:[.,'\s]\d{{3}})*(?:[.,]\d+)?|(?:{'|'.join(NUMBER_WORDS)})(?![^\W\d_]))"
    rf"(?:[\s\u00a0-]?(?P<unit>{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
_HOURS = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 168, "month": 720, "year": 8640}
_HALF_YEAR = re.compile(r"(?i)\b(?:half a year|half-year|six-month|(?:ein )?halbes jahr|halbjahr)\b")
_FRACTION = re.compile(
    r"(?i)(?<!\w)(?P<two>two[- ]thirds|zwei drittel|deux tiers)|(?P<three>three[- ]quarters|drei viertel|trois quarts)|"
    r"(?P<half>half of|(?:die|zur) hälfte|la moitié)|"
    r"(?P<third>(?:a|one) third of|ein(?:es|em)? drittel|un tiers d[eu])|"
    r"(?P<quarter>(?:a|one) quarter of|ein(?:es|em)? viertel|un quart d[eu])|"
    r"(?P<fifth>(?:a|one) fifth of|ein(?:es|em)? fünftel|un cinquième)"
)
_PERCENT = {"two": 66, "three": 75, "half": 50, "third": 33, "quarter": 25, "fifth": 20}
_A_WHILE = re.compile(
    r"(?i)(?<!\w)(?:an?|eine?[mnrs]?|une?) "
    r"(?=(?:hour|day|week|month|year|stunde|tag|woche|monat|jahr|jour|mois|an)\w{0,2}\b)"
)
_SEPARATED = re.compile(r"(?<=\d)[.,'\s](?=\d{3}(?!\d))")


def ruling_of(text: str) -> Ruling:
    """What a text rules. Names of months, years and references to clauses are no quantities: give them apart."""
    text = text.replace("’", "'")
    left, stances = text, {}
    for stance, pattern in _STANCES.items():
        left, times = pattern.subn(" ", left)
        if times:
            stances[stance] = times
    return Ruling(
        stances=stances,
        limits=frozenset(LIMITS.count(text)),
        quantities=frozenset(_quantities(text)),
    )


def is_unit(word: str) -> bool:
    """Whether a word stands for what an amount is counted in: "days", "€"."""
    return any(pattern.fullmatch(word) for pattern in _UNITS.values())


def _quantities(text: str) -> set[tuple[str, str]]:
    found = set()
    text = _FRACTION.sub(lambda match: f"{_PERCENT[match.lastgroup or 'half']} percent ", text)
    for match in _QUANTITY.finditer(_A_WHILE.sub("1 ", _HALF_YEAR.sub("6 months", text))):
        number = number_of(_SEPARATED.sub("", match["number"]))
        unit = match["unit"] or match["sign"]
        if number is None or (number == "1" and unit is None):
            continue
        name = next((name for name, pattern in _UNITS.items() if unit and pattern.fullmatch(unit)), "")
        if name in _HOURS:
            number, name = f"{_HOURS[name] * float(number):.10g}", "hour"
        found.add((number, name))
    return found
