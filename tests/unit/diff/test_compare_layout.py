"""What a visitor finds elsewhere is told in words, what comes and goes every day is not."""

from dataclasses import replace

import pytest

from tests.readings import Thing, a_page, a_thing
from watcher.core.model import LayoutChange, LayoutOp, Viewport
from watcher.diff.compare import compare
from watcher.diff.layout import compare_layout
from watcher.diff.names import steady_name

TABS = [a_thing("tab", name, 180, x=100 * n, lm="navigation") for n, name in enumerate(["Wall", "Info", "Contest"])]
PAGE = [a_thing("heading", "Acme Gardens", 40, l=1), *TABS, a_thing("button", "Order", 240)]


def events(before: list[Thing], after: list[Thing], watch: tuple[str, ...] = ()) -> list[LayoutChange]:
    change = compare(a_page(before, watch=watch), a_page(after, watch=watch))
    return list(change.layout) if change else []


def moved(name: str, y: int) -> list[Thing]:
    return [a_thing(t["r"], name, y, x=t["b"][0], lm=t["lm"]) if t["n"] == name else t for t in PAGE]


def test_a_tab_below_the_fold() -> None:
    (event,) = events(PAGE, moved("Contest", 2400))
    assert event.op is LayoutOp.MOVED
    assert event.left_fold
    assert event.sentence == 'The tab "Contest" moved from y=180, above the fold, to y=2400, below the fold'


def test_a_tab_that_is_gone_and_one_that_is_new() -> None:
    (gone,) = events(PAGE, [thing for thing in PAGE if thing["n"] != "Contest"])
    assert (gone.op, gone.role, gone.name) == (LayoutOp.REMOVED, "tab", "Contest")
    assert gone.sentence == 'The tab "Contest" is gone; it was at y=180, above the fold'
    (new,) = events(PAGE, [*PAGE, a_thing("tab", "Shop", 180, x=400, lm="navigation")])
    assert (new.op, new.name) == (LayoutOp.ADDED, "Shop")


def test_a_new_name_in_the_same_place() -> None:
    (event,) = events(PAGE, [*PAGE[:-1], a_thing("button", "Reserve", 240)])
    assert (event.op, event.before, event.after) == (LayoutOp.RENAMED, "Order", "Reserve")


def test_a_covered_button() -> None:
    (event,) = events(PAGE, [*PAGE[:-1], a_thing("button", "Order", 240, c=0.9)])
    assert event.op is LayoutOp.COVERED
    assert "90%" in event.sentence


def test_a_smaller_picture() -> None:
    before, after = (a_thing("img", "Balcony", 400, w=w, height=w // 2) for w in (600, 300))
    (event,) = events([*PAGE, before], [*PAGE, after])
    assert (event.op, event.before, event.after) == (LayoutOp.RESIZED, "600×300", "300×150")


def test_another_link_behind_a_watched_element() -> None:
    before, after = (a_thing("link", "Shop", 300, h=f"/{n}", s=[0]) for n in ("shop", "store"))
    (event,) = events([*PAGE, before], [*PAGE, after], watch=("#shop",))
    assert (event.before, event.after) == ("/shop", "/store")


def test_a_banner_that_moves_everything_a_little_is_no_news() -> None:
    assert not events(PAGE, [{**t, "b": [t["b"][0], t["b"][1] + 200, *t["b"][2:]]} for t in PAGE])


def test_a_banner_that_moves_everything_out_of_sight_is() -> None:
    found = events(PAGE, [{**t, "b": [t["b"][0], t["b"][1] + 900, *t["b"][2:]]} for t in PAGE])
    assert len(found) == len(PAGE)
    assert all(event.left_fold for event in found)


def test_feeds_and_counters_are_no_news() -> None:
    def feed(posts: int, likes: int) -> list[Thing]:
        return [
            thing
            for n in range(posts)
            for thing in (
                a_thing("img", f"Picture {n * likes}", 600 + 300 * n, w=500, height=200),
                a_thing("button", f"{likes + n} comments", 820 + 300 * n),
                a_thing("link", f"Post number {n}{likes}", 860 + 300 * n, lm="article"),
            )
        ]

    counted = a_thing("button", "12,483 likes", 300)
    recounted = a_thing("button", "12,501 likes", 300)
    assert not events([*PAGE, counted, *feed(5, 10)], [*PAGE, recounted, *feed(8, 20)])


def test_without_a_walk_there_is_no_layout() -> None:
    assert not events(PAGE, [])


def test_layout_can_be_left_out() -> None:
    assert compare(a_page(PAGE), a_page(moved("Contest", 2400)), layout=False) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3 comments", "1,204 comments"),
        ("Posted 5 minutes ago", "Posted 2 hours ago"),
        ("Vor 3 Tagen", "Gestern"),
        ("12 March 2026", "May 3, 2026"),
        ("1.2K followers", "3M followers"),
        ("Payment", "Payment, 19 of 22"),
        ("Zahlung (2 von 9)", "Zahlung (3 von 10)"),
    ],
)
def test_names_without_what_ticks(one: str, other: str) -> None:
    assert steady_name(one) == steady_name(other)


def test_names_keep_what_they_say() -> None:
    assert steady_name("Shop") != steady_name("Store")


def test_what_is_pushed_beyond_the_edge_has_left_the_view() -> None:
    """On a phone a row of tabs goes on to the right, where nobody sees it."""
    phone = Viewport(name="phone", width=390, height=844)
    tabs = [a_thing("tab", name, 300, x=95 * n, w=90) for n, name in enumerate(["Home", "Contest", "Shop"])]
    moved = [{**tab, "b": [420, 300, 90, 40]} if tab["n"] == "Contest" else tab for tab in tabs]
    before, after = (replace(a_page(things), viewport=phone) for things in (tabs, moved))
    (event,) = compare_layout(before, after)
    assert (event.op, event.left_fold) == (LayoutOp.MOVED, True)
    assert event.sentence == 'The tab "Contest" moved from y=300, above the fold, to x=420, beyond the right edge'


def test_slides_that_are_shown_in_turn_are_no_event() -> None:
    desktop = Viewport(name="desktop", width=1280, height=900)
    slides = [[a_thing("img", "Offer", 100, x=x, w=1280, height=400), *PAGE] for x in (0, -1280)]
    before, after = (replace(a_page(things), viewport=desktop) for things in slides)
    assert list(compare_layout(before, after)) == []


def test_what_people_press_shrinks_only_where_it_all_but_vanishes() -> None:
    link = a_thing("link", "Visit store", 300, w=108, height=42)
    (event,) = events([*PAGE, link], [*PAGE, a_thing("link", "Visit store", 300, w=40, height=12)])
    assert (event.op, event.before, event.after) == (LayoutOp.RESIZED, "108×42", "40×12")
    assert not events([*PAGE, link], [*PAGE, a_thing("link", "Visit store", 300, w=80, height=36)])


def test_a_mark_beside_a_headings_words_is_no_part_of_its_name() -> None:
    marked, plain = (a_thing("heading", name, 40, l=1) for name in ("Acme Gardens ✓", "Acme Gardens"))
    assert not events([marked, *PAGE[1:]], [plain, *PAGE[1:]])
    (event,) = events([marked, *PAGE[1:]], [a_thing("heading", "Acme Archive ✓", 40, l=1), *PAGE[1:]])
    assert event.op is LayoutOp.RENAMED


def test_a_button_that_says_nearly_the_same_beside_its_old_place_was_renamed() -> None:
    (event,) = events(
        [*PAGE, a_thing("button", "Follow shop", 300)], [*PAGE, a_thing("button", "Following", 300, x=200)]
    )
    assert (event.op, event.before, event.after) == (LayoutOp.RENAMED, "Follow shop", "Following")
    lost, new = events([*PAGE, a_thing("button", "Follow shop", 300)], [*PAGE, a_thing("button", "Following", 900)])
    assert {lost.op, new.op} == {LayoutOp.REMOVED, LayoutOp.ADDED}


def test_a_button_that_names_all_that_it_opens_is_the_same_button() -> None:
    (event,) = events([*PAGE, a_thing("button", "Help", 300)], [*PAGE, a_thing("button", "Help Contact Returns", 310)])
    assert event.op is LayoutOp.RENAMED
    hiking = [*PAGE, a_thing("button", "Hiking", 440)]
    assert {one.op for one in events([*PAGE, a_thing("button", "Hi", 300)], hiking)} == {
        LayoutOp.REMOVED,
        LayoutOp.ADDED,
    }


def test_what_is_left_out_from_today_on_is_no_loss() -> None:
    offer, picture = a_thing("link", "Offer", 300), a_thing("image", "", 700, w=400, height=300)
    left_out = [*PAGE, {**offer, "as": "ignored"}, {**a_thing("image", "", 400), "as": "ignored"}]
    assert not events([*PAGE, offer], left_out)
    assert not events(left_out, [*PAGE, offer])
    assert [one.op for one in events([*PAGE, offer, picture], left_out)] == [LayoutOp.REMOVED], "the picture is gone"
