"""Tells systemd's watchdog that the daemon is alive, while those of its loops that matter make progress."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

import structlog

# loops wait for half a minute at most, and a batch of messages takes as long: what takes longer hangs
PROGRESS_WITHIN_S = 120.0


class Pulse:
    """Loops `beat` after each round; a round reads and writes the store, so that one that hangs stops them, too."""

    def __init__(
        self,
        loops: Sequence[str],
        watchdog: timedelta | None,
        notify: Callable[[str], None],
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        """`watchdog` is how long systemd waits for a sign of life; None: it does not."""
        self._beats = dict.fromkeys(loops, 0.0)
        self._watchdog = watchdog
        self._notify = notify
        self._log = log

    def beat(self, loop: str) -> None:
        self._beats[loop] = asyncio.get_running_loop().time()

    def pause(self) -> None:
        """The store cannot be written just now: that is known, tried again, and no reason to start afresh."""
        for loop in self._beats:
            self.beat(loop)

    def stuck(self) -> list[str]:
        """The loops that make no progress."""
        now = asyncio.get_running_loop().time()
        return [loop for loop, at in self._beats.items() if now - at > PROGRESS_WITHIN_S]

    async def feed(self, stopping: asyncio.Event) -> None:
        """Runs until `stopping`. What does not progress is logged, and left to systemd to kill and start afresh."""
        self.pause()
        if self._watchdog is None:
            await stopping.wait()
            return
        while not stopping.is_set():
            if stuck := self.stuck():
                self._log.error("stuck", loops=stuck, for_s=PROGRESS_WITHIN_S)
            else:
                self._notify("WATCHDOG=1")
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), self._watchdog.total_seconds() / 4)
