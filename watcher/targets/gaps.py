"""How far apart the visits of a schedule are."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

from cronsim import CronSim

from watcher.core.model import Cron, Interval, Schedule

_START = datetime(2024, 1, 1, tzinfo=UTC)
_SAMPLE = 30
_DAY = timedelta(days=1)


def shortest_gap(schedule: Schedule) -> timedelta:
    match schedule:
        case Interval():
            return schedule.every
        case Cron():
            return min(_gaps(schedule.expression))


def longest_gap(schedule: Schedule) -> timedelta:
    """Never too small; for a cron schedule up to a day too large."""
    match schedule:
        case Interval():
            return schedule.every
        case Cron():
            _, _, *days = schedule.expression.split()
            return max(_gaps(" ".join(["0", "0", *days]))) + _DAY


def _gaps(expression: str) -> list[timedelta]:
    times = islice(CronSim(expression, _START), _SAMPLE)
    return [later - earlier for earlier, later in pairwise(times)] or [timedelta(days=366)]
