"""When a target is looked at next: pure functions of a schedule, a moment and a random number."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from watcher.core.model import Cron, Interval, Schedule

_INTERVAL_SPREAD = 0.05
_CRON_SPREAD = timedelta(seconds=60)
_FIRST_RETRY = timedelta(minutes=1)
_LAST_RETRY = timedelta(hours=6)


def next_due(schedule: Schedule, after: datetime, jitter: float) -> datetime:
    """The next look, strictly after `after`, in UTC; `jitter` from 0 to 1 spreads looks that would fall together.

    An interval is spread by 5 % to both sides. A cron time is never early, and late by a minute at most; it follows
    the wall clock of its zone: a time that daylight saving skips runs right after the gap, a doubled one runs once.
    """
    match schedule:
        case Interval():
            return after + schedule.every * (1 + _INTERVAL_SPREAD * (2 * jitter - 1))
        case Cron():
            local = after.astimezone(ZoneInfo(schedule.timezone))
            due: datetime = next(CronSim(schedule.expression, local))
            return due.astimezone(UTC) + _CRON_SPREAD * jitter


def retry_due(schedule: Schedule, failures: int, after: datetime, jitter: float) -> datetime:
    """The next try after `failures` transient failures in a row: 1, 2, 4 ... minutes, never later than planned."""
    wait = min(_FIRST_RETRY * 2.0 ** min(failures - 1, 10), _LAST_RETRY) * (0.5 + 0.5 * jitter)
    return min(after + wait, next_due(schedule, after, jitter))
