"""The Outbox port: what is queued is sent at least once, and never forgotten."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.facts import NOON, a_finding, an_alert
from watcher.core.model import Delivered, Undelivered
from watcher.core.ports import Outbox
from watcher.store.outbox import SqliteOutbox
from watcher.store.queries import alerts
from watcher.store.rows import finding_row
from watcher.store.writer import Writer

MINUTE = timedelta(minutes=1)
DOWN = Undelivered(reason="mail server down", transient=True)


@pytest.fixture
def outbox(writer: Writer) -> Outbox:
    return SqliteOutbox(writer)


async def claim(outbox: Outbox, now: datetime, until: datetime, holder: str, **how: Any) -> tuple[Any, ...]:
    """All that is due, however many messages that are: each alert with its tries."""
    found: list[Any] = []
    while messages := await outbox.claim(now, until, holder, **how):
        found += [entry for message in messages for entry in message]
    return tuple(found)


async def test_a_key_is_queued_once_for_ever(outbox: Outbox) -> None:
    assert await outbox.queue([an_alert("a"), an_alert("b")]) == 2
    await claim(outbox, NOON, NOON + MINUTE, "one")
    await outbox.settle(["a"], Delivered(), NOON, None)
    assert await outbox.queue([an_alert("a"), an_alert("b"), an_alert("c")]) == 1


async def test_a_claim_hides_the_alert_until_it_expires(outbox: Outbox) -> None:
    alert = an_alert("a")
    await outbox.queue([alert])
    assert await claim(outbox, NOON, NOON + MINUTE, "one") == ((alert, 0),)
    assert await claim(outbox, NOON, NOON + MINUTE, "one") == ()
    assert await outbox.next_due() == NOON + MINUTE
    assert await claim(outbox, NOON + MINUTE, NOON + 2 * MINUTE, "one") == ((alert, 1),)


async def test_nothing_is_claimed_before_its_time(outbox: Outbox) -> None:
    await outbox.queue([an_alert("a", not_before=NOON + MINUTE)])
    assert await claim(outbox, NOON, NOON + MINUTE, "one") == ()
    assert await outbox.next_due() == NOON + MINUTE


async def test_what_failed_is_due_again_when_said(outbox: Outbox) -> None:
    await outbox.queue([an_alert("a")])
    await claim(outbox, NOON, NOON + MINUTE, "one")
    await outbox.settle(["a"], DOWN, NOON, NOON + 5 * MINUTE)
    assert await claim(outbox, NOON + 4 * MINUTE, NOON + 6 * MINUTE, "one") == ()
    assert [tries for _, tries in await claim(outbox, NOON + 5 * MINUTE, NOON + 6 * MINUTE, "one")] == [1]


async def test_a_delivered_alert_stays_delivered(outbox: Outbox) -> None:
    await outbox.queue([an_alert("a")])
    await claim(outbox, NOON, NOON + MINUTE, "one")
    await outbox.settle(["a"], Delivered(), NOON, None)
    await outbox.settle(["a"], DOWN, NOON, NOON)
    assert await claim(outbox, NOON + MINUTE, NOON + 2 * MINUTE, "one") == ()
    assert await outbox.next_due() is None


async def test_a_dead_letter_is_not_sent_again(outbox: Outbox) -> None:
    await outbox.queue([an_alert("a")])
    await claim(outbox, NOON, NOON + MINUTE, "one")
    await outbox.settle(["a"], DOWN, NOON, None)
    assert await claim(outbox, NOON + MINUTE, NOON + 2 * MINUTE, "one") == ()


async def messages(outbox: Outbox, now: datetime = NOON, **how: Any) -> list[list[str]]:
    return [[alert.key for alert, _ in message] for message in await outbox.claim(now, now + MINUTE, "one", **how)]


async def test_a_digest_is_claimed_whole(outbox: Outbox) -> None:
    await outbox.queue([an_alert("other", severity=1), *(an_alert(f"d{n}", digest="team:monday") for n in range(5))])
    assert await messages(outbox) == [["d0", "d1", "d2", "d3", "d4"]]
    assert await messages(outbox) == [["other"]]
    assert await messages(outbox) == []


async def test_one_message_for_each_channel_the_gravest_then_the_oldest_first(outbox: Outbox) -> None:
    await outbox.queue(
        [
            an_alert("late"),
            an_alert("early", not_before=NOON - MINUTE),
            an_alert("grave", severity=3),
            an_alert("chat", channel="chat"),
        ]
    )
    assert sorted(await messages(outbox)) == [["chat"], ["grave"]]
    assert await messages(outbox) == [["early"]]


async def test_a_busy_channel_is_left_alone(outbox: Outbox) -> None:
    await outbox.queue([an_alert("mail"), an_alert("chat", channel="chat", not_before=NOON + MINUTE)])
    assert await messages(outbox, busy={"mail"}) == []
    assert await outbox.next_due({"mail"}) == NOON + MINUTE
    assert await outbox.next_due({"mail", "chat"}) is None
    assert await outbox.next_due() == NOON


async def test_through_a_crowded_channel_all_goes_that_is_due_for_one_owner(outbox: Outbox) -> None:
    others = [an_alert("of-legal", owner="legal"), an_alert("slot", digest="team:monday", severity=1)]
    later = an_alert("later", not_before=NOON + MINUTE)
    await outbox.queue([an_alert("a", severity=3), an_alert("b"), an_alert("c", bundle="page:x"), *others, later])
    assert await messages(outbox, crowded={"mail"}) == [["a", "b", "c"]]
    assert await messages(outbox, crowded={"mail"}) == [["of-legal"]]
    assert await messages(outbox, crowded={"mail"}) == [["slot"]]


async def test_a_bundle_goes_with_the_first_of_its_alerts_that_is_due(outbox: Outbox) -> None:
    later = {"bundle": "page:x", "not_before": NOON + 5 * MINUTE}
    bundle = [an_alert("a", bundle="page:x"), an_alert("b", **later), an_alert("of-legal", owner="legal", **later)]
    await outbox.queue([*bundle, an_alert("other", bundle="page:y", not_before=NOON + MINUTE)])
    assert await messages(outbox) == [["a", "b"]]
    assert await messages(outbox) == []


async def test_another_holders_part_of_a_bundle_is_left_to_it(outbox: Outbox) -> None:
    await outbox.queue([an_alert("a", bundle="page:x")])
    await outbox.claim(NOON, NOON + MINUTE, "other")
    await outbox.queue([an_alert("b", bundle="page:x")])
    assert await messages(outbox) == [["b"]]


async def found(writer: Writer, finding: str, target: str, stream: str, at: datetime = NOON) -> None:
    row = finding_row(a_finding(id=finding, target=target, stream=stream, at=at))
    await writer.write(lambda db: db.table("findings").insert(row))


async def test_what_was_told_of_another_page_waits_to_be_told_of_further_ones(outbox: Outbox, writer: Writer) -> None:
    again = {"gist": "tab gone", "again_at": NOON + 60 * MINUTE}
    for name in ("one", "two"):
        await found(writer, name, f"page-{name}", f"page-{name}@desktop")
        await outbox.queue([an_alert(name, finding=name, **again), an_alert(f"legal-{name}", owner="legal")])
    assert [alert.key for alert, _ in await claim(outbox, NOON, NOON + MINUTE, "one")] == [
        "legal-one",
        "legal-two",
        "one",
    ]
    assert await messages(outbox, NOON + 61 * MINUTE, busy=set()) != []


async def test_the_same_in_another_window_of_the_page_is_not_told_again(outbox: Outbox, writer: Writer) -> None:
    await found(writer, "desktop", "page", "page@desktop")
    await found(writer, "phone", "page", "page@phone")
    await found(writer, "again", "page", "page@desktop")
    await outbox.queue([an_alert("first", finding="desktop", gist="tab gone")])
    await outbox.queue([an_alert("second", finding="phone", gist="tab gone")])
    await outbox.queue([an_alert("third", finding="again", gist="tab gone")])
    await outbox.queue([an_alert("chat", channel="chat", finding="phone", gist="tab gone")])
    records = await writer.read(lambda db: alerts(db, state=None, finding=None, limit=9))
    assert {record.alert.key: record.state for record in records} == {
        "first": "waiting",
        "second": "known",
        "third": "waiting",
        "chat": "waiting",
    }
    assert "the same was told as first" in {record.last_error for record in records}


async def test_what_was_told_days_ago_is_told_again(outbox: Outbox, writer: Writer) -> None:
    await found(writer, "desktop", "page", "page@desktop")
    await found(writer, "phone", "page", "page@phone")
    await outbox.queue([an_alert("first", finding="desktop", gist="g", created_at=NOON - timedelta(days=2))])
    await outbox.queue([an_alert("second", finding="phone", gist="g")])
    assert len(await claim(outbox, NOON, NOON + MINUTE, "one")) == 2


async def test_a_dead_holders_claims_are_opened_again(outbox: Outbox) -> None:
    await outbox.queue([an_alert("a"), an_alert("b")])
    await claim(outbox, NOON, NOON + MINUTE, "dead")
    await outbox.settle(["a"], Delivered(), NOON, None)
    await outbox.queue([an_alert("c")])
    await claim(outbox, NOON, NOON + MINUTE, "alive")
    assert await outbox.evict("dead", NOON) == 1
    assert [alert.key for alert, _ in await claim(outbox, NOON, NOON + MINUTE, "one")] == ["b"]


async def test_what_may_have_arrived_comes_again_as_the_same_message(outbox: Outbox) -> None:
    bundled = [an_alert(key, bundle="b") for key in ("a", "b")]
    await outbox.queue(bundled)
    [first] = await outbox.claim(NOON, NOON + MINUTE, "dies")
    await outbox.queue([an_alert("0", bundle="b", severity=3)])
    await outbox.evict("dies", NOON)
    again = await outbox.claim(NOON, NOON + MINUTE, "lives")
    assert [[alert.key for alert, _ in message] for message in again] == [["0"]]
    await outbox.settle(["0"], Delivered(), NOON, None)
    [message] = await outbox.claim(NOON, NOON + MINUTE, "lives")
    assert [alert for alert, _ in message] == [alert for alert, _ in first] == bundled


@pytest.mark.parametrize(("unsure", "parts"), [(True, ["a", "b"]), (False, ["a", "b", "c"])])
async def test_only_what_surely_did_not_arrive_is_put_together_anew(
    outbox: Outbox, unsure: bool, parts: list[str]
) -> None:
    await outbox.queue([an_alert("a", bundle="b"), an_alert("b", bundle="b")])
    await outbox.claim(NOON, NOON + MINUTE, "one")
    await outbox.queue([an_alert("c", bundle="b")])
    await outbox.settle(["a", "b"], replace(DOWN, unsure=unsure), NOON, NOON)
    [message] = await outbox.claim(NOON, NOON + MINUTE, "one")
    assert sorted(alert.key for alert, _ in message) == parts


async def test_what_was_put_together_in_a_crowd_stays_together_after_a_death(outbox: Outbox) -> None:
    await outbox.queue([an_alert(f"a{n}") for n in range(5)])
    [summary] = await outbox.claim(NOON, NOON + MINUTE, "dies", crowded=["mail"])
    await outbox.evict("dies", NOON)
    [again] = await outbox.claim(NOON, NOON + MINUTE, "lives")
    assert len(summary) == len(again) == 5
