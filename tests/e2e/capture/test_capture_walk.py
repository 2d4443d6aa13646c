"""What the walk says about a page, and what it leaves out."""

import json
from typing import Any

import pytest

from tests.e2e.capture.conftest import Visitor
from tests.orders import PHONE
from watcher.core.model import Part

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def walk(visitor: Visitor, body: str, **changes: Any) -> dict[str, Any]:
    visitor.site.serve(
        "walked", f"<!doctype html><html lang=de-AT><title>Walked</title><style>body {{ margin: 0 }}</style>{body}"
    )
    part = await visitor.see("walked", **changes)
    assert part.elements is not None
    found: dict[str, Any] = json.loads(part.elements)
    return found


def named(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(element for element in found["elements"] if element["n"] == name)


def names(found: dict[str, Any]) -> list[str]:
    return [element["n"] for element in found["elements"]]


async def test_the_frame_of_the_answer(visitor: Visitor) -> None:
    found = await walk(visitor, "<div style='height: 3000px'>")

    assert found == {
        "v": 1,
        "watch": [],
        "viewport": [1280, 800],
        "doc": [1280, 3000],
        "lang": "de-AT",
        "title": "Walked",
        "elements": [],
        "truncated": False,
        "bad": [],
        "badIgnored": [],
    }


async def test_roles_names_landmarks_and_boxes(visitor: Visitor) -> None:
    found = await walk(
        visitor,
        """<header><h1>Acme</h1></header>
        <nav aria-label=Sections><a href="/shop?x=1" style="position: absolute; left: 100px; top: 200px; width: 80px;
          height: 40px">Shop</a><span role=tab tabindex=0>Wall</span></nav>
        <main><h2>Contest</h2><div role=heading aria-level=3>Prizes</div><h5>Small</h5>
        <img alt="Our logo" src=/pixel.png width=10 height=10><img src=/pixel.png width=40 height=40>
        <img src=/pixel.png width=8 height=8>
        <label>Mail <input type=email></label><input type=submit value=Join><input type=checkbox aria-label=Agree>
        <select title=Country><option>Austria</select><textarea placeholder=Comment></textarea>
        <iframe src="/pricing?frame" title=Widget width=100 height=50></iframe>
        <div role=dialog aria-label=Cookies>We use cookies <button>Fine</button></div></main>
        <footer><a href="mailto:a@b.example">Contact</a></footer>""",
    )

    roles = {(element["r"], element["n"], element.get("lm", "")) for element in found["elements"]}
    assert roles >= {
        ("banner", "", ""),
        ("heading", "Acme", "banner"),
        ("navigation", "Sections", ""),
        ("link", "Shop", "navigation"),
        ("tab", "Wall", "navigation"),
        ("main", "", ""),
        ("heading", "Contest", "main"),
        ("heading", "Prizes", "main"),
        ("image", "Our logo", "main"),
        ("image", "", "main"),
        ("textbox", "Mail", "main"),
        ("button", "Join", "main"),
        ("checkbox", "Agree", "main"),
        ("combobox", "Country", "main"),
        ("textbox", "Comment", "main"),
        ("iframe", "Widget", "main"),
        ("dialog", "Cookies", "main"),
        ("button", "Fine", "main"),
        ("contentinfo", "", ""),
        ("link", "Contact", "contentinfo"),
    }
    assert sum(element["r"] == "image" for element in found["elements"]) == 2
    assert "Small" not in names(found)
    shop = named(found, "Shop")
    assert shop["b"] == [100, 200, 80, 40]
    assert shop["h"] == visitor.site.url("shop?x=1")
    assert (named(found, "Contest")["l"], named(found, "Prizes")["l"]) == (2, 3)
    assert named(found, "Widget")["h"] == visitor.site.url("pricing?frame")


async def test_what_cannot_be_seen_is_left_out(visitor: Visitor) -> None:
    found = await walk(
        visitor,
        """<button style="display: none">a</button><button style="visibility: hidden">b</button>
        <div style="opacity: 0"><button>c</button></div><div hidden><button>d</button></div>
        <a href=/x style="position: absolute; left: -9999px">e</a>
        <a href=/x style="position: absolute; width: 1px; height: 1px; overflow: hidden">f</a>
        <div style="width: 100px; height: 30px; overflow: hidden; position: relative">
          <button style="position: absolute; left: 40px; width: 100px">half</button>
          <button style="position: absolute; left: 300px">g</button></div>
        <div style="height: 0; overflow: hidden"><button>h</button></div>
        <div style="visibility: hidden"><button style="visibility: visible">shown</button></div>
        <div style="width: 50px; height: 20px; overflow: hidden">
          <button style="position: fixed; top: 500px; left: 600px">fixed</button></div>""",
    )

    assert names(found) == ["half", "shown", "fixed"]
    assert named(found, "half")["b"][2] == 60


async def test_controls_inside_controls_are_merged(visitor: Visitor) -> None:
    found = await walk(
        visitor,
        """<a href=/x><h2>Title</h2><button>inner</button> <span tabindex=0>more</span></a>
        <div onclick="1" style="width: 90px">Click me</div><div style="cursor: pointer"><b>Pointer</b></div>
        <div tabindex=0><a href=/y>Only the link</a></div>""",
    )

    assert [(element["r"], element["n"]) for element in found["elements"]] == [
        ("link", "Title inner more"),
        ("heading", "Title"),
        ("clickable", "Click me"),
        ("clickable", "Pointer"),
        ("link", "Only the link"),
    ]


async def test_watched_selectors(visitor: Visitor) -> None:
    found = await walk(
        visitor,
        "<p class=promo>Our <b>contest</b></p><a class=promo href=/x>Shop</a><p id=gone hidden>x</p>",
        watch_selectors=(".promo", "p:::", "#gone", "a[href='/x']"),
    )

    assert [(element["r"], element["n"], element["s"]) for element in found["elements"]] == [
        ("element", "Our contest", [0]),
        ("link", "Shop", [0, 3]),
    ]
    assert found["bad"] == [1]


async def test_a_bad_watched_selector_is_noted(visitor: Visitor) -> None:
    part = await visitor.see("pricing", watch_selectors=("h1", "p:::"))

    assert part.notes == ("watched selector 'p:::' is not valid CSS",)


async def test_the_covered_share(visitor: Visitor) -> None:
    found = await walk(
        visitor,
        """<button style="position: absolute; left: 0; top: 0; width: 300px; height: 90px">whole</button>
        <button style="position: absolute; left: 400px; top: 0; width: 300px; height: 90px">third</button>
        <button style="position: absolute; left: 800px; top: 0; width: 300px; height: 90px"><b>free</b></button>
        <button style="position: absolute; left: 0; top: 200px; width: 300px; height: 90px">glass</button>
        <div style="position: absolute; left: 0; top: 0; width: 300px; height: 90px; background: red"></div>
        <div style="position: absolute; left: 400px; top: 0; width: 100px; height: 90px; background: red"></div>
        <div style="position: absolute; left: 0; top: 200px; width: 300px; height: 90px; background: #0001"></div>""",
    )

    assert {element["n"]: element.get("c", 0) for element in found["elements"]} == {
        "whole": 1,
        "third": 0.33,
        "free": 0,
        "glass": 0,
    }


async def test_names_are_short_clean_and_as_written(visitor: Visitor) -> None:
    found = await walk(
        visitor,
        f"""<button>{"ä" * 79}😀😀</button><button style="text-transform: uppercase">  Shop \n now </button>
        <a href="/x"><img src=/pixel.png alt="Instagram" width=20 height=20></a>
        <button>Menu<span style="display: none"> hidden</span></button>""",
    )

    assert names(found)[1:] == ["Shop now", "Instagram", "Instagram", "Menu"]
    assert len(names(found)[0]) <= 80
    assert json.dumps(found, ensure_ascii=False).encode("utf-8")


async def test_shadow_roots_are_walked(visitor: Visitor) -> None:
    found = await walk(
        visitor,
        """<main><x-card><a href=/slotted>Slotted</a></x-card></main><script>
        customElements.define("x-card", class extends HTMLElement { constructor() { super();
          this.attachShadow({mode: "open"}).innerHTML = "<button class=watched>Shadow</button><slot></slot>"
        } })</script>""",
        watch_selectors=(".watched",),
    )

    assert [(element["n"], element.get("lm"), element.get("s")) for element in found["elements"]] == [
        ("", None, None),
        ("Shadow", "main", [0]),
        ("Slotted", "main", None),
    ]


async def test_a_crowd_is_cut_off(visitor: Visitor) -> None:
    part_body = "<a href=/x>x</a> " * 6000
    found = await walk(visitor, part_body)

    assert len(found["elements"]) == 5000
    assert found["truncated"]


async def test_a_deep_page_does_not_overflow(visitor: Visitor) -> None:
    visitor.site.serve(
        "deep",
        "<title>Deep</title><body><script>let node = document.body; for (let i = 0; i < 1500; i++)"
        " node = node.appendChild(document.createElement('div')); node.innerHTML = '<a href=/x>Bottom</a>'</script>",
    )

    part = await visitor.see("deep")

    assert part.elements is not None
    assert [element["n"] for element in json.loads(part.elements)["elements"]] == ["Bottom"]


async def test_a_phone_is_a_phone(visitor: Visitor) -> None:
    found = await walk(visitor, "<meta name=viewport content='width=device-width'><h1>Acme</h1>", viewport=PHONE)

    assert found["viewport"] == [390, 844]


async def test_items_whose_words_live_in_shadow_roots_are_a_list(visitor: Visitor) -> None:
    found = await walk(
        visitor,
        """<div style="display: flex"><x-item label=One></x-item><x-item label=Two></x-item>
        <x-item label=Three></x-item></div>
        <script>customElements.define("x-item", class extends HTMLElement { connectedCallback() {
          this.attachShadow({mode: "open"}).innerHTML = `<a href="/i" style="display: block; width: 200px">
          <b style="display: block; height: 120px">${this.getAttribute("label")}</b></a>` } })</script>""",
    )

    assert [(element["n"], element.get("li")) for element in found["elements"]] == [
        ("One", 1),
        ("Two", 1),
        ("Three", 1),
    ]


async def test_badges_notes_and_watched_texts(visitor: Visitor) -> None:
    found = await walk(
        visitor,
        """<p>Acme <span style="border: 1px solid; border-radius: 9px">Verified shop</span> <span>plain</span></p>
        <div role=alert>This page is under review</div>
        <section><p>Open on Sundays, <b>always</b></p><p>Never on Mondays</p></section>""",
        watch_texts=("open  on SUNDAYS", "nowhere"),
    )

    assert [(element["r"], element["n"]) for element in found["elements"]] == [
        ("badge", "Verified shop"),
        ("note", "This page is under review"),
        ("text", "Open on Sundays, always"),
    ]


async def test_what_is_left_out_is_marked_with_the_room_that_it_takes(visitor: Visitor) -> None:
    found = await walk(
        visitor,
        "<div class=offers style='height: 90px'><b>New</b> <a href=/x>Offer</a></div><a href=/y>Shop</a>",
        parts=(Part(url=visitor.site.url("walked"), ignore=(".offers", "p[")),),
    )
    room = next(element for element in found["elements"] if element["r"] == "ignored")
    assert (room["b"], room["n"]) == ([0, 0, 1280, 90], "")
    assert (named(found, "Offer")["as"], "as" in named(found, "Shop")) == ("ignored", False)
    assert found["badIgnored"] == ["p["]


async def test_style_sheets_that_never_came(visitor: Visitor) -> None:
    visitor.site.serve("style.css", "p { color: red }", content_type="text/css")
    missing, there = (f"<link rel=stylesheet href={visitor.site.url(name)}>" for name in ("none.css", "style.css"))

    assert (await walk(visitor, f"{missing}<p>Text"))["unstyled"] is True
    assert "unstyled" not in await walk(visitor, f"{missing}{there}<p>Text")
