"""Incidents in SQLite: decided and written in one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlite_utils import Database

from watcher.core.model import Incident, Sighting, Verdict
from watcher.store.database import stamp
from watcher.store.outbox import queue_alerts
from watcher.store.rows import incident_of, incident_row, sighting_of
from watcher.store.writer import Writer

_SIGHTINGS = (
    "select target, host, due, enrolled_at, looked_at, last_good_at, failures, trouble, troubled_since"
    " from ledger where not retired order by target"
)
_OPEN = "select body from incidents where closed_at is null order by opened_at, id"


class SqliteIncidents:
    """`watcher.core.ports.Incidents` on the store's one writer."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def settle(
        self, decide: Callable[[Sequence[Sighting], Sequence[Incident]], Verdict], closed_since: datetime
    ) -> tuple[Incident, ...]:
        return await self._writer.write(lambda db: _settle(db, decide, stamp(closed_since)))


def open_incidents(db: Database) -> tuple[Incident, ...]:
    """The incidents that are open, the oldest first."""
    return tuple(map(incident_of, db.query(_OPEN)))


def _settle(
    db: Database, decide: Callable[[Sequence[Sighting], Sequence[Incident]], Verdict], closed_since: str
) -> tuple[Incident, ...]:
    sightings = tuple(sighting_of(*row) for row in db.execute(_SIGHTINGS))
    closed = db.query("select body from incidents where closed_at >= ? order by closed_at, id", (closed_since,))
    verdict = decide(sightings, (*map(incident_of, closed), *open_incidents(db)))
    for incident in verdict.incidents:
        db.table("incidents").upsert(incident_row(incident), pk="id")
    queue_alerts(db, verdict.alerts)
    for target in verdict.due:
        # text sorts by time: what is due earlier stays so
        db.execute(
            "update ledger set due = min(due, :now) where target = :target and holder is null",
            {"now": stamp(verdict.at), "target": target},
        )
    return open_incidents(db)
