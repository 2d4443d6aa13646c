from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.facts import NOON
from watcher.core.model import Cron, Interval
from watcher.schedule.due import next_due, retry_due

BERLIN = ZoneInfo("Europe/Berlin")
SIX_HOURS = Interval(every=timedelta(hours=6))


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def test_an_interval_is_spread_to_both_sides() -> None:
    assert next_due(SIX_HOURS, NOON, 0.5) == NOON + timedelta(hours=6)
    assert next_due(SIX_HOURS, NOON, 0.0) == NOON + timedelta(hours=5.7)
    assert next_due(SIX_HOURS, NOON, 1.0) == NOON + timedelta(hours=6.3)


def test_a_cron_time_follows_the_wall_clock_through_the_seasons() -> None:
    cron = Cron(expression="0 9 * * *", timezone="Europe/Berlin")
    assert next_due(cron, berlin("2026-03-28T10:00"), 0.0) == berlin("2026-03-29T09:00")
    assert next_due(cron, berlin("2026-10-24T10:00"), 0.0) == berlin("2026-10-25T09:00")


@pytest.mark.parametrize(
    ("expression", "start", "runs"),
    [
        ("30 2 * * *", "2026-03-28T03:00", ["2026-03-29T03:00", "2026-03-30T02:30"]),
        ("30 2 * * *", "2026-10-24T03:00", ["2026-10-25T02:30", "2026-10-26T02:30"]),
    ],
)
def test_a_daily_job_runs_once_on_the_days_the_clocks_change(expression: str, start: str, runs: list[str]) -> None:
    cron = Cron(expression=expression, timezone="Europe/Berlin")
    moment = berlin(start)
    for run in runs:
        moment = next_due(cron, moment, 0.0)
        assert moment == berlin(run)


def test_retries_back_off_and_never_come_later_than_planned() -> None:
    waits = [retry_due(SIX_HOURS, failures, NOON, 1.0) - NOON for failures in (1, 2, 3, 4, 12)]
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert waits[4] <= timedelta(hours=6.3)
    assert retry_due(Interval(every=timedelta(seconds=10)), 5, NOON, 0.5) == NOON + timedelta(seconds=10)
