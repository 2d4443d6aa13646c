"""Pages that are never twice the same: what comes and goes is learnt, what stays away is told, drift adds up."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.facts import a_part
from tests.readings import Thing, a_thing
from tests.streams import Stream
from watcher.core.model import (
    Changed,
    Failure,
    FailureKind,
    First,
    Interval,
    Outcome,
    PartCapture,
    TargetKind,
    Threat,
    Watch,
)

BODY = b"<html lang=en><title>Acme</title><main><h1>Acme Gardens</h1><p>Bulbs and seeds.</p></main></html>"
NAMES = ("Wall", "Info", "Contest", "Shop")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SHOP = Watch(role="tab", name="Shop", threats=tuple(Threat))


def page(tabs: Sequence[str] = NAMES, *more: Thing, y: int = 180, shop: int = 40) -> PartCapture:
    """A page with these tabs, each in its place; `shop` is the height of the last one in pixels, `y` where it is."""
    row = [a_thing("tab", name, 180, x=130 * NAMES.index(name), lm="navigation") for name in tabs if name in NAMES]
    row += [a_thing("tab", name, 180, x=390, lm="navigation") for name in tabs if name not in NAMES]
    for tab in row:
        if tab["n"] == "Shop":
            tab["b"] = [390, y, 3 * shop, shop]
    things = [a_thing("heading", "Acme Gardens", 40, l=1), *row, a_thing("button", "Order", 260), *more]
    walk = json.dumps({"v": 1, "viewport": [1280, 900], "elements": things}).encode()
    return a_part(BODY, elements=walk)


WITHOUT = page(NAMES[:-1])


def make(folder: Path, **changes: object) -> Stream:
    given = {"kind": TargetKind.PAGE, "learn_for": DAY, "schedule": Interval(every=3 * HOUR), **changes}
    return Stream(folder, **given)


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[Stream]:
    stream = make(tmp_path)
    yield stream
    stream.close()


async def learn(stream: Stream, share: float, looks: int = 32, seed: int = 7) -> None:
    """Looks at a page whose shop tab is missing in this share of the loads; the first and the last one have it."""
    chance = random.Random(seed)
    await stream.look(page())
    for _ in range(looks):
        await stream.look(WITHOUT if chance.random() < share else page(), hours=3)
    await stream.look(page(), hours=3)


async def lose(stream: Stream, scene: PartCapture, looks: int, hours: float = 3) -> tuple[int, Outcome]:
    """After how many scheduled looks it is told that something is lost, and how."""
    for number in range(1, looks + 1):
        outcome = await stream.until(scene, stream.clock.now + hours * HOUR, every=hours * HOUR)
        if isinstance(outcome, Changed) and stream.told():
            return number, outcome
    raise AssertionError(f"not told in {looks} looks")


async def test_a_new_page_is_looked_at_several_times_in_its_first_day(tmp_path: Path) -> None:
    stream = make(tmp_path, schedule=Interval(every=DAY))
    first = await stream.look(page())
    assert isinstance(first, First)
    assert first.again_at == stream.clock.now + 3 * HOUR
    await stream.until(page(), stream.clock.now + DAY, every=DAY)
    assert stream.looks >= 8
    before = stream.looks
    await stream.until(page(), stream.clock.now + DAY, every=DAY)
    assert stream.looks <= before + 2
    stream.close()


async def test_learning_goes_on_until_there_were_enough_looks(stream: Stream) -> None:
    await stream.look(page())
    failed = Failure(kind=FailureKind.TIMEOUT, message="down", url="https://platform.example")
    await stream.look(failed, hours=3)
    outcome = await stream.look(page(), hours=30)
    habits = outcome.habits if not isinstance(outcome, Failure) else None
    assert habits is not None
    assert habits.learning_until is not None
    assert habits.learning_until > stream.clock.now


async def test_what_nobody_watches_has_to_last_for_a_day_on_a_new_page(stream: Stream) -> None:
    await stream.look(page())
    await stream.until(WITHOUT, stream.clock.now + 20 * HOUR, every=3 * HOUR)
    assert not stream.told()
    await stream.until(WITHOUT, stream.clock.now + 8 * HOUR, every=3 * HOUR)
    assert len(stream.told()) == 1


async def test_what_is_watched_is_told_within_the_hour_even_on_a_new_page(tmp_path: Path) -> None:
    stream = make(tmp_path, watch=(SHOP,))
    await stream.look(page())
    lost = stream.clock.now
    await stream.until(WITHOUT, lost + 70 * HOUR / 60, every=3 * HOUR)
    (alert,) = stream.told()
    assert alert.severity == 3
    assert HOUR <= alert.created_at - lost <= 70 * HOUR / 60
    stream.close()


@pytest.mark.parametrize("watch", [(), (SHOP,)])
async def test_a_tab_that_comes_and_goes_bothers_nobody(tmp_path: Path, watch: tuple[Watch, ...]) -> None:
    stream = make(tmp_path, watch=watch)
    await learn(stream, 0.4, looks=60)
    assert not stream.told()
    stream.close()


async def test_a_tab_that_came_and_went_and_stays_away_is_told_when_that_is_no_chance(stream: Stream) -> None:
    await learn(stream, 0.4)
    looks, outcome = await lose(stream, WITHOUT, 20)
    assert 8 <= looks <= 14
    assert isinstance(outcome, Changed)
    assert '"Shop" is gone' in outcome.finding.headline


async def test_it_is_told_as_well_where_the_baseline_happened_to_be_without_it(stream: Stream) -> None:
    chance = random.Random(3)
    await stream.look(WITHOUT)
    for _ in range(32):
        await stream.look(WITHOUT if chance.random() < 0.4 else page(), hours=3)
    assert not [alert for alert in stream.told() if alert.severity >= 2]
    looks, outcome = await lose(stream, WITHOUT, 20)
    assert looks <= 14
    assert isinstance(outcome, Changed)
    assert '"Shop" is gone' in outcome.finding.headline
    before = len(stream.told())
    await stream.until(WITHOUT, stream.clock.now + 70 * DAY, every=DAY)
    assert len(stream.told()) == before


async def test_a_steady_tab_of_a_page_that_varies_is_told_at_once(stream: Stream) -> None:
    await learn(stream, 0.4)
    gone = page(("Wall", "Info", "Shop"))
    looks, outcome = await lose(stream, gone, 3)
    assert looks == 1
    assert isinstance(outcome, Changed)
    assert [event.name for event in outcome.finding.layout] == ["Contest"]


async def test_two_labels_that_alternate_are_known_and_a_third_is_news(tmp_path: Path) -> None:
    stream = make(tmp_path, watch=(Watch(role="tab", text="shop", threats=tuple(Threat)),))
    chance = random.Random(5)
    other = page((*NAMES[:-1], "Our shop"))
    for _ in range(30):
        await stream.look(chance.choice((page(), other)), hours=3)
    assert not stream.told()
    looks, _ = await lose(stream, page((*NAMES[:-1], "Shop closing")), 3)
    assert looks == 1
    stream.close()


async def test_what_begins_to_flap_after_learning_is_learnt(stream: Stream) -> None:
    await stream.until(page(), stream.clock.now + 3 * DAY)
    chance = random.Random(11)
    for _ in range(60):
        await stream.look(WITHOUT if chance.random() < 0.5 else page(), hours=3)
    assert not stream.told()


async def test_a_tab_that_sinks_slowly_is_told_when_it_has_left_the_first_screen(tmp_path: Path) -> None:
    stream = make(tmp_path, learn_for=timedelta(), watch=(SHOP,))
    told_at = None
    for week in range(20):
        at = 180 + 40 * week
        for half in range(2):
            await stream.look(page(y=at + 20 * half), hours=84)
            await stream.until(page(y=at + 20 * half), stream.clock.now + HOUR)
        alerts = [alert for alert in stream.told() if alert.severity == 3]
        if alerts and told_at is None:
            told_at = at
    assert told_at is not None
    assert 840 <= told_at <= 960
    assert [alert.severity for alert in stream.told()][:2] == [1, 3]
    assert all("in small steps since" in alert.text for alert in stream.told())
    stream.close()


async def test_a_tab_that_shrinks_slowly_is_told(tmp_path: Path) -> None:
    stream = make(tmp_path, learn_for=timedelta(), watch=(SHOP,))
    for height in range(60, 40, -1):
        await stream.look(page(shop=height), hours=84)
        await stream.until(page(shop=height), stream.clock.now + HOUR)
    assert [alert.severity for alert in stream.told()][:1] == [3]
    stream.close()


async def test_another_browser_starts_layouts_anew_and_the_operator_is_told_once(stream: Stream) -> None:
    await stream.until(page(), stream.clock.now + 2 * DAY)
    stream.browser = "Fake/2"
    for _ in range(3):
        await stream.look(page(y=2400), hours=6)
    notes = [alert for alert in stream.alerts if alert.channel == "ops"]
    assert len({alert.key for alert in notes}) == 1
    assert "Fake/2" in notes[0].subject
    assert not stream.told()
    looks, _ = await lose(stream, page(NAMES[:-1]), 3)
    assert looks == 1
