"""Work beside the event loop that must not keep the process alive."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_T = TypeVar("_T")


def start_beside(work: Callable[[], _T], name: str) -> tuple[Future[_T], threading.Thread]:
    """Starts the work in a thread of its own that ends with the process, whatever it is doing; gives its result."""
    done: Future[_T] = Future()

    def run() -> None:
        if not done.set_running_or_notify_cancel():
            return
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised again where the result is awaited
            done.set_exception(error)

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return done, thread
