"""What moved an element is named: something new above it, or an advertisement."""

from tests.readings import Thing, a_page, a_thing
from watcher.core.model import LayoutChange, LayoutOp
from watcher.diff.compare import compare

AD = a_thing("img", "Buy more", 60, w=300, height=100) | {"as": "ad"}


def page(top: int, *above: Thing) -> list[Thing]:
    tabs = [a_thing("tab", name, top, x=100 * n, lm="navigation") for n, name in enumerate(["Wall", "Info", "Contest"])]
    return [*above, *tabs, a_thing("button", "Order", top + 60), a_thing("heading", "Balcony boxes", top + 200, l=1)]


def moves(before: list[Thing], after: list[Thing]) -> list[LayoutChange]:
    change = compare(a_page(before), a_page(after))
    return [event for event in (change.layout if change else ()) if event.op is LayoutOp.MOVED]


def test_what_came_in_above_is_named() -> None:
    offer = a_thing("heading", "Watch the finals", 180, w=600, l=2)
    for event in moves(page(180), page(1100, offer)):
        assert (event.pushed_by, event.by_ad) == ("Watch the finals", False)
        assert event.sentence.endswith("below the fold, pushed down by “Watch the finals”")


def test_what_is_new_below_or_elsewhere_moved_nothing() -> None:
    elsewhere = a_thing("heading", "Watch the finals", 1900, w=600, l=2)
    found = moves(page(180), page(1100, elsewhere))
    assert len(found) == 5
    assert {event.pushed_by for event in found} == {""}


def test_an_advertisement_of_another_height_is_to_blame() -> None:
    tall = {**AD, "b": [0, 60, 300, 1000]}
    found = moves(page(180, AD), page(1080, tall))
    assert len(found) == 5
    assert all(event.by_ad for event in found)
    assert found[0].sentence.endswith("pushed down by an advertisement")


def test_an_advertisement_beside_or_one_too_small_is_not() -> None:
    beside = {**AD, "b": [900, 60, 300, 1000]}
    assert not any(event.by_ad for event in moves(page(180, {**AD, "b": [900, 60, 300, 100]}), page(1080, beside)))
    assert not any(event.by_ad for event in moves(page(180, AD), page(1080, {**AD, "b": [0, 60, 300, 300]})))
