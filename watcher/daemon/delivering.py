"""Takes alerts from the outbox to their channels: claimed, sent, settled, at least once, each channel by itself."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from watcher.alert.compose import compose_operator
from watcher.alert.retry import next_try
from watcher.core.model import Alert, Config, Delivered, Delivery, Undelivered
from watcher.core.ports import Claimed, Courier, Outbox
from watcher.daemon.breaking import Breakers
from watcher.daemon.pacing import Pace

_CLAIM = timedelta(minutes=2)
_SILENT_FOR = timedelta(minutes=15)
_LEAST_TRIES = 12
_BETWEEN = timedelta(minutes=15)


class Deliverer:
    """One message at a time goes through each channel, and none waits for another channel.

    Remembers which channels are failing, so that each trouble is told once and its end too.
    """

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
        self._breakers = Breakers()
        self._pace = Pace()
        self._told: set[str] = set()
        self._sending: dict[str, asyncio.Task[None]] = {}

    async def deliver_due(self, config: Config) -> int:
        """Sends until nothing is due that may be sent now, and returns how many alerts were tried."""
        total = 0
        while True:
            total += await self.begin(config, lambda: None)
            if not self._sending:
                return total
            await asyncio.wait(self._sending.values(), return_when=asyncio.FIRST_COMPLETED)

    async def begin(self, config: Config, on_sent: Callable[[], None]) -> int:
        """Starts to send one message through each channel that is free, and returns how many alerts those hold.

        `on_sent` is called when one was settled: then it is time to begin again. Raises what a message that ended
        since the last call has raised, such as StoreUnavailableError.
        """
        self._collect()
        now = self._clock()
        messages = await self._outbox.claim(
            now,
            now + _CLAIM,
            self._holder,
            busy=self._busy(config, now),
            crowded=self._pace.crowded(config.channels, now),
        )
        for message in messages:
            channel = message[0][0].channel
            task = asyncio.create_task(self._send(message, config), name=f"send to {channel}")
            self._sending[channel] = task
            task.add_done_callback(lambda _: on_sent())
        return sum(map(len, messages))

    async def next_due(self, config: Config) -> datetime | None:
        """When to begin again, if nothing is queued and no message ends before."""
        now = self._clock()
        waits = [until for channel in config.channels if (until := self._waits_until(channel.id, config, now))]
        due = await self._outbox.next_due(self._busy(config, now))
        return min((moment for moment in (due, *waits) if moment), default=None)

    async def finish(self) -> None:
        """Waits for the messages that are under way; where that is cancelled, so are they, and their claims expire."""
        tasks = list(self._sending.values())
        self._sending.clear()
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()

    def _collect(self) -> None:
        done = [channel for channel, task in self._sending.items() if task.done()]
        for task in [self._sending.pop(channel) for channel in done]:
            task.result()

    def _busy(self, config: Config, now: datetime) -> set[str]:
        waiting = {channel.id for channel in config.channels if self._waits_until(channel.id, config, now)}
        return waiting | set(self._sending)

    def _waits_until(self, name: str, config: Config, now: datetime) -> datetime | None:
        """Until when a channel is left alone: since it fails, or since it has had enough for this hour."""
        channel = config.channel(name)
        closed = self._breakers.closed_until(name, now)
        free_at = self._pace.free_at(channel, now) if channel else now
        return max(closed or now, free_at) if closed or free_at > now else None

    async def _send(self, message: Claimed, config: Config) -> None:
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
        log = self._log.bind(channel=name, owner=alerts[0].owner, keys=[alert.key for alert in alerts], tries=tries + 1)
        if isinstance(delivery, Delivered):
            await self._outbox.settle([alert.key for alert in alerts], delivery, now, None)
            log.info("delivered")
            self._pace.count(name, now)
            self._recovered(name)
            return
        failing = self._breakers.fail(name, delivery, now, self._random())
        retry_at = self._retry_at(message, delivery, failing.times, now)
        await self._outbox.settle([alert.key for alert in alerts], delivery, now, retry_at)
        if failing.times == 1:
            self._log.warning("channel_failing", channel=name, reason=delivery.reason, waits=True)
        if retry_at is None:
            log.error("dead_letter", reason=delivery.reason)
            await self._tell_dead(alerts, delivery, config, now)
        else:
            log.debug("undelivered", reason=delivery.reason, retry_at=retry_at.isoformat())
        if retry_at is None or not delivery.transient or now - failing.since > _SILENT_FOR:
            await self._tell_operator(name, delivery, config, now)

    def _retry_at(self, message: Claimed, undelivered: Undelivered, times: int, now: datetime) -> datetime | None:
        tries = max(tries for _, tries in message)
        retry_at = next_try(
            tries=tries,
            undelivered=undelivered,
            queued_at=max(alert.not_before for alert, _ in message),
            at=now,
            jitter=self._random(),
        )
        if retry_at is None and max(tries, times) < _LEAST_TRIES:
            # three days may have passed while the machine was off, or the clock was wrong
            return now + _BETWEEN
        return retry_at

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

    async def _tell_dead(self, alerts: list[Alert], undelivered: Undelivered, config: Config, now: datetime) -> None:
        """What was given up, each by its subject, through the operator's other channels."""
        name = alerts[0].channel
        told = "\n".join(f"- to {alert.owner}: {alert.subject} ({alert.key})" for alert in alerts)
        notes = compose_operator(
            key=f"dead:{alerts[0].key}",
            subject=f"[Watcher] {len(alerts)} messages were given up: channel {name}",
            text=(
                f"The channel {name} has not taken these for three days:\n\n{told}\n\nReason: {undelivered.reason}\n"
                "When it works again, `watcher alerts retry` sends them; tell their readers another way until then."
            ),
            config=config,
            now=now,
        )
        await self._outbox.queue([note for note in notes if note.channel != name])

    def _recovered(self, name: str) -> None:
        self._told.discard(name)
        failing = self._breakers.recover(name)
        if failing is not None:
            self._log.info("channel_recovered", channel=name, failing_since=failing.since.isoformat())
