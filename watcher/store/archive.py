"""Captures, baselines, known variants and findings in SQLite, evidence in blobs."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from watcher.core.model import (
    Capture,
    Changed,
    Checked,
    Failure,
    First,
    Rebased,
    Standing,
    Unchanged,
    Unconfirmed,
    Variant,
)
from watcher.core.ports import Blobs
from watcher.store.database import insert_new, moment, stamp
from watcher.store.outbox import queue_alerts
from watcher.store.rows import Row, capture_of, capture_row, finding_row, part_row
from watcher.store.writer import Writer

_REMEMBERED = timedelta(days=90)
_MOST_VARIANTS = 50


class SqliteArchive:
    """`watcher.core.ports.Archive` on the store's one writer."""

    def __init__(self, writer: Writer, blobs: Blobs) -> None:
        self._writer = writer
        self._blobs = blobs

    async def keep(self, capture: Capture) -> None:
        parts = await self._writer.run(
            lambda: [part_row(capture.id, n, part, self._blobs.put) for n, part in enumerate(capture.parts)]
        )
        await self._writer.write(lambda db: _insert_capture(db, capture_row(capture), parts))

    async def baseline(self, stream: str) -> Capture | None:
        return await self._writer.read(
            lambda db: self._load(db, "select baseline from streams where stream = ?", stream)
        )

    async def variants(self, stream: str) -> tuple[Variant, ...]:
        return await self._writer.read(lambda db: self._variants(db, stream))

    async def commit(self, checked: Checked) -> None:
        await self._writer.write(lambda db: _commit(db, checked))

    def _variants(self, db: Database, stream: str) -> tuple[Variant, ...]:
        rows = db.query(
            "select * from variants where stream = ? order by last_seen desc limit ?", (stream, _MOST_VARIANTS)
        )
        return tuple(
            Variant(
                digest=row["digest"],
                standing=Standing(row["standing"]),
                first_seen=moment(row["first_seen"]),
                last_seen=moment(row["last_seen"]),
                capture=self._load(db, "select ?", row["capture"]) if row["standing"] == Standing.PENDING else None,
            )
            for row in rows
        )

    def _load(self, db: Database, id_query: str, argument: str) -> Capture | None:
        row = next(db.query(f"select * from captures where id = ({id_query})", (argument,)), None)  # noqa: S608
        if row is None:
            return None
        parts = list(db.query("select * from parts where capture = ? order by n", (row["id"],)))
        return capture_of(row, parts, self._blobs.get)


def _insert_capture(db: Database, capture: Row, parts: list[Row]) -> None:
    insert_new(db, "captures", "id", [capture])
    insert_new(db, "parts", "capture, n", parts)


def _commit(db: Database, checked: Checked) -> None:
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
        case First() | Unchanged():
            row |= {"digest": outcome.digest}
            _rebase(db, checked, outcome.digest)
        case Rebased():
            row |= {"digest": outcome.digest, "message": outcome.reason}
            _rebase(db, checked, outcome.digest)
        case Changed():
            row |= {"digest": outcome.digest, "finding": outcome.finding.id}
            insert_new(db, "findings", "id", [finding_row(outcome.finding)])
            if outcome.new_baseline:
                _rebase(db, checked, outcome.digest)
            else:
                _remember(db, checked, outcome.digest, Standing.TOLD)
        case Unconfirmed():
            row |= {"digest": outcome.digest, "message": outcome.finding.headline}
            db.execute(
                "delete from variants where stream = ? and standing = ? and digest != ?",
                (checked.stream, Standing.PENDING.value, outcome.digest),
            )
            _remember(db, checked, outcome.digest, Standing.PENDING, since=outcome.since)
    db.table("outcomes").insert(row)
    queue_alerts(db, checked.alerts)


def _rebase(db: Database, checked: Checked, digest: str) -> None:
    db.table("streams").upsert(
        {"stream": checked.stream, "target": checked.target, "baseline": checked.capture}, pk="stream"
    )
    db.execute(
        "delete from variants where stream = ? and standing in (?, ?)",
        (checked.stream, Standing.PENDING.value, Standing.TOLD.value),
    )
    _remember(db, checked, digest, Standing.BASELINE)


def _remember(db: Database, checked: Checked, digest: str, standing: Standing, since: datetime | None = None) -> None:
    db.execute(
        "insert into variants (stream, digest, standing, first_seen, last_seen, capture) values (?, ?, ?, ?, ?, ?)"
        " on conflict (stream, digest) do update set"
        " standing = excluded.standing, last_seen = excluded.last_seen, capture = excluded.capture",
        (checked.stream, digest, standing.value, stamp(since or checked.at), stamp(checked.at), checked.capture),
    )
    db.execute(
        "delete from variants where stream = ? and last_seen < ?", (checked.stream, stamp(checked.at - _REMEMBERED))
    )
