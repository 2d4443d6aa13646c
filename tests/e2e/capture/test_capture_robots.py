"""Where it is wanted, robots.txt is asked before a page is visited."""

import pytest

from tests.e2e.capture.conftest import BRISK
from tests.orders import order_for, real_pool
from tests.site import Site
from watcher.core.model import Capture, Failure, FailureKind

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

RULES = "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /pri*ing$\nAllow: /\n"


async def test_what_robots_txt_closes_is_left_alone_and_the_rest_is_visited() -> None:
    with Site() as site:
        site.serve("robots.txt", RULES, content_type="text/plain")
        async with real_pool([site.allow], patience=BRISK) as pool:
            for _ in range(2):
                closed = await pool.capture(order_for(site.url("pricing"), obeys_robots=True))
                assert isinstance(closed, Failure)
                assert closed.kind is FailureKind.FORBIDDEN
                assert "robots: ignore" in closed.message
            assert isinstance(await pool.capture(order_for(site.url("pricing?x=1"), obeys_robots=True)), Capture)
            assert site.hits("pricing") == 1
            assert site.hits("robots.txt") == 1
            assert isinstance(await pool.capture(order_for(site.url("pricing"))), Capture)


async def test_without_rules_all_is_open_and_with_a_broken_server_nothing() -> None:
    with Site() as site:
        async with real_pool([site.allow], patience=BRISK) as pool:
            assert isinstance(await pool.capture(order_for(site.url("pricing"), obeys_robots=True)), Capture)
        site.serve("robots.txt", "down", status=503)
        async with real_pool([site.allow], patience=BRISK) as pool:
            failure = await pool.capture(order_for(site.url("pricing"), obeys_robots=True))
            assert isinstance(failure, Failure)
            assert "answers 503" in failure.message
            site.serve("robots.txt", "User-agent: *\nDisallow:\n")
            assert isinstance(await pool.capture(order_for(site.url("pricing"), obeys_robots=True)), Capture)


async def test_the_guard_holds_for_robots_txt_too() -> None:
    with Site() as site:
        async with real_pool([], patience=BRISK) as pool:
            failure = await pool.capture(order_for(site.url("pricing"), obeys_robots=True))
        assert isinstance(failure, Failure)
        assert failure.kind is FailureKind.FORBIDDEN
        assert site.connections == 0
