"""Captures, baselines, habits and findings in SQLite, evidence in blobs."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import assert_never

from sqlite_utils import Database

from watcher.core.model import (
    Capture,
    Changed,
    Checked,
    Failure,
    First,
    Habits,
    History,
    Outcome,
    Rebased,
    Seal,
    Standing,
    Told,
    Unchanged,
    Unconfirmed,
    Variant,
)
from watcher.core.ports import Blobs
from watcher.store.database import insert_new, moment, stamp
from watcher.store.integrity import is_named, note_differences
from watcher.store.outbox import queue_alerts
from watcher.store.readings import note_profile, note_same, readings_since
from watcher.store.rows import (
    Row,
    capture_of,
    capture_row,
    finding_row,
    optional_moment,
    part_row,
    type_of_habits,
    type_of_recipe,
)
from watcher.store.telling import keep_notes, told_of
from watcher.store.writer import Writer

# damage to one blob costs no more others than this
_MOST_ON_ONE = 50
_LAST_PARTS = """
    select n, body, elements from parts where capture = (select baseline from streams where stream = ?)
"""


class SqliteArchive:
    """`watcher.core.ports.Archive` on the store's one writer."""

    def __init__(self, writer: Writer, blobs: Blobs) -> None:
        self._writer = writer
        self._blobs = blobs

    async def keep(self, capture: Capture) -> None:
        parts = await self._writer.read(lambda db: self._put(db, capture))
        await self._writer.write(lambda db: self._insert(db, capture, parts))

    async def baseline(self, stream: str) -> Capture | None:
        return await self._writer.read(
            lambda db: self._load(db, "select baseline from streams where stream = ?", stream)
        )

    async def seal(self, stream: str) -> Seal | None:
        return await self._writer.read(lambda db: _seal(db, stream))

    async def hashes(self, capture: str) -> tuple[str, ...]:
        query = "select body from parts where capture = ? order by n"
        return await self._writer.read(lambda db: tuple(row["body"] for row in db.query(query, (capture,))))

    async def history(self, stream: str, since: datetime) -> History:
        return await self._writer.read(
            lambda db: History(
                variants=self._variants(db, stream),
                habits=_habits(db, stream),
                told=tuple(_told(db, stream, since)),
                readings=readings_since(db, stream, since),
            )
        )

    async def commit(self, checked: Checked) -> None:
        await self._writer.write(lambda db: _commit(db, checked))

    def _put(self, db: Database, capture: Capture) -> list[Row]:
        """Writes the evidence; what is new is stored as its difference from what the stream showed last."""
        last = {row["n"]: row for row in db.query(_LAST_PARTS, (capture.stream,))}

        def put(n: int, column: str, content: bytes) -> str:
            like = None if column == "screenshot" or n not in last else last[n][column]
            return self._blobs.put(content, like if like and _may_differ(db, content, like) else None)

        return [part_row(capture.id, n, part, partial(put, n)) for n, part in enumerate(capture.parts)]

    def _insert(self, db: Database, capture: Capture, parts: list[Row]) -> None:
        # until these rows are there, nothing kept a blob from being removed as one that nobody wants
        hashes = {part[name] for part in parts for name in ("body", "screenshot", "elements")} - {None}
        if not all(self._blobs.has(sha256) and self._is_based(sha256) for sha256 in hashes):
            for n, part in enumerate(capture.parts):
                part_row(capture.id, n, part, lambda _, content: self._blobs.put(content))
        note_differences(db, {sha256: self._blobs.base(sha256) for sha256 in hashes})
        _insert_capture(db, capture_row(capture), parts)

    def _is_based(self, sha256: str) -> bool:
        base = self._blobs.base(sha256)
        return base is None or self._blobs.has(base)

    def _variants(self, db: Database, stream: str) -> tuple[Variant, ...]:
        rows = db.query(
            "select * from variants where stream = ? and standing in (?, ?) order by last_seen desc",
            (stream, Standing.PENDING.value, Standing.TOLD.value),
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


def _seal(db: Database, stream: str) -> Seal | None:
    rows = list(
        db.query(
            "select captures.id, captures.at, captures.recipe, parts.url, parts.body, parts.elements, parts.essence"
            " from streams join captures on captures.id = streams.baseline join parts on parts.capture = captures.id"
            " where streams.stream = ?",
            (stream,),
        )
    )
    if len(rows) != 1:
        return None
    [row] = rows
    return Seal(
        capture=row["id"],
        at=moment(row["at"]),
        url=row["url"],
        body=row["body"],
        elements=row["elements"],
        essence=row["essence"],
        user_agent=type_of_recipe.validate_json(row["recipe"]).user_agent,
    )


def _may_differ(db: Database, content: bytes, like: str) -> bool:
    """Not where other evidence relies on this blob already, nor where too much would hang on one other."""
    if is_named(db, hashlib.sha256(content).hexdigest()):
        return False
    query = (
        "select count(*) as n from differences"
        " where base = coalesce((select base from differences where sha256 = :like), :like)"
    )
    return int(next(db.query(query, {"like": like}))["n"]) < _MOST_ON_ONE


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
        "asked": int(checked.asked),
    }
    match outcome:
        case Failure():
            row |= {"failure": outcome.kind.value, "message": outcome.message}
        case First() | Unchanged():
            row |= {"digest": outcome.digest}
            _rebase(db, checked)
            _keep_habits(db, checked.stream, outcome.habits)
        case Rebased():
            row |= {"digest": outcome.digest, "message": outcome.reason}
            _rebase(db, checked)
            _keep_habits(db, checked.stream, outcome.habits)
        case Changed():
            row |= {"digest": outcome.digest, "finding": outcome.finding.id}
            insert_new(db, "findings", "id", [finding_row(outcome.finding)])
            if outcome.new_baseline:
                _rebase(db, checked)
            elif outcome.gone:
                _remember(db, checked, outcome.digest, Standing.TOLD)
            else:
                _leave_quarantine(db, checked.stream)
            _keep_habits(db, checked.stream, outcome.habits)
        case Unconfirmed():
            row |= {"digest": outcome.digest, "message": outcome.finding.headline}
            if outcome.quarantine:
                _quarantine(db, checked, outcome)
            else:
                _leave_quarantine(db, checked.stream)
            if outcome.habits is not None:
                _keep_habits(db, checked.stream, outcome.habits)
        case _:
            assert_never(outcome)
    if not (isinstance(outcome, Unchanged) and _add_look(db, row)):
        db.table("outcomes").insert(row)
    _keep_profile(db, checked)
    _keep_notes(db, outcome, checked.at)
    queue_alerts(db, checked.alerts)


def _add_look(db: Database, row: Row) -> bool:
    """Looks in a row that all found the same take one row: since when, until when, and how many."""
    return bool(
        db.execute(
            "update outcomes set since = coalesce(since, at), at = :at, capture = :capture, looks = looks + 1,"
            " asked = asked + :asked"
            " where id = (select max(id) from outcomes where stream = :stream)"
            " and outcome = 'unchanged' and digest = :digest and at <= :at",
            row,
        ).rowcount
    )


def _keep_profile(db: Database, checked: Checked) -> None:
    if checked.profile is not None:
        note_profile(db, stream=checked.stream, target=checked.target, profile=checked.profile, at=checked.at)
    elif isinstance(checked.outcome, Unchanged):
        note_same(db, stream=checked.stream, at=checked.at)


def _rebase(db: Database, checked: Checked) -> None:
    """Makes the capture the baseline."""
    row = {"stream": checked.stream, "target": checked.target, "baseline": checked.capture}
    db.table("streams").upsert(row, pk="stream")
    _leave_quarantine(db, checked.stream)


def _leave_quarantine(db: Database, stream: str) -> None:
    """There was a good look: what was doubted is over, and so is a loss."""
    db.execute(
        "delete from variants where stream = ? and standing in (?, ?)",
        (stream, Standing.PENDING.value, Standing.TOLD.value),
    )


def _quarantine(db: Database, checked: Checked, outcome: Unconfirmed) -> None:
    db.execute(
        "delete from variants where stream = ? and standing = ? and name != ?",
        (checked.stream, Standing.PENDING.value, outcome.digest),
    )
    _remember(db, checked, outcome.digest, Standing.PENDING, since=outcome.since, doubted=outcome.doubted)


def _keep_notes(db: Database, outcome: Outcome, at: datetime) -> None:
    if isinstance(outcome, Unchanged | Changed | Rebased | Unconfirmed):
        keep_notes(db, outcome.notes, at)


def _habits(db: Database, stream: str) -> Habits:
    row = next(db.query("select body from habits where stream = ?", (stream,)), None)
    return type_of_habits.validate_json(row["body"]) if row else Habits()


def _keep_habits(db: Database, stream: str, habits: Habits) -> None:
    db.execute(
        "insert into habits (stream, body) values (?, ?)"
        " on conflict (stream) do update set body = excluded.body where body != excluded.body",
        (stream, type_of_habits.dump_json(habits).decode()),
    )


def _told(db: Database, stream: str, since: datetime) -> Iterator[Told]:
    """The findings that were worth telling: since a moment, since the baseline, and the last one in any case."""
    rows = db.query(
        "select findings.body from findings"
        " left join streams on streams.stream = findings.stream"
        " left join captures on captures.id = streams.baseline"
        " where findings.stream = :stream and findings.severity >= 1 and (findings.at >= :since"
        " or findings.at >= captures.at or findings.id = (select id from findings where stream = :stream"
        " and severity >= 1 order by at desc limit 1)) order by findings.at desc",
        {"stream": stream, "since": stamp(since)},
    )
    return (told_of(db, row) for row in rows)


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
