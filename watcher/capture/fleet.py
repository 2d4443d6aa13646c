"""Keeps one browser warm: starts it when it is needed, replaces it when it has died, retires it when it is worn."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.async_api import BrowserContext, Error
from structlog.typing import FilteringBoundLogger

from watcher.capture.browser import Chromium, ended, user_agent_for
from watcher.capture.memory import end_greedy, measure
from watcher.capture.patience import Patience
from watcher.core.model import Order

VISITS_MAX = 100
AGE_MAX_S = 3600.0
_MEASURE_S = 0.5
# A browser that dies again and again before it has done a visit is started more and more rarely.
_DEATHS_AT_ONCE = 5
_LONGEST_REST_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A context in a browser, for one visit; `greedy` pages of that browser had been ended before it began."""

    chromium: Chromium
    context: BrowserContext
    user_agent: str
    greedy: int = 0


class Fleet:
    """At most one browser takes visits; those before it only finish theirs.

    A browser is judged by whether it does what it is asked. One that answers but cannot close a page ends after its
    other visits, so that a hung page does not cost its neighbours theirs; one that does not answer is killed at once.
    """

    def __init__(
        self,
        start: Callable[[], Awaitable[Chromium]],
        *,
        user_agent: str | None,
        patience: Patience,
        log: FilteringBoundLogger,
    ) -> None:
        self._start = start
        self._user_agent = user_agent
        self._patience = patience
        self._close_s = patience.close_s
        self._log = log
        self._current: Chromium | None = None
        self._starting: asyncio.Task[Chromium] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._deaths = 0
        self._held = 0
        self._closing = asyncio.Event()

    @property
    def warm(self) -> bool:
        """Whether a browser is there that takes visits."""
        return self._current is not None

    @property
    def has_room(self) -> bool:
        """Whether the browser has memory for more visits than usual: they should not be what it is replaced for."""
        return self._held < self._patience.browser_bytes / 2

    async def sit_down(self, order: Order, storage: Mapping[str, Any] | None) -> Seat:
        """Opens a context; raises playwright's Error or TimeoutError where that cannot be had."""
        chromium = await self._ready()
        try:
            return await self._open(chromium, order, storage)
        except asyncio.CancelledError:
            # It took longer than the visit had. Whether the browser hangs is found out without holding anybody up.
            self._start_task(self.lost(chromium))
            raise
        except Error:
            # It may have died since the last visit, which is no reason to lose this one.
            if not await self.lost(chromium):
                raise
        return await self._open(await self._ready(), order, storage)

    async def stand_up(self, seat: Seat) -> None:
        """Closes the context; a browser that cannot do even that is replaced."""
        closed = await ended(seat.context.close(), self._close_s)
        if closed:
            self._deaths = 0
        if not closed and not await self.lost(seat.chromium):
            self._retire(seat.chromium, "does not close a page")
        self._leave(seat.chromium)

    async def lost(self, chromium: Chromium) -> bool:
        """Whether a browser is of no use any more; it is then replaced."""
        if not chromium.lost and await chromium.answers(self._close_s):
            return False
        if not chromium.lost:
            self._deaths += 1
        chromium.lost = True
        self._retire(chromium, "does not answer")
        return True

    async def close(self) -> None:
        """Ends all browsers and returns when their processes are gone."""
        self._closing.set()
        if self._starting is not None:
            await asyncio.wait({self._starting})
        if self._current is not None:
            self._current.active = 0
            self._retire(self._current, "not needed any more")
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _ready(self) -> Chromium:
        now = asyncio.get_running_loop().time()
        if self._current and (self._current.visits >= VISITS_MAX or now - self._current.started > AGE_MAX_S):
            self._retire(self._current, "worn")
        if self._current is not None:
            return self._current
        if self._starting is None:
            self._starting = asyncio.create_task(self._launch())
        # A visit that is cancelled meanwhile must not leave half a browser behind.
        return await asyncio.shield(self._starting)

    async def _launch(self) -> Chromium:
        try:
            if rest := rest_s(self._deaths):
                self._log.warning("browser_rests", deaths=self._deaths, again_in_s=rest)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), rest)
            self._current = await self._start()
        except (Error, TimeoutError):
            self._deaths += 1
            raise
        finally:
            self._starting = None
        self._log.info("browser_started", product=self._current.product)
        self._current.watch = asyncio.create_task(self._watch_memory(self._current))
        return self._current

    async def _open(self, chromium: Chromium, order: Order, storage: Mapping[str, Any] | None) -> Seat:
        chromium.visits += 1
        chromium.active += 1
        user_agent = user_agent_for(order.viewport, chromium.user_agent, self._user_agent)
        try:
            context = await chromium.open(order, storage=storage, user_agent=user_agent)
        except BaseException:
            self._leave(chromium)
            raise
        return Seat(chromium=chromium, context=context, user_agent=user_agent, greedy=chromium.greedy)

    def _leave(self, chromium: Chromium) -> None:
        chromium.active -= 1
        if chromium.retired:
            self._end_when_idle(chromium)

    def _retire(self, chromium: Chromium, reason: str) -> None:
        if self._current is chromium:
            self._current = None
        if not chromium.retired:
            chromium.retired = True
            self._log.info("browser_retired", reason=reason, visits=chromium.visits)
        self._end_when_idle(chromium)

    def _end_when_idle(self, chromium: Chromium) -> None:
        if (chromium.active <= 0 or chromium.lost) and not chromium.closing:
            chromium.closing = True
            self._start_task(self._end(chromium))

    def _start_task(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch_memory(self, chromium: Chromium) -> None:
        """Scripts have a limit in the browser itself; what a page unpacks or draws has none but this."""
        while chromium.browser_process:
            holdings = await asyncio.to_thread(measure, chromium.browser_process.pid)
            for size in end_greedy(holdings, self._patience.page_bytes):
                chromium.greedy += 1
                self._log.warning("page_ended", reason="memory", bytes=size)
            self._held = sum(holding.bytes for holding in holdings)
            if self._held > self._patience.browser_bytes:
                self._retire(chromium, "takes too much memory")
            await asyncio.sleep(_MEASURE_S)

    async def _end(self, chromium: Chromium) -> None:
        if not await chromium.close(self._close_s):
            self._log.warning("browser_killed", product=chromium.product)


def rest_s(deaths: int) -> float:
    """How long no browser is started, in seconds, when so many in a row died or did not start."""
    if deaths < _DEATHS_AT_ONCE:
        return 0.0
    return min(2.0 ** min(deaths - _DEATHS_AT_ONCE, 10), _LONGEST_REST_S)
