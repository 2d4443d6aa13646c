"""What was told of a finding, and what was told of it afterwards."""

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from watcher.core.model import AlertKind, Note, Told, Way
from watcher.store.database import insert_new, stamp
from watcher.store.rows import Row, finding_of


def told_of(db: Database, row: Row) -> Told:
    """A finding's row, with the ways on which its change was told."""
    finding = finding_of(row)
    ways = db.query(
        "select owner, channel, digest from outbox where finding = ? and kind = ? order by key",
        (finding.id, AlertKind.CHANGE.value),
    )
    return Told(
        finding=finding,
        ways=tuple(Way(owner=way["owner"], channel=way["channel"], digest=way["digest"] is not None) for way in ways),
    )


def keep_notes(db: Database, notes: Iterable[Note], at: datetime) -> None:
    """Each kind of note on a finding once."""
    rows = [{"finding": note.told.finding.id, "kind": note.kind.value, "at": stamp(at)} for note in notes if note.told]
    insert_new(db, "afterwards", "finding, kind", rows)
