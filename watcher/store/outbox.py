"""Alerts on their way in SQLite: waiting, claimed, delivered or dead."""

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from watcher.core.model import Alert, Delivered, Delivery, Undelivered
from watcher.store.database import insert_new, stamp
from watcher.store.rows import alert_of, alert_row, optional_moment
from watcher.store.writer import Writer


class SqliteOutbox:
    """`watcher.core.ports.Outbox` on the store's one writer.

    A claimed alert is a waiting one whose `due` lies at the claim's end: a claim that is never settled expires alone.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def queue(self, alerts: Sequence[Alert]) -> int:
        return await self._writer.write(lambda db: queue_alerts(db, alerts))

    async def claim(self, now: datetime, until: datetime, holder: str, limit: int) -> tuple[tuple[Alert, int], ...]:
        return await self._writer.write(lambda db: _claim(db, now, until, holder, limit))

    async def evict(self, holder: str, now: datetime) -> int:
        return await self._writer.write(
            lambda db: (
                db.execute(
                    "update outbox set due = ?, holder = null where state = 'waiting' and holder = ?",
                    (stamp(now), holder),
                ).rowcount
            )
        )

    async def settle(self, keys: Sequence[str], delivery: Delivery, at: datetime, retry_at: datetime | None) -> None:
        await self._writer.write(lambda db: _settle(db, keys, delivery, at, retry_at))

    async def next_due(self) -> datetime | None:
        return await self._writer.read(
            lambda db: optional_moment(
                next(db.query("select min(due) as due from outbox where state = 'waiting'"))["due"]
            )
        )


def queue_alerts(db: Database, alerts: Sequence[Alert]) -> int:
    """Adds alerts with new keys inside the caller's transaction and returns how many were new."""
    return insert_new(db, "outbox", "key", [alert_row(alert) for alert in alerts])


def _claim(db: Database, now: datetime, until: datetime, holder: str, limit: int) -> tuple[tuple[Alert, int], ...]:
    rows = list(
        db.query(
            "select * from outbox where state = 'waiting' and due <= ? order by due, created_at limit ?",
            (stamp(now), limit),
        )
    )
    digests = {row["digest"] for row in rows if row["digest"] is not None}
    for digest in digests:
        rows += db.query(
            "select * from outbox where state = 'waiting' and due <= ? and digest = ? order by due, created_at",
            (stamp(now), digest),
        )
    claimed = {row["key"]: row for row in rows}
    for key in claimed:
        db.execute(
            "update outbox set due = ?, holder = ?, tries = tries + 1 where key = ?", (stamp(until), holder, key)
        )
    return tuple((alert_of(row), row["tries"]) for row in claimed.values())


def _settle(db: Database, keys: Sequence[str], delivery: Delivery, at: datetime, retry_at: datetime | None) -> None:
    match delivery:
        case Delivered():
            state, error = "delivered", None
        case Undelivered():
            state, error = ("dead" if retry_at is None else "waiting"), delivery.reason
    for key in keys:
        db.execute(
            "update outbox set state = :state, holder = null, last_error = :error, last_try_at = :at,"
            " due = coalesce(:retry_at, due), settled_at = iif(:state = 'waiting', null, :at)"
            " where key = :key and state != 'delivered'",
            {"state": state, "error": error, "at": stamp(at), "key": key, "retry_at": retry_at and stamp(retry_at)},
        )
