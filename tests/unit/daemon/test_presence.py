"""Whether a platform shows a page under a handle, by what it shows for handles that nobody has."""

import pytest

from tests.facts import a_capture, a_part
from watcher.core.model import Failure, FailureKind, PageState, Presence
from watcher.daemon.presence import Sight, decide, nobodys_handle, read_sight

ONE, TWO = "<li>Anna Berg</li><li>Tom Fischer</li><li>Mia Wolf</li>", "<li>Jan Koch</li><li>Lea Braun</li>"
JOIN = "<title>Facepage</title><h1>Join Facepage</h1><p>Connect with your friends today.</p><ul>{}</ul>"
BARE = "<title>Facepage</title><div>Facepage is where friends meet, so create an account.</div><ul>{}</ul>"
PROFILE = "<title>Facepage</title><h1>Join Facepage</h1><h2>{}</h2><p>12 posts, 3 followers and much more of it</p>"


def seen(body: str, handle: str = "acme", status: int = 200) -> Sight | Failure:
    says = {PageState.GONE: ("No such user",)}
    return read_sight(a_capture(a_part(body.encode(), status=status)), handle, says)


@pytest.mark.parametrize("page", [JOIN, BARE])
def test_what_is_shown_for_nobody_may_differ_each_time(page: str) -> None:
    assert decide(seen(page.format(ONE)), [seen(page.format(TWO), "bcdfgh")])[0] is Presence.ABSENT


def test_a_page_that_names_its_handle_is_somebodys() -> None:
    profile = seen(PROFILE.format("@acme"))
    assert decide(profile, [seen(JOIN.format(TWO), "bcdfgh")])[0] is Presence.THERE


def test_a_page_that_names_any_handle_that_it_is_asked_for_is_nobodys() -> None:
    page = "<title>{} on Facepage</title><h1>No results for {}</h1><p>Try another name.</p><ul>{}</ul>"
    first, other = page.format("acme", "acme", ONE), page.format("bcdfgh", "bcdfgh", TWO)
    assert decide(seen(first), [seen(other, "bcdfgh")])[0] is Presence.ABSENT


def test_a_page_headed_otherwise_is_somebodys_though_it_names_no_handle() -> None:
    profile = "<title>Lena on Facepage</title><h1>Lena</h1><p>Cats and mountains.</p>"
    assert decide(seen(profile), [seen(JOIN.format(TWO), "bcdfgh")])[0] is Presence.THERE


def test_what_the_platform_says_counts_first() -> None:
    gone = seen("<title>Facepage</title><h1>No such user</h1><p>@acme</p>")
    assert isinstance(gone, Failure)
    assert decide(gone, [])[0] is Presence.ABSENT
    assert decide(seen(JOIN.format(ONE)), [gone])[0] is Presence.THERE


def test_nothing_is_known_where_nobodys_page_cannot_be_seen() -> None:
    blocked = Failure(kind=FailureKind.BLOCKED, message="turned away", url="https://x.example/bcdfgh")
    assert decide(seen(JOIN.format(ONE)), [blocked])[0] is Presence.UNKNOWN
    assert decide(blocked, [seen(JOIN.format(ONE))])[0] is Presence.UNKNOWN


@pytest.mark.parametrize("pattern", ["[a-z]{3,8}", "[A-Za-z0-9_]{1,15}", None])
def test_a_handle_of_nobody_can_be_one(pattern: str | None) -> None:
    handle = nobodys_handle(pattern)
    assert handle.isalpha()
    assert len(handle) <= (8 if pattern and "8" in pattern else 15)
