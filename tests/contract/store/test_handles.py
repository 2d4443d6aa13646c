"""The Handles port: what is remembered of handles, in one transaction with what is told."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.facts import NOON, a_capture, a_finding, a_part, an_alert
from watcher.core.model import (
    Changed,
    Checked,
    Failure,
    FailureKind,
    HandleLook,
    HandleRecord,
    Note,
    NoteKind,
    Outcome,
    Presence,
    Unchanged,
)
from watcher.core.ports import Handles
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.database import open_database
from watcher.store.forgetting import forget
from watcher.store.handles import SqliteHandles
from watcher.store.queries import alerts, findings, findings_named
from watcher.store.writer import Writer

DAY = timedelta(days=1)
RECORD = HandleRecord(handle="acrne", first_at=NOON - DAY, looked_at=NOON, presence=Presence.ABSENT)


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobs:
    return FileBlobs(tmp_path / "store" / "blobs")


@pytest.fixture
def handles(writer: Writer, blobs: FileBlobs) -> Handles:
    return SqliteHandles(writer, blobs)


def a_look(outcome: Outcome | None = None, visits: int = 1, target: str = "likes", **changes: object) -> HandleLook:
    record = replace(RECORD, **changes)  # type: ignore[arg-type]
    checked = Checked(
        stream=f"{target}@{record.handle}",
        target=target,
        at=record.looked_at,
        capture=None,
        outcome=outcome or Unchanged(digest="absent"),
    )
    return HandleLook(checked=checked, record=record, visits=visits)


async def test_records_come_back_as_they_were_committed(handles: Handles) -> None:
    other = replace(
        RECORD, handle="acme_", presence=None, doubted_since=NOON, told=3, finding="f1", looked_at=NOON + DAY
    )
    await handles.commit(a_look())
    await handles.commit(a_look(handle="acme_"))
    await handles.commit(HandleLook(checked=a_look().checked, record=other, visits=2))
    assert dict(await handles.records("likes")) == {"acrne": RECORD, "acme_": other}
    assert not await handles.records("others")


async def test_visits_are_counted_for_all_that_share_them(handles: Handles) -> None:
    await handles.commit(a_look(looked_at=NOON - timedelta(hours=30)))
    await handles.commit(a_look(visits=2))
    await handles.commit(a_look(target="more", visits=1))
    await handles.commit(a_look(target="elsewhere", visits=9))
    assert await handles.visits(["likes", "more"], NOON - DAY) == 3
    assert await handles.visits(["likes", "more"], NOON) == 0
    assert await handles.visits([], NOON - DAY) == 0


async def test_the_last_good_capture_comes_with_its_picture(handles: Handles, writer: Writer, blobs: FileBlobs) -> None:
    archive = SqliteArchive(writer, blobs)
    for viewport in ("desktop", "phone"):
        stream = f"acme@{viewport}/de-DE"
        capture = a_capture(a_part(screenshot=viewport.encode()), target="acme", stream=stream)
        await archive.keep(capture)
        await archive.commit(
            Checked(stream=stream, target="acme", at=NOON, capture=capture.id, outcome=Unchanged(digest="d"))
        )
    found = await handles.pictured("acme")
    assert found is not None
    assert found.parts[0].screenshot == b"desktop"
    assert await handles.pictured("nobody") is None


async def test_what_was_told_is_known_with_its_ways(handles: Handles, writer: Writer) -> None:
    finding = a_finding(id="f1", target="likes", stream="likes@acrne")
    look = a_look(Changed(digest="there", finding=finding, new_baseline=False), presence=Presence.THERE)
    alert = an_alert("f1:team:mail", finding="f1")
    await handles.commit(replace(look, checked=replace(look.checked, alerts=(alert,))))
    await handles.commit(replace(look, checked=replace(look.checked, alerts=(alert,))))
    told = await handles.told("f1")
    assert told is not None
    assert (told.finding, [(way.owner, way.channel) for way in told.ways]) == (finding, [("team", "mail")])
    assert await handles.told("f2") is None
    assert len(await writer.read(lambda db: alerts(db, state=None, finding=None, limit=9))) == 1
    vanished = Unchanged(digest="absent", notes=(Note(kind=NoteKind.VANISHED, told=told),))
    await handles.commit(a_look(vanished))
    [recorded] = await writer.read(lambda db: findings_named(db, "f1"))
    assert recorded.vanished_at == NOON


async def test_all_of_a_look_is_written_or_nothing(handles: Handles, writer: Writer) -> None:
    await handles.commit(a_look())
    changed = Changed(digest="there", finding=a_finding(target="likes"), new_baseline=False)
    look = a_look(changed, visits=2, presence=Presence.THERE)
    broken = replace(an_alert(), language=None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        await handles.commit(replace(look, checked=replace(look.checked, alerts=(broken,))))
    assert dict(await handles.records("likes")) == {"acrne": RECORD}
    assert await handles.visits(["likes"], NOON - DAY) == 1
    assert not await writer.read(lambda db: findings(db, target=None, severity_from=0, since=None, limit=9))


async def test_a_look_that_failed_keeps_why(handles: Handles, writer: Writer) -> None:
    failure = Failure(kind=FailureKind.BLOCKED, message="turned away", url="https://x.example/acrne", status=403)
    await handles.commit(a_look(failure))
    [row] = await writer.read(lambda db: list(db.query("select outcome, failure, message from outcomes")))
    assert row == {"outcome": "failure", "failure": "blocked", "message": "turned away"}


async def test_a_target_that_is_forgotten_leaves_no_handles(
    handles: Handles, writer: Writer, blobs: FileBlobs, tmp_path: Path
) -> None:
    await handles.commit(a_look())
    await handles.commit(a_look(target="more"))
    with closing(open_database(tmp_path / "store")) as db:
        forget(db, blobs, tmp_path / "store", "likes", NOON)
    assert not await handles.records("likes")
    assert await handles.visits(["likes", "more"], NOON - DAY) == 1
