"""One daemon per store, and no blob removed while a backup copies: locks that the system frees when holders die."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from watcher.store.database import StoreError

DAEMON = "daemon.lock"
EVIDENCE = "evidence.lock"


def daemon_of(folder: Path) -> str | None:
    """The process whose daemon has the store, or None."""
    path = folder / DAEMON
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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / DAEMON).open("a+")
    except OSError as error:
        raise StoreError(f"{folder}: the store cannot be written: {error.strerror}") from error
    with lock as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise StoreError(f"{folder}: another daemon (process {holder}) uses this store; stop it first") from None
        # the number is only for whoever asks, and there may be no room for it
        with suppress(OSError):
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
        yield


@contextmanager
def evidence_held(folder: Path) -> Iterator[None]:
    """Nobody removes blobs meanwhile; several may hold them."""
    with (folder / EVIDENCE).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def evidence_free(folder: Path) -> Iterator[bool]:
    """Whether blobs may be removed: nobody holds them, and nobody comes to hold them meanwhile."""
    with (folder / EVIDENCE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
