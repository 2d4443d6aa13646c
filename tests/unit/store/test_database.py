import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlite_utils import Database, Migrations

from tests.facts import NOON
from watcher.store.database import FILE_NAME, StoreError, moment, open_database, open_read_only, stamp, transaction
from watcher.store.incidents import open_incidents
from watcher.store.integrity import check_database
from watcher.store.lock import daemon_lock, daemon_of
from watcher.store.schema import migrations


def test_a_store_is_made_durable_and_whole(tmp_path: Path) -> None:
    db = open_database(tmp_path / "a #?% store")
    assert next(db.query("pragma journal_mode"))["journal_mode"] == "wal"
    assert next(db.query("pragma synchronous"))["synchronous"] == 2
    assert list(check_database(db)) == []


def test_a_store_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    first = Migrations("watcher")
    for migration in migrations.pending(Database(memory=True))[:1]:
        first(name=migration.name)(migration.fn)
    old = Database(tmp_path / FILE_NAME)
    first.apply(old)
    old.table("ledger").insert(
        {"target": "t", "host": "h", "due": "d", "enrolled_at": stamp(NOON), "retired": 0, "failures": 2}
    )
    old.close()
    with pytest.raises(StoreError, match="older Watcher"):
        open_read_only(tmp_path)
    db = open_database(tmp_path)
    (row,) = db.query("select failures, trouble, looked_at from ledger")
    assert row == {"failures": 2, "trouble": None, "looked_at": None}
    assert open_incidents(db) == ()


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 3, 1, 12, tzinfo=UTC), "2026-03-01T12:00:00.000000Z"),
        (datetime(2026, 3, 1, 0, 30, 1, 5, tzinfo=ZoneInfo("Europe/Berlin")), "2026-02-28T23:30:01.000005Z"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1), "2026-10-25T01:30:00.000000Z"),
    ],
)
def test_moments_are_texts_of_one_length_that_sort_by_time(at: datetime, text: str) -> None:
    assert stamp(at) == text
    assert moment(text).timestamp() == at.timestamp()


def test_a_newer_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    db = open_database(tmp_path)
    db.table("_sqlite_migrations").insert(
        {"migration_set": "watcher", "name": "9999_future", "applied_at": "2030-01-01"}
    )
    db.close()
    for opening in (open_database, open_read_only):
        with pytest.raises(StoreError, match="newer Watcher"):
            opening(tmp_path)


def test_a_damaged_file_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"this is no database" * 100)
    for opening in (open_database, open_read_only):
        with pytest.raises(StoreError, match="watcher verify"):
            opening(tmp_path)


def test_reading_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        open_read_only(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    db = open_database(tmp_path)
    with pytest.raises(RuntimeError), transaction(db):
        db.table("streams").insert({"stream": "s", "target": "t", "baseline": "b"})
        raise RuntimeError
    assert db.table("streams").count == 0


def test_one_daemon_per_store(tmp_path: Path) -> None:
    assert daemon_of(tmp_path) is None
    with daemon_lock(tmp_path):
        assert daemon_of(tmp_path) == str(os.getpid())
    assert daemon_of(tmp_path) is None
    with daemon_lock(tmp_path), pytest.raises(StoreError, match="another daemon"), daemon_lock(tmp_path):
        pass
    with daemon_lock(tmp_path):
        pass
