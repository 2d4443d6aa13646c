"""Looks for pages under handles like a brand's own: one handle at a time, within a budget of visits a day."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from watcher.alert.compose import compose, hold
from watcher.alert.notes import compose_note
from watcher.core.model import (
    Alert,
    Brand,
    Capture,
    Changed,
    Checked,
    Config,
    Failure,
    FailureKind,
    Finding,
    HandleLook,
    HandleRecord,
    Lookalike,
    Note,
    NoteKind,
    Opinion,
    Outcome,
    Part,
    Portrait,
    Presence,
    Proof,
    Target,
    Told,
    Unchanged,
    Unconfirmed,
    tie,
)
from watcher.core.ports import Archive, BlobDamagedError, BlobMissingError, Handles
from watcher.daemon.presence import Sight
from watcher.daemon.scouting import DAY, NO_PORTRAIT, Scout, Search, Seen, portrait_of, stream_of
from watcher.daemon.turns import Step, Turn, choose, told_together, turn
from watcher.judge.impostors import Appearance, as_told, judge_impostor
from watcher.judge.stakes import match_stakes, with_stakes
from watcher.targets.build import place_of
from watcher.targets.catalog.handles import handle_address
from watcher.targets.catalog.lookalikes import watched_lookalikes
from watcher.targets.catalog.read import find_platform

# One to a handle, and one to a handle that nobody has.
_MOST_VISITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookout:
    """Without `budgeted`, somebody wants a look now, whatever it costs."""

    scout: Scout
    archive: Archive
    handles: Handles
    clock: Callable[[], datetime]
    log: structlog.typing.FilteringBoundLogger
    budgeted: bool = True

    async def look(self, target: Target, config: Config) -> HandleLook | None:
        """One look at the handle whose turn it is, kept and committed; None where the day's visits are used up."""
        if target.brand is None:
            raise ValueError(f"{target.id} has no handle")
        if self.budgeted and await self._spent(target, config) + _MOST_VISITS > target.brand.looks:
            return None
        search = await self._search(target, target.brand)
        one = choose(search.candidates, search.records, self.clock(), target.confirm_after)
        if one is None:
            return None
        seen = await self.scout.see(search, one)
        now = self.clock()
        done = turn(search.records.get(one.handle), one.handle, seen.presence, now, target.confirm_after)
        look = await self._weigh(search, one, seen, done, config, now)
        await self.handles.commit(look)
        return look

    async def _spent(self, target: Target, config: Config) -> int:
        sharing = [other.id for other in config.targets if other.brand and place_of(other) == place_of(target)]
        return await self.handles.visits(sharing, self.clock() - DAY)

    async def _search(self, target: Target, brand: Brand) -> Search:
        records = await self.handles.records(target.id)
        platform = await asyncio.to_thread(find_platform, target.platform) if target.platform else None
        return Search(
            target=target,
            brand=brand,
            platform=platform,
            candidates=watched_lookalikes(brand, platform),
            records=records,
        )

    async def _weigh(
        self, search: Search, one: Lookalike, seen: Seen, done: Turn, config: Config, now: datetime
    ) -> HandleLook:
        record, outcome = done.record, _quiet(seen)
        alerts: tuple[Alert, ...] = ()
        aimed = replace(search.target, parts=(Part(url=handle_address(search.brand.address, one.handle)),))
        if isinstance(seen.sight, Sight) and seen.presence is Presence.THERE:
            await self.archive.keep(seen.sight.capture)
            opinion, finding = await self._find(search, one, seen.sight, seen.nobody, done, now)
            if done.step is Step.DOUBTFUL:
                outcome = _doubtful(finding, done.record, now, search)
            elif record.told is None or opinion.severity > record.told:
                finding = with_stakes(finding, match_stakes(finding, aimed, config, now.date()), config)
                outcome = Changed(digest=str(seen.presence), finding=finding, new_baseline=False)
                alerts = await self._alerts(search, finding, aimed, done, config, now)
                record = replace(record, told=opinion.severity, finding=finding.id)
        elif done.step is Step.VANISHED:
            told = await self._told(search.records.get(one.handle))
            if told is not None:
                note = Note(kind=NoteKind.VANISHED, told=told)
                outcome = Unchanged(digest=str(seen.presence), notes=(note,))
                alerts = compose_note(note, target=replace(aimed, title=one.handle), config=config, now=now)
        checked = Checked(
            stream=stream_of(search.target, one.handle),
            target=search.target.id,
            at=now,
            capture=seen.sight.capture.id
            if isinstance(seen.sight, Sight) and seen.presence is Presence.THERE
            else None,
            outcome=outcome,
            alerts=alerts,
            took_s=seen.result.took_s,
        )
        return HandleLook(checked=checked, record=record, visits=seen.visits)

    async def _find(
        self, search: Search, one: Lookalike, sight: Sight, nobody: Portrait, done: Turn, now: datetime
    ) -> tuple[Opinion, Finding]:
        """What the page means, beside the brand's own page where there is one, and what is told of that."""
        own = await self._own_page(search.brand)
        how = {Step.EXISTS: Appearance.EXISTS, Step.STILL_THERE: Appearance.CLOSER}.get(done.step, Appearance.NEW)
        if done.step is Step.DOUBTFUL and done.record.presence is None:
            how = Appearance.EXISTS

        def judge() -> Opinion:
            return judge_impostor(
                one,
                title=search.target.title,
                name=search.brand.name,
                own=portrait_of(own) if own else NO_PORTRAIT,
                page=portrait_of(sight.capture),
                nobody=nobody,
                how=how,
            )

        opinion, capture = await asyncio.to_thread(judge), sight.capture
        finding = tie(
            as_told(opinion, how),
            None,
            target=search.target.id,
            stream=capture.stream,
            at=now,
            before_capture=own.id if own else capture.id,
            after_capture=capture.id,
            digest=f"{how}:{capture.id}",
        )
        return opinion, finding

    async def _own_page(self, brand: Brand) -> Capture | None:
        try:
            return await self.handles.pictured(brand.page) if brand.page else None
        except (BlobMissingError, BlobDamagedError) as error:
            self.log.warning("own_page_unreadable", page=brand.page, error=str(error))
            return None

    async def _alerts(
        self, search: Search, finding: Finding, aimed: Target, done: Turn, config: Config, now: datetime
    ) -> tuple[Alert, ...]:
        """What is new is told at once; what was there before anybody looked, all together."""
        proof = Proof(
            before=await self.archive.hashes(finding.before_capture),
            after=await self.archive.hashes(finding.after_capture),
        )
        alerts = compose(finding, target=aimed, config=config, now=now, proof=proof)
        if done.step is not Step.EXISTS:
            return alerts
        until = told_together(search.records.values(), now, search.every, len(search.candidates))
        bundle = f"exists:{search.target.id}:{until:%Y%m%dT%H%M}"
        return hold(alerts, until=until, bundle=bundle, config=config)

    async def _told(self, record: HandleRecord | None) -> Told | None:
        return await self.handles.told(record.finding) if record and record.finding else None


def _quiet(seen: Seen) -> Outcome:
    """The outcome of a look that tells nothing."""
    if seen.presence is not Presence.UNKNOWN:
        return Unchanged(digest=str(seen.presence))
    if isinstance(seen.sight, Failure):
        return seen.sight
    return Failure(
        kind=FailureKind.BLOCKED, message=seen.reason, url=seen.sight.capture.parts[0].url, took_s=seen.result.took_s
    )


def _doubtful(finding: Finding, record: HandleRecord, now: datetime, search: Search) -> Unconfirmed:
    since = record.doubted_since or now
    return Unconfirmed(
        digest=str(Presence.THERE),
        finding=finding,
        since=since,
        doubted=since,
        again_at=now + max(search.target.confirm_after, DAY / search.brand.looks),
        quarantine=False,
    )
