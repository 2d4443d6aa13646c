"""Looks after what the catalogue says: month by month, whether the addresses that are used still lead to documents."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from watcher.alert.trouble import compose_rot
from watcher.core.model import Config
from watcher.core.ports import Executor, Outbox
from watcher.daemon.rotting import find_rot
from watcher.targets.catalog.addresses import Address

EVERY_DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """Each address has its day of the month. What is wrong with it is told to the operator once for ever."""

    known: Callable[[], Iterable[Address]]
    executor: Executor
    outbox: Outbox
    clock: Callable[[], datetime]
    pause: Callable[[], Awaitable[None]]
    log: structlog.typing.FilteringBoundLogger

    async def tend(self, config: Config) -> int:
        """Visits today's addresses and returns how many of them are to be mended."""
        addresses = todays(await asyncio.to_thread(lambda: list(self.known())), config, self.clock().date())
        if not addresses:
            return 0
        doubtful, unseen = await find_rot(self.executor, addresses, config.targets[0].locale, self.pause)
        self.log.info("tended", addresses=len(addresses), to_mend=len(doubtful), unseen=len(unseen))
        for one in doubtful:
            targets = [target.id for target in config.targets if one.url in {part.url for part in target.parts}]
            await self.outbox.queue(
                compose_rot(
                    targets=targets,
                    url=one.url,
                    reason=one.reason,
                    proposal=one.proposal,
                    config=config,
                    now=self.clock(),
                )
            )
        return len(doubtful)


def todays(known: Iterable[Address], config: Config, day: date) -> list[Address]:
    """The addresses that targets use and whose turn it is, each once."""
    used = {part.url for target in config.targets for part in target.parts}
    turn = day.toordinal() % EVERY_DAYS
    return list(
        {address.url: address for address in known if address.url in used and _turn(address.url) == turn}.values()
    )


def _turn(url: str) -> int:
    return int.from_bytes(hashlib.sha256(url.encode()).digest()[:4]) % EVERY_DAYS
