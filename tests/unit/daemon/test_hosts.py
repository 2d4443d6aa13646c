"""Which hosts are down, and how long they are left alone."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.facts import NOON
from watcher.core.model import Sighting, Trouble
from watcher.daemon.hosts import hosts_of, rests

MINUTE = timedelta(minutes=1)
DEAF = Trouble(kind="connect", message="refused", url="https://a.example/", lasting=False, of_host=True)
CRASHED = Trouble(kind="crash", message="a bug", url="https://a.example/", lasting=True, of_host=False)
EMPTY = Trouble(kind="empty", message="nothing", url="https://a.example/", lasting=False, of_host=False)


def failing(n: int, trouble: Trouble = DEAF, at: datetime = NOON, failures: int = 1) -> Sighting:
    return Sighting(
        target=f"t{n}",
        host="a.example",
        due=at + MINUTE,
        enrolled_at=NOON - 99 * MINUTE,
        looked_at=at,
        last_good_at=NOON - 9 * MINUTE,
        failures=failures,
        trouble=trouble,
        troubled_since=at,
    )


def well(n: int, at: datetime) -> Sighting:
    return replace(failing(n, at=at, failures=0), trouble=None, troubled_since=None, last_good_at=at)


def is_down(*sightings: Sighting) -> bool:
    return hosts_of(sightings)["a.example"].down


def test_three_in_a_row_and_no_good_look_since() -> None:
    assert not is_down(failing(1), failing(2), well(3, NOON - MINUTE))
    assert is_down(failing(1), failing(2), failing(3), well(4, NOON - MINUTE))
    assert not is_down(failing(1), failing(2), failing(3), well(4, NOON + MINUTE))
    assert not is_down(failing(1), failing(2), failing(3, EMPTY))
    assert is_down(failing(1), failing(2), failing(3), failing(4, CRASHED, NOON + MINUTE))


def test_fewer_targets_take_more_tries() -> None:
    assert not is_down(failing(1, failures=2))
    assert is_down(failing(1, failures=3))
    assert is_down(failing(1, failures=1), failing(2, failures=2))


@given(st.integers(min_value=1, max_value=10**7))
def test_a_rest_grows_with_the_outage_and_ends(seconds: int) -> None:
    later = NOON + timedelta(seconds=seconds)
    sightings = [failing(1), failing(2), failing(3), replace(failing(4, at=later), troubled_since=NOON)]
    rest = rests(hosts_of(sightings), ())["a.example"] - later
    assert timedelta(seconds=5) <= rest <= timedelta(minutes=30)
    assert rest <= max(timedelta(seconds=5), timedelta(seconds=seconds) / 4)
