"""What a change of a page's layout means."""

from dataclasses import replace
from datetime import date

import pytest

from tests.readings import Thing, a_page, a_thing
from watcher.core.model import ChangeKind, Opinion, TargetKind, Threat, Topic, Watch
from watcher.diff.compare import compare
from watcher.judge.judge import judge

TODAY = date(2026, 11, 25)
TABS = [a_thing("tab", name, 180, x=100 * n, lm="navigation") for n, name in enumerate(["Wall", "Info", "Contest"])]
PAGE = [a_thing("heading", "Acme Gardens", 40, l=1), *TABS, a_thing("button", "Order", 240)]
WITHOUT_CONTEST = [thing for thing in PAGE if thing["n"] != "Contest"]
BODY = "<h1>Acme Gardens</h1><p>{}</p>"


def opinion(
    after: list[Thing],
    watch: tuple[Watch, ...] = (),
    before: list[Thing] = PAGE,
    texts: tuple[str, str] = ("Hello all.",) * 2,
) -> Opinion:
    change = compare(a_page(before, BODY.format(texts[0])), a_page(after, BODY.format(texts[1])))
    assert change is not None
    return judge(change, kind=TargetKind.PAGE, name="Acme on Platform", watch=watch, today=TODAY)


def contest_at(y: int, **more: object) -> list[Thing]:
    return [{**t, "b": [t["b"][0], y, *t["b"][2:]], **more} if t["n"] == "Contest" else t for t in PAGE]


def test_a_lost_tab_is_critical() -> None:
    said = opinion(WITHOUT_CONTEST)
    assert (said.kind, said.severity, said.topics) == (ChangeKind.SUBSTANTIVE, 3, (Topic.FEATURES_LAYOUT,))
    assert said.headline == 'Acme on Platform: The tab "Contest" is gone; it was at y=180, above the fold'
    assert not said.suspicious


@pytest.mark.parametrize(
    ("threat", "after"),
    [
        (Threat.GONE, WITHOUT_CONTEST),
        (Threat.BELOW_FOLD, contest_at(2400)),
        (Threat.COVERED, contest_at(180, c=0.9)),
    ],
)
def test_a_watched_element_is_told_of_by_its_threats(threat: Threat, after: list[Thing]) -> None:
    asked = Watch(role="tab", name="contest", threats=(threat,))
    others = Watch(role="tab", name="contest", threats=(Threat.TEXT_CHANGED,))
    assert opinion(after, (asked,)).severity == 3
    assert opinion(after, (others,)).severity <= 1


def test_who_watches_something_is_told_of_the_rest_later() -> None:
    assert opinion(WITHOUT_CONTEST, (Watch(role="button", name="Order"),)).severity == 1


def test_a_watch_by_text_or_selector() -> None:
    assert opinion(WITHOUT_CONTEST, (Watch(text="contest"),)).severity == 3
    assert opinion(WITHOUT_CONTEST, (Watch(selector="#contest"),)).severity == 1
    assert opinion(WITHOUT_CONTEST, (Watch(),)).severity <= 1


def test_a_new_button_is_for_the_digest() -> None:
    assert opinion([*PAGE, a_thing("button", "Book", 240, x=300)]).severity == 1


def test_a_redesign_is_one_event_that_is_confirmed() -> None:
    before = [a_thing("tab", f"Old {name}", 100, x=60 * n, lm="navigation") for n, name in enumerate("abcdefghij")]
    after = [a_thing("button", f"New {name}", 1300, x=60 * n, lm="main") for n, name in enumerate("klmnopqrst")]
    said = opinion(after, before=before)
    assert (said.severity, said.suspicious) == (3, True)
    assert said.headline == "Acme on Platform: the page was redesigned"


def test_what_a_page_says_changes_daily() -> None:
    said = opinion(PAGE, texts=("Buy three bulbs.", "You must not pay more than 5 euros for our new tulips today."))
    assert said.severity <= 1


def test_an_end_that_a_page_announces_is_told() -> None:
    notice = "Platform will discontinue custom tabs. They are no longer available from January 5, 2027."
    assert opinion(PAGE, texts=("Buy three bulbs.", f"Buy three bulbs.</p><p>{notice}")).severity >= 2


def test_a_link_that_leads_to_somebody_else_is_important() -> None:
    shop, moved, stolen = (
        a_thing("link", "Our shop", 300, h=f"https://{to}") for to in ("a.example", "a.example/x", "b.example")
    )
    assert opinion([*PAGE, moved], before=[*PAGE, shop]).severity == 1
    assert opinion([*PAGE, stolen], before=[*PAGE, shop]).severity == 2


def test_the_page_under_another_name_is_named_first() -> None:
    after = [{**PAGE[0], "n": "Acme Archive"}, *PAGE[1:-1]]
    assert opinion(after).headline.endswith('The heading "Acme Gardens" is now called “Acme Archive”')


def test_tabs_in_a_menu_are_critical_and_named_together() -> None:
    menu = a_thing("tab", "More", 180, x=100, lm="navigation", pop=True)
    said = opinion([PAGE[0], PAGE[1], menu, PAGE[-1]])
    assert (said.severity, said.headline) == (3, 'Acme on Platform: Info, Contest went into the menu "More"')


def test_a_lost_mark_of_verification_is_important() -> None:
    badge = a_thing("image", "Verified account", 42, w=18, height=18)
    assert opinion(PAGE, before=[*PAGE, badge]).severity == 2


def test_a_push_of_a_few_pixels_over_the_fold_is_no_news() -> None:
    low, lower = ([*PAGE, a_thing("button", "Enter", y)] for y in (870, 914))
    assert compare(a_page(low), a_page(lower)) is None or opinion(lower, before=low).severity == 0


def test_who_watches_something_still_hears_at_once_of_the_pages_own_name_and_mark() -> None:
    watch = (Watch(role="button", name="Order"),)
    renamed = [a_thing("heading", "Acme Archive", 40, l=1), *PAGE[1:]]
    assert opinion(renamed, watch).severity == 2
    badge = a_thing("image", "Verified", 40, x=300, w=18, height=18)
    assert opinion(PAGE, watch, before=[*PAGE, badge]).severity == 2


def test_a_watched_thing_that_is_only_a_little_higher_or_larger_is_no_news() -> None:
    picture = a_thing("image", "Contest picture", 900, w=400, height=200)
    for after in (
        a_thing("image", "Contest picture", 840, w=400, height=200),
        a_thing("image", "Contest picture", 900, w=700, height=350),
    ):
        watch = (Watch(role="image", name="Contest picture", threats=(Threat.GONE, Threat.SMALLER)),)
        change = compare(a_page([*PAGE, picture], BODY), a_page([*PAGE, after], BODY))
        assert (
            change is None or judge(change, kind=TargetKind.PAGE, name="Acme", watch=watch, today=TODAY).severity == 0
        )


def test_links_of_a_guide_that_stays_while_one_scrolls_are_the_platforms() -> None:
    guide = [a_thing("link", name, 300 + 40 * n, lm="navigation", fx=True) for n, name in enumerate(("One", "Two"))]
    change = compare(a_page([*PAGE, *guide], BODY), a_page([*PAGE, guide[0]], BODY))
    assert change is None or judge(change, kind=TargetKind.PAGE, name="Acme", watch=(), today=TODAY).severity == 0


@pytest.mark.parametrize("watch", [Watch(name="Our shop"), Watch(role="heading", name="Our shop")])
def test_who_watches_a_list_or_its_heading_hears_at_once_when_it_loses_items(watch: Watch) -> None:
    goods = [a_thing("link", f"Bulb {name}", 1300, x=150 * n, li=1) for n, name in enumerate("abcdef")]
    shelf = [*PAGE, a_thing("heading", "Our shop", 1200, l=2), *goods]
    for threats, severity in (((Threat.SMALLER,), 3), ((Threat.COVERED,), 1)):
        assert opinion(shelf[:-3], (replace(watch, threats=threats),), before=shelf).severity == severity


def test_a_link_that_was_paid_for_and_leads_elsewhere_is_told_at_once_unless_other_threats_are_named() -> None:
    shop, stolen = (a_thing("link", "Our shop", 300, h=f"https://{to}.example") for to in "ab")
    watch = Watch(role="link", name="Our shop")
    assert opinion([*PAGE, stolen], (watch,), before=[*PAGE, shop]).severity == 3
    assert opinion([*PAGE, stolen], (replace(watch, threats=(Threat.GONE,)),), before=[*PAGE, shop]).severity == 1


def test_what_an_advertisement_pushed_down_is_minor_and_what_rose_again_nothing() -> None:
    def page(ad: int) -> list[Thing]:
        things = [{**thing, "b": [thing["b"][0], thing["b"][1] + ad, *thing["b"][2:]]} for thing in PAGE]
        title = a_thing("heading", "Hours", 700 + ad, l=2)
        return [a_thing("img", "Buy more", 0, w=600, height=ad) | {"as": "ad"}, *things, title]

    watch = (Watch(role="tab", name="Contest", threats=(Threat.BELOW_FOLD,)),)
    assert opinion(page(900), before=page(20)).severity == 1
    assert opinion(page(900), watch, before=page(20)).severity == 1
    assert opinion(PAGE, watch, before=contest_at(600)).severity == 0
    heading = opinion(
        [*PAGE, a_thing("heading", "Hours", 1300, l=2)], before=[*PAGE, a_thing("heading", "Hours", 700, l=2)]
    )
    assert heading.severity == 2


def test_a_note_at_the_head_is_a_label_of_the_platform() -> None:
    assert opinion([*PAGE, a_thing("note", "This page is under review", 90)]).severity == 1
    assert opinion([*PAGE, a_thing("note", "This page is under review", 2400)]).severity == 0
    assert opinion([*PAGE, a_thing("note", "Link copied", 90, fx=True)]).severity == 0


def test_a_picture_that_no_longer_bears_the_name_of_the_page() -> None:
    def page(name: str) -> list[Thing]:
        return [*PAGE, a_thing("img", name, 20, w=90, height=90)]

    assert opinion(page("Default picture"), before=page("Acme Gardens logo")).severity == 1
    assert opinion(page("Acme Gardens, winter"), before=page("Acme Gardens logo")).severity == 0


def test_a_menu_that_leads_out_of_what_is_its_owners() -> None:
    def page(href: str) -> list[Thing]:
        names = ("Wall", "Info", "Fees", "Shop")
        links = [a_thing("link", name, 180, x=130 * n, lm="navigation", h=f"https://p.example/acme/{n}")
                 for n, name in enumerate(names)]  # fmt: skip
        return [PAGE[0], *links[:3], {**links[3], "h": href}]

    at_home, away = "https://p.example/acme/3", "https://p.example/market?shop=acme"
    assert opinion(page(away), before=page(at_home)).severity == 1
    assert opinion(page("https://p.example/acme/all"), before=page(at_home)).severity == 0


def test_a_telephone_number_is_a_way_to_its_owner() -> None:
    number = a_thing("link", "0555 / 01 23", 300, h="tel:+495550123")
    assert opinion(PAGE, before=[*PAGE, number]).severity == 2


def test_a_mark_in_words_counts_as_one_in_pictures() -> None:
    assert opinion(PAGE, before=[*PAGE, a_thing("badge", "Meisterbetrieb, geprüft", 60)]).severity == 2
    assert opinion(PAGE, before=[*PAGE, a_thing("badge", "Top 100", 60)]).severity == 0


def test_a_watched_text_that_is_gone() -> None:
    text = a_thing("text", "Open on Sundays", 300)
    assert opinion(PAGE, (Watch(text="open on sundays"),), before=[*PAGE, text]).severity == 3


def test_a_button_that_says_the_same_of_another_state() -> None:
    def page(name: str) -> list[Thing]:
        return [*PAGE, a_thing("button", name, 300)]

    assert opinion(page("Following"), before=page("Follow shop")).severity == 0
    assert opinion(page("Abonniert"), before=page("Abonnieren")).severity == 0
    assert opinion(page("Suivi"), before=page("Suivre")).severity == 0
    assert opinion(page("Ordering closed"), before=page("Order now")).severity > 0
    assert opinion(page("Reserve"), before=page("Order now")).severity == 1


def test_what_moves_below_the_first_screen_moves_with_every_post() -> None:
    fair, watch = a_thing("link", "Our fairs", 1200), (Watch(role="link", name="Our fairs"),)
    assert opinion([*PAGE, {**fair, "b": [0, 1600, 120, 40]}], watch, before=[*PAGE, fair]).severity == 0
    reviews, below = a_thing("heading", "Reviews", 1300, l=2), {**fair, "b": [0, 1600, 120, 40]}
    assert opinion([*PAGE, reviews, below], watch, before=[*PAGE, fair, reviews]).severity == 1
    assert opinion([*PAGE, {**fair, "lm": "contentinfo"}], watch, before=[*PAGE, fair]).severity == 1


@pytest.mark.parametrize("name", ["Accept all", "Nur notwendige Cookies", "Tout refuser", "Privacy settings"])
def test_what_asks_for_consent_comes_and_goes(name: str) -> None:
    asked = [*PAGE, a_thing("button", name, 700)]
    assert opinion(PAGE, before=[*asked]).severity == 0
    assert opinion([*asked]).severity == 0


def test_parts_of_a_page_without_a_name_are_told_of_by_what_they_hold() -> None:
    whole = {**a_thing("main", "", 114, lm="main"), "b": [0, 114, 1200, 3000]}
    assert opinion(PAGE, before=[*PAGE, whole]).severity == 0


def test_a_page_without_its_style_sheets_says_little_of_places() -> None:
    def judged(after: list[Thing], unstyled: tuple[bool, bool]) -> int:
        before, now = (
            replace(a_page(things, BODY.format("Hello all.")), unstyled=bare)
            for things, bare in zip((PAGE, after), unstyled, strict=True)
        )
        change = compare(before, now)
        assert change is not None
        return judge(change, kind=TargetKind.PAGE, name="Acme", watch=(), today=TODAY).severity

    assert judged(contest_at(2400), (False, False)) == 3
    assert judged(contest_at(2400), (True, True)) == 1
    assert judged(contest_at(2400), (False, True)) == judged(contest_at(2400), (True, False)) == 0
    assert judged(WITHOUT_CONTEST, (True, True)) == 3
