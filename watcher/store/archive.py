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
from watcher.store.rows import Row, capture_of, capture_row, finding_row, optional_moment, part_row
from watcher.store.writer import Writer

_REMEMBERED = timedelta(days=90)
_MOST_VARIANTS = 6


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
                name=row["name"],
                standing=Standing(row["standing"]),
                first_seen=moment(row["first_seen"]),
                last_seen=moment(row["last_seen"]),
                doubted=optional_moment(row["doubted"]),
                capture=self._load(db, "select ?", row["capture"]),
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
        case First():
            row |= {"digest": outcome.digest}
            _rebase(db, checked, _state_of(checked))
        case Unchanged():
            row |= {"digest": outcome.digest}
            _rebase(db, checked, None)
        case Rebased():
            row |= {"digest": outcome.digest, "message": outcome.reason}
            _rebase(db, checked, None)
        case Changed():
            row |= {"digest": outcome.digest, "finding": outcome.finding.id}
            insert_new(db, "findings", "id", [finding_row(outcome.finding)])
            if not outcome.new_baseline:
                _remember(db, checked, outcome.digest, Standing.TOLD)
            elif outcome.finding.severity:
                _rebase(db, checked, _state_of(checked))
            else:
                _rebase(db, checked, outcome.digest if _is_state(db, checked.stream, outcome.digest) else None)
        case Unconfirmed():
            row |= {"digest": outcome.digest, "message": outcome.finding.headline}
            db.execute(
                "delete from variants where stream = ? and standing = ? and name != ?",
                (checked.stream, Standing.PENDING.value, outcome.digest),
            )
            _remember(db, checked, outcome.digest, Standing.PENDING, since=outcome.since, doubted=outcome.doubted)
    db.table("outcomes").insert(row)
    queue_alerts(db, checked.alerts)


def _state_of(checked: Checked) -> str:
    """The name of a state that is seen for the first time."""
    if checked.capture is None:
        raise ValueError(f"{checked.stream}: a state without a capture")
    return checked.capture


def _is_state(db: Database, stream: str, name: str) -> bool:
    query = "select 1 from variants where stream = ? and name = ? and standing = ?"
    return next(db.query(query, (stream, name, Standing.BASELINE.value)), None) is not None


def _rebase(db: Database, checked: Checked, state: str | None) -> None:
    """Makes the capture the baseline. `state` names the state that the stream is in now, None the one it was in."""
    known = next(db.query("select variant from streams where stream = ?", (checked.stream,)), None)
    variant = state or (known and known["variant"]) or _state_of(checked)
    row = {"stream": checked.stream, "target": checked.target, "baseline": checked.capture, "variant": variant}
    db.table("streams").upsert(row, pk="stream")
    db.execute(
        "delete from variants where stream = ? and standing in (?, ?)",
        (checked.stream, Standing.PENDING.value, Standing.TOLD.value),
    )
    _remember(db, checked, variant, Standing.BASELINE)


def _remember(
    db: Database,
    checked: Checked,
    name: str,
    standing: Standing,
    since: datetime | None = None,
    doubted: datetime | None = None,
) -> None:
    db.execute(
        "insert into variants (stream, name, standing, first_seen, last_seen, doubted, capture)"
        " values (:stream, :name, :standing, :since, :at, :doubted, :capture)"
        " on conflict (stream, name) do update set"
        " first_seen = iif(standing = excluded.standing, first_seen, excluded.first_seen),"
        " standing = excluded.standing, last_seen = excluded.last_seen, doubted = excluded.doubted,"
        " capture = excluded.capture",
        {
            "stream": checked.stream,
            "name": name,
            "standing": standing.value,
            "since": stamp(since or checked.at),
            "at": stamp(checked.at),
            "doubted": doubted and stamp(doubted),
            "capture": checked.capture,
        },
    )
    db.execute(
        "delete from variants where stream = ? and last_seen < ?", (checked.stream, stamp(checked.at - _REMEMBERED))
    )
