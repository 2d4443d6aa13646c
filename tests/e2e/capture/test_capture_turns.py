"""With one slot, pages of slow hosts, and what they fetch from them, hold up nobody."""

import asyncio
from dataclasses import replace

import pytest

from tests.e2e.capture.conftest import BRISK
from tests.orders import order_for, real_pool
from tests.site import Site
from watcher.core.model import Capture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]


async def test_others_are_visited_while_a_host_does_not_answer() -> None:
    with Site() as site:
        site.serve("late-picture", "<h1>Late</h1><img src='/pixel-late.png?seconds=3'>")
        patience = replace(BRISK, load_s=8.0)
        async with real_pool([site.allow], slots=1, patience=patience) as pool:
            assert isinstance(await pool.capture(order_for(site.url("pricing"))), Capture)
            ended: list[str] = []

            async def visit(name: str) -> None:
                seen = await pool.capture(order_for(site.url(name), deadline_s=60.0))
                assert isinstance(seen, Capture), seen
                ended.append(name.partition("?")[0])

            slow = [asyncio.create_task(visit(name)) for name in ("slow?seconds=3", "late-picture")]
            for name in ("slow", "pixel-late.png"):
                await asyncio.to_thread(site.wait_for, name)
            await visit("pricing")
            assert ended == ["pricing"]
            await asyncio.gather(*slow)
            assert sorted(ended) == ["late-picture", "pricing", "slow"]
