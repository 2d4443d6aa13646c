"""Visits one handle, and where it matters what a handle shows that nobody has, and says whether a page is there."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watcher.core.model import (
    Brand,
    Capture,
    Checked,
    Failure,
    HandleRecord,
    Interval,
    Lookalike,
    Part,
    Portrait,
    Presence,
    Snapshot,
    Target,
    Unchanged,
)
from watcher.core.ports import Archive, Executor
from watcher.daemon.looking import look_order
from watcher.daemon.presence import Says, Sight, decide, nobodys_handle, read_sight
from watcher.extract.portrait import portray
from watcher.extract.read import read
from watcher.targets.catalog.handles import handle_address
from watcher.targets.catalog.links import same_page
from watcher.targets.catalog.read import Platform

DAY = timedelta(days=1)
_FRESH = timedelta(days=1)
_NOBODY = "no one"
NO_PORTRAIT = Portrait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one look brought. `visits` are the pages that were asked for."""

    result: Capture | Failure
    sight: Sight | Failure
    presence: Presence
    reason: str
    visits: int
    nobody: Portrait = NO_PORTRAIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Whose look-alikes are looked for, where, and what is known of them."""

    target: Target
    brand: Brand
    platform: Platform | None
    candidates: tuple[Lookalike, ...]
    records: Mapping[str, HandleRecord]

    @property
    def says(self) -> Says:
        page = self.platform.entry.page if self.platform else None
        return page.states if page else {}

    @property
    def pattern(self) -> str | None:
        page = self.platform.entry.page if self.platform else None
        return page.handle if page else None

    @property
    def every(self) -> timedelta:
        schedule = self.target.schedule
        return schedule.every if isinstance(schedule, Interval) else DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Scout:
    """`pause` lies between two visits of one look."""

    executor: Executor
    archive: Archive
    clock: Callable[[], datetime]
    pause: Callable[[], Awaitable[None]]

    async def see(self, search: Search, one: Lookalike) -> Seen:
        """Where a page does not say by itself that it is none, it is compared with what nobody's handle shows."""
        result = await self._visit(search, one.handle)
        sight = await asyncio.to_thread(read_sight, result, one.handle, search.says)
        if isinstance(sight, Failure):
            presence, reason = decide(sight, [])
            return Seen(result=result, sight=sight, presence=presence, reason=reason, visits=1)
        if self._leads_home(search, sight):
            reason = "it leads to the brand's own page"
            return Seen(result=result, sight=sight, presence=Presence.ABSENT, reason=reason, visits=1)
        before = await self._nobody_before(search)
        if before is not None and decide(sight, [before])[0] is Presence.ABSENT:
            presence, reason = decide(sight, [before])
            return Seen(result=result, sight=sight, presence=presence, reason=reason, visits=1)
        await self.pause()
        today, nobody = await self._look_at_nobody(search)
        presence, reason = decide(sight, [today, *([before] if before else [])])
        return Seen(result=result, sight=sight, presence=presence, reason=reason, visits=2, nobody=nobody)

    async def _visit(self, search: Search, handle: str) -> Capture | Failure:
        target = search.target
        order = look_order(
            handle_address(search.brand.address, handle),
            target=target.id,
            locale=target.locale,
            timezone=target.timezone,
            deadline_s=target.deadline.total_seconds(),
            robots=target.obeys_robots,
        )
        seen = await self.executor.capture(order)
        return replace(seen, stream=stream_of(target, handle)) if isinstance(seen, Capture) else seen

    def _leads_home(self, search: Search, sight: Sight) -> bool:
        """Whether the platform sends visitors on to a page that is the brand's own."""
        own = [handle_address(search.brand.address, handle) for handle in (search.brand.handle, *search.brand.known)]
        return same_page(sight.capture.parts[0].final_url) in map(same_page, own)

    async def _nobody_before(self, search: Search) -> Sight | None:
        """What was shown for a handle that nobody has, if that was seen of late."""
        capture = await self.archive.baseline(stream_of(search.target, _NOBODY))
        if capture is None or self.clock() - capture.at > _FRESH:
            return None
        handle = capture.parts[0].url.rstrip("/").rpartition("/")[2]
        sight = await asyncio.to_thread(read_sight, capture, handle, search.says)
        return sight if isinstance(sight, Sight) else None

    async def _look_at_nobody(self, search: Search) -> tuple[Sight | Failure, Portrait]:
        """What is shown there, and whom that portrays: the platform itself, also where it says that there is nobody."""
        handle = nobodys_handle(search.pattern)
        seen = await self._visit(search, handle)
        sight = await asyncio.to_thread(read_sight, seen, handle, search.says)
        portrait = await asyncio.to_thread(portrait_of, seen) if isinstance(seen, Capture) else NO_PORTRAIT
        if isinstance(sight, Failure):
            return sight, portrait
        stream = stream_of(search.target, _NOBODY)
        await self.archive.keep(replace(sight.capture, stream=stream))
        await self.archive.commit(
            Checked(
                stream=stream,
                target=search.target.id,
                at=self.clock(),
                capture=sight.capture.id,
                outcome=Unchanged(digest=_NOBODY),
                took_s=sight.capture.took_s,
            )
        )
        return sight, portrait


def stream_of(target: Target, handle: str) -> str:
    return f"{target.id}@{handle}"


def portrait_of(capture: Capture) -> Portrait:
    snapshot = read(capture, [Part(url=part.url) for part in capture.parts])
    return portray(snapshot, capture.parts[0].screenshot) if isinstance(snapshot, Snapshot) else NO_PORTRAIT
