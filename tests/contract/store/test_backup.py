"""A backup holds the store as it was, checks every piece, and becomes a store again only in an empty place."""

import tarfile
from pathlib import Path

import pytest

from tests.contract.store.test_retention import BEFORE, Store, fill
from watcher.store.backup import back_up, restore
from watcher.store.blobs import FileBlobs
from watcher.store.database import FILE_NAME, StoreError, open_database
from watcher.store.integrity import check_blob, check_database, referenced
from watcher.store.retention import prune
from watcher.store.writer import Writer


@pytest.fixture
def store(writer: Writer, tmp_path: Path) -> Store:
    return Store(tmp_path / "store", writer)


def content(folder: Path) -> tuple[list[str], set[str]]:
    """The database as SQL, and the evidence that it names; all of it whole."""
    db = open_database(folder)
    hashes = referenced(db)
    assert list(check_database(db)) == []
    assert [sha for sha in hashes if check_blob(FileBlobs(folder / "blobs"), sha)] == []
    return list(db.conn.iterdump()), hashes


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
async def test_what_is_restored_is_what_was_there(store: Store, tmp_path: Path, name: str) -> None:
    await fill(store)
    done = back_up(store.folder, tmp_path / name)
    assert (done.blobs, done.added, done.damages) == (16, 16, ())
    restored = restore(tmp_path / name, tmp_path / "place" / "new")
    assert (restored.blobs, restored.added, restored.damages) == (16, 16, ())
    assert content(tmp_path / "place" / "new") == content(store.folder)
    assert (tmp_path / name).stat().st_mode & 0o077 == 0


async def test_a_folder_is_brought_up_to_date(store: Store, tmp_path: Path) -> None:
    await fill(store)
    back_up(store.folder, tmp_path / "copy")
    prune(store.db, store.blobs, store.folder, BEFORE)
    await store.keep("new")
    done = back_up(store.folder, tmp_path / "copy")
    assert (done.blobs, done.added) == (10, 2)
    assert set(FileBlobs(tmp_path / "copy" / "blobs").names()) == referenced(store.db)


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
async def test_damaged_evidence_is_named_and_the_rest_is_saved(store: Store, tmp_path: Path, name: str) -> None:
    await fill(store)
    sha256 = sorted(referenced(store.db))[3]
    store.blobs.path(sha256).write_bytes(b"rotten")
    done = back_up(store.folder, tmp_path / name)
    assert [damage.what for damage in done.damages] == [sha256]
    restored = restore(tmp_path / name, tmp_path / "new")
    assert [damage.what for damage in restored.damages] == [sha256]
    assert restored.blobs == 15


async def test_damage_in_the_store_does_not_reach_a_whole_copy(store: Store, tmp_path: Path) -> None:
    await fill(store)
    back_up(store.folder, tmp_path / "copy")
    store.blobs.path(sorted(referenced(store.db))[3]).write_bytes(b"rotten")
    assert back_up(store.folder, tmp_path / "copy").damages == ()
    assert restore(tmp_path / "copy", tmp_path / "new").damages == ()


async def test_a_place_that_is_not_empty_is_refused_and_left_alone(store: Store, tmp_path: Path) -> None:
    await fill(store)
    back_up(store.folder, tmp_path / "copy")
    before = content(store.folder)
    with pytest.raises(StoreError, match="not empty"):
        restore(tmp_path / "copy", store.folder)
    assert content(store.folder) == before
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_text("dear")
    for target in (tmp_path / "full", store.folder, store.folder / "inside"):
        with pytest.raises(StoreError, match="name another folder"):
            back_up(store.folder, target)


async def test_a_damaged_backup_leaves_the_place_empty(store: Store, tmp_path: Path) -> None:
    await fill(store)
    back_up(store.folder, tmp_path / "copy")
    database = tmp_path / "copy" / FILE_NAME
    database.write_bytes(database.read_bytes()[:5000] + b"scribble" * 4000)
    with pytest.raises(StoreError, match=r"damaged|malformed"):
        restore(tmp_path / "copy", tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["daemon.lock"]


def test_a_foreign_archive_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("dear")
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.add(tmp_path / "letter", "../escaped")
    for source in ("evil.tar", "letter", "nothing"):
        with pytest.raises(StoreError):
            restore(tmp_path / source, tmp_path / "new")
    assert not (tmp_path / "escaped").exists()
    assert [path.name for path in (tmp_path / "new").iterdir()] in ([], ["daemon.lock"])
