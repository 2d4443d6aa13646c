"""Asking a server stands for visiting it only where both have agreed, and never again where it lied."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from tests.fakes.document_server import URL, DocumentServer
from tests.streams import Stream, document
from watcher.capture.asking import Asking
from watcher.capture.fetch import Fetcher
from watcher.capture.robots import Robots
from watcher.core.model import Changed, Failure, Step, StepKind, TargetKind, Unconfirmed
from watcher.shortcuts import AGREED_LOOKS, MISSED_LOOKS, RESTS

pytestmark = pytest.mark.asyncio

FEES = "Sellers pay a fee of 3 per cent for every sale."
RAISED = "Sellers pay a fee of 9 per cent for every sale from 1 March 2027 on."
LEARNT = 1 + AGREED_LOOKS


class Watched:
    """A document at its server, looked at every six hours."""

    def __init__(self, folder: Path, server: DocumentServer, **changes: object) -> None:
        self.server = server
        self.stream = Stream(folder, **{"verify_every": timedelta(days=1), "confirm_for": timedelta(0), **changes})
        fetcher = cast("Fetcher", server)
        self.stream.asker = Asking(fetcher, Robots(fetcher), max_bytes=1_000_000)

    async def look(self, times: int = 1, hours: float = 6) -> list[str]:
        """How each look ended and whether it was a "visit" or the server was only "asked"."""
        ended = []
        for _ in range(times):
            before = self.stream.visits
            outcome = await self.stream.look(self.server.visited(), hours=hours)
            way = "visit" if self.stream.visits > before else "asked"
            ended.append(f"{type(outcome).__name__.lower()} {way}")
        return ended


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(tmp_path, DocumentServer(page=document(FEES)))
    yield watched
    watched.stream.close()


async def test_what_both_ways_have_agreed_on_is_asked_and_visited_again_after_a_while(watch: Watched) -> None:
    assert await watch.look(LEARNT) == ["first visit", *["unchanged visit"] * AGREED_LOOKS]
    asked = len(watch.server.requests)
    assert await watch.look(5) == [*["unchanged asked"] * 3, "unchanged visit", "unchanged asked"]
    # one request for an answer that stands, and a second one as a test beside each visit
    assert len(watch.server.requests) - asked == 4 + 2
    assert await watch.stream.asked() == 4
    assert (await watch.stream.kept())[1] == LEARNT + 5


async def test_a_change_is_seen_at_the_next_look_and_the_new_text_is_learnt(watch: Watched) -> None:
    await watch.look(LEARNT + 1)
    watch.server.page = document(RAISED)
    assert await watch.look() == ["changed visit"]
    assert (await watch.look(9))[-1] == "unchanged asked"


async def test_a_text_that_comes_back_is_not_taken_for_the_one_that_was_told(watch: Watched) -> None:
    await watch.look(LEARNT + 1)
    watch.server.page = document(RAISED)
    await watch.look(4)
    watch.server.page = document(FEES)
    assert (await watch.look())[0].endswith("visit")


async def test_the_same_tag_for_another_text_is_found_by_the_visit_and_never_believed_again(watch: Watched) -> None:
    watch.server.tag = '"for ever"'
    await watch.look(LEARNT + 1)
    watch.server.page = document(RAISED)
    assert await watch.look(2) == ["unchanged asked"] * 2
    assert await watch.look() == ["changed visit"]
    asked = len(watch.server.requests)
    assert {ended.split()[1] for ended in await watch.look(20, hours=24)} == {"visit"}
    assert len(watch.server.requests) == asked


async def test_a_server_that_calls_any_version_unmodified_is_found_before_it_is_believed(watch: Watched) -> None:
    watch.server.never_modified = True
    ended = await watch.look(12)
    assert {entry.split()[1] for entry in ended} == {"visit"}
    asked = len(watch.server.requests)
    await watch.look(30, hours=24)
    assert len(watch.server.requests) == asked
    assert asked == 3


@pytest.mark.parametrize(
    "server",
    [
        pytest.param({"tags": False}, id="no tags"),
        pytest.param({"tags": False, "noise": True}, id="no tags, and another token each time"),
        pytest.param({"leads_to": f"{URL}/2027"}, id="elsewhere"),
    ],
)
async def test_a_server_without_conditions_is_compared_by_what_it_sends(
    tmp_path: Path, server: dict[str, object]
) -> None:
    watch = Watched(tmp_path, DocumentServer(page=document(FEES), **server))  # type: ignore[arg-type]
    await watch.look(LEARNT)
    assert await watch.look(2) == ["unchanged asked"] * 2
    watch.server.page = document(RAISED)
    assert await watch.look() == ["changed visit"]
    watch.stream.close()


async def test_a_document_that_is_led_to_from_elsewhere_than_before_is_visited(watch: Watched) -> None:
    await watch.look(LEARNT + 1)
    watch.server.leads_to = f"{URL}/elsewhere"
    assert (await watch.look())[0].endswith("visit")


async def test_a_text_that_scripts_write_is_never_asked_for_and_tried_again_after_a_week(watch: Watched) -> None:
    watch.server.page, watch.server.shown = document(), document(FEES)
    await watch.look(1 + MISSED_LOOKS)
    asked = len(watch.server.requests)
    assert {entry.split()[1] for entry in await watch.look(12, hours=12)} == {"visit"}
    assert len(watch.server.requests) == asked
    # from now on the server writes it
    watch.server.page, watch.server.shown = document(FEES), None
    await watch.look(3, hours=RESTS / timedelta(hours=3))
    assert "unchanged asked" in await watch.look(LEARNT + 2)


async def test_a_server_that_only_browsers_may_visit_is_visited(watch: Watched) -> None:
    watch.server.status = 403
    assert {entry.split()[1] for entry in await watch.look(8)} == {"visit"}
    assert len(watch.server.requests) == MISSED_LOOKS


async def test_one_answer_that_fails_costs_a_visit_and_no_more_than_learning_anew(watch: Watched) -> None:
    await watch.look(LEARNT + 1)
    watch.server.status = 500
    assert await watch.look() == ["unchanged visit"]
    watch.server.status = 200
    assert await watch.look(AGREED_LOOKS + 1) == [*["unchanged visit"] * AGREED_LOOKS, "unchanged asked"]


async def test_a_site_that_asks_to_be_left_alone_is_not_visited_right_after(watch: Watched) -> None:
    await watch.look(LEARNT + 1)
    watch.server.status, watch.server.headers = 429, {"retry-after": "900"}
    before = watch.stream.visits
    outcome = await watch.stream.look(watch.server.visited(), hours=6)
    assert isinstance(outcome, Failure)
    assert (outcome.status, outcome.wait_s) == (429, 900.0)
    assert watch.stream.visits == before


@pytest.mark.parametrize(
    "changes",
    [
        {"verify_every": timedelta(0)},
        {"kind": TargetKind.PAGE},
        {"steps": (Step(kind=StepKind.SCROLL),)},
        {"login": "state.json"},
    ],
)
async def test_what_needs_a_browser_is_never_asked_for(tmp_path: Path, changes: dict[str, object]) -> None:
    watch = Watched(tmp_path, DocumentServer(page=document(FEES)), **changes)
    await watch.look(LEARNT + 2)
    assert watch.server.requests == []
    watch.stream.close()


async def test_the_server_is_asked_as_the_browser_asks(watch: Watched) -> None:
    await watch.look(3)
    first, second, made_up = watch.server.requests
    assert first["User-Agent"] == "fake"
    assert first["Accept-Language"] == "en-GB"
    assert "If-None-Match" not in first
    assert second["If-None-Match"] != made_up["If-None-Match"]


async def test_what_waits_to_be_confirmed_is_visited(tmp_path: Path) -> None:
    watch = Watched(tmp_path, DocumentServer(page=document(FEES)), confirm_for=timedelta(days=2))
    await watch.look(LEARNT + 1)
    watch.server.page = document("We may change what we like about this section whenever we like.")
    outcome = await watch.stream.look(watch.server.visited(), hours=6)
    assert isinstance(outcome, Unconfirmed | Changed)
    if isinstance(outcome, Unconfirmed):
        assert (await watch.look())[0].endswith("visit")
    watch.stream.close()


async def test_looks_that_differ_in_tokens_only_keep_one_capture(tmp_path: Path) -> None:
    watch = Watched(tmp_path, DocumentServer(page=document(FEES), noise=True), verify_every=timedelta(0))
    assert await watch.look(5) == ["first visit", *["unchanged visit"] * 4]
    assert await watch.stream.kept() == (1, 5)
    watch.server.page = document(RAISED)
    assert await watch.look() == ["changed visit"]
    assert await watch.stream.kept() == (2, 6)
    watch.stream.close()
