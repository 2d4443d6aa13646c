"""What is asked often follows an index, and what happens every hour adds no row."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.store.test_archive import checked
from tests.contract.store.test_retention import Store
from tests.facts import NOON, a_capture, a_part
from watcher.core.model import Enrolment, First, Unchanged
from watcher.store.database import open_database
from watcher.store.ledger import SqliteLedger
from watcher.store.queries import findings, findings_named, last_look, outcome_counts, statuses
from watcher.store.schema import migrations
from watcher.store.writer import Writer


@pytest.fixture
def store(writer: Writer, tmp_path: Path) -> Store:
    return Store(tmp_path / "store", writer)


async def test_a_start_with_the_same_targets_writes_no_row(writer: Writer) -> None:
    ledger = SqliteLedger(writer)
    known = [
        Enrolment(target=f"t{n}", host="h", first_due=NOON, due_by=NOON + timedelta(hours=6 + n % 2)) for n in range(20)
    ]
    await ledger.enrol(known, NOON)
    before = await writer.read(lambda db: db.conn.total_changes)
    later = [Enrolment(target=e.target, host="h", first_due=NOON, due_by=e.due_by + timedelta(hours=1)) for e in known]
    await ledger.enrol(later, NOON + timedelta(hours=1))
    assert await writer.read(lambda db: db.conn.total_changes) == before


async def plans_of(store: Store, *names: str) -> dict[str, str]:
    """How SQLite answers each statement that these calls make."""
    asked: list[str] = []
    db = store.db
    db.conn.set_trace_callback(asked.append)
    for name in names:
        match name:
            case "statuses":
                statuses(db)
            case "changes":
                findings(db, target=None, severity_from=1, since=None, limit=20)
            case "named":
                findings_named(db, "abc")
            case "last":
                last_look(db)
    db.conn.set_trace_callback(None)
    return {
        statement: "\n".join(row[3] for row in db.conn.execute(f"explain query plan {statement}"))
        for statement in asked
        if statement.startswith("select")
    }


@pytest.mark.parametrize("name", ["changes", "named", "last"])
async def test_a_question_that_is_asked_often_reads_no_whole_table(store: Store, name: str) -> None:
    plans = await plans_of(store, name)
    assert plans
    for plan in plans.values():
        assert "USING INDEX" in plan or "USING COVERING INDEX" in plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan


async def test_status_reads_the_targets_once_and_searches_for_the_rest(store: Store) -> None:
    (plan,) = (await plans_of(store, "statuses")).values()
    assert "AUTOMATIC" not in plan
    scans = [line for line in plan.splitlines() if line.startswith("SCAN")]
    assert scans == [line for line in scans if "ledger" in line]
    assert "captures USING COVERING INDEX" in plan


@pytest.mark.parametrize("busy", [[], ["x"]])
async def test_what_is_due_is_the_first_of_an_index(store: Store, busy: list[str]) -> None:
    asked: list[str] = []
    db = store.writer
    await db.read(lambda connection: connection.conn.set_trace_callback(asked.append))
    ledger = SqliteLedger(db)
    await ledger.lease(NOON, NOON + timedelta(hours=1), "one", 4, busy=busy)
    await ledger.next_due(busy)
    await db.read(lambda connection: connection.conn.set_trace_callback(None))
    plans = [
        "\n".join(row[3] for row in store.db.conn.execute(f"explain query plan {statement}"))
        for statement in asked
        if statement.strip().startswith("select")
    ]
    assert len(plans) == 2
    assert "SEARCH ledger USING INDEX idx_ledger_holder" in plans[1]
    for plan in plans:
        assert "SCAN ledger" not in plan
        assert "SEARCH ledger USING INDEX idx_ledger_retired_due" in plan
        assert "TEMP B-TREE" not in plan


async def test_looks_that_find_the_same_take_one_record(store: Store) -> None:
    rows = []
    for n in range(5):
        capture = a_capture(a_part(b"same"), at=NOON + timedelta(minutes=n))
        await store.archive.keep(capture)
        outcome = First(digest="d") if n == 0 else Unchanged(digest="d")
        await store.archive.commit(checked(capture, outcome, n))
        rows.append(next(store.db.query("select count(*) as n from outcomes"))["n"])
    assert rows == [1, 2, 2, 2, 2]
    assert outcome_counts(store.db) == {"first": 1, "unchanged": 4}
    assert last_look(store.db) == NOON + timedelta(minutes=4)
    await store.archive.commit(checked(capture, Unchanged(digest="other"), 5))
    await store.archive.commit(checked(capture, Unchanged(digest="d"), 6))
    await store.archive.commit(checked(capture, Unchanged(digest="d"), 6))
    assert outcome_counts(store.db) == {"first": 1, "unchanged": 7}
    assert [row["looks"] for row in store.db.query("select looks from outcomes order by id")] == [1, 4, 1, 2]


async def test_a_store_of_before_opens_and_counts_as_it_did(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    db = open_database(folder)
    path = folder / "watcher.db"
    db.close()
    old = sqlite3.connect(path)
    for index in [
        row[0] for row in old.execute("select name from sqlite_master where type = 'index' and sql is not null")
    ]:
        old.execute(f'drop index "{index}"')
    for statement in (
        "drop table differences",
        "alter table outcomes drop column since",
        "alter table outcomes drop column looks",
        "delete from _sqlite_migrations where name like '0010_scale%'",
        "insert into outcomes (target, stream, at, outcome) values ('t', 's', '2026-01-01T00:00:00.000000Z', 'first')",
    ):
        old.execute(statement)
    old.commit()
    old.close()
    db = open_database(folder)
    assert list(migrations.pending(db)) == []
    assert json.dumps(outcome_counts(db)) == '{"first": 1}'
