"""Rows of tabs and lists of items: what moved inside, went into a menu or is no longer listed."""

from typing import Any

import pytest

from tests.readings import Thing, a_page, a_thing
from watcher.core.model import LayoutChange, LayoutOp, Watch
from watcher.diff.compare import compare
from watcher.diff.leads import leads_to

NAMES = ("Home", "Videos", "Shop", "Contest")
HEAD = a_thing("heading", "Acme Gardens", 40, l=1)


def tabs(*names: str, **more: Any) -> list[Thing]:
    return [a_thing("tab", name, 180, x=100 * n, w=90, lm="navigation", **more) for n, name in enumerate(names)]


def products(*names: str) -> list[Thing]:
    return [a_thing("link", name, 600, x=150 * n, w=140, li=1, h=f"/p/{name}") for n, name in enumerate(names)]


def events(before: list[Thing], after: list[Thing], *watch: Watch) -> list[LayoutChange]:
    change = compare(a_page([HEAD, *before]), a_page([HEAD, *after]), watch=watch)
    return list(change.layout) if change else []


def test_the_tab_that_went_farthest_is_named() -> None:
    (event,) = events(tabs(*NAMES), tabs("Contest", "Home", "Videos", "Shop"))
    assert (event.op, event.name, event.before, event.after) == (LayoutOp.REORDERED, "Contest", "4/4", "1/4")


def test_a_new_tab_in_between_is_no_other_order() -> None:
    found = events(tabs(*NAMES), tabs("Home", "Live", "Videos", "Shop", "Contest"))
    assert [(event.op, event.name) for event in found] == [(LayoutOp.ADDED, "Live")]


def test_tabs_that_went_into_a_menu() -> None:
    found = events(
        tabs(*NAMES), [*tabs("Home", "Videos"), a_thing("tab", "More", 180, x=200, lm="navigation", pop=True)]
    )
    assert (found[0].op, found[0].before, found[0].after) == (LayoutOp.MERGED, "Shop, Contest", "More")
    assert {event.name for event in found if event.op is LayoutOp.REMOVED} == {"Shop", "Contest"}


def test_another_tab_is_open() -> None:
    before, after = tabs(*NAMES), tabs(*NAMES)
    before[0]["on"] = after[1]["on"] = True
    (event,) = events(before, after)
    assert (event.op, event.before, event.after) == (LayoutOp.SELECTED, "Home", "Videos")


def test_a_list_that_lost_items_is_told_and_one_that_exchanged_them_is_not() -> None:
    shown = products("Tulip", "Rose", "Lily", "Aster", "Iris")
    (event,) = events(shown, products("Tulip", "Rose", "Lily"))
    assert (event.op, event.name, event.before, event.after) == (
        LayoutOp.SHORTENED,
        "Acme Gardens",
        "aster, iris",
        "3/5",
    )
    assert not events(shown, products("Tulip", "Rose", "Lily", "Poppy", "Dahlia"))
    assert not events(shown, products("Tulip", "Rose", "Lily", "Aster", "Iris", "Poppy"))


def test_an_item_of_a_list_is_told_of_where_it_is_watched() -> None:
    before, after = products("Tulip", "Rose", "Lily"), products("Poppy", "Rose", "Lily")
    assert not events(before, after)
    (event,) = events(before, after, Watch(role="link", name="Tulip"))
    assert (event.op, event.name) == (LayoutOp.REMOVED, "Tulip")


def test_what_advertisements_and_consent_show_is_no_event() -> None:
    assert not events(tabs(*NAMES), [*tabs(*NAMES), a_thing("button", "Accept", 700) | {"as": "consent"}])
    assert not events([*tabs(*NAMES), a_thing("link", "Mattress", 700) | {"as": "ad"}], tabs(*NAMES))


def test_what_a_consent_layer_covers_is_not_covered() -> None:
    assert not events(tabs(*NAMES), tabs(*NAMES, c=1.0, cc=True))
    assert {event.op for event in events(tabs(*NAMES), tabs(*NAMES, c=1.0))} == {LayoutOp.COVERED}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.acme.example/shop/?fbclid=a1", "http://acme.example/shop"),
        ("https://l.platform.example/l.php?u=https%3A%2F%2Facme.example%2Fshop&h=x", "https://acme.example/shop"),
        ("https://acme.example/p/48213", "https://acme.example/p/48377"),
        ("https://acme.example/shop#:~:text=a", "https://acme.example/shop"),
    ],
)
def test_tracking_is_no_other_link(one: str, other: str) -> None:
    assert leads_to(one) == leads_to(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://acme.example/shop", "https://acme.example/store"),
        ("https://acme.example/shop", "https://platform.example/shop"),
        ("https://acme.example/page?id=contest", "https://acme.example/page?id=terms"),
        ("http://[broken", "https://acme.example/"),
    ],
)
def test_another_place_is_another_link(one: str, other: str) -> None:
    assert leads_to(one) != leads_to(other)
