"""Due times and leases in SQLite."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import cache

from sqlite_utils import Database

from watcher.core.model import Enrolment, Lease, Trouble
from watcher.store.database import stamp
from watcher.store.rows import Row, lease_of, optional_moment, type_of_trouble
from watcher.store.writer import Writer

# a plus keeps SQLite from an index that would not help: nearly all targets are enrolled, and have no holder
_DUE = """
    select target, host from ledger
    where retired = 0 and due <= :now and (+holder is null or until <= :now)
      and host not in (select value from json_each(:busy))
    order by due, target limit 1
"""
_NAMED = """
    select target, host from ledger
    where retired = 0 and (holder is null or until <= :now) and target in (select value from json_each(:targets))
    order by due, target limit :limit
"""
_NEXT = """
    select min(due) as due from (
        select * from (
            select due from ledger
            where retired = 0 and +holder is null and host not in (select value from json_each(:busy))
            order by due limit 1
        )
        union all
        select max(due, until) from ledger
        where holder > '' and +retired = 0 and host not in (select value from json_each(:busy))
    )
"""


class SqliteLedger:
    """`watcher.core.ports.Ledger` on the store's one writer."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def enrol(self, enrolments: Sequence[Enrolment], now: datetime, *, retire_others: bool = True) -> None:
        await self._writer.write(lambda db: _enrol(db, enrolments, now, retire_others))

    async def lease(
        self,
        now: datetime,
        until: datetime,
        holder: str,
        limit: int,
        *,
        busy: Collection[str] = (),
        targets: Collection[str] | None = None,
    ) -> tuple[Lease, ...]:
        def choose(db: Database) -> list[str]:
            if targets is None:
                return _due(db, stamp(now), limit, set(busy))
            arguments = {"now": stamp(now), "limit": limit, "targets": json.dumps(sorted(targets))}
            return [row["target"] for row in db.query(_NAMED, arguments)]

        return await self._writer.write(lambda db: _lease(db, choose(db), stamp(until), holder))

    async def release(
        self,
        lease: Lease,
        due: datetime,
        good_at: datetime | None,
        failed: bool | None,
        *,
        looked_at: datetime | None = None,
        trouble: Trouble | None = None,
    ) -> None:
        row = {
            "due": stamp(due),
            "failed": failed,
            "good_at": good_at and stamp(good_at),
            "looked_at": looked_at and stamp(looked_at),
            "trouble": trouble and type_of_trouble.dump_json(trouble).decode(),
            "target": lease.target,
            "holder": lease.holder,
            "until": stamp(lease.until),
        }
        await self._writer.write(lambda db: _release(db, row))

    async def holders(self) -> tuple[str, ...]:
        query = "select distinct holder from ledger where holder is not null"
        return await self._writer.read(lambda db: tuple(row["holder"] for row in db.query(query)))

    async def evict(self, holder: str) -> int:
        return await self._writer.write(
            lambda db: db.execute("update ledger set holder = null, until = null where holder = ?", (holder,)).rowcount
        )

    async def next_due(self, busy: Collection[str] = ()) -> datetime | None:
        arguments = {"busy": json.dumps(sorted(busy))}
        return await self._writer.read(lambda db: optional_moment(next(db.query(_NEXT, arguments))["due"]))


def _enrol(db: Database, enrolments: Sequence[Enrolment], now: datetime, retire_others: bool) -> None:
    known = json.dumps([entry.target for entry in enrolments])
    if retire_others:
        db.execute("update ledger set retired = 1 where target not in (select value from json_each(?))", (known,))
    db.execute(
        "update ledger set enrolled_at = ?, last_good_at = null, failures = 0,"
        " looked_at = null, trouble = null, troubled_since = null"
        " where retired and target in (select value from json_each(?))",
        (stamp(now), known),
    )
    db.execute(
        "update ledger set enrolled_at = min(enrolled_at, :now), last_good_at = min(last_good_at, :now),"
        " looked_at = min(looked_at, :now), troubled_since = min(troubled_since, :now)"
        " where max(enrolled_at, coalesce(looked_at, ''), coalesce(last_good_at, '')) > :now",
        {"now": stamp(now)},
    )
    db.conn.executemany(
        "insert into ledger (target, host, due, enrolled_at, retired, failures) values (?1, ?2, ?3, ?4, 0, 0)"
        " on conflict (target) do update set"
        " retired = 0, host = excluded.host, due = min(ledger.due, ?5)"
        " where retired or host <> excluded.host or due > ?5",
        _rows(enrolments, stamp(now)),
    )


def _rows(enrolments: Sequence[Enrolment], now: str) -> Iterator[tuple[str, ...]]:
    text = cache(stamp)  # targets of one schedule are due at the same moment
    for entry in enrolments:
        yield entry.target, entry.host, text(entry.first_due), now, text(entry.due_by)


def _due(db: Database, now: str, limit: int, busy: set[str]) -> list[str]:
    """The targets that have been due for longest, one for each host: each is the first of an index."""
    names: list[str] = []
    while len(names) < limit:
        row = next(db.query(_DUE, {"now": now, "busy": json.dumps(sorted(busy))}), None)
        if row is None:
            break
        names.append(row["target"])
        busy = busy | {row["host"]}
    return names


def _lease(db: Database, names: Sequence[str], until: str, holder: str) -> tuple[Lease, ...]:
    for name in names:
        db.execute("update ledger set holder = ?, until = ? where target = ?", (holder, until, name))
    return tuple(lease_of(db.table("ledger").get(name)) for name in names)


def _release(db: Database, row: Row) -> None:
    db.execute(
        "update ledger set holder = null, until = null, due = :due,"
        " failures = case when :failed is null then failures when :failed then failures + 1 else 0 end,"
        " last_good_at = coalesce(:good_at, last_good_at),"
        " looked_at = coalesce(:looked_at, looked_at),"
        " trouble = iif(:looked_at is null, trouble, :trouble),"
        " troubled_since = case when :looked_at is null then troubled_since"
        "  when :trouble is null then null else coalesce(troubled_since, :looked_at) end"
        " where target = :target and holder = :holder and until = :until",
        row,
    )
