"""A site of this machine's own, seen by a real browser that waits no longer than it has to."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.orders import real_pool
from tests.site import Site
from watcher.capture.patience import Patience
from watcher.capture.pool import BrowserPool

BRISK = Patience(load_s=1.0, settle_s=0.6, scripted_s=0.5, step_s=1.0, optional_step_s=0.5, close_s=2.0, walk_s=2.0)


async def at_once() -> None:
    """No pause between visits of a site of our own."""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool(site: Site) -> AsyncIterator[BrowserPool]:
    async with real_pool([site.allow], patience=BRISK) as running:
        yield running
