"""A page's figures, its name and marks, and its silence, looked at as the daemon does, with a real store."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.facts import NOON
from tests.streams import Stream
from watcher.core.model import AlertKind, Changed, TargetKind, Unchanged
from watcher.store.database import reading
from watcher.store.readings import readings_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def page(
    followers: str = "125,000",
    *,
    name: str = "Acme Gardens",
    verified: bool = True,
    handle: str = "acme",
    picture: str = "a1b2",
    posted: str = "2026-11-24",
    link: str = "acme.example/shop",
    visit: int = 0,
) -> str:
    """A brand's page whose addresses of pictures carry another signature on every visit."""
    badge = "<img alt='Verified account' src=/badge.svg>" if verified else ""
    posts = "".join(
        f"<article><time datetime='{posted}'>{posted}</time><p>Tulip number {n}, and how it likes its bed.</p>"
        f"<span>{n * 7 + visit} likes</span></article>"
        for n in range(1, 7)
    )
    return (
        f"<!doctype html><html lang=en><title>{name}</title><header>"
        f"<img alt='Profile picture' src='https://cdn{visit % 3}.example/v/{picture}_n.jpg?oh={visit}&oe={visit * 3}'>"
        f"<h1>{name} {badge}</h1><p>@{handle}</p>"
        f"<p><b>{followers}</b> followers <b>310</b> following</p>"
        f"<a href='https://out.social.example/?u=https%3A%2F%2F{link}&e={visit}'>{link}</a></header>"
        f"<main>{posts}</main></html>"
    )


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[Stream]:
    stream = Stream(tmp_path, kind=TargetKind.PAGE, title="Acme")
    yield stream
    stream.close()


async def settle(stream: Stream, *scenes: str) -> None:
    for scene in scenes or (page(visit=1), page(visit=2), page(visit=3)):
        await stream.look(scene, hours=6)


async def test_a_sudden_fall_is_told_once_when_it_has_lasted(stream: Stream) -> None:
    await settle(stream)
    await stream.look(page("81,000"), hours=6)
    assert not stream.told()
    await stream.until(page("81,000"), stream.clock.now + 3 * DAY)
    (alert,) = stream.told()
    assert alert.severity == 2
    assert "35% of its followers" in alert.subject
    assert "unpublished" in alert.text
    assert "merged" in alert.text


async def test_a_page_that_lost_half_is_critical(stream: Stream) -> None:
    await settle(stream)
    await stream.until(page("41K"), stream.clock.now + 2 * DAY)
    (alert,) = stream.told()
    assert alert.severity == 3


@pytest.mark.parametrize(
    "figures",
    [
        ["125,000", "125,120", "124,870", "125,300"],
        ["125,000", "124,100", "123,400", "122,000", "121,100", "118,900"],
        ["125K", "125,000", "125K", "124.6K", "125,210"],
        ["125,000", "190,000", "260,000"],
        ["48", "47", "38", "44", "36", "41"],
        ["125,000", "1,250,000", "125,100", "125,100", "125,200"],
        ["125,000", "12", "125,100", "125,100"],
    ],
    ids=["wobble", "slow-loss", "notations", "rise", "few", "misread-high", "misread-low"],
)
async def test_nothing_is_told_of(stream: Stream, figures: list[str]) -> None:
    await settle(stream, page(figures[0], visit=7), page(figures[0], visit=8))
    for visit, figure in enumerate(figures):
        await stream.look(page(figure, visit=visit), hours=6)
    await stream.until(page(figures[-1], visit=99), stream.clock.now + 2 * DAY)
    assert not stream.told()


async def test_what_a_page_does_every_week_is_its_habit(stream: Stream) -> None:
    await settle(stream)
    for _ in range(4):
        await stream.until(page("125,000"), stream.clock.now + 2 * DAY)
        await stream.until(page("90,000"), stream.clock.now + 5 * DAY)
    assert len(stream.told()) == 2


async def test_what_recovers_is_withdrawn_and_may_fall_again(stream: Stream) -> None:
    await settle(stream)
    await stream.until(page("60,000"), stream.clock.now + DAY)
    assert len(stream.told()) == 1
    await stream.until(page("124,500"), stream.clock.now + 2 * DAY)
    assert len(stream.told(AlertKind.NOTE)) == 1
    await stream.until(page("50,000"), stream.clock.now + 2 * DAY)
    assert len(stream.told()) == 2


async def test_a_fall_that_goes_on_is_told_when_as_much_is_lost_again(stream: Stream) -> None:
    await settle(stream)
    await stream.until(page("90,000"), stream.clock.now + 10 * HOUR)
    await stream.until(page("86,000"), stream.clock.now + 10 * HOUR)
    assert len(stream.told()) == 1
    await stream.until(page("40,000"), stream.clock.now + DAY)
    assert len(stream.told()) == 2


@pytest.mark.parametrize(
    ("change", "said", "severity"),
    [
        ({"name": "Crypto Deals"}, "now called “Crypto Deals”", 2),
        ({"handle": "acme_old"}, "“@acme_old”", 2),
        ({"verified": False}, "lost its mark of verification", 2),
        ({"link": "evil.example/win"}, "leads to", 2),
    ],
    ids=["name", "handle", "mark", "link"],
)
async def test_what_makes_a_page_known(stream: Stream, change: dict[str, str | bool], said: str, severity: int) -> None:
    await settle(stream)
    after = page(**change)  # type: ignore[arg-type]
    await stream.look(after, hours=6)
    assert not stream.told()
    await stream.until(after, stream.clock.now + 2 * DAY)
    (alert,) = stream.told()
    assert said in alert.text
    assert alert.severity == severity


async def test_a_new_picture_is_a_line_in_the_digest_and_a_new_signature_is_none(stream: Stream) -> None:
    await settle(stream)
    for visit in range(9):
        await stream.look(page(visit=visit), hours=3)
    assert not await stream.recorded()
    await stream.until(page(picture="z9y8"), stream.clock.now + 2 * DAY)
    (entry,) = await stream.recorded()
    assert entry.finding.severity == 1
    assert "profile picture" in entry.finding.headline


async def test_a_page_that_shows_another_picture_every_day_is_left_alone(stream: Stream) -> None:
    for n in range(12):
        await stream.until(page(picture=f"p{n}x"), stream.clock.now + DAY)
    assert len(await stream.recorded()) <= 2


async def test_name_mark_and_followers_at_once_are_one_critical_alert(stream: Stream) -> None:
    await settle(stream)
    after = page("81,000", name="Crypto Deals", verified=False)
    await stream.until(after, stream.clock.now + 2 * DAY)
    (alert,) = stream.told()
    assert alert.severity == 3
    for said in ("35% of its followers", "Crypto Deals", "lost its mark of verification"):
        assert said in alert.text


async def test_silence_is_told_once_where_its_owner_asked(tmp_path: Path) -> None:
    stream = Stream(tmp_path, kind=TargetKind.PAGE, quiet_after=timedelta(days=30))
    await settle(stream)
    await stream.until(page(), NOON + 28 * DAY)
    assert not await stream.recorded()
    await stream.until(page(), NOON + 60 * DAY)
    (entry,) = await stream.recorded()
    assert entry.finding.severity == 1
    assert "no new post since 2026-11-24" in entry.finding.headline
    await stream.until(page(posted="2027-01-25"), NOON + 70 * DAY)
    await stream.until(page(posted="2027-01-25"), NOON + 120 * DAY)
    assert len(await stream.recorded()) == 2
    stream.close()


async def test_a_look_at_something_else_is_no_reading(stream: Stream, tmp_path: Path) -> None:
    await settle(stream)
    login = "<title>Log in</title><form><h1>Log in to Social</h1><input type=password></form><p>3 followers</p>"
    outcome = await stream.look(login, hours=6)
    assert not isinstance(outcome, Changed | Unchanged)
    with reading(tmp_path) as db:
        values = [one.value for one in readings_of(db, "terms", None) if one.name == "followers"]
    assert values == ["125000"]


async def test_a_value_is_one_row_for_as_long_as_it_stands(stream: Stream, tmp_path: Path) -> None:
    await settle(stream, *[page(visit=n) for n in range(10)])
    with reading(tmp_path) as db:
        found = readings_of(db, "terms", None)
    assert sorted(one.name for one in found) == [
        "bio_link", "followers", "handle", "name", "picture", "posted", "verified"
    ]  # fmt: skip
    assert {one.looks for one in found} == {10}
