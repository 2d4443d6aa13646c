"""Browsers that do not start are tried again more and more rarely."""

import asyncio

import pytest
import structlog
from playwright.async_api import Error

from tests.orders import order_for
from watcher.capture.browser import Chromium
from watcher.capture.fleet import Fleet, rest_s
from watcher.capture.patience import Patience


def test_rests_grow_and_end() -> None:
    assert [rest_s(deaths) for deaths in (0, 4, 5, 6, 7, 9, 10, 10_000)] == [0, 0, 1, 2, 4, 16, 30, 30]


async def test_a_browser_that_never_starts_is_not_started_all_the_time_and_closing_does_not_wait_for_it() -> None:
    starts = 0

    async def start() -> Chromium:
        nonlocal starts
        starts += 1
        raise Error("no such library")

    fleet = Fleet(start, user_agent=None, patience=Patience(), log=structlog.get_logger())
    for _ in range(5):
        with pytest.raises(Error):
            await fleet.sit_down(order_for("http://127.0.0.1/"), None)
    waiting = asyncio.create_task(fleet.sit_down(order_for("http://127.0.0.1/"), None))
    for _ in range(20):
        await asyncio.sleep(0)

    assert starts == 5
    async with asyncio.timeout(0.9):
        await fleet.close()
        with pytest.raises(Error):
            await waiting
