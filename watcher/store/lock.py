"""One daemon per store: a lock that the system frees when its holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from watcher.store.database import StoreError


def daemon_of(folder: Path) -> str | None:
    """The process whose daemon has the store, or None."""
    path = folder / "daemon.lock"
    if not path.is_file():
        return None
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read().strip() or "unknown"
    return None


@contextmanager
def daemon_lock(folder: Path) -> Iterator[None]:
    """Holds the store for this daemon; raises StoreError, naming the process, where another one has it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "daemon.lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise StoreError(f"{folder}: another daemon (process {holder}) uses this store; stop it first") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
