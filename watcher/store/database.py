"""Opens the store's SQLite file: durable settings, migrations, and a refusal of what a newer Watcher wrote."""

import os
import pwd
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from watcher.core.errors import ExpectedError
from watcher.store.schema import migrations

FILE_NAME = "watcher.db"
_BUSY_TIMEOUT_S = 15.0


class StoreError(ExpectedError):
    """The store cannot be used; the message says why and what to do."""


def open_database(folder: Path) -> Database:
    """Opens the store in a folder for writing, made or migrated where needed; raises StoreError."""
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if _is_read_only(folder):
            raise StoreError(f"{folder}: its file system is read-only: see why (dmesg), and mount it for writing again")
        _refuse_foreign(folder)
        db = _connect(path, f"file:{_quoted(path)}?mode=rwc")
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        _refuse_newer(db, path)
        if migrations.pending(db):
            migrations.apply(db)
    except (sqlite3.DatabaseError, OSError) as error:
        raise StoreError(f"{path}: {error}; run `watcher verify`, or restore a backup") from error
    return db


def open_read_only(folder: Path) -> Database:
    """Opens an existing store for reading; raises StoreError where there is none, or a newer one."""
    path = folder / FILE_NAME
    if not path.exists():
        raise StoreError(
            f"{path}: there is no store here; name it with --store or WATCHER_STORE, or make one with `watcher check`"
        )
    try:
        # SQLite reads a log beside the database only where it may write
        unlogged = "&immutable=1" if _is_read_only(folder) else ""
        db = _connect(path, f"file:{_quoted(path)}?mode=ro{unlogged}")
        _refuse_newer(db, path)
        if migrations.pending(db):
            raise StoreError(f"{path}: an older Watcher wrote this store; `watcher check` brings it up to date")
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: {error}; run `watcher verify`, or restore a backup") from error
    return db


def open_copy(path: Path) -> Database:
    """Opens a file that nobody writes, for reading, also of an older Watcher; raises StoreError."""
    try:
        db = _connect(path, f"file:{_quoted(path)}?mode=ro&immutable=1")
        _refuse_newer(db, path)
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: {error}") from error
    return db


@contextmanager
def reading(folder: Path) -> Iterator[Database]:
    """An existing store for reading, closed at the end; raises StoreError."""
    db = open_read_only(folder)
    try:
        yield db
    finally:
        db.close()


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """A write transaction that takes the lock at once, so that what it reads stays true until it commits."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.rollback()
        raise


def insert_new(db: Database, table: str, key: str, rows: Iterable[dict[str, Any]]) -> int:
    """Adds the rows whose key is new and returns how many were.

    Not sqlite-utils' `ignore`: that is INSERT OR IGNORE, which swallows rows that break any other constraint too.
    """
    added = 0
    for row in rows:
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
        query = f"insert into {table} ({names}) values ({marks}) on conflict ({key}) do nothing"  # noqa: S608
        added += db.execute(query, row).rowcount
    return added


def stamp(at: datetime) -> str:
    """A moment as text that sorts by time: UTC, always with microseconds."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment(text: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.fromisoformat(text)


def _connect(path: Path, uri: str) -> Database:
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    return Database(connection)


def _refuse_newer(db: Database, path: Path) -> None:
    ours = {migration.name for migration in migrations.pending(Database(memory=True))}
    unknown = sorted({migration.name for migration in migrations.applied(db)} - ours)
    if unknown:
        raise StoreError(f"{path}: a newer Watcher wrote this store ({', '.join(unknown)}); install that version again")


def _is_read_only(folder: Path) -> bool:
    return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _refuse_foreign(folder: Path) -> None:
    """What root writes into another user's store, that user's daemon could not write any more."""
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        raise StoreError(f"{folder}: this store belongs to {_user(owner)}; run the command as that user")


def _user(uid: int) -> str:
    try:
        return f"the user {pwd.getpwuid(uid).pw_name}"
    except KeyError:
        return f"the user with the number {uid}"


def _quoted(path: Path) -> str:
    return path.resolve().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
