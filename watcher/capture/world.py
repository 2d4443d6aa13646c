"""JavaScript beside the page's own: evaluated in an isolated world that the page's scripts cannot reach.

What a page does to its prototypes, to JSON or to its Content-Security-Policy changes nothing here. Only named
elements leak through (`<img name=body>` is `document.body` in every world), so scripts read the document through
the prototypes' own getters.
"""

import asyncio
from typing import Any

from playwright.async_api import CDPSession, Error, Page

_PAUSES_S = (0.0, 0.05, 0.1, 0.2, 0.4, 0.8)


class ScriptError(Error):
    """Our own script threw, or was stopped because it took too long."""


class World:
    """The main frame of a page, whichever document it shows at the time."""

    def __init__(self, page: Page, session: CDPSession, frame: str) -> None:
        self._page = page
        self._session = session
        self._frame = frame
        self._context: int | None = None

    async def evaluate(self, expression: str, *, timeout_s: float = 5.0) -> Any:
        """The expression's value as JSON; the page's main thread is interrupted after `timeout_s` of our script."""
        for pause_s in _PAUSES_S:
            try:
                if self._context is None:
                    self._context = await self._create()
                return await self._evaluate(self._context, expression, timeout_s)
            except ScriptError:
                raise
            except Error:
                # A navigation has destroyed the world, and may do so again; the last attempt says so.
                self._context = None
                if self._page.is_closed():
                    raise
                await asyncio.sleep(pause_s)
        self._context = await self._create()
        return await self._evaluate(self._context, expression, timeout_s)

    async def _create(self) -> int:
        created = await self._session.send(
            "Page.createIsolatedWorld", {"frameId": self._frame, "worldName": "watcher", "grantUniveralAccess": False}
        )
        return int(created["executionContextId"])

    async def _evaluate(self, context: int, expression: str, timeout_s: float) -> Any:
        answer = await self._session.send(
            "Runtime.evaluate",
            {"expression": expression, "contextId": context, "returnByValue": True, "timeout": timeout_s * 1000},
        )
        if details := answer.get("exceptionDetails"):
            raise ScriptError(str(details.get("exception", {}).get("description") or details.get("text")))
        return answer["result"].get("value")
