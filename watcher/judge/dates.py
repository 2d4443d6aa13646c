"""Finds the dates that a text states, with what each says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar janvier jan janv jänner",
            "february februar février feb févr fevrier",
            "march märz mars mar mär",
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

_DIGIT = re.compile(r"\d")
_INITIALS = "".join(sorted({name[0] for name in _MONTHS}))

_DATE = re.compile(
    # What neither a digit nor such a letter begins is passed over at once.
    rf"(?=[\d{_INITIALS}])(?:"
    rf"(?P<iso>\b(?P<y1>20\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)\b)|"
    rf"(?P<dmy>\b(?P<d2>\d{{1,2}})(?:\.|st|nd|rd|th|er)?\s*(?:of\s+|de\s+)?(?P<m2>{MONTH})\b\.?,?(?:\s+(?P<y2>20\d\d))?)|"
    rf"(?P<mdy>\b(?P<m3>{MONTH})\b\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*[.:]\d)(?:,?\s+(?P<y3>20\d\d))?)|"
    rf"(?P<num>(?<![\d./-])(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<y4>20\d\d|\d\d)\b(?![./-]\d)))",
    re.IGNORECASE,
)


class Meaning(StrEnum):
    """What a text says of a date."""

    EFFECTIVE = "effective"
    UPDATED = "last_updated"
    END = "end"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A date in a text, from `start` to `end`, and what is said of it. `guessed_year`: it stands without one."""

    day: date
    meaning: Meaning
    start: int
    end: int
    guessed_year: bool


_END = re.compile(
    r"(?i)(?:\b(?:until|till|through|before|prior to|up to|expires?(?: on)?|ended?(?: on)?|no later than|by)|"
    r"\b(?:bis(?: zum| einschließlich)?|vor dem|spätestens(?: am| zum)?|endet(?: am)?)|"
    r"\b(?:jusqu['’]au|avant le|au plus tard le)|^\s*au)\s*:?\s*$"
)
_THEN_ENDS = re.compile(r"(?i)^,?\s*(?:until|till|through|bis|au)\s+(?:zum\s+)?[\w.]+[\s./-]+\w+")
_BARE = re.compile(r"[\W_]*(?:date|datum)?[\W_]*", re.IGNORECASE)
_EFFECTIVE_BEFORE = re.compile(
    r"(?i)(?:\b(?:effective|in(?:to)? (?:force|effect)|takes? effect|taking effect|applicable|applies|apply|binding)\b|"
    r"\b(?:as of|starting(?: on| from)?|beginning(?: on)?|from)\s*:?\s*$|"
    r"\b(?:gültig|inkrafttreten|wirksam|wirkung|tritt|treten|gilt|gelten|geltung)\b|\b(?:ab|seit)(?: dem)?\s*:?\s*$|"
    r"\b(?:entrée? en vigueur|entre(?:nt|ront|ra)? en vigueur|en vigueur|prend(?:ra|ront)? effet|appliquera)\b|"
    r"(?:à compter|à partir) du\s*$)"
)
_EFFECTIVE_AFTER = re.compile(
    r"(?i)^[^.;]{0,40}?\b(?:in kraft|wirksam|comes? into (?:force|effect)|takes? effect|become effective)\b|"
    r"^[^.;,]{0,60}?\b(?:eingestellt|abgeschaltet|abgeschafft|entfernt|"
    r"(?:stellen|schalten|entfernen|schließen|beenden) wir)\b"
)
_WE_CHANGE = re.compile(
    r"(?i)\b(?:we(?:['’]?(?:re|ll)| are| will)? (?:updat|chang|revis|expand|introduc|launch|sunset|retir|discontinu|"
    r"remov|clos|shut|stopp?|phas)\w*|"
    r"will (?:be )?(?:updat|chang|expand|replac|remov|no longer|requir|start|end|becom|retir|discontinu|sunset|shut|"
    r"clos|stop|ceas|phas|deprecat|migrat|turned off|switched off|go(?:ing)? away)\w*|"
    r"(?:is|are) (?:being )?(?:retired|discontinued|sunset|going away|shutting down)|"
    r"update|aktualisieren wir|ändern wir|werden wir|(?:stellen|schalten|entfernen|schließen|beenden|ersetzen) wir)\b"
)
_UPDATED_BEFORE = re.compile(
    r"(?i)(?:\b(?:updated?|modified|revised?|revision|amended|last (?:change|edit|review)\w*|version|posted|published|"
    r"formulated|dated|date of last update)\b|\b(?:stand|fassung|zuletzt|aktualisiert|aktualisierung|geändert|"
    r"überarbeitet|"
    r"veröffentlicht)\b|\b(?:mise à jour|mis à jour|modifiée? le|dernière modification)\b)"
)
_OLD = re.compile(
    r"(?i)\b(?:previous|prior|earlier|archived?|old(?:er)?|past|former) (?:versions?|terms|polic\w+|agreements?)\b|"
    r"\bfrühere\w* (?:fassung|version)\w*|\bversions? (?:précédentes?|antérieures?|archivées?)"
)
_DECOY = re.compile(
    r"(?i)\b(?:act|law|regulation|directive|gdpr|ccpa|statute|gesetz|verordnung|richtlinie \d|règlement|loi|born|"
    r"signed up|"
    r"registered|created|copyright|©|accounts? opened)\b[^.;]{0,30}$"
)
_CLAUSE_START = re.compile(r"[;\n|·]|(?<!\d)\.\s|[!?]\s")


def find_dates(text: str, today: date) -> Iterator[Stated]:
    """Every date in reading order. One without a year is the next such day, if it lies ahead within 300 days."""
    for found in _DATE.finditer(text) if _DIGIT.search(text) else ():
        day = _day(found, text, today)
        if day is None:
            continue
        before = _CLAUSE_START.split(text[max(0, found.start() - 160) : found.start()])[-1]
        after = text[found.end() : found.end() + 60]
        yield Stated(
            day=day,
            meaning=_meaning(before, after),
            start=found.start(),
            end=found.end(),
            guessed_year=not any(found[f"y{n}"] for n in (1, 2, 3, 4)),
        )


def _meaning(before: str, after: str) -> Meaning:
    # What stands nearest before the date decides; an earlier date in the same clause has taken what precedes it.
    near = before[-90:]
    earlier = list(_DATE.finditer(near))
    if earlier and len(near) - earlier[-1].end() > 3:
        near = near[earlier[-1].end() :]
    if _END.search(near) or _THEN_ENDS.match(after):
        return Meaning.END
    if _OLD.search(before) or _DECOY.search(near):
        return Meaning.NONE
    if _BARE.fullmatch(before) and _BARE.fullmatch(after):
        return Meaning.UPDATED
    if re.search(r"(?i)\bupdates?(?: made)? as of\s*$", near):
        return Meaning.UPDATED
    effective = _last(_EFFECTIVE_BEFORE, near)
    updated = _last(_UPDATED_BEFORE, near)
    if updated > effective >= 0 and re.search(r"(?i)since last update", near):
        return Meaning.EFFECTIVE
    if effective >= 0 and (updated < 0 or effective > updated or re.search(r"(?i)updated (?:and|/)|/", near)):
        return Meaning.EFFECTIVE
    if _EFFECTIVE_AFTER.search(after) and not _DATE.search(after):
        return Meaning.EFFECTIVE
    if updated >= 0:
        late = re.match(r"(?i)\s*(?:and|und)?\s*(?:is )?effective immediately", after)
        # "Version 2 will stop working on" says more than "version".
        ahead = re.search(r"(?i)will be updat", near) or _WE_CHANGE.search(near, updated + 1)
        return Meaning.EFFECTIVE if late or ahead else Meaning.UPDATED
    if re.search(r"(?i)\b(?:on|in|am|le)\s*$", near) and (
        _WE_CHANGE.search(before) or _WE_CHANGE.match(after[1:].lstrip())
    ):
        return Meaning.EFFECTIVE
    return Meaning.NONE


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _day(found: re.Match[str], text: str, today: date) -> date | None:
    if found["iso"]:
        return _date(int(found["y1"]), int(found["m1"]), int(found["d1"]))
    if found["num"]:
        return _numeric(found, text)
    side = ("m2", "d2", "y2") if found["dmy"] else ("m3", "d3", "y3")
    month, day = _MONTHS[found[side[0]].lower()], int(found[side[1]])
    if found[side[2]]:
        return _date(int(found[side[2]]), month, day)
    for year in (today.year, today.year + 1):
        guess = _date(year, month, day)
        if guess and today <= guess <= today + timedelta(days=300):
            return guess
    return None


def _numeric(found: re.Match[str], text: str) -> date | None:
    """Day first where dots separate or the text proves it, month first where it proves that or speaks English."""
    a, b, year = int(found["a"]), int(found["b"]), int(found["y4"])
    if len(found["y4"]) == 2:
        return None if a <= 12 and b <= 12 and a != b else _ordered(2000 + year, a, b, day_first=a > 12)
    if found["sep"] == "." or a > 12:
        return _ordered(year, a, b, day_first=True)
    english = re.search(r"(?i)\b(?:the|last|updated|modified|effective|on|and)\b", text[:2_000])
    return _ordered(year, a, b, day_first=not english and b <= 12)


def _ordered(year: int, a: int, b: int, *, day_first: bool) -> date | None:
    return _date(year, b, a) if day_first else _date(year, a, b)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
