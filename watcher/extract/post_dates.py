"""Reads when posts were made: machine-readable moments, dates in words, and how long ago."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from watcher.extract.shown_texts import Shown

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?")
# fmt: off
_MONTHS = {
    name: number
    for number, names in enumerate((
        "january januar janvier enero jan ene", "february februar février febrero feb fév févr",
        "march märz mars marzo mar mär", "april avril abril apr avr abr", "may mai mayo",
        "june juni juin junio jun", "july juli juillet julio jul juil", "august août agosto aug ago",
        "september septembre septiembre sep sept", "october oktober octobre octubre oct okt",
        "november novembre noviembre nov", "december dezember décembre diciembre dec dez déc dic",
    ), 1)
    for name in names.split()
}
_UNITS = {
    timedelta(seconds=1): "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos",
    timedelta(minutes=1): "min mins minute minutes minuten minuto minutos",
    timedelta(hours=1): "h hr hrs hour hours std stunde stunden heure heures hora horas",
    timedelta(days=1): "d day days tag tage tagen j jour jours día días",
    timedelta(weeks=1): "w wk wks week weeks woche wochen sem semaine semaines semana semanas",
    timedelta(days=30): "mo mos month months monat monate monaten mois mes meses",
    timedelta(days=365): "y yr yrs year years jahr jahre jahren an ans année años año",
}
# fmt: on
_LENGTHS = {word: length for length, words in _UNITS.items() for word in words.split()}
_AGO = re.compile(
    r"(?:vor |il y a |hace )?(?P<n>\d{1,3}|an?|einer?|einem|une?|una) ?(?P<unit>[^\W\d]+)\.?(?: ago)?(?: [·•].*)?",
    re.IGNORECASE,
)
_DAYS = {
    "just now": 0, "now": 0, "today": 0, "gerade eben": 0, "heute": 0, "à l’instant": 0, "à l'instant": 0,
    "aujourd’hui": 0, "aujourd'hui": 0, "hoy": 0, "yesterday": 1, "gestern": 1, "hier": 1, "ayer": 1,
}  # fmt: skip
_DAY_FIRST = re.compile(
    r"(?:(?:posted|published|veröffentlicht|publié)(?: on| am| le)? )?(?:\w+, )?(?P<d>\d{1,2})(?:\.|st|nd|rd|th|er)?"
    r"(?: de)? (?P<m>[^\W\d]+)\.?,?(?: (?:de )?(?P<y>\d{4}))?(?:,?(?: (?:at|um|à))? \d{1,2}[:h]\d\d.*)?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?:(?:posted|published)(?: on)? )?(?:\w+, )?(?P<m>[^\W\d]+)\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:,? (?P<y>\d{4}))?(?:,?(?: at)? \d{1,2}:\d\d.*)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}|\d\d)(?:,? \d{1,2}:\d\d.*)?")
_LATER = timedelta(days=2)


def read_moment(text: str) -> datetime | None:
    """An ISO 8601 date or moment, in UTC; without an offset it is taken as UTC."""
    found = _ISO.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, offset = found.groups()
    zone = "+00:00" if offset in {None, "Z"} else offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:00{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def read_day(text: str, seen_at: datetime) -> datetime | None:
    """When something was that is dated in words; a day without a year is the last such day before `seen_at`."""
    folded = " ".join(text.split()).casefold()
    if folded in _DAYS:
        return seen_at - timedelta(days=_DAYS[folded])
    if found := _AGO.fullmatch(folded):
        length = _LENGTHS.get(found["unit"])
        number = int(found["n"]) if found["n"].isdecimal() else 1
        return seen_at - number * length if length else None
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _NUMERIC):
        if found := pattern.fullmatch(folded):
            return _dated(found, seen_at)
    return read_moment(text)


def post_dates(texts: Sequence[Shown], seen_at: datetime) -> Iterator[datetime]:
    """One date for each post, the first in it: what follows are comments. And every moment outside posts."""
    dated: set[int] = set()
    for shown in texts:
        if shown.beside or (shown.post and shown.post in dated):
            continue
        at = _date_of(shown, seen_at)
        if at is not None and at <= seen_at + _LATER:
            dated.add(shown.post)
            dated.discard(0)
            yield min(at, seen_at)


def newest(dates: Sequence[datetime], seen_at: datetime) -> datetime | None:
    """The newest of dates that are not ahead: what is announced was not posted."""
    past = [min(at, seen_at) for at in dates if at <= seen_at + _LATER]
    return max(past, default=None)


def _date_of(shown: Shown, seen_at: datetime) -> datetime | None:
    if shown.tag == "time" and shown.attributes:
        stated = shown.attributes.get("datetime") or ""
        return read_moment(stated)
    if shown.post and shown.text:
        return read_day(shown.text, seen_at)
    return None


def _dated(found: re.Match[str], seen_at: datetime) -> datetime | None:
    month = int(found["m"]) if found["m"].isdecimal() else _MONTHS.get(found["m"].rstrip("."))
    if month is None:
        return None
    stated = found["y"]
    year = seen_at.year if stated is None else int(stated) + (2_000 if len(stated) == 2 else 0)
    try:
        at = datetime(year, month, int(found["d"]), tzinfo=UTC)
        return at.replace(year=year - 1) if stated is None and at > seen_at + _LATER else at
    except ValueError:
        return None
