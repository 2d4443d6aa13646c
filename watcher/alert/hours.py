"""When an owner's day allows a message: quiet hours and digest times in local time, across clock changes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watcher.core.model import Digest, Owner


def push_time(owner: Owner, severity: int, now: datetime) -> datetime:
    """When a push may go out, in UTC: now, or at the end of the owner's quiet hours unless the severity wakes."""
    quiet = owner.quiet
    if quiet is None or severity >= owner.wake_from:
        return now.astimezone(UTC)
    clock = now.astimezone(ZoneInfo(owner.timezone)).time()
    past_start, before_end = clock >= quiet.start, clock < quiet.end
    over_midnight = quiet.start > quiet.end
    silent = (past_start or before_end) if over_midnight else (past_start and before_end)
    return _quiet_end(quiet.end, owner.timezone, now) if silent else now.astimezone(UTC)


def digest_time(digest: Digest, timezone: str, now: datetime) -> datetime:
    """The digest's next time strictly after now, in UTC. A time that daylight saving doubles comes once."""
    return _next(digest.at, digest.weekday, timezone, now)


def _quiet_end(end: time, timezone: str, now: datetime) -> datetime:
    """The next time after now, in UTC, that the clock shows `end`; of an hour that comes twice also the second one."""
    first = _next(end, None, timezone, now)
    zone = ZoneInfo(timezone)
    second = datetime.combine(now.astimezone(zone).date(), end.replace(fold=1), tzinfo=zone).astimezone(UTC)
    # Where the hour is left out, fold=1 would be a time before it.
    return min(first, second) if second > now and _comes_twice(second, zone) else first


def _comes_twice(moment: datetime, zone: ZoneInfo) -> bool:
    return moment.astimezone(zone).fold == 1


def _next(at: time, weekday: int | None, timezone: str, now: datetime) -> datetime:
    zone = ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(9))
    moments = (
        datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
        for day in days
        if weekday is None or day.weekday() == weekday
    )
    return next(moment for moment in moments if moment > now)
