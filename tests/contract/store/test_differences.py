"""Evidence that is stored as its difference from other evidence: small, whole, and never without what it needs."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.store.test_archive import checked
from tests.contract.store.test_retention import LATER, Store
from tests.facts import NOON, a_capture, a_part
from watcher.core.model import Capture, Habits, Unchanged
from watcher.core.ports import BlobDamagedError
from watcher.store.archive import SqliteArchive
from watcher.store.backup import back_up, restore
from watcher.store.blobs import FileBlobs
from watcher.store.database import open_database
from watcher.store.integrity import check_blob, differences, referenced
from watcher.store.retention import plan, prune
from watcher.store.writer import Writer

TEXT = random.Random(1).randbytes(20_000).hex()
UNCHANGED = Unchanged(digest="same", habits=Habits())


@pytest.fixture
def store(writer: Writer, tmp_path: Path) -> Store:
    return Store(tmp_path / "store", writer)


def page(n: int) -> bytes:
    return f"{TEXT[:9000]} token {n} {TEXT[9000:]}".encode()


async def look(store: Store, body: bytes, *, days: int = 0) -> Capture:
    """An uneventful look, whose capture is the baseline from then on."""
    capture = a_capture(a_part(body), at=NOON + timedelta(days=days))
    await store.archive.keep(capture)
    await store.archive.commit(checked(capture, UNCHANGED))
    return capture


def sizes(store: Store) -> list[int]:
    return sorted(store.blobs.path(sha256).stat().st_size for sha256 in store.blobs.names())


async def test_what_resembles_the_last_look_is_stored_as_a_difference_from_one_whole_page(store: Store) -> None:
    for n in range(4):
        await look(store, page(n))
    *small, large = sizes(store)
    assert max(small) < 200 < len(TEXT) / 3 < large
    assert len(set(differences(store.db).values())) == 1
    kept = await store.archive.baseline(a_capture().stream)
    assert kept is not None
    assert kept.parts[0].body == page(3)
    assert store.is_whole()


async def test_another_page_is_stored_whole_and_later_ones_differ_from_it(store: Store) -> None:
    await look(store, page(0))
    other = random.Random(2).randbytes(20_000).hex().encode()
    await look(store, other)
    await look(store, other + b"more")
    (base,) = differences(store.db).values()
    assert store.blobs.get(base) == other


async def test_no_more_than_fifty_differ_from_one(store: Store) -> None:
    for n in range(53):
        await look(store, page(n))
    bases = list(differences(store.db).values())
    assert sorted(bases.count(base) for base in set(bases)) == [1, 50]


async def test_what_others_differ_from_stays_for_as_long_as_they_do(store: Store) -> None:
    for n in range(3):
        await look(store, page(n), days=n)
    assert plan(store.db, store.blobs, LATER).blobs == 1
    removed = prune(store.db, store.blobs, store.folder, LATER)
    assert (removed.captures, removed.blobs) == (2, 1)
    assert store.is_whole()
    assert store.has_exactly_what_is_named()
    other = random.Random(2).randbytes(20_000)
    await look(store, other, days=3)
    prune(store.db, store.blobs, store.folder, LATER)
    assert [store.blobs.get(sha256) for sha256 in store.blobs.names()] == [other]
    assert store.has_exactly_what_is_named()
    assert differences(store.db) == {}


async def test_damage_is_said_of_all_that_hang_on_it_and_mended_by_the_next_look(store: Store) -> None:
    for n in range(3):
        await look(store, page(n))
    (base,) = set(differences(store.db).values())
    store.blobs.path(base).write_bytes(b"rotten")
    assert all(check_blob(store.blobs, sha256) for sha256 in referenced(store.db))
    with pytest.raises(BlobDamagedError, match=f"difference from {base}"):
        store.blobs.get(next(iter(differences(store.db))))
    await look(store, page(0))
    assert store.blobs.base(base) is None
    assert store.is_whole()


async def test_nothing_ever_differs_from_itself(store: Store) -> None:
    for n in range(2):
        await look(store, page(n))
    ((difference, base),) = differences(store.db).items()
    store.blobs.path(base).unlink()
    assert store.blobs.put(page(0), like=difference) == base
    assert store.is_whole()
    store.blobs.path(difference).write_bytes(
        store.blobs.path(difference).read_bytes().replace(bytes.fromhex(base), bytes.fromhex(difference))
    )
    with pytest.raises(BlobDamagedError):
        store.blobs.get(difference)


async def test_what_a_difference_needs_may_be_removed_just_before_it_is_recorded(store: Store) -> None:
    await look(store, page(0))
    await look(store, random.Random(2).randbytes(20_000), days=1)

    old = next(sha256 for sha256 in store.blobs.names() if store.blobs.get(sha256) == page(0))

    class Racing(FileBlobs):
        """Another process clears between the writing of files and that of rows."""

        raced = False

        def put(self, content: bytes, like: str | None = None) -> str:
            if Racing.raced:
                return super().put(content, like)
            Racing.raced = True
            sha256 = super().put(content, old)
            assert self.base(sha256) == old
            prune(store.db, store.blobs, store.folder, LATER)
            assert not self.has(old)
            return sha256

    racing = Racing(store.folder / "blobs")
    await SqliteArchive(store.writer, racing).keep(a_capture(a_part(page(1)), at=LATER))
    assert Racing.raced
    assert store.is_whole()
    assert store.has_exactly_what_is_named()


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
async def test_a_backup_is_as_small_and_as_whole(store: Store, tmp_path: Path, name: str) -> None:
    for n in range(3):
        await look(store, page(n))
    assert back_up(store.folder, tmp_path / name).damages == ()
    assert restore(tmp_path / name, tmp_path / "new").damages == ()
    new = FileBlobs(tmp_path / "new" / "blobs")
    assert {sha256: new.path(sha256).stat().st_size for sha256 in new.names()} == {
        sha256: store.blobs.path(sha256).stat().st_size for sha256 in store.blobs.names()
    }
    assert all(check_blob(new, sha256) is None for sha256 in referenced(open_database(tmp_path / "new")))


async def test_a_folder_of_backups_keeps_what_its_differences_need(store: Store, tmp_path: Path) -> None:
    for n in range(3):
        await look(store, page(n), days=n)
    back_up(store.folder, tmp_path / "copy")
    prune(store.db, store.blobs, store.folder, LATER)
    await look(store, page(4), days=4)
    assert back_up(store.folder, tmp_path / "copy").damages == ()
    copied = FileBlobs(tmp_path / "copy" / "blobs")
    assert all(check_blob(copied, sha256) is None for sha256 in copied.names())
    assert set(copied.names()) == referenced(store.db)
