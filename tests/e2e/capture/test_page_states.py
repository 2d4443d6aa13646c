"""Pages after real ones, in three languages, are taken for what they play by a real visit."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.capture.conftest import BRISK
from tests.orders import real_pool
from tests.plays import HALVES, Seen, confusion, perform, read_plays
from tests.site import Site
from watcher.core.model import Changed, Failure, PageState, Rebased, Unchanged, Unconfirmed

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def seen() -> AsyncIterator[list[Seen]]:
    with Site() as site:
        async with real_pool([site.allow], slots=3, patience=BRISK) as pool:
            yield await perform(read_plays(), site, pool, slots=3)


async def test_every_page_is_taken_for_what_it_plays(seen: list[Seen]) -> None:
    wrong = {one.play.name: (one.state, one.reason) for one in seen if one.state != one.play.state}
    assert not wrong, confusion(seen)


async def test_every_state_is_played_in_several_languages(seen: list[Seen]) -> None:
    played = Counter(one.play.state for one in seen)
    assert set(PageState) | {"truncated"} == set(played)
    assert {one.play.half for one in seen} == set(HALVES)
    assert played.total() - played["ok"] >= 40
    assert played["ok"] >= 15


async def test_every_state_is_explained(seen: list[Seen]) -> None:
    assert all(one.reason for one in seen if one.state != "ok")


async def test_beside_a_good_page_a_bad_one_is_a_failure_and_a_good_one_is_weighed(seen: list[Seen]) -> None:
    weighed = [one for one in seen if one.play.before]
    assert len(weighed) >= 6
    for one in weighed:
        match one.outcome:
            case Failure():
                assert one.play.state != "ok", one
            case Changed() | Unchanged() | Unconfirmed() | Rebased():
                assert one.play.state == "ok", one
            case _:
                raise AssertionError(one)


async def test_what_was_done_about_consent_is_noted(seen: list[Seen]) -> None:
    notes = {one.play.name: one.notes for one in seen}
    assert notes["ok-fr-cookies"] == ("consent: Axeptio refused with “Non merci”",)
    assert notes["ok-en-consent-banner"] == ("consent: unknown manager refused with “Only necessary”",)
