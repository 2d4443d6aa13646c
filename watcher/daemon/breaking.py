"""Leaves a channel that fails alone for a while, so that its messages do not queue up at a closed door."""

from dataclasses import dataclass
from datetime import datetime

from watcher.alert.retry import pause
from watcher.core.model import Undelivered

_ENOUGH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """`since` when it fails, how often in a row, and until when it is left alone (None: not at all)."""

    since: datetime
    times: int
    closed_until: datetime | None = None


class Breakers:
    """After three failures in a row, or as long as it asks for, a channel is closed; then one message tries it."""

    def __init__(self) -> None:
        self._failing: dict[str, Failing] = {}

    def fail(self, channel: str, undelivered: Undelivered, at: datetime, jitter: float) -> Failing:
        known = self._failing.get(channel, Failing(since=at, times=0))
        times = known.times + 1
        closed = times >= _ENOUGH or undelivered.retry_after_s is not None
        # one message that is refused for itself must not hold up the others for as long as it waits
        waits = at + pause(tries=times - 1, retry_after_s=undelivered.retry_after_s, jitter=jitter)
        failing = Failing(since=known.since, times=times, closed_until=waits if closed else None)
        self._failing[channel] = failing
        return failing

    def recover(self, channel: str) -> Failing | None:
        """What is over with a message that was taken, if anything was wrong."""
        return self._failing.pop(channel, None)

    def closed_until(self, channel: str, now: datetime) -> datetime | None:
        failing = self._failing.get(channel)
        if failing is None or failing.closed_until is None or failing.closed_until <= now:
            return None
        return failing.closed_until
