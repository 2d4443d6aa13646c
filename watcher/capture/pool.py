"""The visits of one process: slots, a deadline around each visit, and the capture that comes of it."""

import asyncio
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.async_api import Error
from structlog.typing import FilteringBoundLogger

from watcher.capture.addresses import parse_allowed
from watcher.capture.asking import Asking
from watcher.capture.browser import Chromium, launch
from watcher.capture.fetch import Fetcher
from watcher.capture.fleet import Fleet, Seat
from watcher.capture.guard import Guard
from watcher.capture.part import Progress, visit_part
from watcher.capture.patience import Patience
from watcher.capture.robots import Robots
from watcher.capture.turns import Turn, Turns
from watcher.core.model import Answer, Capture, Failure, FailureKind, Order, PartCapture, Question, Recipe

CAPTURER = "2"
# A visit whose browser dies goes on in another one, so often at most.
_BROWSERS = 3
_STARTING = "starting the browser"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Died:
    """The browser did, not the page: how is what `message` says."""

    message: str


class BrowserPool:
    """The `Executor` and the `Asker` of this machine; the browser starts with the first visit.

    `slots` visits work at once, and others begin while those wait for the network, as long as the browser has memory
    for them; the rest wait. A deadline counts from when a visit begins. `allow` holds entries as in
    `network: allow:`; one that is not valid raises ValueError. Without `sandbox` a hostile page that breaks out of
    the renderer owns the user: only for where Chromium's sandbox cannot run.
    """

    def __init__(
        self,
        *,
        executable: Path,
        slots: int,
        allow: tuple[str, ...],
        sandbox: bool,
        clock: Callable[[], datetime],
        log: FilteringBoundLogger,
        user_agent: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._executable = executable
        self._sandbox = sandbox
        self._clock = clock
        self._patience = patience or Patience()
        self._guard = Guard(allow=tuple(parse_allowed(entry) for entry in allow))
        fetcher = Fetcher(self._guard)
        self._robots = Robots(fetcher)
        self._asking = Asking(fetcher, self._robots, max_bytes=self._patience.body_bytes)
        self._fleet = Fleet(self._launch, user_agent=user_agent, patience=self._patience, log=log)
        self._turns = Turns(slots, lambda: self._fleet.has_room)

    def allow(self, entries: Sequence[str]) -> None:
        """Replaces the `allow` of the start; raises ValueError for an entry that is not valid."""
        self._guard.allow([parse_allowed(entry) for entry in entries])

    async def __aenter__(self) -> Self:
        await self._guard.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._fleet.close()
        await self._guard.__aexit__(kind, error, trace)

    async def capture(self, order: Order) -> Capture | Failure:
        async with self._turns.visit() as turn:
            loop = asyncio.get_running_loop()
            started, at = loop.time(), self._clock()
            seen = await self._visit(order, turn)
            took_s = round(loop.time() - started, 3)
        if isinstance(seen, Failure):
            return replace(seen, took_s=took_s)
        parts, recipe = seen
        return Capture(
            id=_capture_id(at),
            target=order.target,
            stream=order.stream,
            at=at,
            took_s=took_s,
            parts=parts,
            recipe=recipe,
        )

    async def ask(self, order: Order, question: Question) -> Answer:
        return await self._asking.ask(order, question)

    async def _visit(self, order: Order, turn: Turn) -> tuple[tuple[PartCapture, ...], Recipe] | Failure:
        storage = _read_login(order)
        if isinstance(storage, Failure):
            return storage
        progress = Progress(url=order.parts[0].url, doing=_STARTING)
        deaths: list[str] = []
        try:
            async with asyncio.timeout(order.deadline_s) as deadline:
                for _ in range(_BROWSERS):
                    progress.doing = _STARTING
                    seen = await self._sit_and_see(order, turn, storage, progress)
                    if not isinstance(seen, _Died):
                        return seen
                    deaths.append(seen.message)
                return Failure(kind=FailureKind.BROWSER, message=_told(deaths), url=progress.url)
        except TimeoutError:
            if deaths and progress.doing == _STARTING:
                return Failure(kind=FailureKind.BROWSER, message=_told(deaths), url=progress.url)
            late = f"not done within {order.deadline_s:g} s" if deadline.expired() else "the browser does not start"
            kind = FailureKind.TIMEOUT if deadline.expired() else FailureKind.BROWSER
            return Failure(kind=kind, message=f"{late}; it was {progress.doing}", url=progress.url)

    async def _sit_and_see(
        self, order: Order, turn: Turn, storage: Mapping[str, Any] | None, progress: Progress
    ) -> tuple[tuple[PartCapture, ...], Recipe] | Failure | _Died:
        """One try in one browser. That another page took the browser along is no fault of this one."""
        seat: Seat | None = None
        await turn.hold()
        try:
            seat = await self._fleet.sit_down(order, storage)
            return await self._see(seat, order, turn, progress)
        except Error as error:
            reason = _reason(error)
            if seat is None and storage is not None and self._fleet.warm:
                message = f"the login state {order.login} cannot be used: {reason}"
                return Failure(kind=FailureKind.STEP, message=message, url=progress.url)
            if seat is None:
                # it may have been killed while it started
                return _Died(message=f"the browser does not start: {reason}")
            if await self._fleet.lost(seat.chromium):
                return _Died(message=f"the browser died while {progress.doing}")
            if seat.chromium.greedy > seat.greedy:
                return self._greedy(progress)
            message = f"the page broke down while {progress.doing}: {reason}"
            return Failure(kind=FailureKind.BROWSER, message=message, url=progress.url)
        finally:
            if seat is not None:
                await self._fleet.stand_up(seat)

    async def _see(
        self, seat: Seat, order: Order, turn: Turn, progress: Progress
    ) -> tuple[tuple[PartCapture, ...], Recipe] | Failure:
        parts = []
        for part in order.parts:
            if order.obeys_robots:
                progress.doing = "asking robots.txt"
                now = asyncio.get_running_loop().time()
                if forbidden := await self._robots.forbids(part.url, seat.user_agent, now):
                    return forbidden
            seen = await visit_part(seat.context, part, order, turn, self._guard, self._patience, progress)
            if isinstance(seen, Failure):
                ended = seen.kind is FailureKind.BROWSER and seat.chromium.greedy > seat.greedy
                return self._greedy(progress) if ended else seen
            parts.append(seen)
        return tuple(parts), _recipe(order, seat)

    def _greedy(self, progress: Progress) -> Failure:
        most = self._patience.page_bytes / 1e9
        message = f"the page was ended while {progress.doing}: it took more than {most:g} GB of memory"
        return Failure(kind=FailureKind.TOO_LARGE, message=message, url=progress.url)

    async def _launch(self) -> Chromium:
        return await launch(self._executable, sandbox=self._sandbox, proxy=self._guard.url)


def _read_login(order: Order) -> Mapping[str, Any] | Failure | None:
    """The cookies and local storage that `login` names, a file as Playwright writes it."""
    if order.login is None:
        return None
    try:
        state = json.loads(Path(order.login).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"the login state {order.login} cannot be read: {error}"
        return Failure(kind=FailureKind.STEP, message=message, url=order.parts[0].url)
    if not isinstance(state, dict):
        message = f"the login state {order.login} is not a storage state as Playwright saves it"
        return Failure(kind=FailureKind.STEP, message=message, url=order.parts[0].url)
    return state


def _reason(error: Error) -> str:
    """The error's first line, with the first that the browser itself wrote: why it did not start."""
    lines = error.message.splitlines() or ["no reason given"]
    own = next((line.partition("[err] ")[2] for line in lines if "[err] " in line), "")
    return f"{lines[0]} ({own.strip()})" if own else lines[0]


def _told(deaths: Sequence[str]) -> str:
    return f"{deaths[-1]}, {len(deaths)} times" if len(deaths) > 1 else deaths[-1]


def _recipe(order: Order, seat: Seat) -> Recipe:
    return Recipe(
        browser=seat.chromium.product,
        capturer=CAPTURER,
        viewport=order.viewport,
        locale=order.locale,
        timezone=order.timezone,
        user_agent=seat.user_agent,
    )


def _capture_id(at: datetime) -> str:
    """Sorts by time, and is unique whatever the clock does."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(6)}"
