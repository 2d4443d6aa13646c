import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from structlog.testing import CapturingLogger

from tests.facts import NOON, a_config, an_alert
from tests.fakes.clock import FakeClock
from tests.fakes.courier import ScriptedCourier
from watcher.core.model import Alert, Channel, Delivery, Secret, Undelivered
from watcher.daemon.delivering import Deliverer
from watcher.store.outbox import SqliteOutbox
from watcher.store.queries import alerts as stored
from watcher.store.writer import Writer

DOWN = Undelivered(reason="mail server down", transient=True)
REFUSED = Undelivered(reason="the login was refused", transient=False)


class Desk:
    def __init__(self, writer: Writer, courier: ScriptedCourier) -> None:
        self.clock = FakeClock()
        self.outbox = SqliteOutbox(writer)
        self.courier = courier
        self.log = CapturingLogger()
        self.writer = writer
        self.deliverer = Deliverer(
            outbox=self.outbox,
            courier=courier,
            clock=self.clock,
            random=lambda: 1.0,
            holder="test",
            log=structlog.wrap_logger(self.log, processors=[lambda _logger, _name, event: event]),
        )

    def events(self) -> list[str]:
        return [str(call.kwargs["event"]) for call in self.log.calls if call.method_name != "debug"]

    async def states(self) -> dict[str, str]:
        records = await self.writer.read(lambda db: stored(db, state=None, finding=None, limit=99))
        return {record.alert.key: record.state for record in records}


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    writer = Writer(tmp_path)
    yield writer
    writer.close()


async def test_a_channel_that_is_down_delays_and_never_loses(writer: Writer) -> None:
    desk = Desk(writer, ScriptedCourier(DOWN, DOWN))
    await desk.outbox.queue([an_alert("a")])
    for _ in range(3):
        await desk.deliverer.deliver_due(a_config())
        desk.clock.go(minutes=1)
    assert desk.courier.tried == [["a"], ["a"], ["a"]]
    assert await desk.states() == {"a": "delivered"}
    assert desk.events() == ["channel_failing", "delivered", "channel_recovered"]


async def test_what_somebody_must_mend_is_told_once_through_another_channel(writer: Writer) -> None:
    desk = Desk(writer, ScriptedCourier(REFUSED))
    await desk.outbox.queue([an_alert("a")])
    await desk.deliverer.deliver_due(a_config())
    assert desk.events() == ["channel_failing", "delivered"]
    assert desk.courier.delivered == ["channel:mail:2026-11-25:ops"]
    assert (await desk.states())["a"] == "waiting"


async def test_a_failing_channel_does_not_report_itself_through_itself(writer: Writer) -> None:
    desk = Desk(writer, ScriptedCourier(REFUSED, REFUSED, REFUSED))
    await desk.outbox.queue([an_alert("a", channel="ops")])
    for _ in range(3):
        await desk.deliverer.deliver_due(a_config())
        desk.clock.go(hours=1)
    assert await desk.states() == {"a": "waiting"}
    assert desk.events() == ["channel_failing"]


async def test_after_three_days_it_is_a_dead_letter_that_the_operator_hears_of(writer: Writer) -> None:
    desk = Desk(writer, ScriptedCourier(*[DOWN] * 400))
    await desk.outbox.queue([an_alert("a")])
    for _ in range(13):
        await desk.deliverer.deliver_due(a_config())
        desk.clock.go(hours=7)
    desk.courier.recover()
    await desk.deliverer.deliver_due(a_config())
    assert (await desk.states())["a"] == "dead"
    assert "dead_letter" in desk.events()
    assert [key for key in desk.courier.delivered if key.startswith("channel:mail")]


async def test_three_days_without_power_kill_no_alert(writer: Writer) -> None:
    desk = Desk(writer, ScriptedCourier(DOWN))
    await desk.outbox.queue([an_alert("a")])
    desk.clock.go(hours=100)
    await desk.deliverer.deliver_due(a_config())
    desk.clock.go(hours=1)
    await desk.deliverer.deliver_due(a_config())
    assert await desk.states() == {"a": "delivered"}


async def test_a_channel_that_left_the_configuration_is_named(writer: Writer) -> None:
    desk = Desk(writer, ScriptedCourier())
    await desk.outbox.queue([an_alert("a", channel="gone")])
    await desk.deliverer.deliver_due(a_config())
    (record,) = await writer.read(lambda db: stored(db, state="waiting", finding=None, limit=9))
    assert "no channel 'gone'" in (record.last_error or "")


async def test_a_digest_goes_out_as_one_message(writer: Writer) -> None:
    desk = Desk(writer, ScriptedCourier())
    await desk.outbox.queue([an_alert("a", digest="monday"), an_alert("b"), an_alert("c", digest="monday")])
    assert await desk.deliverer.deliver_due(a_config()) == 3
    assert sorted(map(sorted, desk.courier.tried)) == [["a", "c"], ["b"]]


async def test_nothing_is_sent_early(writer: Writer) -> None:
    desk = Desk(writer, ScriptedCourier())
    await desk.outbox.queue([an_alert("a", not_before=NOON.replace(hour=13))])
    assert await desk.deliverer.deliver_due(a_config()) == 0


async def test_a_slow_channel_never_delays_another(writer: Writer) -> None:
    gate = asyncio.Event()

    class OneIsSlow(ScriptedCourier):
        async def send(self, alerts: Sequence[Alert], channel: Channel) -> Delivery:
            if channel.id == "mail":
                await gate.wait()
            return await super().send(alerts, channel)

    desk = Desk(writer, OneIsSlow())
    await desk.outbox.queue([an_alert("slow"), an_alert("slow too")])
    passing = asyncio.create_task(desk.deliverer.deliver_due(a_config()))
    for n in range(3):
        await desk.outbox.queue([an_alert(f"quick{n}", channel="ops")])
        await desk.deliverer.begin(a_config(), lambda: None)
        while f"quick{n}" not in desk.courier.delivered:
            await asyncio.sleep(0)
    assert desk.courier.delivered == ["quick0", "quick1", "quick2"]
    gate.set()
    await passing
    assert set(await desk.states()) == {"slow", "slow too", "quick0", "quick1", "quick2"}
    assert set((await desk.states()).values()) == {"delivered"}


async def test_a_channel_that_keeps_failing_is_tried_with_one_message_only(writer: Writer) -> None:
    desk = Desk(writer, ScriptedCourier(*[DOWN] * 4))
    await desk.outbox.queue([an_alert(f"a{n}") for n in range(9)])
    assert await desk.deliverer.deliver_due(a_config()) == 3
    assert await desk.deliverer.next_due(a_config()) == NOON + timedelta(seconds=20)
    assert await desk.deliverer.deliver_due(a_config()) == 0
    desk.clock.go(seconds=20)
    assert await desk.deliverer.deliver_due(a_config()) == 1
    desk.clock.go(seconds=40)
    await desk.deliverer.deliver_due(a_config())
    assert set((await desk.states()).values()) == {"delivered"}


async def test_what_is_too_much_for_an_hour_is_put_together(writer: Writer) -> None:
    desk = Desk(writer, ScriptedCourier())
    crowd = a_config(channels=(Channel(id="mail", url=Secret("mailto://x"), at_most=10),))
    await desk.outbox.queue([an_alert(f"a{n:02}") for n in range(50)])
    await desk.deliverer.deliver_due(crowd)
    assert [len(keys) for keys in desk.courier.tried] == [1, 1, 1, 1, 1, 45]
    await desk.outbox.queue([an_alert(f"b{n:02}") for n in range(50)])
    assert await desk.deliverer.deliver_due(crowd) == 0
    assert await desk.deliverer.next_due(crowd) == NOON + timedelta(minutes=12)
    desk.clock.go(minutes=12)
    await desk.deliverer.deliver_due(crowd)
    assert len(desk.courier.tried[-1]) == 50


async def test_what_was_given_up_is_told_by_its_subject_through_another_channel(writer: Writer) -> None:
    class MailIsDown(ScriptedCourier):
        async def send(self, alerts: Sequence[Alert], channel: Channel) -> Delivery:
            return DOWN if channel.id == "mail" else await super().send(alerts, channel)

    desk = Desk(writer, MailIsDown())
    await desk.outbox.queue([an_alert("a", subject="[Watcher 3/3] The tab is gone")])
    for _ in range(13):
        await desk.deliverer.deliver_due(a_config())
        desk.clock.go(hours=7)
    await desk.deliverer.deliver_due(a_config())
    records = await writer.read(lambda db: stored(db, state=None, finding=None, limit=99))
    note = next(record.alert for record in records if record.alert.key.startswith("dead:a"))
    assert (note.owner, note.channel) == ("operator", "ops")
    assert "to team: [Watcher 3/3] The tab is gone (a)" in note.text
