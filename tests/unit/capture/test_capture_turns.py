"""Visits that wait for the network let others work; nobody works out of turn, and no turn is ever lost."""

import asyncio
import random
from collections.abc import Callable

import pytest

from watcher.capture.turns import Turns, most_open

pytestmark = pytest.mark.asyncio


class Crew:
    """Visits that wait until they are told to go on, and who of them works."""

    def __init__(self, slots: int = 2, has_room: Callable[[], bool] = lambda: True) -> None:
        self.turns = Turns(slots, has_room)
        self.working: list[str] = []
        self.answers: dict[str, asyncio.Event] = {}
        self.ends: dict[str, asyncio.Event] = {}

    def start(self, name: str) -> "asyncio.Task[None]":
        self.answers[name], self.ends[name] = asyncio.Event(), asyncio.Event()
        return asyncio.create_task(self._visit(name))

    async def _visit(self, name: str) -> None:
        async with self.turns.visit() as turn:
            async with turn.lent():
                await self.answers[name].wait()
            self.working.append(name)
            await self.ends[name].wait()
            self.working.remove(name)


async def rest() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_no_more_work_at_once_than_there_are_slots_and_who_comes_back_goes_first() -> None:
    crew = Crew(slots=1)
    tasks = [crew.start(name) for name in "abc"]
    await rest()
    assert crew.turns.under_way == 3
    for name in "bca":
        crew.answers[name].set()
        await rest()
    assert crew.working == ["b"]
    tasks.append(crew.start("d"))
    await rest()
    assert crew.turns.under_way == 3
    for name in "bca":
        assert crew.working == [name]
        crew.ends[name].set()
        await rest()
    assert crew.turns.under_way == 1
    for event in (crew.answers["d"], crew.ends["d"]):
        event.set()
    await asyncio.gather(*tasks)
    assert crew.turns.under_way == 0


async def test_slow_hosts_hold_up_nobody_until_there_are_too_many() -> None:
    crew = Crew(slots=2)
    slow = [crew.start(f"slow{n}") for n in range(most_open(2) - 1)]
    fast = crew.start("fast")
    crew.answers["fast"].set()
    crew.ends["fast"].set()
    await asyncio.wait_for(fast, 1)
    more = [crew.start(f"more{n}") for n in range(3)]
    await rest()
    assert crew.turns.under_way == most_open(2)
    for task in (*slow, *more):
        task.cancel()
    await asyncio.gather(*slow, *more, return_exceptions=True)
    assert crew.turns.under_way == 0


async def test_without_memory_nobody_begins_while_others_wait() -> None:
    room = [False]
    crew = Crew(slots=2, has_room=lambda: room[0])
    tasks = [crew.start(str(n)) for n in range(6)]
    await rest()
    assert crew.turns.under_way == 2
    room[0] = True
    for name in "01":
        crew.answers[name].set()
        crew.ends[name].set()
    await rest()
    assert crew.turns.under_way == 4
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_block_that_raises_ends_without_waiting_for_its_turn() -> None:
    turns = Turns(1, lambda: True)
    other = Crew()
    other.turns = turns
    held = None
    with pytest.raises(TimeoutError):
        async with turns.visit() as turn, turn.lent():
            held = other.start("other")
            other.answers["other"].set()
            await rest()
            raise TimeoutError
    assert other.working == ["other"]
    other.ends["other"].set()
    assert held
    await held
    async with turns.visit() as turn:
        assert turn.held


async def test_no_turn_is_lost_however_visits_end() -> None:
    chance = random.Random(8)
    turns, working = Turns(3, lambda: True), 0

    async def visit() -> None:
        nonlocal working
        async with turns.visit() as turn:
            for _ in range(3):
                async with turn.lent():
                    await asyncio.sleep(chance.random() / 500)
                working += 1
                assert working <= 3
                await asyncio.sleep(0)
                working -= 1

    tasks = [asyncio.create_task(visit()) for _ in range(200)]
    for task in chance.sample(tasks, 80):
        await asyncio.sleep(chance.random() / 1000)
        # not while it counts as working: the count is the test's own
        if not working:
            task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert not [result for result in results if isinstance(result, AssertionError)]
    assert turns.under_way == 0
    async with asyncio.timeout(1), turns.visit(), turns.visit(), turns.visit():
        pass
