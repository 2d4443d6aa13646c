"""Lets as many visits work at once as there are slots, and others begin while those wait for the network."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

_OPEN_EACH = 24
_MOST_OPEN = 64


def most_open(slots: int) -> int:
    """How many visits may be under way where nearly all of them wait for slow hosts."""
    return max(slots, min(_OPEN_EACH * slots, _MOST_OPEN))


class Turns:
    """Whoever comes back from waiting goes before whoever begins, so that what is begun ends soon.

    Without `has_room`, no more visits are under way than there are slots.
    """

    def __init__(self, slots: int, has_room: Callable[[], bool]) -> None:
        self.under_way = 0
        self._slots = slots
        self._free = slots
        self._has_room = has_room
        self._back: deque[asyncio.Future[None]] = deque()
        self._new: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def visit(self) -> "AsyncIterator[Turn]":
        """Waits until a visit may begin; it holds its turn, but for what it lends, until the block ends."""
        await self._take(self._new)
        turn = Turn(self._give, lambda: self._take(self._back))
        try:
            yield turn
        finally:
            self.under_way -= 1
            if turn.held:
                self._give()
            else:
                self._pass_on()

    async def _take(self, queue: "deque[asyncio.Future[None]]") -> None:
        wait = asyncio.get_running_loop().create_future()
        queue.append(wait)
        self._pass_on()
        try:
            await wait
        except asyncio.CancelledError:
            if not wait.cancelled():
                # the turn came at the same moment as the end
                self.under_way -= queue is self._new
                self._give()
            raise

    def _give(self) -> None:
        self._free += 1
        self._pass_on()

    def _pass_on(self) -> None:
        while self._free and (wait := _next(self._back)):
            self._free -= 1
            wait.set_result(None)
        while self._free and self._may_begin() and (wait := _next(self._new)):
            self._free -= 1
            self.under_way += 1
            wait.set_result(None)

    def _may_begin(self) -> bool:
        return self.under_way < (most_open(self._slots) if self._has_room() else self._slots)


class Turn:
    """One visit's turn. `held` is False while it is lent to others."""

    def __init__(self, give: Callable[[], None], take: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.held = True
        self._give = give
        self._take = take

    async def hold(self) -> None:
        """Waits until it is this visit's turn, if it is not."""
        if not self.held:
            await self._take()
            self.held = True

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[None]:
        """Others may work while the block waits; it ends when it is this visit's turn again, at once if it raises."""
        if self.held:
            self.held = False
            self._give()
        yield
        await self.hold()


def _next(queue: "deque[asyncio.Future[None]]") -> "asyncio.Future[None] | None":
    while queue:
        wait = queue.popleft()
        if not wait.done():
            return wait
    return None
