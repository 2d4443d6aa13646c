"""Queues reminders and escalations of what nobody has taken, as their time comes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from watcher.alert.follow_ups import follow_up
from watcher.core.model import Config
from watcher.core.ports import Docket, Outbox

_REMEMBERED = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    docket: Docket
    outbox: Outbox
    clock: Callable[[], datetime]
    log: structlog.typing.FilteringBoundLogger

    async def queue_due(self, config: Config) -> int:
        """Queues what is due and was not queued before, and returns how many messages that were."""
        now = self.clock()
        # owners west of here still have yesterday
        pending = await self.docket.open(now - _REMEMBERED, (now - timedelta(days=1)).date())
        queued = await self.outbox.queue(follow_up(pending, config, now))
        if queued:
            self.log.info("followed_up", messages=queued)
        return queued
