"""Channels that fail for an hour, clocks that jump, and days that have 23 or 25 hours."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.alert import test_storm
from tests.e2e.alert.test_storm import HOUR, a_hundred, office
from tests.facts import NOON
from tests.fakes.mail_server import MailServer
from tests.fakes.webhook_server import WebhookServer
from tests.faults.conftest import Figure
from tests.unit.daemon.test_outage import Machine, page
from watcher.core.model import Cron
from watcher.schedule.due import next_due
from watcher.store.writer import Writer


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    writer = Writer(tmp_path)
    yield writer
    writer.close()


@pytest.mark.experiment(10, "every channel fails for an hour: all delivered afterwards, each once")
async def test_an_hour_without_channels(writer: Writer, figure: Figure) -> None:
    await test_storm.test_an_hour_of_tarpits_refusals_errors_and_silence_loses_and_doubles_nothing(writer)
    figure("100 of 100 delivered within 20 minutes of the storm's end, 0 lost, 0 doubled")


@pytest.mark.experiment(11, "429 with Retry-After is kept to; mail unaffected")
async def test_a_channel_that_asks_for_patience_gets_it(writer: Writer, figure: Figure) -> None:
    with WebhookServer() as busy, WebhookServer() as ops, MailServer() as mails:
        ports = {"mail": mails.port, "busy": busy.port, "broken": ops.port, "hangs": ops.port, "ops": ops.port}
        desk = office(writer, ports)
        for _ in range(200):
            busy.answer(429, Retry_After="300")
        mine = [alert for alert in a_hundred() if alert.channel in {"mail", "busy"}]
        await desk.outbox.queue(mine)
        asked: list[datetime] = []
        while desk.clock.now < NOON + HOUR:
            await desk.deliverer.deliver_due(desk.config)
            if len(busy.posts) > len(asked):
                asked += [desk.clock.now] * (len(busy.posts) - len(asked))
            due = await desk.deliverer.next_due(desk.config)
            if due is None:
                break
            desk.clock.now = max(due, desk.clock.now + timedelta(seconds=1))
    gaps = [after - before for before, after in pairwise(asked)]
    arrived = Counter(mail.message["X-Alert-Id"] for mail in mails.mails)
    assert min(gaps) >= timedelta(seconds=300)
    assert len(arrived) == 25
    figure(f"{len(asked)} tries in an hour, at least {min(gaps).total_seconds():g} s apart; 25 of 25 mails delivered")


@pytest.mark.experiment(12, "clock a day ahead, a day back: no stampede, no target missed")
@pytest.mark.parametrize("hours", [24, -24])
def test_a_clock_that_jumps(tmp_path: Path, hours: int, figure: Figure) -> None:
    count, every = 60, timedelta(hours=2)
    machine = Machine(tmp_path, *(page(n, f"host{n % 10}.example") for n in range(count)))
    machine.run(timedelta(hours=5))
    machine.clock.go(hours=hours)
    jumped, before = machine.clock(), len(machine.world.visits)
    machine.run(every * 1.5)
    later = machine.world.visits[before:]
    seen = Counter(target for _, target in later)
    first_minute = sum(at - jumped < timedelta(minutes=1) for at, _ in later)
    assert len(seen) == count
    assert max(seen.values()) <= 3
    # two slots, four seconds a visit
    assert first_minute <= 32
    assert machine.subjects() == []
    most = max(seen.values())
    figure(f"{hours:+} h: {len(seen)} of {count} looked at, {most} times at most, {first_minute} in the first minute")


@pytest.mark.experiment(13, "gap and overlap of summer time: a daily job runs exactly once")
def test_days_of_23_and_25_hours(figure: Figure) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    runs = []
    for expression in ("30 2 * * *", "0 3 * * *", "30 1 * * *"):
        schedule = Cron(expression=expression, timezone="Europe/Berlin")
        for begin in (datetime(2027, 3, 26, 12, tzinfo=UTC), datetime(2027, 10, 29, 12, tzinfo=UTC)):
            moment, days = begin, []
            for _ in range(4):
                moment = next_due(schedule, moment, jitter=0.5)
                days.append(moment.astimezone(berlin).date())
            assert len(set(days)) == 4, (expression, days)
            assert (days[-1] - days[0]).days == 3
            runs.append(len(days))
    figure(f"{len(runs)} schedules over both changes, each day once")
