"""A target that is forgotten leaves nothing behind, and takes nothing with it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.store.test_retention import Store, fill
from tests.facts import NOON, a_capture, a_finding, a_part, an_alert
from watcher.core.model import Changed, Checked, Habits
from watcher.store.database import FILE_NAME, StoreError
from watcher.store.forgetting import forget
from watcher.store.writer import Writer


@pytest.fixture
def store(writer: Writer, tmp_path: Path) -> Store:
    return Store(tmp_path / "store", writer)


async def see(store: Store, secret: str) -> None:
    """A target beside "terms" that shares some content with it."""
    seen = [a_capture(a_part(text.encode()), target="diary", stream="diary@desktop") for text in ("first", secret)]
    for capture in seen:
        await store.archive.keep(capture)
    finding = a_finding(id="private", target="diary", stream="diary@desktop", headline=secret, after_capture=seen[1].id)
    await store.archive.commit(
        Checked(
            stream="diary@desktop",
            target="diary",
            at=NOON,
            capture=seen[1].id,
            outcome=Changed(digest="d", finding=finding, habits=Habits(digest="d")),
            alerts=(replace(an_alert(), key="private:mail", finding="private", text=secret),),
        )
    )


async def test_nothing_of_it_is_left_and_all_else_is(store: Store) -> None:
    await fill(store)
    others = store.captures()
    secret = "what only the diary says"
    await see(store, secret)
    done = forget(store.db, store.blobs, store.folder, "diary", NOON + timedelta(days=1))
    assert (done.captures, done.visits, done.findings, done.messages, done.blobs) == (2, 1, 1, 1, 1)
    assert store.captures() == others
    assert store.is_whole()
    assert store.has_exactly_what_is_named()
    assert "diary" not in "\n".join(store.db.conn.iterdump())
    for path in (store.folder / FILE_NAME, store.folder / f"{FILE_NAME}-wal"):
        assert secret.encode() not in path.read_bytes()
    again = forget(store.db, store.blobs, store.folder, "diary", NOON + timedelta(days=1))
    assert again.captures == again.blobs == 0


async def test_what_is_looked_at_just_now_is_left_alone(store: Store) -> None:
    await see(store, "secret")
    row = {"target": "diary", "host": "h", "due": "d", "enrolled_at": "e", "retired": 0, "failures": 0}
    busy = {"holder": "daemon", "until": "2099-01-01T00:00:00.000000Z"}
    store.db.table("ledger").insert(row | busy)
    with pytest.raises(StoreError, match="just now"):
        forget(store.db, store.blobs, store.folder, "diary", NOON)
    assert len(store.captures()) == 2
