"""The Archive port: evidence first, and an outcome with all that follows from it, or nothing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.facts import NOON, a_capture, a_finding, a_part, an_alert
from watcher.core.model import (
    AlertKind,
    Capture,
    Changed,
    Checked,
    Failure,
    FailureKind,
    Fate,
    First,
    Habits,
    Outcome,
    Sign,
    Standing,
    Unchanged,
    Unconfirmed,
)
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.outbox import SqliteOutbox
from watcher.store.queries import findings
from watcher.store.writer import Writer

STREAM = "terms@desktop/en-GB"


@pytest.fixture
def archive(writer: Writer, tmp_path: Path) -> SqliteArchive:
    return SqliteArchive(writer, FileBlobs(tmp_path / "blobs"))


def checked(capture: Capture | None, outcome: Outcome, minutes: int = 0) -> Checked:
    return Checked(
        stream=STREAM,
        target="terms",
        at=NOON + timedelta(minutes=minutes),
        capture=capture.id if capture else None,
        outcome=outcome,
    )


def unconfirmed(digest: str, minutes: int) -> Unconfirmed:
    since = NOON + timedelta(minutes=minutes)
    again = since + timedelta(minutes=10)
    return Unconfirmed(digest=digest, finding=a_finding(), since=since, doubted=since, again_at=again)


async def keep(archive: SqliteArchive, text: str) -> Capture:
    capture = a_capture(a_part(text.encode(), screenshot=b"\x89PNG", elements=b"{}", notes=("dialog dismissed",)))
    await archive.keep(capture)
    return capture


async def test_the_baseline_is_the_last_good_capture_that_was_committed(archive: SqliteArchive) -> None:
    first, second, third = [await keep(archive, text) for text in ("a", "b", "c")]
    assert await archive.baseline(STREAM) is None
    await archive.commit(checked(first, First(digest="a")))
    await archive.commit(checked(second, Unchanged(digest="a"), 1))
    await archive.commit(checked(third, unconfirmed("c", 2), 2))
    failure = Failure(kind=FailureKind.TIMEOUT, message="slow", url="https://platform.example/terms")
    await archive.commit(checked(None, failure, 3))
    baseline = await archive.baseline(STREAM)
    assert baseline is not None
    assert baseline.id == second.id


async def test_a_capture_comes_back_as_it_was_but_for_its_pictures(archive: SqliteArchive) -> None:
    capture = await keep(archive, "ü")
    await archive.keep(capture)
    await archive.commit(checked(capture, First(digest="a")))
    baseline = await archive.baseline(STREAM)
    assert baseline is not None
    assert (baseline.at, baseline.recipe, baseline.took_s) == (capture.at, capture.recipe, capture.took_s)
    assert baseline.parts[0].body == "ü".encode()
    assert baseline.parts[0].elements == b"{}"
    assert baseline.parts[0].notes == ("dialog dismissed",)


async def test_a_pending_state_is_remembered_with_its_capture_until_there_is_a_good_one(archive: SqliteArchive) -> None:
    first, second = await keep(archive, "a"), await keep(archive, "b")
    await archive.commit(checked(first, First(digest="a")))
    await archive.commit(checked(second, unconfirmed("b", 1), 1))
    await archive.commit(checked(second, unconfirmed("b", 1), 9))
    (pending,) = (await archive.history(STREAM, NOON)).variants
    assert (pending.name, pending.first_seen) == ("b", NOON + timedelta(minutes=1))
    assert pending.capture is not None
    assert pending.capture.id == second.id
    await archive.commit(checked(first, Unchanged(digest="a"), 10))
    assert not (await archive.history(STREAM, NOON)).variants


async def test_another_pending_state_starts_anew(archive: SqliteArchive) -> None:
    first, second = await keep(archive, "a"), await keep(archive, "b")
    await archive.commit(checked(first, unconfirmed("a", 0)))
    await archive.commit(checked(second, unconfirmed("b", 1), 1))
    assert [(v.name, v.first_seen) for v in (await archive.history(STREAM, NOON)).variants] == [
        ("b", NOON + timedelta(minutes=1))
    ]


async def test_a_page_that_is_gone_leaves_the_baseline(archive: SqliteArchive) -> None:
    first, second = await keep(archive, "a"), await keep(archive, "404")
    await archive.commit(checked(first, First(digest="a")))
    await archive.commit(checked(second, Changed(digest="gone", finding=a_finding(), new_baseline=False, gone=True), 1))
    baseline = await archive.baseline(STREAM)
    assert baseline is not None
    assert baseline.id == first.id
    assert ("gone", Standing.TOLD) in [(v.name, v.standing) for v in (await archive.history(STREAM, NOON)).variants]


async def test_outcome_finding_and_alerts_are_committed_together_or_not_at_all(
    archive: SqliteArchive, writer: Writer
) -> None:
    outbox = SqliteOutbox(writer)
    first, second = await keep(archive, "a"), await keep(archive, "b")
    await archive.commit(checked(first, First(digest="a")))
    broken = an_alert("broken", subject=None)
    good = checked(second, Changed(digest="b", finding=a_finding()), 1)
    with pytest.raises(Exception, match="NOT NULL"):
        await archive.commit(
            Checked(
                stream=good.stream,
                target=good.target,
                at=good.at,
                capture=good.capture,
                outcome=good.outcome,
                alerts=(an_alert("fine"), broken),
            )
        )
    baseline = await archive.baseline(STREAM)
    assert baseline is not None
    assert baseline.id == first.id
    assert await outbox.next_due() is None
    assert await writer.read(lambda db: findings(db, target=None, severity_from=0, since=None, limit=9)) == []


async def test_a_replayed_finding_adds_nothing(archive: SqliteArchive, writer: Writer) -> None:
    capture = await keep(archive, "b")
    for minute in range(2):
        await archive.commit(checked(capture, Changed(digest="b", finding=a_finding()), minute))
    (stored,) = await writer.read(lambda db: findings(db, target=None, severity_from=0, since=None, limit=9))
    assert stored.finding == a_finding()


async def test_habits_are_kept_with_the_outcome_and_a_failure_leaves_them(archive: SqliteArchive) -> None:
    capture = await keep(archive, "a")
    sign = Sign(key="k", quote="A rule", since=NOON, last_seen=NOON, times=2)
    fate = Fate(finding="0123456789ab", undone_since=NOON)
    habits = Habits(digest="a", signs=(sign,), fates=(fate,), flapping_told_at=NOON)
    await archive.commit(checked(capture, First(digest="a")))
    await archive.commit(checked(capture, Unchanged(digest="a", habits=habits), 1))
    failure = Failure(kind=FailureKind.TIMEOUT, message="slow", url="https://platform.example/terms")
    await archive.commit(checked(None, failure, 2))
    await archive.commit(checked(capture, unconfirmed("b", 3), 3))
    assert (await archive.history(STREAM, NOON)).habits == habits


async def test_a_change_of_which_more_is_open_leaves_the_baseline(archive: SqliteArchive) -> None:
    first, second = await keep(archive, "a"), await keep(archive, "b")
    await archive.commit(checked(first, First(digest="a")))
    await archive.commit(checked(second, Changed(digest="b", finding=a_finding(), new_baseline=False), 1))
    baseline = await archive.baseline(STREAM)
    assert baseline is not None
    assert baseline.id == first.id
    assert not (await archive.history(STREAM, NOON)).variants


async def test_history_knows_what_was_told_and_on_which_ways(archive: SqliteArchive) -> None:
    capture = await keep(archive, "a")
    old, new = a_finding(id="old", at=NOON - timedelta(days=70)), a_finding(id="new", severity=1)
    pushed = an_alert("pushed", finding="new")
    later = an_alert("later", finding="new", channel="digest", digest="team:monday")
    withdrawn = an_alert("note", finding="new", channel="other", kind=AlertKind.NOTE)
    for finding, alerts in ((old, ()), (a_finding(id="quiet", severity=0), ()), (new, (pushed, later, withdrawn))):
        await archive.commit(replace(checked(capture, Changed(digest="b", finding=finding), 1), alerts=alerts))
    told = (await archive.history(STREAM, NOON - timedelta(days=60))).told
    assert [entry.finding.id for entry in told] == ["new"]
    assert sorted((way.channel, way.digest) for way in told[0].ways) == [("digest", True), ("mail", False)]
    told = (await archive.history(STREAM, NOON - timedelta(days=80))).told
    assert [entry.finding.id for entry in told] == ["new", "old"]


async def test_a_state_that_is_doubted_again_is_doubted_anew(archive: SqliteArchive) -> None:
    first = await keep(archive, "a")
    await archive.commit(checked(first, First(digest="a")))
    await archive.commit(checked(first, unconfirmed(first.id, 50), 50))
    (pending,) = (await archive.history(STREAM, NOON)).variants
    assert pending.first_seen == NOON + timedelta(minutes=50)


async def test_a_seal_names_the_baseline_by_its_hashes_and_who_saw_it(archive: SqliteArchive) -> None:
    assert await archive.seal(STREAM) is None
    capture = a_capture(a_part(essence="e", elements=b"[]"))
    await archive.keep(capture)
    await archive.commit(checked(capture, First(digest="d")))
    seal = await archive.seal(STREAM)
    assert seal
    assert (seal.capture, seal.url, seal.essence, seal.user_agent) == (capture.id, a_part().url, "e", "Test/1")
    assert (seal.body,) == await archive.hashes(capture.id)
    of_two = a_capture(a_part(), a_part(url="https://platform.example/2"))
    await archive.keep(of_two)
    await archive.commit(checked(of_two, Unchanged(digest="d"), minutes=1))
    assert await archive.seal(STREAM) is None
