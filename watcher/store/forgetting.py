"""Removes all that the store knows of one target: what was seen, what was found in it, and what was told of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from watcher.store.blobs import FileBlobs
from watcher.store.database import StoreError, stamp, transaction
from watcher.store.retention import clear_all, remove_captures
from watcher.store.rows import incident_of, incident_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How much was removed."""

    captures: int
    visits: int
    findings: int
    messages: int
    blobs: int


def forget(db: Database, blobs: FileBlobs, folder: Path, target: str, now: datetime) -> Forgotten:
    """Removes the rows in one transaction and the evidence after it; raises StoreError while it is looked at.

    What was removed is overwritten in the database file, too. Done twice, it completes what was interrupted.
    """
    db.execute("PRAGMA secure_delete=ON")
    with transaction(db):
        busy = "select 1 from ledger where target = ? and holder is not null and until > ?"
        if next(db.query(busy, (target, stamp(now))), None):
            raise StoreError(f"{target} is being looked at just now; try again in a minute")
        streams = _column(db, "select stream from streams where target = ?", target)
        streams |= _column(db, "select stream from outcomes where target = ?", target)
        streams |= _column(db, "select stream from captures where target = ?", target)
        findings = _column(db, "select id from findings where target = ?", target)
        captures = _column(db, "select id from captures where target = ?", target)
        messages = 0
        for finding in findings:
            messages += db.execute("delete from outbox where finding = ?", (finding,)).rowcount
            db.execute("delete from acks where finding = ?", (finding,))
            db.execute("delete from afterwards where finding = ?", (finding,))
        for stream in streams:
            db.execute("delete from variants where stream = ?", (stream,))
            db.execute("delete from habits where stream = ?", (stream,))
        visits = db.execute("delete from outcomes where target = ?", (target,)).rowcount
        db.execute("delete from streams where target = ?", (target,))
        db.execute("delete from findings where target = ?", (target,))
        db.execute("delete from readings where target = ?", (target,))
        db.execute("delete from ledger where target = ?", (target,))
        db.execute("delete from handles where target = ?", (target,))
        db.execute("delete from handle_looks where target = ?", (target,))
        remove_captures(db, captures)
        _leave_incidents(db, target)
    cleared = clear_all(db, blobs, folder)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Forgotten(
        captures=len(captures), visits=visits, findings=len(findings), messages=messages, blobs=cleared.blobs
    )


def _column(db: Database, query: str, target: str) -> set[str]:
    return {str(next(iter(row.values()))) for row in db.query(query, (target,))}


def _leave_incidents(db: Database, target: str) -> None:
    """Incidents of this target alone are removed; from others it is left out."""
    for incident in map(incident_of, list(db.query("select body from incidents"))):
        named = {*incident.targets, *incident.untold, *incident.mended, *incident.left}
        if named == {target}:
            db.execute("delete from incidents where id = ?", (incident.id,))
        elif target in named:
            left = replace(
                incident,
                targets=_without(incident.targets, target),
                untold=_without(incident.untold, target),
                mended=_without(incident.mended, target),
                left=_without(incident.left, target),
            )
            db.table("incidents").upsert(incident_row(left), pk="id")


def _without(names: tuple[str, ...], target: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != target)
