"""What retention removes, what it never removes, and that it may be killed, raced and backed up at any moment."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.contract.store.test_archive import checked, unconfirmed
from tests.facts import NOON, a_capture, a_finding, a_part
from watcher.core.model import Capture, Changed, Failure, FailureKind, First, Habits, Unchanged
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.database import open_database
from watcher.store.integrity import check_blob, check_database, referenced
from watcher.store.lock import evidence_held
from watcher.store.retention import SqliteRetention, clear, expire, plan, prune
from watcher.store.writer import Writer

LATER = NOON + timedelta(days=100)
BEFORE = NOON + timedelta(days=10)


class Store:
    def __init__(self, folder: Path, writer: Writer) -> None:
        self.folder = folder
        self.writer = writer
        self.blobs = FileBlobs(folder / "blobs")
        self.archive = SqliteArchive(writer, self.blobs)
        self.db = open_database(folder)

    async def keep(self, text: str) -> Capture:
        capture = a_capture(a_part(text.encode(), screenshot=f"picture of {text}".encode()))
        await self.archive.keep(capture)
        return capture

    def captures(self) -> set[str]:
        return {row["id"] for row in self.db.query("select id from captures")}

    def is_whole(self) -> bool:
        damaged = [sha256 for sha256 in referenced(self.db) if check_blob(self.blobs, sha256)]
        return not damaged and not list(check_database(self.db))

    def has_exactly_what_is_named(self) -> bool:
        return set(self.blobs.names()) == referenced(self.db)


@pytest.fixture
def store(writer: Writer, tmp_path: Path) -> Store:
    return Store(tmp_path / "store", writer)


async def fill(store: Store) -> dict[str, Capture]:
    """A stream with a routine visit, a finding, a trifle, a failed look, a state in quarantine and a baseline."""
    names = ("first", "told_before", "told_after", "trifle_before", "trifle_after", "blocked", "baseline", "quarantine")
    found = {name: await store.keep(name) for name in names}
    told = a_finding(
        id="told", severity=1, before_capture=found["told_before"].id, after_capture=found["told_after"].id
    )
    trifle = a_finding(
        id="trifle", severity=0, before_capture=found["trifle_before"].id, after_capture=found["trifle_after"].id
    )
    habits = Habits(digest="d")
    for entry in (
        checked(found["first"], First(digest="d", habits=habits)),
        checked(found["told_before"], Unchanged(digest="d", habits=habits)),
        checked(found["told_after"], Changed(digest="d", finding=told, habits=habits)),
        checked(found["trifle_before"], Unchanged(digest="d", habits=habits)),
        checked(found["trifle_after"], Changed(digest="d", finding=trifle, habits=habits)),
        checked(found["blocked"], Failure(kind=FailureKind.BLOCKED, message="", url="u")),
        checked(found["baseline"], Unchanged(digest="d", habits=habits)),
        checked(found["quarantine"], unconfirmed("other", 7)),
    ):
        await store.archive.commit(entry)
    return found


async def test_only_what_nothing_refers_to_is_removed(store: Store) -> None:
    found = await fill(store)
    planned = plan(store.db, store.blobs, BEFORE)
    done = prune(store.db, store.blobs, store.folder, BEFORE)
    assert done == planned
    assert (done.captures, done.visits, done.blobs) == (4, 4, 8)
    kept = {"told_before", "told_after", "baseline", "quarantine"}
    assert store.captures() == {found[name].id for name in kept}
    assert store.is_whole()
    assert store.has_exactly_what_is_named()
    assert prune(store.db, store.blobs, store.folder, BEFORE).captures == 0
    baseline = await store.archive.baseline("terms@desktop/en-GB")
    assert baseline is not None and baseline.parts[0].body == b"baseline"


async def test_what_is_younger_stays(store: Store) -> None:
    await fill(store)
    assert prune(store.db, store.blobs, store.folder, NOON - timedelta(days=1)).captures == 0
    assert len(store.captures()) == 8


async def test_content_that_another_capture_shares_stays(store: Store) -> None:
    found = await fill(store)
    again = a_capture(a_part(b"first"), at=LATER)
    await store.archive.keep(again)
    prune(store.db, store.blobs, store.folder, BEFORE)
    assert found["first"].id not in store.captures()
    assert store.blobs.get(referenced_body(store.db, again.id)) == b"first"
    assert store.is_whole()


async def test_a_removal_that_was_cut_off_is_completed(store: Store) -> None:
    await fill(store)
    with store.db.conn:
        store.db.conn.execute("begin immediate")
        expire(store.db, BEFORE, 100)
    assert store.is_whole()
    assert not store.has_exactly_what_is_named()
    # killed after some blobs went, before that was committed
    store.db.conn.execute("begin immediate")
    assert clear(store.db, store.blobs, store.folder, 3).blobs == 3
    store.db.conn.rollback()
    assert store.is_whole()
    retention = SqliteRetention(store.writer, store.blobs, store.folder, timedelta(days=30))
    while await retention.tidy(LATER):
        pass
    assert store.is_whole()
    assert store.has_exactly_what_is_named()


async def test_evidence_that_comes_back_just_when_it_is_removed_is_written_again(store: Store) -> None:
    await fill(store)
    with store.db.conn:
        store.db.conn.execute("begin immediate")
        expire(store.db, BEFORE, 100)

    class Racing(FileBlobs):
        """Another process clears between the writing of files and that of rows."""

        raced = False

        def put(self, content: bytes, like: str | None = None) -> str:
            sha256 = super().put(content, like)
            if not Racing.raced:
                Racing.raced = True
                prune(store.db, store.blobs, store.folder, None)
            return sha256

    capture = a_capture(a_part(b"first"), at=LATER)
    await SqliteArchive(store.writer, Racing(store.folder / "blobs")).keep(capture)
    assert Racing.raced
    assert store.is_whole()
    assert capture.id in store.captures()


async def test_what_a_crash_left_without_a_row_is_removed_by_hand(store: Store) -> None:
    await fill(store)
    store.blobs.put(b"nobody came to name this")
    assert plan(store.db, store.blobs, None).blobs == 1
    assert prune(store.db, store.blobs, store.folder, None).blobs == 1
    assert store.has_exactly_what_is_named()


async def test_nothing_is_removed_under_a_backup(store: Store) -> None:
    await fill(store)
    with evidence_held(store.folder):
        assert prune(store.db, store.blobs, store.folder, BEFORE).blobs == 0
        assert len(set(store.blobs.names())) == 16
    assert prune(store.db, store.blobs, store.folder, BEFORE).blobs == 8


async def test_for_ever_is_for_ever(store: Store) -> None:
    await fill(store)
    retention = SqliteRetention(store.writer, store.blobs, store.folder, None)
    assert await retention.tidy(LATER + timedelta(days=9999)) == 0
    assert len(store.captures()) == 8


def referenced_body(db: Database, capture: str) -> str:
    return str(next(db.query("select body from parts where capture = ?", (capture,)))["body"])
