from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from watcher.core.model import Cron, Interval, Schedule
from watcher.schedule.due import next_due, retry_due

_moments = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
_jitter = st.floats(min_value=0, max_value=1)
_crons = st.builds(
    lambda minute, hour, zone: Cron(expression=f"{minute} {hour} * * *", timezone=zone),
    st.integers(0, 59),
    st.integers(0, 23),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "Australia/Lord_Howe"]),
)
_intervals = st.builds(
    lambda seconds: Interval(every=timedelta(seconds=seconds)), st.integers(min_value=1, max_value=60 * 86400)
)
_schedules: st.SearchStrategy[Schedule] = st.one_of(_crons, _intervals)


@given(_schedules, _moments, _jitter)
def test_the_next_look_is_strictly_later(schedule: Schedule, after: datetime, jitter: float) -> None:
    assert next_due(schedule, after, jitter) > after


@given(_schedules, st.integers(1, 10_000), _moments, _jitter)
def test_a_retry_is_strictly_later_and_never_after_the_plan(
    schedule: Schedule, failures: int, after: datetime, jitter: float
) -> None:
    assert after < retry_due(schedule, failures, after, jitter) <= next_due(schedule, after, jitter)


@given(_crons, _moments)
def test_a_daily_job_comes_every_day(schedule: Cron, after: datetime) -> None:
    first = next_due(schedule, after, 0.0)
    second = next_due(schedule, first, 0.0)
    assert timedelta(hours=21) < second - first < timedelta(hours=27)
