"""Handles like a brand's own on a platform that answers 200 for pages that are not there."""

import pytest

from tests.e2e.catalog.conftest import at_once
from tests.site import Site
from watcher.capture.pool import BrowserPool
from watcher.core.model import Presence
from watcher.daemon.impostors import visit_lookalikes
from watcher.targets.catalog.lookalikes import lookalikes

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PROFILE = "<h1>Telekom hilft</h1><p>We answer questions about your contract. Send us your password.</p><p>12 posts</p>"
SAYS_SO = "<h1>Sorry</h1><p>This page isn't available.</p>"
SAYS_NOTHING = "<h1>Join {handle} on Facepage</h1><p>Connect with friends and share what matters to you today.</p>"
THERE = {"telekom_hiIft", "telekom_hilft_support"}


@pytest.mark.parametrize("absent", [SAYS_SO, SAYS_NOTHING], ids=["says so", "says nothing"])
async def test_pages_that_are_there_are_told_from_others(site: Site, pool: BrowserPool, absent: str) -> None:
    wanted = {*THERE, "te1ekom_hilft", "telekom_hillft", "telekom_hilft_official", "telekom_hilft_blocked"}
    candidates = [one for one in lookalikes("telekom_hilft") if one.handle in wanted]
    for handle in (*(one.handle for one in candidates), "bcdfgh"):
        site.serve(handle, PROFILE if handle in THERE else absent.format(handle=handle))
    sightings = await visit_lookalikes(pool, candidates, site.url, "bcdfgh", "en-GB", at_once, {})
    assert len(sightings) == len(wanted) - 1
    assert {one.lookalike.handle for one in sightings if one.presence is Presence.THERE} == THERE
    assert {one.presence for one in sightings} == {Presence.THERE, Presence.ABSENT}
    assert all(one.reason for one in sightings)


async def test_a_page_that_turns_visitors_away_says_nothing_of_who_is_there(site: Site, pool: BrowserPool) -> None:
    [first, *_] = lookalikes("acme")
    site.serve(first.handle, "<h1>Access denied</h1>", status=403)
    site.serve("bcdfgh", SAYS_SO)
    [sighting] = await visit_lookalikes(pool, [first], site.url, "bcdfgh", "en-GB", at_once, {})
    assert sighting.presence is Presence.UNKNOWN
