"""Removes evidence that was kept for long enough: rows first, in one transaction, then the blobs that nobody names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from watcher.store.blobs import FileBlobs
from watcher.store.database import stamp, transaction
from watcher.store.integrity import differences, forget_difference, is_named, referenced
from watcher.store.lock import evidence_free
from watcher.store.readings import expire_readings, expired_readings
from watcher.store.writer import Writer

_PORTION = 100
# what a finding worth telling compares, the last good state of every stream, and states in quarantine
_EXPIRED = """
    from captures where at < :before
    and id not in (select baseline from streams)
    and id not in (select capture from variants where capture is not null)
    and id not in (select json_extract(body, '$.before_capture') from findings where severity >= 1)
    and id not in (select json_extract(body, '$.after_capture') from findings where severity >= 1)
"""
# visits that say nothing but that there was one; the last of every target says how it fares
_ROUTINE = """
    from outcomes where at < :before and finding is null and outcome in ('unchanged', 'failure', 'unconfirmed')
    and id not in (select max(id) from outcomes group by target)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What was removed, or would be. `size` is in bytes on disk."""

    captures: int = 0
    visits: int = 0
    readings: int = 0
    blobs: int = 0
    size: int = 0


class SqliteRetention:
    """`watcher.core.ports.Retention` on the store's one writer."""

    def __init__(self, writer: Writer, blobs: FileBlobs, folder: Path, keep: timedelta | None) -> None:
        self._writer = writer
        self._blobs = blobs
        self._folder = folder
        self._keep = keep

    async def tidy(self, now: datetime) -> int:
        expired = Removal()
        if self._keep is not None:
            before = now - self._keep
            expired = await self._writer.write(lambda db: expire(db, before, _PORTION))
        cleared = await self._writer.write(lambda db: clear(db, self._blobs, self._folder, _PORTION))
        return expired.captures + expired.visits + expired.readings + cleared.blobs


def plan(db: Database, blobs: FileBlobs, before: datetime | None) -> Removal:
    """What `prune` would remove; changes nothing."""
    bound = {"before": stamp(before) if before else ""}
    ids = [row["id"] for row in db.query(f"select id {_EXPIRED}", bound)]
    gone = set(ids)
    kept = {
        sha256
        for row in db.query("select capture, body, screenshot, elements from parts")
        if row["capture"] not in gone
        for sha256 in (row["body"], row["screenshot"], row["elements"])
    }
    kept |= {base for sha256, base in differences(db).items() if sha256 in kept}
    unwanted = [sha256 for sha256 in blobs.names() if sha256 not in kept]
    return Removal(
        captures=len(ids),
        visits=next(db.query(f"select count(*) as n {_ROUTINE}", bound))["n"],
        readings=expired_readings(db, before) if before else 0,
        blobs=len(unwanted),
        size=sum(blobs.path(sha256).stat().st_size for sha256 in unwanted),
    )


def prune(db: Database, blobs: FileBlobs, folder: Path, before: datetime | None) -> Removal:
    """Removes in portions all that is older and that nothing refers to, and blobs that a crash left without a row."""
    captures = visits = readings = 0
    while before is not None:
        with transaction(db):
            portion = expire(db, before, _PORTION)
        captures, visits = captures + portion.captures, visits + portion.visits
        readings += portion.readings
        if not (portion.captures or portion.visits or portion.readings):
            break
    left = set(blobs.names()) - referenced(db)
    with transaction(db):
        disown(db, left)
    cleared = clear_all(db, blobs, folder)
    return Removal(captures=captures, visits=visits, readings=readings, blobs=cleared.blobs, size=cleared.size)


def expire(db: Database, before: datetime, limit: int) -> Removal:
    """Removes rows inside the caller's transaction, the oldest first; their blobs wait to be cleared."""
    bound = {"before": stamp(before), "limit": limit}
    ids = [row["id"] for row in db.query(f"select id {_EXPIRED} order by at limit :limit", bound)]
    remove_captures(db, ids)
    visits = db.execute(
        f"delete from outcomes where id in (select id {_ROUTINE} order by id limit :limit)",  # noqa: S608
        bound,
    ).rowcount
    return Removal(captures=len(ids), visits=visits, readings=expire_readings(db, before, limit))


def remove_captures(db: Database, ids: Iterable[str]) -> None:
    """Removes rows of captures inside the caller's transaction."""
    for capture in ids:
        for row in list(db.query("select body, screenshot, elements from parts where capture = ?", (capture,))):
            disown(db, (sha256 for sha256 in row.values() if sha256 is not None))
        db.execute("delete from parts where capture = ?", (capture,))
        db.execute("delete from captures where id = ?", (capture,))


def disown(db: Database, hashes: Iterable[str]) -> None:
    """Notes blobs that are to be removed if no row names them."""
    for sha256 in hashes:
        db.execute("insert into unwanted (sha256) values (?) on conflict do nothing", (sha256,))


def clear(db: Database, blobs: FileBlobs, folder: Path, limit: int) -> Removal:
    """Removes blobs that no row names inside the caller's transaction: whoever wants one again has to wait.

    A crash in between leaves a blob noted or gone: the next call finishes it. While a backup copies, nothing happens.
    """
    removed = size = 0
    with evidence_free(folder) as free:
        if not free:
            return Removal()
        for row in list(db.query("select sha256 from unwanted limit ?", (limit,))):
            sha256 = row["sha256"]
            if not is_named(db, sha256):
                forget_difference(db, sha256)
                size += blobs.remove(sha256)
                removed += 1
            db.execute("delete from unwanted where sha256 = ?", (sha256,))
    return Removal(blobs=removed, size=size)


def clear_all(db: Database, blobs: FileBlobs, folder: Path) -> Removal:
    removed = size = 0
    while left := _waiting(db):
        with transaction(db):
            portion = clear(db, blobs, folder, _PORTION)
        removed, size = removed + portion.blobs, size + portion.size
        if not portion.blobs and _waiting(db) == left:
            break
    return Removal(blobs=removed, size=size)


def _waiting(db: Database) -> int:
    return int(next(db.query("select count(*) as n from unwanted"))["n"])
