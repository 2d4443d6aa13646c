"""Alerts on their way in SQLite: waiting, claimed, delivered, dead, or known from one that says the same."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlite_utils import Database

from watcher.core.model import Alert, Delivered, Delivery, Undelivered
from watcher.core.ports import Claimed
from watcher.store.database import insert_new, moment, stamp
from watcher.store.rows import Row, alert_of, alert_row
from watcher.store.writer import Writer

_KNOWN_FOR = timedelta(days=1)


class SqliteOutbox:
    """`watcher.core.ports.Outbox` on the store's one writer.

    A claimed alert is a waiting one whose `due` lies at the claim's end: a claim that is never settled expires alone.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def queue(self, alerts: Sequence[Alert]) -> int:
        return await self._writer.write(lambda db: queue_alerts(db, alerts))

    async def claim(
        self,
        now: datetime,
        until: datetime,
        holder: str,
        *,
        busy: Collection[str] = (),
        crowded: Collection[str] = (),
    ) -> tuple[Claimed, ...]:
        return await self._writer.write(lambda db: _claim(db, now, until, holder, busy, crowded))

    async def holders(self) -> tuple[str, ...]:
        query = "select distinct holder from outbox where holder is not null"
        return await self._writer.read(lambda db: tuple(row["holder"] for row in db.query(query)))

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

    async def next_due(self, busy: Collection[str] = ()) -> datetime | None:
        return await self._writer.read(lambda db: _next_due(db, busy))


def queue_alerts(db: Database, alerts: Sequence[Alert]) -> int:
    """Adds alerts with new keys inside the caller's transaction and returns how many were new."""
    return sum(insert_new(db, "outbox", "key", [alert_row(alert) | _told_before(db, alert)]) for alert in alerts)


def _told_before(db: Database, alert: Alert) -> Row:
    """What an alert's row says otherwise since the same was told to this owner, through this channel, within a day."""
    if alert.gist is None or alert.finding is None:
        return {}
    told = list(
        db.query(
            "select outbox.key, findings.target, findings.stream from outbox"
            " join findings on findings.id = outbox.finding"
            " where outbox.owner = :owner and outbox.channel = :channel and outbox.gist = :gist and outbox.key != :key"
            " and outbox.created_at >= :since and outbox.state != 'known'",
            {
                "owner": alert.owner,
                "channel": alert.channel,
                "gist": alert.gist,
                "key": alert.key,
                "since": stamp(alert.created_at - _KNOWN_FOR),
            },
        )
    )
    own = next(db.query("select target, stream from findings where id = ?", (alert.finding,)), None)
    if own is None:
        return {}
    for other in told:
        if other["target"] == own["target"] and other["stream"] != own["stream"]:
            at = stamp(alert.created_at)
            return {"state": "known", "settled_at": at, "last_error": f"the same was told as {other['key']}"}
    elsewhere = any(other["target"] != own["target"] for other in told)
    if not elsewhere or alert.again_at is None:
        return {}
    return {"due": stamp(alert.again_at), "not_before": stamp(alert.again_at)}


def _claim(
    db: Database, now: datetime, until: datetime, holder: str, busy: Collection[str], crowded: Collection[str]
) -> tuple[Claimed, ...]:
    firsts = db.query(
        "select * from (select *, row_number() over (partition by channel order by severity desc, due, created_at, key)"
        " as place from outbox where state = 'waiting' and due <= ?) where place = 1",
        (stamp(now),),
    )
    messages = [_message(db, row, now, crowded) for row in list(firsts) if row["channel"] not in busy]
    for message in messages:
        for row in message:
            db.execute(
                "update outbox set due = ?, holder = ?, tries = tries + 1, message = ? where key = ?",
                (stamp(until), holder, message[0]["key"], row["key"]),
            )
    return tuple(tuple((alert_of(row), row["tries"]) for row in message) for message in messages)


def _message(db: Database, first: Row, now: datetime, crowded: Collection[str]) -> list[Row]:
    """What goes with the first alert of a message; another holder's claims are left to it."""
    known = {name: first[name] for name in ("owner", "channel", "digest", "bundle", "message")} | {"now": stamp(now)}
    if first["message"] is not None:
        # it may have arrived: it comes again as the same message, which mailboxes know by its id
        again = "select * from outbox where state = 'waiting' and message = :message order by key = :message desc, key"
        return list(db.query(again, known))
    waiting = "select * from outbox where state = 'waiting' and channel = :channel and message is null"
    if first["digest"] is not None:
        rows = db.query(f"{waiting} and due <= :now and digest = :digest order by due, created_at, key", known)
    elif first["channel"] in crowded:
        rows = db.query(
            f"{waiting} and due <= :now and owner = :owner and digest is null order by due, created_at, key", known
        )
    elif first["bundle"] is not None:
        rows = db.query(
            f"{waiting} and (due <= :now or holder is null) and owner = :owner and bundle = :bundle and digest is null"
            " order by due, created_at, key",
            known,
        )
    else:
        return [first]
    return list(rows)


def _next_due(db: Database, busy: Collection[str]) -> datetime | None:
    rows = db.query("select channel, min(due) as due from outbox where state = 'waiting' group by channel")
    return min((moment(row["due"]) for row in rows if row["channel"] not in busy), default=None)


def _settle(db: Database, keys: Sequence[str], delivery: Delivery, at: datetime, retry_at: datetime | None) -> None:
    match delivery:
        case Delivered():
            state, error = "delivered", None
        case Undelivered():
            state, error = ("dead" if retry_at is None else "waiting"), delivery.reason
    sure = isinstance(delivery, Undelivered) and not delivery.unsure
    for key in keys:
        db.execute(
            "update outbox set state = :state, holder = null, last_error = :error, last_try_at = :at,"
            " due = coalesce(:retry_at, due), settled_at = iif(:state = 'waiting', null, :at),"
            " message = iif(:sure, null, message)"
            " where key = :key and state != 'delivered'",
            {
                "state": state,
                "error": error,
                "at": stamp(at),
                "key": key,
                "retry_at": retry_at and stamp(retry_at),
                "sure": sure,
            },
        )
