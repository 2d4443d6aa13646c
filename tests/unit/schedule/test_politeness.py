from datetime import timedelta

import pytest

from tests.facts import NOON
from watcher.schedule.politeness import HostPauses, host_of

SECOND = timedelta(seconds=1)


def test_a_host_is_busy_while_visited_and_for_the_pause_after() -> None:
    pauses = HostPauses(2 * SECOND)
    pauses.begin("a")
    assert pauses.busy(NOON) == {"a"}
    assert pauses.next_free() is None
    pauses.end("a", NOON)
    assert pauses.busy(NOON + SECOND) == {"a"}
    assert pauses.next_free() == NOON + 2 * SECOND
    assert pauses.busy(NOON + 2 * SECOND) == frozenset()


def test_a_rest_does_not_outlast_a_clock_that_was_set_back() -> None:
    pauses = HostPauses(2 * SECOND)
    pauses.begin("a")
    pauses.end("a", NOON + timedelta(days=10))
    assert pauses.busy(NOON) == frozenset()


def test_a_host_that_is_down_is_left_alone_until_its_rest_is_over() -> None:
    pauses = HostPauses(2 * SECOND)
    pauses.rest({"a": NOON + 60 * SECOND, "b": NOON + timedelta(days=1)})
    assert pauses.busy(NOON) == {"a"}, "a rest of a day is a clock that was set back"
    assert pauses.next_free() == NOON + 60 * SECOND
    assert pauses.busy(NOON + 60 * SECOND) == frozenset()
    pauses.rest({"a": NOON + 120 * SECOND})
    pauses.rest({})
    assert pauses.busy(NOON + 61 * SECOND) == frozenset()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Facebook.com/acme", "facebook.com"),
        ("http://127.0.0.1:8080/x", "127.0.0.1:8080"),
        ("https://m.facebook.com/", "m.facebook.com"),
        ("https://a.example?next=https://b.example/", "a.example"),
        ("https://a.example#/b", "a.example"),
        ("https://a.example", "a.example"),
        ("HTTPS://WWW.A.example:8443/", "a.example:8443"),
        ("http://[2001:db8::1]:8080/x", "2001:db8::1:8080"),
        ("https://user@a.example/", "a.example"),
        ("https://a.ex\tample/", "a.example"),
        ("about:blank", ""),
    ],
)
def test_host_of(url: str, host: str) -> None:
    assert host_of(url) == host
