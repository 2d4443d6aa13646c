"""Keeps each channel to its number of messages in an hour."""

from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from watcher.core.model import Channel

_SPAN = timedelta(hours=1)


class Pace:
    """Half of an hour's messages may go at once; then the channel is crowded, and the others are spread over the hour.

    It is kept in memory: a daemon that is started afresh begins with an empty hour.
    """

    def __init__(self) -> None:
        self._sent: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def count(self, channel: str, at: datetime) -> None:
        self._sent[channel].append(at)

    def is_crowded(self, channel: Channel, now: datetime) -> bool:
        """Whether what waits should go as one message."""
        return len(self._recent(channel.id, now)) >= channel.at_most // 2

    def free_at(self, channel: Channel, now: datetime) -> datetime:
        """When the next message may go: `now`, or later."""
        recent = self._recent(channel.id, now)
        if len(recent) <= channel.at_most // 2:
            return now
        spread = recent[-1] + _SPAN / (channel.at_most - channel.at_most // 2)
        full = recent[0] + _SPAN if len(recent) >= channel.at_most else now
        return max(now, spread, full)

    def crowded(self, channels: Iterable[Channel], now: datetime) -> set[str]:
        return {channel.id for channel in channels if self.is_crowded(channel, now)}

    def _recent(self, channel: str, now: datetime) -> deque[datetime]:
        sent = self._sent[channel]
        while sent and sent[0] <= now - _SPAN:
            sent.popleft()
        return sent
