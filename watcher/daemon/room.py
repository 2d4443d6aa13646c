"""Whether there is room for evidence, and what the operator is told when there is none."""

from collections.abc import Callable
from datetime import UTC, datetime

from watcher.alert.compose import compose_operator
from watcher.core.model import Alert, Config

# so much more than the reserve has to be free before looks are made again
_ENOUGH = 1.2


class Room:
    """Follows the space on disk. `free` is in bytes, and so is what has to stay free for the database and messages."""

    def __init__(self, measure: Callable[[], int], reserve: int, folder: str) -> None:
        self._measure = measure
        self._reserve = reserve
        self._folder = folder
        self.full = False
        self.free = reserve

    def look(self, config: Config, now: datetime) -> tuple[Alert, ...]:
        """Measures; returns messages where it has just become full or has room again, one of each a day at most."""
        was, self.free = self.full, self._measure()
        self.full = self.free < self._reserve * (_ENOUGH if was else 1)
        if self.full == was:
            return ()
        # the day is part of the key: a daemon that starts again on a full disk does not tell it again
        day = now.astimezone(UTC).date().isoformat()
        facts = f"{self.free / 1e6:.0f} MB are free at {self._folder}; {self._reserve / 1e6:.0f} MB have to stay free."
        if self.full:
            return compose_operator(
                key=f"disk-full:{day}",
                subject="The disk is nearly full: nothing is looked at",
                text=f"{facts}\n\nNo new evidence can be kept, so Watcher looks at nothing until there is room again."
                " What was found before is still sent, and nothing is lost.\n\nMake room, or have less kept:"
                " `watcher prune --dry-run` says what could go with today's WATCHER_KEEP_DAYS.",
                config=config,
                now=now,
            )
        return compose_operator(
            key=f"disk-room:{day}",
            subject="There is room on the disk again: Watcher goes on",
            text=f"{facts}\n\nAll targets that are due are looked at now.",
            config=config,
            now=now,
        )
