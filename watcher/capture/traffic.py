"""What a page asks the network for: whether it still does, and whether its style sheets came."""

import asyncio
from contextlib import suppress

from playwright.async_api import Page, Request, Response

# These stay open for as long as the page lives, or nobody waits for them.
_ENDLESS = ("websocket", "eventsource", "media", "ping")
_REFUSED = 400


class Traffic:
    """The open requests of one page."""

    def __init__(self, page: Page) -> None:
        self._loop = asyncio.get_running_loop()
        self._open: set[Request] = set()
        self._last = self._loop.time()
        self._stirred = asyncio.Event()
        self._sheets_asked = 0
        self._sheets_came = 0
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)
        page.on("response", self._answered)

    @property
    def open(self) -> int:
        return len(self._open)

    @property
    def unstyled(self) -> bool:
        """Whether it asked for style sheets and not one has come: nothing stands where visitors see it."""
        return self._sheets_asked > 0 and self._sheets_came == 0

    def quiet_for(self) -> float:
        """Seconds since the last request began or ended; 0 while one is open."""
        return 0.0 if self._open else self._loop.time() - self._last

    def silent_for(self) -> float:
        """Seconds since the last request began or ended, if one is open; 0 while none is."""
        return self._loop.time() - self._last if self._open else 0.0

    async def stir(self, seconds: float) -> None:
        """Waits until a request begins or ends, for so long at most."""
        self._stirred.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stirred.wait(), max(seconds, 0.0))

    def _answered(self, response: Response) -> None:
        if response.request.resource_type == "stylesheet" and response.status < _REFUSED:
            self._sheets_came += 1

    def _begin(self, request: Request) -> None:
        if request.resource_type == "stylesheet" and request.redirected_from is None:
            self._sheets_asked += 1
        if request.resource_type not in _ENDLESS:
            self._last = self._loop.time()
            self._stirred.set()
            self._open.add(request)

    def _end(self, request: Request) -> None:
        if request in self._open:
            self._last = self._loop.time()
            self._stirred.set()
            self._open.discard(request)
