"""The Docket port: what nobody has taken, and whom it was told."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.facts import NOON, a_capture, a_finding, an_alert
from watcher.core.model import Ack, AlertKind, Changed, Checked, Delivered, EffectiveKind
from watcher.core.ports import Docket
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.docket import SqliteDocket
from watcher.store.outbox import SqliteOutbox
from watcher.store.queries import acknowledge
from watcher.store.writer import Writer

SINCE, TODAY = NOON - timedelta(days=400), NOON.date()


@pytest.fixture
def docket(writer: Writer) -> Docket:
    return SqliteDocket(writer)


async def find(writer: Writer, tmp_path: Any, *alerts: Any, **changes: Any) -> str:
    archive = SqliteArchive(writer, FileBlobs(tmp_path / "blobs"))
    capture = a_capture()
    await archive.keep(capture)
    finding = a_finding(**({"id": capture.id[:12], "after_capture": capture.id, "severity": 3} | changes))
    named = tuple(replace(alert, finding=finding.id, key=f"{finding.id}:{alert.key}") for alert in alerts)
    await archive.commit(
        Checked(
            stream=capture.stream,
            target="terms",
            at=NOON,
            capture=capture.id,
            outcome=Changed(digest="new", finding=finding),
            alerts=named,
        )
    )
    return finding.id


async def names(docket: Docket) -> list[str]:
    return [entry.finding.id for entry in await docket.open(SINCE, TODAY)]


async def test_only_what_time_can_make_urgent(docket: Docket, writer: Writer, tmp_path: Any) -> None:
    critical = await find(writer, tmp_path)
    await find(writer, tmp_path, severity=2)
    dated = {"effective_kind": EffectiveKind.EFFECTIVE, "severity": 1}
    ahead = await find(writer, tmp_path, effective_date=date(2027, 1, 1), **dated)
    await find(writer, tmp_path, effective_date=date(2026, 1, 1), **dated)
    to_act = await find(writer, tmp_path, severity=2, deadline=TODAY)
    await find(writer, tmp_path, at=SINCE - timedelta(days=1))
    assert set(await names(docket)) == {critical, ahead, to_act}


async def test_who_was_told_and_when_reminders_aside(docket: Docket, writer: Writer, tmp_path: Any) -> None:
    later = NOON + timedelta(hours=9)
    alerts = (
        an_alert("chat", channel="chat"),
        an_alert("mail", not_before=later),
        an_alert("digest", owner="legal", not_before=later),
        an_alert("again", owner="head", kind=AlertKind.ESCALATION),
    )
    await find(writer, tmp_path, *alerts)
    [entry] = await docket.open(SINCE, TODAY)
    assert entry.told == (("team", NOON), ("legal", later))


async def test_whose_message_was_delivered_was_told_then(docket: Docket, writer: Writer, tmp_path: Any) -> None:
    finding = await find(writer, tmp_path, an_alert("mail", not_before=NOON + timedelta(hours=1)))
    sooner = NOON + timedelta(minutes=5)
    await SqliteOutbox(writer).settle([f"{finding}:mail"], Delivered(), sooner, None)
    [entry] = await docket.open(SINCE, TODAY)
    assert entry.told == (("team", sooner),)


async def test_what_somebody_took_is_done_and_what_was_put_off_is_not(
    docket: Docket, writer: Writer, tmp_path: Any
) -> None:
    finding = await find(writer, tmp_path, severity=2)
    first = Ack(finding=finding, at=NOON, by="Jo", note="", until=date(2026, 12, 1))
    again = replace(first, at=NOON + timedelta(days=1), until=date(2026, 12, 24))
    for record in (first, again):
        await writer.write(lambda db, record=record: acknowledge(db, record))  # type: ignore[misc]
    [entry] = await docket.open(SINCE, TODAY)
    assert entry.put_off == again
    await writer.write(lambda db: acknowledge(db, replace(first, until=None)))
    assert await names(docket) == []


@pytest.mark.parametrize(("kind", "still_open"), [("confirmed", True), ("withdrawn", False), ("back", False)])
async def test_what_was_undone_is_done(
    docket: Docket, writer: Writer, tmp_path: Any, kind: str, still_open: bool
) -> None:
    finding = await find(writer, tmp_path)
    row = {"finding": finding, "kind": kind, "at": "2026-11-25T12:00:00.000000Z"}
    await writer.write(lambda db: db.table("afterwards").insert(row))
    assert await names(docket) == ([finding] if still_open else [])
