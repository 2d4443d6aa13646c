"""An alert is tried again soon, then ever slower, and given up after three days."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from watcher.alert.retry import Patience, next_try
from watcher.core.model import Undelivered

AT = datetime(2027, 3, 10, 12, 0, tzinfo=UTC)
DOWN = Undelivered(reason="down", transient=True)
WRONG = Undelivered(reason="wrong password", transient=False)


def wait(undelivered: Undelivered, tries: int, jitter: float = 1.0, age: timedelta = timedelta(0)) -> float:
    at = next_try(tries=tries, undelivered=undelivered, queued_at=AT - age, at=AT, jitter=jitter)
    assert at is not None
    return (at - AT).total_seconds()


def test_the_first_retry_comes_within_seconds_and_the_wait_doubles_up_to_the_cap() -> None:
    assert [wait(DOWN, tries) for tries in range(10)] == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]
    assert wait(DOWN, 1_000_000) == 900


def test_jitter_spreads_over_the_whole_wait() -> None:
    assert wait(DOWN, 3, jitter=0.0) == 0
    assert wait(DOWN, 3, jitter=0.5) == 20


def test_what_somebody_must_mend_is_tried_at_the_slow_pace() -> None:
    assert wait(WRONG, 0, jitter=0.0) == 450
    assert wait(WRONG, 0, jitter=1.0) == 900


def test_the_channel_is_not_asked_before_it_wants_to_be() -> None:
    asked = Undelivered(reason="429", transient=True, retry_after_s=120)
    assert wait(asked, 0, jitter=0.0) == 120
    assert wait(asked, 0, jitter=1.0) == 125
    assert wait(asked, 8, jitter=1.0) == 900


def test_a_wish_beyond_all_reason_ends_at_the_expiry() -> None:
    asked = Undelivered(reason="503", transient=True, retry_after_s=1e300)
    assert wait(asked, 0) == timedelta(hours=72).total_seconds()


def test_the_last_try_is_at_the_expiry_and_then_the_letter_is_dead() -> None:
    assert wait(WRONG, 9, age=timedelta(hours=71, minutes=59)) == 60
    dead = next_try(tries=9, undelivered=DOWN, queued_at=AT - timedelta(hours=72), at=AT, jitter=0.5)
    assert dead is None


@given(
    st.integers(0, 10**6),
    st.booleans(),
    st.none() | st.floats(0, 1e12),
    st.timedeltas(timedelta(0), timedelta(hours=71)),
    st.floats(0, 1),
)
def test_a_retry_is_never_in_the_past_nor_after_the_expiry(
    tries: int, transient: bool, asked: float | None, age: timedelta, jitter: float
) -> None:
    undelivered = Undelivered(reason="", transient=transient, retry_after_s=asked)
    queued = AT - age
    at = next_try(tries=tries, undelivered=undelivered, queued_at=queued, at=AT, jitter=jitter)
    assert at is not None
    assert AT <= at <= queued + Patience().expiry
