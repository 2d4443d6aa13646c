"""What nobody has taken yet, in SQLite."""

from datetime import date, datetime

from sqlite_utils import Database

from watcher.core.model import Ack, AlertKind, OpenFinding, RecordedFinding
from watcher.store.database import moment, stamp
from watcher.store.queries import acknowledge, findings_named
from watcher.store.rows import Row, ack_of, finding_of
from watcher.store.writer import Writer

_OPEN = """
select id, body from findings
where severity >= 1 and at >= :since
and (severity >= 3 or effective_date >= :today or json_extract(body, '$.deadline') >= :today
     or exists (select 1 from acks where acks.finding = findings.id))
and not exists (select 1 from acks where acks.finding = findings.id and until is null)
and not exists (select 1 from afterwards where afterwards.finding = findings.id and kind != 'confirmed')
order by at, id
"""
_TOLD = """
select owner, min(iif(state = 'delivered', settled_at, not_before)) as at from outbox
where finding = ? and kind = ? group by owner order by 2, 1
"""


class SqliteDocket:
    """`watcher.core.ports.Docket` on the store's one connection."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def recorded(self, finding: str) -> RecordedFinding | None:
        found = await self._writer.read(lambda db: findings_named(db, finding))
        return next((entry for entry in found if entry.finding.id == finding), None)

    async def take(self, ack: Ack) -> None:
        await self._writer.write(lambda db: acknowledge(db, ack))

    async def open(self, since: datetime, today: date) -> tuple[OpenFinding, ...]:
        return await self._writer.read(
            lambda db: tuple(
                _open(db, row) for row in list(db.query(_OPEN, {"since": stamp(since), "today": today.isoformat()}))
            )
        )


def _open(db: Database, row: Row) -> OpenFinding:
    told = db.query(_TOLD, (row["id"], AlertKind.CHANGE.value))
    return OpenFinding(
        finding=finding_of(row),
        told=tuple((entry["owner"], moment(entry["at"])) for entry in told),
        put_off=_put_off(db, row["id"]),
    )


def _put_off(db: Database, finding: str) -> Ack | None:
    query = "select * from acks where finding = ? and until is not null order by at desc, id desc limit 1"
    row = next(db.query(query, (finding,)), None)
    return None if row is None else ack_of(row)
