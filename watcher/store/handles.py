"""What was seen under handles that look like a brand's own, in SQLite."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from watcher.core.model import (
    Capture,
    Changed,
    Failure,
    HandleLook,
    HandleRecord,
    Presence,
    Told,
    Unchanged,
    Unconfirmed,
)
from watcher.core.ports import Blobs
from watcher.store.database import insert_new, moment, stamp
from watcher.store.outbox import queue_alerts
from watcher.store.rows import Row, capture_of, finding_row, optional_moment
from watcher.store.telling import keep_notes, told_of
from watcher.store.writer import Writer

_COUNTED = timedelta(days=2)
_PICTURED = """
    select baseline from streams join captures on captures.id = streams.baseline where streams.target = ?
    order by streams.stream like '%@desktop/%' desc, captures.at desc limit 1
"""


class SqliteHandles:
    """`watcher.core.ports.Handles` on the store's one writer."""

    def __init__(self, writer: Writer, blobs: Blobs) -> None:
        self._writer = writer
        self._blobs = blobs

    async def records(self, target: str) -> Mapping[str, HandleRecord]:
        query = "select * from handles where target = ?"
        return await self._writer.read(
            lambda db: {row["handle"]: _record_of(row) for row in db.query(query, (target,))}
        )

    async def visits(self, targets: Collection[str], since: datetime) -> int:
        marks = ", ".join("?" * len(targets))
        query = f"select coalesce(sum(visits), 0) as n from handle_looks where at > ? and target in ({marks})"  # noqa: S608
        return await self._writer.read(lambda db: int(next(db.query(query, (stamp(since), *targets)))["n"]))

    async def pictured(self, target: str) -> Capture | None:
        return await self._writer.read(lambda db: self._pictured(db, target))

    async def told(self, finding: str) -> Told | None:
        return await self._writer.read(lambda db: _told(db, finding))

    async def commit(self, look: HandleLook) -> None:
        await self._writer.write(lambda db: _commit(db, look))

    def _pictured(self, db: Database, target: str) -> Capture | None:
        row = next(db.query(f"select * from captures where id = ({_PICTURED})", (target,)), None)  # noqa: S608
        if row is None:
            return None
        parts = list(db.query("select * from parts where capture = ? order by n", (row["id"],)))
        capture = capture_of(row, parts, self._blobs.get)
        shots = [None if part["screenshot"] is None else self._blobs.get(part["screenshot"]) for part in parts]
        pictured = (replace(part, screenshot=shot) for part, shot in zip(capture.parts, shots, strict=True))
        return replace(capture, parts=tuple(pictured))


def _record_of(row: Row) -> HandleRecord:
    return HandleRecord(
        handle=row["handle"],
        first_at=moment(row["first_at"]),
        looked_at=moment(row["looked_at"]),
        presence=None if row["presence"] is None else Presence(row["presence"]),
        doubted_since=optional_moment(row["doubted_since"]),
        told=row["told"],
        finding=row["finding"],
    )


def _told(db: Database, finding: str) -> Told | None:
    row = next(db.query("select body from findings where id = ?", (finding,)), None)
    return None if row is None else told_of(db, row)


def _commit(db: Database, look: HandleLook) -> None:
    checked, record = look.checked, look.record
    outcome = checked.outcome
    row: Row = {
        "target": checked.target,
        "stream": checked.stream,
        "at": stamp(checked.at),
        "outcome": type(outcome).__name__.lower(),
        "capture": checked.capture,
    }
    match outcome:
        case Failure():
            row |= {"failure": outcome.kind.value, "message": outcome.message}
        case Unconfirmed():
            row |= {"digest": outcome.digest, "message": outcome.finding.headline}
        case Changed():
            row |= {"digest": outcome.digest, "finding": outcome.finding.id}
            insert_new(db, "findings", "id", [finding_row(outcome.finding)])
        case Unchanged():
            row |= {"digest": outcome.digest}
            keep_notes(db, outcome.notes, checked.at)
        case _:
            raise TypeError(f"no look at a handle ends as {outcome!r}")
    db.table("outcomes").insert(row)
    db.table("handles").upsert(_row(checked.target, record), pk=("target", "handle"))
    db.table("handle_looks").insert({"target": checked.target, "at": stamp(checked.at), "visits": look.visits})
    db.execute("delete from handle_looks where at < ?", (stamp(checked.at - _COUNTED),))
    queue_alerts(db, checked.alerts)


def _row(target: str, record: HandleRecord) -> Row:
    return {
        "target": target,
        "handle": record.handle,
        "first_at": stamp(record.first_at),
        "looked_at": stamp(record.looked_at),
        "presence": record.presence and record.presence.value,
        "doubted_since": record.doubted_since and stamp(record.doubted_since),
        "told": record.told,
        "finding": record.finding,
    }
