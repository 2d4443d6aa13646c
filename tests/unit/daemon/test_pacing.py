"""So many messages in an hour, and a channel that fails is left alone."""

from datetime import timedelta

import pytest

from tests.facts import NOON
from watcher.core.model import Channel, Secret, Undelivered
from watcher.daemon.breaking import Breakers
from watcher.daemon.pacing import Pace

DOWN = Undelivered(reason="down", transient=True)


def channel(at_most: int) -> Channel:
    return Channel(id="mail", url=Secret("mailto://x"), at_most=at_most)


@pytest.mark.parametrize("at_most", [1, 2, 3, 10, 60])
def test_never_more_than_that_in_any_hour_and_never_stuck(at_most: int) -> None:
    pace, mail = Pace(), channel(at_most)
    sent, now = [], NOON
    while now < NOON + timedelta(hours=5):
        now = pace.free_at(mail, now)
        pace.count("mail", now)
        sent.append(now)
    for at in sent:
        assert sum(at - timedelta(hours=1) < other <= at for other in sent) <= at_most
    assert len(sent) >= 3 * at_most


def test_half_goes_at_once_and_then_it_is_crowded() -> None:
    pace, mail = Pace(), channel(10)
    for _ in range(5):
        assert not pace.is_crowded(mail, NOON)
        assert pace.free_at(mail, NOON) == NOON
        pace.count("mail", NOON)
    assert pace.is_crowded(mail, NOON)
    assert pace.free_at(mail, NOON) == NOON, "the first summary waits for nothing"
    pace.count("mail", NOON)
    assert pace.free_at(mail, NOON) == NOON + timedelta(minutes=12)
    assert not pace.is_crowded(mail, NOON + timedelta(hours=1))


def test_a_channel_is_closed_after_three_failures_and_for_longer_each_time() -> None:
    breakers = Breakers()
    closed = []
    for _ in range(12):
        breakers.fail("mail", DOWN, NOON, 1.0)
        closed.append(breakers.closed_until("mail", NOON))
    assert closed[:2] == [None, None]
    waits = [until - NOON for until in closed[2:] if until is not None]
    assert waits[:3] == [timedelta(seconds=20), timedelta(seconds=40), timedelta(seconds=80)]
    assert waits[-1] == timedelta(minutes=15)
    assert breakers.closed_until("mail", NOON + timedelta(minutes=15)) is None
    assert breakers.closed_until("chat", NOON) is None


def test_what_a_channel_asks_for_is_kept_at_once() -> None:
    breakers = Breakers()
    breakers.fail("chat", Undelivered(reason="429", transient=True, retry_after_s=120), NOON, 0.0)
    assert breakers.closed_until("chat", NOON) == NOON + timedelta(minutes=2)


def test_one_message_that_is_taken_opens_it() -> None:
    breakers = Breakers()
    for _ in range(3):
        breakers.fail("mail", DOWN, NOON, 1.0)
    over = breakers.recover("mail")
    assert over is not None
    assert (over.times, over.since) == (3, NOON)
    assert breakers.closed_until("mail", NOON) is None
    assert breakers.recover("mail") is None
