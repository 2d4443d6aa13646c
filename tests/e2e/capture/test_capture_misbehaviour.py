"""Pages that stall, nag, grow, loop or fight back: each is classified, and none harms its neighbours."""

import asyncio
import gzip
import json
import time
from dataclasses import replace

import pytest

from tests.e2e.capture.conftest import BRISK, Visitor
from tests.e2e.capture.test_capture_documents import png_size
from tests.orders import order_for, real_pool
from tests.site import Site
from watcher.core.model import Capture, Failure, FailureKind

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize("name", ["hang", "drip", "busy", "busy-later"])
async def test_the_deadline_holds_and_the_neighbour_is_unaffected(visitor: Visitor, name: str) -> None:
    begin = time.monotonic()
    stuck = asyncio.create_task(visitor.visit(name, deadline_s=1.5))
    for _ in range(2):
        neighbour = await visitor.see("pricing")
        assert b"Sellers pay" in neighbour.body
    failure = await stuck

    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.TIMEOUT
    assert "1.5 s" in failure.message
    assert 1.4 < failure.took_s < 8
    assert time.monotonic() - begin < 12


async def test_slow_is_not_too_slow(visitor: Visitor) -> None:
    part = await visitor.see("slow?seconds=1.5")

    assert b"At last" in part.body


async def test_what_never_loads_is_noted(visitor: Visitor) -> None:
    part = await visitor.see("hanging-image")

    assert any(note.startswith("not fully loaded") for note in part.notes)
    assert any(note.startswith("1 requests still open") for note in part.notes)


async def test_late_fonts_are_waited_for_and_hanging_ones_are_not(visitor: Visitor) -> None:
    late = await visitor.see("late-fonts")
    hanging = await visitor.see("hanging-fonts")

    assert late.notes == ()
    assert any("fonts still loading" in note for note in hanging.notes)


async def test_what_arrives_late_is_seen(visitor: Visitor) -> None:
    part = await visitor.see("late-content")

    assert b"Arrived late" in part.body


async def test_what_never_rests_is_captured_all_the_same(visitor: Visitor) -> None:
    part = await visitor.see("ticking")

    assert any("still changing" in note for note in part.notes)
    assert b"<h1>Ticking</h1>" in part.body


async def test_animations_are_shown_at_their_end(visitor: Visitor) -> None:
    part = await visitor.see("animated")

    assert part.elements is not None
    assert [element["n"] for element in json.loads(part.elements)["elements"]] == ["Animated", "Faded in", "o"]


async def test_lazy_parts_are_scrolled_in(visitor: Visitor) -> None:
    part = await visitor.see("lazy")

    assert visitor.site.hits("pixel-late.png") == 1
    assert part.elements is not None
    names = {element["n"] for element in json.loads(part.elements)["elements"]}
    assert {"Native", "Scripted"} <= names


async def test_an_endless_page_ends(visitor: Visitor) -> None:
    part = await visitor.see("infinite")

    assert 20 <= part.body.count(b"Post ") <= 120


async def test_a_tall_page_is_cut(visitor: Visitor) -> None:
    part = await visitor.see("tall")

    assert part.screenshot is not None
    assert png_size(part.screenshot)[1] == 16_000
    assert any("cut off at 16000" in note for note in part.notes)


async def test_a_huge_page_is_kept_as_text(visitor: Visitor) -> None:
    part = await visitor.see("huge-dom")

    assert (part.screenshot, part.elements) == (None, None)
    assert any(note.startswith("text only: the page has 25") for note in part.notes)
    assert part.body.count(b"<i>x</i>") >= 250_000


async def test_a_dialog_is_dismissed(visitor: Visitor) -> None:
    part = await visitor.see("alert")

    assert b"After the alert" in part.body
    assert "1 dialogs dismissed" in part.notes


async def test_a_storm_of_dialogs_is_stopped(visitor: Visitor) -> None:
    part = await visitor.see("alerts")

    assert b"Before the storm" in part.body
    assert any(note.startswith("scripts stopped") for note in part.notes)


async def test_popups_do_not_open(visitor: Visitor) -> None:
    part = await visitor.see("popups")

    assert b"<h1>Popups</h1>" in part.body
    assert not any(request.path.startswith("/pricing?popup") for request in visitor.site.requests)


async def test_a_page_that_leads_on_for_ever_is_the_wrong_page(visitor: Visitor) -> None:
    failure = await visitor.fail("reloads")

    assert failure.kind is FailureKind.WRONG_PAGE
    assert "20 more pages" in failure.message


async def test_a_download_that_starts_by_itself_is_only_noted(visitor: Visitor) -> None:
    part = await visitor.see("hop-download")

    assert b"Your download starts" in part.body
    assert any(note.startswith("not followed: ") for note in part.notes)


async def test_a_page_that_eats_all_memory_is_ended_alone(visitor: Visitor) -> None:
    crashing = asyncio.create_task(visitor.visit("crash"))
    neighbour = await visitor.visit("pricing")
    failure = await crashing

    assert isinstance(neighbour, Capture)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.BROWSER
    assert "crashed" in failure.message


async def test_a_hostile_page_does_not_reach_the_capture(visitor: Visitor) -> None:
    part = await visitor.see("hostile", watch_selectors=("a", "form"))

    assert b"Still here</a>" in part.body
    assert part.elements is not None
    walk = json.loads(part.elements)
    assert walk["title"] == "Hostile"
    link = next(element for element in walk["elements"] if element["r"] == "link")
    assert (link["n"], link["s"]) == ("Still here", [0])
    assert link["b"][2] > 20
    assert any(element.get("s") == [1] for element in walk["elements"])
    assert part.screenshot is not None


async def test_a_page_that_takes_too_much_memory_is_ended_alone_and_said_to_be_too_large(site: Site) -> None:
    site.serve("greedy", "<script>const kept=[];setInterval(()=>kept.push(new Uint8Array(5e7).fill(1)),20)</script>")
    site.serve("bomb", gzip.compress(b"<p>" + b"a" * 60_000_000), headers=(("Content-Encoding", "gzip"),))
    async with real_pool([site.allow], slots=3, patience=replace(BRISK, page_bytes=400_000_000)) as pool:
        greedy, bomb, neighbour = await asyncio.gather(
            *(pool.capture(order_for(site.url(name))) for name in ("greedy", "bomb", "pricing"))
        )
        after = await pool.capture(order_for(site.url("pricing")))

    assert isinstance(greedy, Failure)
    assert greedy.kind is FailureKind.TOO_LARGE
    assert "0.4 GB of memory" in greedy.message
    assert isinstance(bomb, Failure)
    assert bomb.kind is FailureKind.TOO_LARGE
    assert isinstance(neighbour, Capture)
    assert isinstance(after, Capture)
