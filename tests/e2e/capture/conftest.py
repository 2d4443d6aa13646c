"""One site and one warm browser for all tests of a module."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from tests.orders import order_for, real_pool
from tests.site import Site
from watcher.capture.patience import Patience
from watcher.capture.pool import BrowserPool
from watcher.core.model import Capture, Failure, PartCapture

# Less than what the daemon allows itself, to keep the suite short.
BRISK = Patience(load_s=1.0, settle_s=1.2, scripted_s=0.9, step_s=1.5, optional_step_s=0.5, close_s=2.0, walk_s=2.0)


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Visits pages of the site by name."""

    site: Site
    pool: BrowserPool

    async def visit(self, *names: str, **changes: Any) -> Capture | Failure:
        return await self.pool.capture(order_for(*(self.site.url(name) for name in names), **changes))

    async def see(self, name: str, **changes: Any) -> PartCapture:
        """The only part of a visit that must succeed."""
        seen = await self.visit(name, **changes)
        assert isinstance(seen, Capture), seen
        return seen.parts[0]

    async def fail(self, name: str, **changes: Any) -> Failure:
        seen = await self.visit(name, **changes)
        assert isinstance(seen, Failure), seen
        return seen


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor(site: Site) -> AsyncIterator[Visitor]:
    async with real_pool([site.allow], patience=BRISK) as pool:
        yield Visitor(site=site, pool=pool)
