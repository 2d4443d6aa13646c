"""What a stream's owner hears of, and when: changes that last, flip, come back, and pages that are gone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.facts import NOON
from tests.streams import Stream, answer, document
from watcher.core.model import AlertKind, Changed, Failure, Rebased, TargetKind, Unchanged, Unconfirmed

RULE = "You may post up to 20 links a day on your page."
STRICTER = "You may post up to 5 links a day on your page."
ANOTHER = "Every promotion on a page needs the written consent of the platform before it is announced to anybody."
ANNOUNCED = "From 1 March 2027 you must not ask people to like your page before they enter a promotion."
DAY = timedelta(days=1)


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[Stream]:
    stream = Stream(tmp_path)
    yield stream
    stream.close()


async def test_what_is_important_is_told_when_it_has_lasted_half_a_day_and_once(stream: Stream) -> None:
    await stream.look(document(RULE))
    first = await stream.look(document(STRICTER), hours=6)
    assert isinstance(first, Unconfirmed)
    assert not first.quarantine
    assert first.again_at == stream.clock.now + timedelta(minutes=10)
    seen = stream.clock.now
    await stream.until(document(STRICTER), NOON + 9 * DAY)
    (alert,) = stream.told()
    assert alert.created_at == seen + DAY / 2
    assert isinstance(await stream.look(document(STRICTER)), Unchanged)


async def test_repeats_are_close_at_first(stream: Stream) -> None:
    await stream.look(document(RULE))
    waits = []
    since = stream.clock.now
    outcome = await stream.look(document(STRICTER))
    while isinstance(outcome, Unconfirmed):
        waits.append((outcome.again_at - since) / timedelta(hours=1))
        stream.clock.now = outcome.again_at
        outcome = await stream.look(document(STRICTER))
    assert waits == [pytest.approx(1 / 6), 1, 6, 12]
    assert isinstance(outcome, Changed)
    assert outcome.finding.first_seen_at == since


async def test_what_says_its_date_is_told_at_once_as_unconfirmed(stream: Stream) -> None:
    await stream.look(document(RULE))
    outcome = await stream.look(document(RULE, ANNOUNCED), hours=6)
    assert isinstance(outcome, Changed)
    assert not outcome.finding.confirmed
    (alert,) = stream.told()
    assert "being verified" in alert.text
    await stream.until(document(RULE, ANNOUNCED), stream.clock.now + DAY)
    (entry,) = await stream.recorded()
    assert entry.confirmed_at == stream.clock.now
    await stream.until(document(RULE, ANNOUNCED), NOON + 9 * DAY)
    assert len(stream.told()) == 1
    assert not stream.told(AlertKind.NOTE)


async def test_what_was_told_at_once_and_is_undone_is_withdrawn_soon(stream: Stream) -> None:
    await stream.look(document(RULE))
    await stream.look(document(RULE, ANNOUNCED), hours=6)
    await stream.until(document(RULE), stream.clock.now + timedelta(hours=2))
    (note,) = stream.told(AlertKind.NOTE)
    assert note.subject == "[Watcher] Withdrawn: Platform Terms is as it was before"
    assert [alert.channel for alert in stream.told()] == [note.channel]


async def test_a_flip_within_hours_bothers_nobody(stream: Stream) -> None:
    await stream.look(document(RULE))
    for _ in range(4):
        await stream.until(document(STRICTER), stream.clock.now + timedelta(hours=10))
        await stream.until(document(RULE), stream.clock.now + timedelta(hours=10))
    assert not stream.told()
    assert not stream.told(AlertKind.NOTE)


async def test_a_flapping_document_is_told_to_the_operator_once(stream: Stream) -> None:
    await stream.look(document(RULE))
    for _ in range(9):
        await stream.until(document(STRICTER), stream.clock.now + timedelta(hours=10))
        await stream.until(document(RULE), stream.clock.now + timedelta(hours=10))
    (note,) = stream.told(AlertKind.OPERATOR)
    assert STRICTER in note.text
    assert "3 times" in note.text
    assert note.owner == "operator"


async def test_what_flapped_is_told_when_it_has_lasted_a_week(stream: Stream) -> None:
    await stream.look(document(RULE))
    await stream.until(document(STRICTER), stream.clock.now + timedelta(hours=10))
    await stream.until(document(RULE), stream.clock.now + timedelta(hours=10))
    again = stream.clock.now
    await stream.until(document(STRICTER), again + 6 * DAY)
    assert not stream.told()
    await stream.until(document(STRICTER), again + 9 * DAY)
    (alert,) = stream.told()
    assert alert.created_at == again + 7 * DAY


async def test_a_change_that_is_undone_is_withdrawn_and_its_return_is_no_news(stream: Stream) -> None:
    await stream.look(document(RULE))
    await stream.until(document(STRICTER), stream.clock.now + 3 * DAY)
    assert len(stream.told()) == 1
    await stream.until(document(RULE), stream.clock.now + 3 * DAY)
    (note,) = stream.told(AlertKind.NOTE)
    assert stream.told()[0].finding == note.finding
    for _ in range(3):
        await stream.until(document(STRICTER), stream.clock.now + 3 * DAY)
        await stream.until(document(RULE), stream.clock.now + 3 * DAY)
    assert len(stream.told()) == 1
    assert len(stream.told(AlertKind.NOTE)) == 1


async def test_a_change_that_is_undone_after_two_months_is_a_change(stream: Stream) -> None:
    await stream.look(document(RULE))
    await stream.until(document(STRICTER), stream.clock.now + 70 * DAY)
    await stream.until(document(RULE), stream.clock.now + 3 * DAY)
    assert len(stream.told()) == 2
    assert not stream.told(AlertKind.NOTE)


async def test_an_announcement_that_goes_when_its_day_has_come_is_not_withdrawn(stream: Stream) -> None:
    soon = "From 1 December 2026 you must not ask people to like your page before they enter a promotion."
    await stream.look(document(RULE))
    await stream.until(document(RULE, soon), NOON + 7 * DAY)
    await stream.until(document(RULE), NOON + 12 * DAY)
    assert not stream.told(AlertKind.NOTE)


async def test_one_clause_does_not_wait_for_another_that_keeps_moving(stream: Stream) -> None:
    await stream.look(document(RULE, "Today 1 of 9 partners is shown here by name and with its rules for promotions."))
    moment = stream.clock.now
    for n in range(2, 9):
        moving = f"Today {n} of 9 partners must be shown here by name {'x' * n}, with rules for promotions number {n}."
        await stream.until(document(STRICTER, moving), moment + n * timedelta(hours=4))
    told = [alert for alert in stream.told() if "5 links" in alert.text]
    assert len(told) == 1
    assert "partners" not in told[0].text


async def test_a_second_change_beside_one_that_was_told_is_told_alone(stream: Stream) -> None:
    await stream.look(document(RULE))
    await stream.until(document(STRICTER), stream.clock.now + timedelta(hours=11))
    await stream.until(document(STRICTER, ANOTHER), stream.clock.now + 3 * DAY)
    first, second = stream.told()
    assert "5 links" in first.text
    assert "written consent" not in first.text
    assert "written consent" in second.text
    assert "5 links" not in second.text


async def test_an_edit_of_what_was_added_is_no_withdrawal(stream: Stream) -> None:
    await stream.look(document(RULE))
    await stream.until(document(RULE, ANOTHER), stream.clock.now + 3 * DAY)
    edited = ANOTHER.replace("written consent", "written and signed consent")
    await stream.until(document(RULE, edited), stream.clock.now + 3 * DAY)
    assert not stream.told(AlertKind.NOTE)


async def test_an_emptied_document_is_in_quarantine_and_never_the_baseline_unless_it_lasts(stream: Stream) -> None:
    await stream.look(document(RULE))
    empty = "<html lang=en><main><h1>Terms</h1><p>Something went wrong on our side of things.</p></main></html>"
    outcome = await stream.look(empty, hours=6)
    assert isinstance(outcome, Failure) or (isinstance(outcome, Unconfirmed) and outcome.quarantine)
    assert isinstance(await stream.look(document(RULE), hours=6), Unchanged)
    assert not stream.told()


async def test_long_sentences_without_a_rule_are_for_the_digest(stream: Stream) -> None:
    prose = (
        "Our offices in many cities are places in which colleagues of all ages meet over coffee and cake, and where"
        " plants grow on every window sill in the sun."
    )
    await stream.look(document(RULE))
    seen = stream.clock.now
    await stream.until(document(RULE, prose), stream.clock.now + 3 * DAY)
    (alert,) = stream.told()
    assert alert.severity == 1
    assert alert.created_at == seen + DAY
    assert alert.digest is not None


async def test_a_page_that_is_gone_is_told_within_minutes_and_its_return_too(tmp_path: Path) -> None:
    page = Stream(tmp_path / "page", kind=TargetKind.PAGE)
    await page.look(document(RULE))
    page.clock.go(hours=6)
    lost = page.clock.now
    await page.until(answer(404), lost + timedelta(minutes=30))
    (alert,) = page.told()
    assert alert.severity == 3
    assert alert.created_at - lost < timedelta(minutes=5)
    assert isinstance(await page.look(answer(404), days=100), Failure)
    assert len(page.told()) == 1
    await page.look(document(RULE), hours=6)
    (note,) = page.told(AlertKind.NOTE)
    assert note.subject == "[Watcher] Back again: Platform Terms"
    await page.look(document(RULE), hours=6)
    assert len(page.told(AlertKind.NOTE)) == 1
    page.close()


async def test_a_document_that_is_gone_is_important_and_takes_an_hour(stream: Stream) -> None:
    await stream.look(document(RULE))
    lost = stream.clock.now
    await stream.until(answer(410), lost + DAY)
    (alert,) = stream.told()
    assert alert.severity == 2
    assert timedelta(hours=1) <= alert.created_at - lost < timedelta(hours=2)


async def test_a_page_that_is_missing_for_a_moment_bothers_nobody(tmp_path: Path) -> None:
    page = Stream(tmp_path / "page", kind=TargetKind.PAGE)
    await page.look(document(RULE))
    await page.look(answer(404), hours=6)
    assert isinstance(await page.look(document(RULE), minutes=1), Unchanged)
    assert not page.alerts
    page.close()


async def test_a_reader_that_reads_otherwise_makes_a_new_baseline_and_no_alert(stream: Stream) -> None:
    await stream.look(document(RULE))
    (part,) = stream.target.parts
    stream.target = replace(stream.target, parts=(replace(part, ignore=("h1",)),))
    outcome = await stream.look(document(RULE), hours=6)
    assert isinstance(outcome, Rebased)
    assert "read" in outcome.reason
    assert not stream.alerts
    assert isinstance(await stream.look(document(RULE), hours=6), Unchanged)


async def test_a_look_that_finds_not_a_byte_changed_keeps_no_evidence_again(stream: Stream) -> None:
    await stream.look(document(RULE))
    for _ in range(20):
        assert isinstance(await stream.look(document(RULE), hours=6), Unchanged)
    assert await stream.kept() == (1, 21)
    for _ in range(12):
        await stream.look(document(RULE), hours=6)
    kept, _ = await stream.kept()
    assert kept == 2, "a new picture once a week"
    await stream.until(document(STRICTER), stream.clock.now + 2 * DAY)
    assert len(stream.told()) == 1


async def test_while_something_has_to_last_every_look_is_a_whole_one(stream: Stream) -> None:
    await stream.look(document(RULE))
    await stream.look(document(STRICTER), hours=6)
    before, _ = await stream.kept()
    await stream.look(document(STRICTER), minutes=10)
    assert (await stream.kept())[0] == before + 1
    await stream.until(document(RULE), stream.clock.now + DAY)
    assert not stream.told()
