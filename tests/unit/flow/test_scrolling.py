"""A page that looks as it did before it was scrolled is not scrolled, but for one look a day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.streams import Stream, document
from watcher.core.model import Changed, Unchanged

pytestmark = pytest.mark.asyncio

FEES = document("Sellers pay a fee of 3 per cent for every sale.")
RAISED = document("Sellers pay a fee of 9 per cent for every sale from 1 March 2027 on.")


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[Stream]:
    opened = Stream(tmp_path, verify_every=timedelta(hours=24))
    yield opened
    opened.close()


async def ways(stream: Stream, scene: str, times: int, hours: float = 6) -> list[bool]:
    """For each look whether the page might stay unscrolled."""
    found = []
    for _ in range(times):
        await stream.look(scene, hours=hours)
        assert stream.last_order is not None
        found.append(stream.last_order.may_stay)
    return found


async def test_it_is_scrolled_at_first_sight_and_once_a_day(stream: Stream) -> None:
    assert await ways(stream, FEES, 9) == [False, True, True, True, False, True, True, True, False]


async def test_it_is_scrolled_at_every_look_where_that_is_wanted(stream: Stream) -> None:
    stream.target = replace(stream.target, verify_every=timedelta(0))
    assert await ways(stream, FEES, 3) == [False] * 3


async def test_one_that_shows_more_when_it_is_scrolled_always_is(stream: Stream) -> None:
    stream.grows = True
    assert await ways(stream, FEES, 6) == [False, True, False, False, False, False]


async def test_after_a_change_it_is_tried_again(stream: Stream) -> None:
    stream.grows = True
    await ways(stream, FEES, 3)
    outcome = await stream.look(RAISED, hours=6)
    assert isinstance(outcome, Changed)
    stream.grows = False
    # whole looks confirm it until it has lasted
    assert await ways(stream, RAISED, 8) == [*[False] * 4, *[True] * 3, False]


async def test_a_look_that_was_spared_the_scrolling_is_a_look_like_any_other(stream: Stream) -> None:
    await stream.look(FEES)
    assert isinstance(await stream.look(FEES, hours=6), Unchanged)
    assert isinstance(await stream.look(RAISED, hours=6), Changed)
    assert (await stream.kept()) == (2, 3)
