"""An event loop whose time stands still while there is work and jumps to the next timer when there is none."""

import asyncio
import selectors
import threading
from asyncio import AbstractEventLoop
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Any, TypeVar

from tests.facts import NOON

_T = TypeVar("_T")


class _Selector(selectors.DefaultSelector):
    """Waits in earnest only for threads that are at work; else it makes the time pass."""

    def __init__(self) -> None:
        super().__init__()
        self.elapsed_s = 0.0
        self.at_work = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if ready or timeout == 0:
            return ready
        if self.at_work or timeout is None or _is_weighing():
            return list(super().select(1 if timeout is None else min(timeout, 1)))
        self.elapsed_s += timeout
        return []


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.selector = _Selector()
        super().__init__(self.selector)

    def time(self) -> float:
        return self.selector.elapsed_s

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., _T], *args: Any
    ) -> "asyncio.Future[_T]":
        self.selector.at_work += 1
        future: asyncio.Future[_T] = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._done)
        return future

    def _done(self, _: object) -> None:
        self.selector.at_work -= 1


class VirtualTime:
    """A wall clock that goes with the loop that `run` makes. Between two runs time may pass, too."""

    def __init__(self, now: datetime = NOON) -> None:
        self._began = now
        self._loop: _Loop | None = None

    def __call__(self) -> datetime:
        return self._began + timedelta(seconds=self._loop.time() if self._loop else 0.0)

    def go(self, **wait: float) -> None:
        self._began += timedelta(**wait)

    def run(self, work: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
        with asyncio.Runner(loop_factory=self._make_loop) as runner:
            try:
                return runner.run(work())
            finally:
                self._began = self()
                self._loop = None

    def _make_loop(self) -> AbstractEventLoop:
        self._loop = _Loop()
        self._loop.set_exception_handler(_ignore)
        return self._loop


def _is_weighing() -> bool:
    return any(thread.name.startswith("weigh") for thread in threading.enumerate())


def _ignore(_loop: AbstractEventLoop, _context: Mapping[str, Any]) -> None:
    """A daemon that is killed leaves tasks whose errors nobody asks for."""
