"""The one thread that writes: whatever changes the store runs here, one transaction after the other."""

import asyncio
import errno
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from watcher.core.ports import StoreUnavailableError
from watcher.store.database import open_database, transaction

_T = TypeVar("_T")
# a full disk shows as FULL or IOERR, another process at work as BUSY, a disk that was mounted anew as READONLY
_PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)
_PASSING_OS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class Writer:
    """Owns the database connection of one process. Calls queue up; each is atomic and durable when it returns."""

    def __init__(self, folder: Path) -> None:
        """Opens the store in `folder`; raises StoreError."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._db = self._thread.submit(open_database, folder).result()

    async def write(self, job: Callable[[Database], _T]) -> _T:
        """Runs the job in a transaction: committed when it returns, rolled back when it raises."""
        return await self._run(lambda: self._transact(job))

    async def read(self, job: Callable[[Database], _T]) -> _T:
        return await self._run(lambda: job(self._db))

    async def run(self, job: Callable[[], _T]) -> _T:
        """Runs what belongs before a transaction in the same thread, such as writing the files that it names."""
        return await self._run(job)

    def close(self) -> None:
        """Finishes what was queued, then closes the store."""
        self._thread.submit(self._db.close).result()
        self._thread.shutdown()

    def _transact(self, job: Callable[[Database], _T]) -> _T:
        with transaction(self._db):
            return job(self._db)

    async def _run(self, job: Callable[[], _T]) -> _T:
        # shielded: a write that has begun ends as it would, even when its caller is cancelled
        try:
            return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, job))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in _PASSING:
                raise StoreUnavailableError(str(error)) from error
            raise
        except OSError as error:
            if error.errno in _PASSING_OS:
                raise StoreUnavailableError(str(error)) from error
            raise
