"""Quiet hours and digests follow the owner's wall clock."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.alert_samples import SOCIAL
from watcher.alert.hours import digest_time, push_time
from watcher.core.model import Digest, Quiet

START = datetime(2026, 1, 1, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        ("2027-01-12 19:59", "2027-01-12 19:59"),
        ("2027-01-12 20:00", "2027-01-13 07:00"),
        ("2027-01-13 03:00", "2027-01-13 07:00"),
        ("2027-01-13 06:59", "2027-01-13 07:00"),
        ("2027-01-13 07:00", "2027-01-13 07:00"),
        ("2027-03-27 23:00", "2027-03-28 07:00"),  # the night loses an hour
        ("2027-10-30 23:00", "2027-10-31 07:00"),  # the night gains an hour
    ],
)
def test_quiet_hours_over_midnight(now: str, sent: str) -> None:
    assert push_time(SOCIAL, 2, local(now)) == local(sent)


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        ("2026-10-25T00:15+00:00", "2026-10-25T00:30+00:00"),  # the first 02:15 waits for the first 02:30
        ("2026-10-25T00:45+00:00", "2026-10-25T00:45+00:00"),  # the first 02:45 is free
        ("2026-10-25T01:15+00:00", "2026-10-25T01:30+00:00"),  # the second 02:15 for the second 02:30
        ("2026-10-24T23:00+00:00", "2026-10-25T00:30+00:00"),
        ("2026-03-29T00:45+00:00", "2026-03-29T01:30+00:00"),  # 02:30 does not exist: 03:30 is when it would be
        ("2026-03-28T23:00+00:00", "2026-03-29T01:30+00:00"),
    ],
)
def test_quiet_hours_that_end_while_the_clock_changes(now: str, sent: str) -> None:
    owner = replace(SOCIAL, quiet=Quiet(start=time(22), end=time(2, 30)))
    assert push_time(owner, 2, datetime.fromisoformat(now)) == datetime.fromisoformat(sent)


@given(
    st.integers(0, 2 * 365 * 1440).map(lambda minutes: START + timedelta(minutes=minutes)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Atlantic/Azores", "UTC"]),
)
def test_a_push_waits_less_than_a_day_and_no_longer(now: datetime, start: time, end: time, zone: str) -> None:
    owner = replace(SOCIAL, timezone=zone, quiet=Quiet(start=start, end=end))
    sent = push_time(owner, 2, now)
    assert now <= sent <= now + timedelta(hours=25)
    assert push_time(owner, 2, sent) == sent


def test_severity_three_does_not_wait() -> None:
    assert push_time(SOCIAL, 3, local("2027-01-12 23:00")) == local("2027-01-12 23:00")


def test_quiet_hours_within_a_day() -> None:
    owner = replace(SOCIAL, quiet=Quiet(start=time(12), end=time(14)))
    assert push_time(owner, 2, local("2027-01-12 13:00")) == local("2027-01-12 14:00")
    assert push_time(owner, 2, local("2027-01-12 14:00")) == local("2027-01-12 14:00")
    assert push_time(owner, 2, local("2027-01-12 23:00")) == local("2027-01-12 23:00")


def test_quiet_hours_of_no_length_are_none() -> None:
    owner = replace(SOCIAL, quiet=Quiet(start=time(8), end=time(8)))
    assert push_time(owner, 1, local("2027-01-12 08:00")) == local("2027-01-12 08:00")


@pytest.mark.parametrize(
    ("at", "weekday", "now", "slot"),
    [
        ("09:00", 0, "2027-03-10 14:05", "2027-03-15 09:00"),
        ("09:00", 0, "2027-03-15 09:00", "2027-03-22 09:00"),
        ("09:00", None, "2027-03-10 08:00", "2027-03-10 09:00"),
        ("09:00", None, "2027-03-10 09:00", "2027-03-11 09:00"),
        ("02:30", None, "2027-03-28 00:00", "2027-03-28 03:30"),  # 02:30 does not exist on this day
        ("02:30", None, "2027-10-30 12:00", "2027-10-31 02:30"),  # 02:30 comes twice: the first counts
    ],
)
def test_digest_slots(at: str, weekday: int | None, now: str, slot: str) -> None:
    digest = Digest(channel="mail", at=time.fromisoformat(at), weekday=weekday)
    found = digest_time(digest, "Europe/Berlin", local(now))
    assert found.astimezone(BERLIN).replace(fold=0) == local(slot)


def test_a_doubled_slot_does_not_come_twice() -> None:
    digest = Digest(channel="mail", at=time(2, 30))
    first = digest_time(digest, "Europe/Berlin", local("2027-10-31 00:00"))
    assert digest_time(digest, "Europe/Berlin", first) == local("2027-11-01 02:30")


@given(
    st.integers(0, 2 * 365 * 86400).map(lambda seconds: START + timedelta(seconds=seconds)),
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.none() | st.integers(0, 6),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]),
)
def test_the_next_slot_is_soon_and_strictly_later(now: datetime, at: time, weekday: int | None, zone: str) -> None:
    slot = digest_time(Digest(channel="mail", at=at, weekday=weekday), zone, now)
    assert now < slot <= now + timedelta(days=7 if weekday is not None else 1, hours=2)
