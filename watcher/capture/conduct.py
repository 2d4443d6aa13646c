"""What a page does besides showing itself: dialogs, popups, crashes, and navigations that fail."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Dialog, Error, Page, Request

from watcher.capture.failures import network_error
from watcher.capture.patience import Patience


class Conduct:
    """Dismisses dialogs and closes popups; a page that does not stop opening them has its scripts stopped.

    `asked` is the URL that the main frame asked for last, `error` the network error code of its last navigation that
    failed.
    """

    def __init__(self, context: BrowserContext, page: Page, session: CDPSession, patience: Patience) -> None:
        self.asked = ""
        self.error: str | None = None
        self.crashed = False
        self.crashed = False
        self._context = context
        self._page = page
        self._session = session
        self._patience = patience
        self._dialogs = 0
        self._popups = 0
        self._stopped = False
        self._tasks: set[asyncio.Task[None]] = set()
        page.on("dialog", self._on_dialog)
        page.on("crash", self._on_crash)
        page.on("request", self._on_request)
        page.on("requestfailed", self._on_failed)
        context.on("page", self._on_popup)

    def end(self) -> None:
        """From now on other pages of the context are no popups of this one."""
        self._context.remove_listener("page", self._on_popup)

    def notes(self) -> tuple[str, ...]:
        return tuple(
            note
            for count, note in (
                (self._dialogs, f"{self._dialogs} dialogs dismissed"),
                (self._popups, f"{self._popups} popups closed"),
                (self._stopped, "scripts stopped, as they went on opening dialogs or popups"),
            )
            if count
        )

    def _on_dialog(self, dialog: Dialog) -> None:
        self._dialogs += 1
        self._start(dialog.dismiss())
        if self._dialogs >= self._patience.dialogs:
            self._stop_scripts()

    def _on_popup(self, popup: Page) -> None:
        self._popups += 1
        self._start(popup.close())
        if self._popups > self._patience.popups:
            self._stop_scripts()

    def _on_crash(self, page: Page) -> None:
        self.crashed = True
        # Calls to a crashed page wait for ever; to one that is closed they fail.
        self._start(page.close())

    def _on_request(self, request: Request) -> None:
        if self._is_main(request):
            self.asked = request.url

    def _on_failed(self, request: Request) -> None:
        if self._is_main(request):
            self.error = network_error(request.failure or "")

    def _is_main(self, request: Request) -> bool:
        # Some requests have no frame, and asking them for it raises.
        with suppress(Error):
            return request.is_navigation_request() and request.frame == self._page.main_frame
        return False

    def _stop_scripts(self) -> None:
        """Ends the script that runs and lets no other begin. The engine may need some hundred dialogs to notice."""
        if not self._stopped:
            self._stopped = True
            self._start(self._session.send("Emulation.setScriptExecutionDisabled", {"value": True}))
            self._start(self._session.send("Runtime.terminateExecution"))

    def _start(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(self._quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _quietly(self, work: Coroutine[Any, Any, object]) -> None:
        with suppress(Error):  # the dialog or the popup went away by itself, or with its page
            await work
