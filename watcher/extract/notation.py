"""Reads counts as people print them: 12.3K, 1,2 Mio., 1.234.567, 12 345, 3.4 lakh."""

import re
from dataclasses import dataclass

# fmt: off
_UNITS = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3, "tausend": 1e3, "mille": 1e3, "mil": 1e3, "천": 1e3, "千": 1e3,
    "万": 1e4, "萬": 1e4, "만": 1e4,
    "lakh": 1e5, "lakhs": 1e5, "lac": 1e5,
    "m": 1e6, "mn": 1e6, "mio": 1e6, "mill": 1e6, "million": 1e6, "millions": 1e6,
    "millionen": 1e6, "millones": 1e6,
    "cr": 1e7, "crore": 1e7, "crores": 1e7,
    "亿": 1e8, "億": 1e8, "억": 1e8,
    "b": 1e9, "bn": 1e9, "mrd": 1e9, "md": 1e9, "billion": 1e9, "milliarde": 1e9, "milliarden": 1e9,
    "milliard": 1e9, "milliards": 1e9,
}
# fmt: on
_SPACE = "[ \u00a0\u202f\u2009]"
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_DIGITS = (
    rf"\d{{1,3}}(?:[.,'’]\d{{3}})+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?|\d{{1,2}}(?:,\d{{2}})+,\d{{3}}(?!\d)|"
    rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)|\d+[.,]\d+|\d+"
)
COUNT = rf"(?:{_DIGITS})(?:{_SPACE}?(?:{_UNIT})(?!\w)\.?)?\+?"
"""A count as a pattern without groups, to be put into larger ones; letters are matched folded."""

_PARTS = re.compile(rf"(?P<digits>{_DIGITS})(?:{_SPACE}?(?P<unit>{_UNIT})(?!\w)\.?)?(?P<more>\+)?", re.IGNORECASE)
_DECIMAL = re.compile(r"(\d+)[.,](\d{1,3})")
_GROUPED = re.compile(rf"\d{{1,3}}(?:[.,'’]\d{{3}})+|\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d{{1,2}}(?:,\d{{2}})+,\d{{3}}")
_LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class Count:
    """A printed count, and between which counts it may lie."""

    value: float
    low: float
    high: float


def read_count(text: str) -> Count | None:
    """What a count means, None where the text is none, or no whole number."""
    found = _PARTS.fullmatch(text.strip())
    if found is None:
        return None
    unit = _UNITS.get((found["unit"] or "").lower().rstrip("."), 1.0)
    read = _read_rounded(found["digits"], unit) if unit > 1 else _read_whole(found["digits"])
    if read is None or read.value > _LARGEST:
        return None
    if found["more"]:
        return Count(read.value, read.value, read.value + _place(read.value))
    return read


def _read_rounded(digits: str, unit: float) -> Count | None:
    """With a unit a single separator is a decimal one, whichever it is; what is printed may be rounded or cut."""
    if decimal := _DECIMAL.fullmatch(digits):
        value = float(f"{decimal[1]}.{decimal[2]}") * unit
        half = unit / 10 ** len(decimal[2]) / 2
    elif digits.isdecimal():
        value, half = float(digits) * unit, unit / 2
    elif _GROUPED.fullmatch(digits):
        value, half = float(_only_digits(digits)) * unit, unit / 2
    else:
        return None
    return Count(round(value), round(value - half), round(value + half))


def _read_whole(digits: str) -> Count | None:
    if not digits.isdecimal() and not _GROUPED.fullmatch(digits):
        return None  # 4.5 of something is no count
    value = float(_only_digits(digits))
    return Count(value, value, value)


def _only_digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _place(value: float) -> float:
    """The place of the last digit that is not 0: "12,000+" is less than 13,000."""
    place = 1.0
    while value and value % (place * 10) == 0:
        place *= 10
    return place - 1 if place > 1 else 0.0
