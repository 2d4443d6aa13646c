"""The Outbox port: what is queued is sent at least once, and never forgotten."""

from datetime import timedelta

import pytest

from tests.facts import NOON, an_alert
from watcher.core.model import Delivered, Undelivered
from watcher.core.ports import Outbox
from watcher.store.outbox import SqliteOutbox
from watcher.store.writer import Writer

MINUTE = timedelta(minutes=1)
DOWN = Undelivered(reason="mail server down", transient=True)


@pytest.fixture
def outbox(writer: Writer) -> Outbox:
    return SqliteOutbox(writer)


async def test_a_key_is_queued_once_for_ever(outbox: Outbox) -> None:
    assert await outbox.queue([an_alert("a"), an_alert("b")]) == 2
    await outbox.claim(NOON, NOON + MINUTE, "one", 10)
    await outbox.settle(["a"], Delivered(), NOON, None)
    assert await outbox.queue([an_alert("a"), an_alert("b"), an_alert("c")]) == 1


async def test_a_claim_hides_the_alert_until_it_expires(outbox: Outbox) -> None:
    alert = an_alert("a")
    await outbox.queue([alert])
    assert await outbox.claim(NOON, NOON + MINUTE, "one", 10) == ((alert, 0),)
    assert await outbox.claim(NOON, NOON + MINUTE, "one", 10) == ()
    assert await outbox.next_due() == NOON + MINUTE
    assert await outbox.claim(NOON + MINUTE, NOON + 2 * MINUTE, "one", 10) == ((alert, 1),)


async def test_nothing_is_claimed_before_its_time(outbox: Outbox) -> None:
    await outbox.queue([an_alert("a", not_before=NOON + MINUTE)])
    assert await outbox.claim(NOON, NOON + MINUTE, "one", 10) == ()
    assert await outbox.next_due() == NOON + MINUTE


async def test_what_failed_is_due_again_when_said(outbox: Outbox) -> None:
    await outbox.queue([an_alert("a")])
    await outbox.claim(NOON, NOON + MINUTE, "one", 10)
    await outbox.settle(["a"], DOWN, NOON, NOON + 5 * MINUTE)
    assert await outbox.claim(NOON + 4 * MINUTE, NOON + 6 * MINUTE, "one", 10) == ()
    assert [tries for _, tries in await outbox.claim(NOON + 5 * MINUTE, NOON + 6 * MINUTE, "one", 10)] == [1]


async def test_a_delivered_alert_stays_delivered(outbox: Outbox) -> None:
    await outbox.queue([an_alert("a")])
    await outbox.claim(NOON, NOON + MINUTE, "one", 10)
    await outbox.settle(["a"], Delivered(), NOON, None)
    await outbox.settle(["a"], DOWN, NOON, NOON)
    assert await outbox.claim(NOON + MINUTE, NOON + 2 * MINUTE, "one", 10) == ()
    assert await outbox.next_due() is None


async def test_a_dead_letter_is_not_sent_again(outbox: Outbox) -> None:
    await outbox.queue([an_alert("a")])
    await outbox.claim(NOON, NOON + MINUTE, "one", 10)
    await outbox.settle(["a"], DOWN, NOON, None)
    assert await outbox.claim(NOON + MINUTE, NOON + 2 * MINUTE, "one", 10) == ()


async def test_a_digest_is_claimed_whole(outbox: Outbox) -> None:
    parts = [an_alert(f"d{n}", digest="team:monday") for n in range(5)]
    await outbox.queue(parts)
    claimed = await outbox.claim(NOON, NOON + MINUTE, "one", 2)
    assert {alert.key for alert, _ in claimed} == {"d0", "d1", "d2", "d3", "d4"}
    assert await outbox.claim(NOON, NOON + MINUTE, "one", 2) == ()


async def test_oldest_first_within_the_limit(outbox: Outbox) -> None:
    await outbox.queue([an_alert("late", not_before=NOON), an_alert("early", not_before=NOON - MINUTE)])
    assert [alert.key for alert, _ in await outbox.claim(NOON, NOON + MINUTE, "one", 1)] == ["early"]


async def test_a_dead_holders_claims_are_opened_again(outbox: Outbox) -> None:
    await outbox.queue([an_alert("a"), an_alert("b"), an_alert("c")])
    await outbox.claim(NOON, NOON + MINUTE, "dead", 2)
    await outbox.settle(["a"], Delivered(), NOON, None)
    await outbox.claim(NOON, NOON + MINUTE, "alive", 1)
    assert await outbox.evict("dead", NOON) == 1
    assert [alert.key for alert, _ in await outbox.claim(NOON, NOON + MINUTE, "one", 9)] == ["b"]
