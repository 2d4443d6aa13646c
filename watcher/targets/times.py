"""Reads lengths of time, times of day, dates, time zones and cron expressions."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from cronsim import CronSim, CronSimError

from watcher.core.model import Quiet
from watcher.targets.shown import shown
from watcher.targets.spelling import nearest

DURATION = r"(?=[0-9])([0-9]{1,5}w)?([0-9]{1,5}d)?([0-9]{1,5}h)?([0-9]{1,5}m)?([0-9]{1,5}s)?"
CLOCK = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
WEEKDAY = (
    "[Mm]on(?:day)?|[Tt]ue(?:sday)?|[Ww]ed(?:nesday)?|[Tt]hu(?:rsday)?|[Ff]ri(?:day)?|[Ss]at(?:urday)?|[Ss]un(?:day)?"
)
QUIET = rf"({CLOCK}) ?[-–] ?({CLOCK})"
DIGEST_AT = rf"(?:({WEEKDAY}) )?({CLOCK})"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

LONGEST_CRON = 200
_UNITS = ("weeks", "days", "hours", "minutes", "seconds")
_UNIT_WORDS = {
    word: unit
    for unit, words in (
        ("w", "w week weeks woche wochen"),
        ("d", "d day days tag tage tagen"),
        ("h", "h hr hrs hour hours std stunde stunden"),
        ("m", "m min mins minute minutes minuten"),
        ("s", "s sec secs second seconds sek sekunde sekunden"),
    )
    for word in words.split()
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CRON_START = datetime(2024, 1, 1, tzinfo=UTC)


def read_duration(value: object, shortest: timedelta, longest: timedelta) -> timedelta:
    """`1h30m` and the like. Raises ValueError, as all readers here do, with words for the file's author."""
    found = re.fullmatch(DURATION, value) if isinstance(value, str) else None
    if not found:
        raise ValueError(
            f"{shown(value)} is not a length of time.{_meant_duration(value)} Write a number and a unit "
            "(s, m, h, d or w), for example 30m, 3h, 1h30m or 1d"
        )
    parts = zip(_UNITS, found.groups(), strict=True)
    length = timedelta(**{unit: int(part[:-1]) for unit, part in parts if part})
    if not shortest <= length <= longest:
        raise ValueError(
            f"{shown(value)} is too {'short' if length < shortest else 'long'}. "
            f"Allowed is {spell_duration(shortest)} to {spell_duration(longest)}"
        )
    return length


def _meant_duration(value: object) -> str:
    """A hint for `6`, `6 hours`, `6H` and the like."""
    if type(value) is int:
        return f" {value} needs a unit, for example `{value}h`."
    if not isinstance(value, str) or not re.fullmatch(r"(?:[0-9]{1,5}\s*[^\W\d_]+[\s,]*){1,5}", value):
        return ""
    parts = re.findall(r"([0-9]+)\s*([^\W\d_]+)", value)
    meant = "".join(number + _UNIT_WORDS.get(word.casefold(), word) for number, word in parts)
    return f" Did you mean {meant}?" if re.fullmatch(DURATION, meant) else ""


def spell_duration(length: timedelta) -> str:
    """`1d12h`: the way a duration is written in the file."""
    seconds = int(length.total_seconds())
    text = ""
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        number, seconds = divmod(seconds, size)
        text += f"{number}{unit}" if number else ""
    return text or "0s"


def read_date(value: object) -> date:
    if isinstance(value, str) and re.fullmatch(DATE, value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{shown(value)} is a day that does not exist") from None
    raise ValueError(f"{shown(value)} is not a date. Write year-month-day, for example 2027-04-30")


def read_quiet(value: object) -> Quiet:
    found = re.fullmatch(QUIET, value) if isinstance(value, str) else None
    if not found:
        raise ValueError(f"{shown(value)} is not a span of hours. Write two times, for example 20:00-07:00")
    start, end = _clock(found[1]), _clock(found[2])
    if start == end:
        raise ValueError(f"{shown(value)} begins and ends at the same time. Delete the line if no hours are quiet")
    return Quiet(start=start, end=end)


def read_digest_at(value: object) -> tuple[int | None, time]:
    """The weekday (0 is Monday, None is every day) and the time."""
    found = re.fullmatch(DIGEST_AT, value) if isinstance(value, str) else None
    if not found:
        raise ValueError(
            f"{shown(value)} is not a time for a digest. Write a time (every day) or an English weekday "
            "and a time, for example 09:00 or Mon 09:00"
        )
    weekday = _WEEKDAYS.index(found[1][:3].lower()) if found[1] else None
    return weekday, _clock(found[2])


def read_timezone(value: object) -> str:
    if isinstance(value, str):
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            meant = _meant_zone(value)
            hint = f" Did you mean {meant}?" if meant else ""
            raise ValueError(
                f"{shown(value)} is not a time zone.{hint} Write an IANA name, for example Europe/Berlin or UTC"
            ) from None
        return value
    raise ValueError(f"{shown(value)} is not a time zone. Write an IANA name, for example Europe/Berlin or UTC")


def _meant_zone(value: str) -> str | None:
    """`Europe/Berlin` for Berlin, berlin and Europe/Berln."""
    zones = available_timezones()
    city = value.strip().replace(" ", "_").casefold()
    of_city = [zone for zone in zones if zone.rpartition("/")[2].casefold() == city]
    if of_city:
        return min(of_city, key=lambda zone: (len(zone), zone))
    return nearest(value, [zone for zone in zones if zone[:1] == value[:1].upper()])


def read_cron(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_CRON or len(value.split()) != 5:
        raise ValueError(
            f"{shown(value)} is not a cron expression. Write five fields (minute, hour, day, month, weekday), "
            "for example 0 7 * * 1-5 for seven o'clock from Monday to Friday"
        )
    try:
        never = next(CronSim(value, _CRON_START), None) is None
    except CronSimError as error:
        field = str(error).removeprefix("Bad ")
        raise ValueError(f"{shown(value)} is not a cron expression: its {field} field cannot be read") from None
    if never:
        raise ValueError(f"{shown(value)} names a time that never comes")
    return " ".join(value.split())


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))
