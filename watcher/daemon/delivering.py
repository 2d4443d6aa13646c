"""Takes alerts from the outbox to their channels: claimed, sent, settled, at least once."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from watcher.alert.compose import compose_operator
from watcher.alert.retry import next_try
from watcher.core.model import Alert, Config, Delivered, Delivery, Undelivered
from watcher.core.ports import Courier, Outbox

_CLAIM = timedelta(minutes=2)
_BATCH = 20
_SILENT_FOR = timedelta(minutes=15)
_LEAST_TRIES = 12
_BETWEEN = timedelta(minutes=15)


class Deliverer:
    """Remembers which channels are failing, so that each trouble is told once and its end too."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        courier: Courier,
        clock: Callable[[], datetime],
        random: Callable[[], float],
        holder: str,
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._outbox = outbox
        self._courier = courier
        self._clock = clock
        self._random = random
        self._holder = holder
        self._log = log
        self._failing: dict[str, datetime] = {}
        self._told: set[str] = set()

    async def deliver_due(self, config: Config, on_batch: Callable[[], None] = lambda: None) -> int:
        """Makes one try for every alert that is due, and returns how many alerts were taken."""
        total = 0
        while claimed := await self._outbox.claim(self._clock(), self._clock() + _CLAIM, self._holder, _BATCH):
            total += len(claimed)
            messages = [list(group) for _, group in groupby(sorted(claimed, key=_message), key=_message)]
            await asyncio.gather(*(self._send(message, config) for message in messages))
            on_batch()
        return total

    async def _send(self, message: Sequence[tuple[Alert, int]], config: Config) -> None:
        alerts = [alert for alert, _ in message]
        tries = max(tries for _, tries in message)
        name = alerts[0].channel
        channel = config.channel(name)
        delivery: Delivery = (
            await self._courier.send(alerts, channel)
            if channel
            else Undelivered(reason=f"targets.yaml has no channel {name!r} any more; add it again", transient=False)
        )
        now = self._clock()
        retry_at = None
        if isinstance(delivery, Undelivered):
            retry_at = next_try(
                tries=tries,
                undelivered=delivery,
                queued_at=max(alert.not_before for alert in alerts),
                at=now,
                jitter=self._random(),
            )
            if retry_at is None and tries < _LEAST_TRIES:
                # three days may have passed while the machine was off, or the clock was wrong
                retry_at = now + _BETWEEN
        await self._outbox.settle([alert.key for alert in alerts], delivery, now, retry_at)
        log = self._log.bind(channel=name, owner=alerts[0].owner, keys=[alert.key for alert in alerts], tries=tries + 1)
        match delivery:
            case Delivered():
                log.info("delivered")
                self._recovered(name)
            case Undelivered() if retry_at is None:
                log.error("dead_letter", reason=delivery.reason)
                await self._tell_operator(name, delivery, config, now)
            case Undelivered():
                log.debug("undelivered", reason=delivery.reason, retry_at=retry_at.isoformat())
                await self._failed(name, delivery, config, now)

    async def _failed(self, name: str, undelivered: Undelivered, config: Config, now: datetime) -> None:
        if name not in self._failing:
            self._failing[name] = now
            self._log.warning("channel_failing", channel=name, reason=undelivered.reason, waits=True)
        if not undelivered.transient or now - self._failing[name] > _SILENT_FOR:
            await self._tell_operator(name, undelivered, config, now)

    async def _tell_operator(self, name: str, undelivered: Undelivered, config: Config, now: datetime) -> None:
        """Once a day and channel, through the operator's other channels."""
        if name in self._told:
            return
        self._told.add(name)
        alerts = compose_operator(
            key=f"channel:{name}:{now:%Y-%m-%d}",
            subject=f"[Watcher] channel {name} does not take messages",
            text=(
                f"Messages through the channel {name} wait until it works again; after three days they are put"
                f" aside as dead letters, which `watcher alerts list --dead` shows.\n\nReason: {undelivered.reason}"
            ),
            config=config,
            now=now,
        )
        await self._outbox.queue([alert for alert in alerts if alert.channel != name])

    def _recovered(self, name: str) -> None:
        self._told.discard(name)
        since = self._failing.pop(name, None)
        if since is not None:
            self._log.info("channel_recovered", channel=name, failing_since=since.isoformat())


def _message(claimed: tuple[Alert, int]) -> tuple[str, str]:
    alert = claimed[0]
    return alert.channel, alert.digest or alert.key
