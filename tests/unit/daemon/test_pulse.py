import asyncio
from datetime import timedelta

import pytest
import structlog
from structlog.testing import capture_logs

from tests.fakes.virtual_time import VirtualTime
from watcher.daemon.pulse import Pulse
from watcher.settings import read_settings


def signs_of_life(*, beats: int, lasting_s: float, watchdog: timedelta | None = timedelta(seconds=180)) -> list[str]:
    """What systemd hears when the loops make so many rounds of 30 s, and one of them hangs afterwards."""
    heard: list[str] = []

    async def live() -> None:
        stopping = asyncio.Event()
        pulse = Pulse(("schedule", "deliver"), watchdog, heard.append, structlog.get_logger())
        feeding = asyncio.create_task(pulse.feed(stopping))
        for n in range(int(lasting_s / 30)):
            await asyncio.sleep(30)
            pulse.beat("schedule")
            if n < beats:
                pulse.beat("deliver")
        stopping.set()
        await feeding

    VirtualTime().run(live)
    return heard


def test_systemd_hears_signs_of_life_while_all_loops_progress() -> None:
    assert len(signs_of_life(beats=99, lasting_s=1800)) >= 40


def test_one_loop_that_hangs_ends_them() -> None:
    with capture_logs() as logs:
        heard = signs_of_life(beats=10, lasting_s=1800)
    assert len(heard) <= (300 + 120) / 45 + 1
    assert logs[-1]["event"] == "stuck" and logs[-1]["loops"] == ["deliver"]


def test_where_systemd_does_not_ask_it_hears_nothing() -> None:
    assert signs_of_life(beats=99, lasting_s=300, watchdog=None) == []


def test_only_the_process_that_is_meant_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "180000000")
    assert read_settings().watchdog == timedelta(seconds=180)
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert read_settings().watchdog is None
