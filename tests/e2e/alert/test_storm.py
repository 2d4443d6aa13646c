"""Every channel fails in its own way for an hour while a hundred alerts wait: all arrive afterwards, each once."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from structlog.testing import CapturingLogger

from tests.facts import NOON, a_config, an_alert
from tests.fakes.clock import FakeClock
from tests.fakes.mail_server import MailServer, SilentServer
from tests.fakes.webhook_server import WebhookServer
from watcher.alert.courier import AppriseCourier
from watcher.core.model import Alert, Channel, Config, Secret
from watcher.daemon.delivering import Deliverer
from watcher.store.outbox import SqliteOutbox
from watcher.store.queries import alerts as stored
from watcher.store.writer import Writer

HOUR = timedelta(hours=1)
CHANNELS = ("mail", "busy", "broken", "hangs")
EACH = 25


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    writer = Writer(tmp_path)
    yield writer
    writer.close()


class Office:
    """The real outbox, courier and loop on a clock that is moved."""

    def __init__(self, writer: Writer, config: Config) -> None:
        self.writer = writer
        self.config = config
        self.clock = FakeClock()
        self.outbox = SqliteOutbox(writer)
        self.courier = AppriseCourier(timeout_s=0.25, answer_s=2.0, clock=self.clock)
        self.deliverer = self.start("before")

    def start(self, holder: str) -> Deliverer:
        log = structlog.wrap_logger(CapturingLogger())
        return Deliverer(
            outbox=self.outbox, courier=self.courier, clock=self.clock, random=lambda: 0.5, holder=holder, log=log
        )

    async def work_until(self, end: timedelta | None) -> None:
        """As the daemon does: sends what is due, then waits for what comes next; None: until nothing is left."""
        while True:
            await self.deliverer.deliver_due(self.config)
            due = await self.deliverer.next_due(self.config)
            if due is None or (end is not None and due >= NOON + end):
                break
            self.clock.now = max(due, self.clock.now + timedelta(seconds=1))
        if end is not None:
            self.clock.now = NOON + end

    async def states(self) -> Counter[str]:
        records = await self.writer.read(lambda db: stored(db, state=None, finding=None, limit=999))
        return Counter(record.state for record in records if record.alert.owner == "team")


def office(writer: Writer, ports: dict[str, int]) -> Office:
    urls = {
        "mail": f"mailto://127.0.0.1:{ports['mail']}?from=watcher@acme.example&to=social@acme.example",
        **{name: f"json://127.0.0.1:{ports[name]}/{name}" for name in ("busy", "broken", "hangs", "ops")},
    }
    channels = tuple(Channel(id=name, url=Secret(url)) for name, url in urls.items())
    return Office(writer, a_config(channels=channels))


def a_hundred() -> list[Alert]:
    return [an_alert(f"{channel}-{n:02}", channel=channel) for channel in CHANNELS for n in range(EACH)]


async def test_an_hour_of_tarpits_refusals_errors_and_silence_loses_and_doubles_nothing(writer: Writer) -> None:
    with WebhookServer() as busy, WebhookServer() as broken, WebhookServer() as ops, ExitStack() as storm:
        # one that drips is never done, and never fails by itself
        tarpit = storm.enter_context(SilentServer(drip=b"220-wait\r\n"))
        silent = storm.enter_context(SilentServer())
        ports = {"mail": tarpit.port, "hangs": silent.port, "busy": busy.port, "broken": broken.port, "ops": ops.port}
        desk = office(writer, ports)
        for _ in range(500):
            busy.answer(429, Retry_After="120")
            broken.answer(500)
        await desk.outbox.queue(a_hundred())
        await desk.work_until(HOUR)
        assert await desk.states() == {"waiting": 4 * EACH}
        assert 3 <= len(busy.posts) <= 31, "it asked for two minutes each time"
        assert 3 <= len(broken.posts) <= 20, "it was left alone for longer each time"
        told = [post.headers["X-Alert-Id"] for post in ops.posts]
        assert sorted(told) == [f"channel:{name}:2026-11-25:ops" for name in sorted(CHANNELS)]

        storm.close()
        refused = len(busy.posts), len(broken.posts)
        for hooks in (busy, broken):
            hooks.recover()
        with MailServer(port=ports["mail"]) as mails, WebhookServer(port=ports["hangs"]) as hangs:
            await desk.work_until(None)
            arrived = Counter(mail.message["X-Alert-Id"] for mail in mails.mails)
            arrived += Counter(post.headers["X-Alert-Id"] for post in hangs.posts)
        arrived += Counter(post.headers["X-Alert-Id"] for post in busy.posts[refused[0] :])
        arrived += Counter(post.headers["X-Alert-Id"] for post in broken.posts[refused[1] :])
    assert arrived == Counter({alert.key: 1 for alert in a_hundred()})
    assert await desk.states() == {"delivered": 4 * EACH}
    assert desk.clock.now - NOON - HOUR <= timedelta(minutes=20)


async def test_what_a_slow_server_took_after_all_is_not_sent_again(writer: Writer) -> None:
    with WebhookServer() as hooks:
        desk = office(writer, dict.fromkeys(("mail", "busy", "broken", "hangs", "ops"), hooks.port))
        await desk.outbox.queue([an_alert("slow", channel="busy")])
        hooks.hold()
        assert await desk.deliverer.deliver_due(desk.config) == 1
        assert await desk.states() == {"waiting": 1}
        await asyncio.to_thread(hooks.release)
        await desk.work_until(None)
    assert [post.headers["X-Alert-Id"] for post in hooks.posts] == ["slow"]
    assert await desk.states() == {"delivered": 1}


async def test_a_death_between_sending_and_marking_doubles_one_message_with_the_same_key(writer: Writer) -> None:
    with WebhookServer() as hooks:
        desk = office(writer, dict.fromkeys(("mail", "busy", "broken", "hangs", "ops"), hooks.port))
        await desk.outbox.queue([an_alert(f"a{n}", channel="busy") for n in range(5)])
        # what kill -9 leaves: claimed and sent, not settled
        [message] = await desk.outbox.claim(NOON, NOON + HOUR, "before")
        channel = desk.config.channel("busy")
        assert channel is not None
        await desk.courier.send([alert for alert, _ in message], channel)
        await desk.outbox.evict("before", NOON)
        desk.deliverer = desk.start("after")
        await desk.work_until(None)
        arrived = Counter(post.headers["X-Alert-Id"] for post in hooks.posts)
    assert sorted(arrived.values()) == [1, 1, 1, 1, 2]
    assert set(arrived) == {f"a{n}" for n in range(5)}
