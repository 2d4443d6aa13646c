"""Processes die, hang and are left behind; the next visit succeeds all the same."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.capture.conftest import BRISK, Visitor
from tests.orders import order_for, real_pool
from tests.site import Site
from watcher.capture import fleet as fleet_module
from watcher.capture.browser import find_browser
from watcher.capture.processes import look_at
from watcher.capture.remains import find_remains
from watcher.core.model import Capture, Failure, FailureKind

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


def children_of(pid: int) -> dict[int, str]:
    """The living processes below one, with their command lines."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        process = look_at(int(folder.name))
        if process is not None:
            parents[process.pid] = process.parent
    below = {pid}
    while more := {child for child, parent in parents.items() if parent in below} - below:
        below |= more
    lines = {}
    for child in below - {pid}:
        try:
            lines[child] = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return lines


def main_browser() -> int:
    return next(pid for pid, line in children_of(os.getpid()).items() if "--headless" in line and "--type=" not in line)


def driver() -> int:
    return next(pid for pid, line in children_of(os.getpid()).items() if "run-driver" in line)


async def gone(pids: set[int], within_s: float) -> set[int]:
    """Those of the processes that are still there after a while."""
    end = time.monotonic() + within_s
    while (left := {pid for pid in pids if look_at(pid)}) and time.monotonic() < end:
        await asyncio.sleep(0.05)
    return left


@pytest.mark.parametrize("victim", [main_browser, driver])
async def test_a_death_between_visits_costs_nothing(visitor: Visitor, victim: Callable[[], int]) -> None:
    await visitor.see("pricing")
    os.kill(victim(), signal.SIGKILL)

    part = await visitor.see("pricing")

    assert b"Sellers pay" in part.body


@pytest.mark.parametrize("victim", [main_browser, driver])
async def test_a_killed_browser_leaves_no_folders(site: Site, victim: Callable[[], int]) -> None:
    others = set(children_of(os.getpid()))
    async with real_pool([site.allow], patience=BRISK) as pool:
        assert isinstance(await pool.capture(order_for(site.url("pricing"))), Capture)
        new = {pid: line for pid, line in children_of(os.getpid()).items() if pid not in others}
        browser = next(pid for pid, line in new.items() if "--headless" in line and "--type=" not in line)
        folders = find_remains(browser)
        made = [folder.exists() for folder in folders]
        os.kill(browser if victim is main_browser else next(p for p in new if "run-driver" in new[p]), signal.SIGKILL)
        assert isinstance(await pool.capture(order_for(site.url("pricing"))), Capture)

    without_windows = "headless" in str(find_browser())
    assert made == ([True] if without_windows else [True, True])
    assert [folder for folder in folders if folder.exists()] == []


@pytest.mark.parametrize("victim", [main_browser, driver])
async def test_a_visit_whose_browser_dies_goes_on_in_another_one(visitor: Visitor, victim: Callable[[], int]) -> None:
    before = visitor.site.hits("slow")
    visit = asyncio.create_task(visitor.visit(f"slow?seconds=0.7&{victim.__name__}"))
    await asyncio.to_thread(visitor.site.wait_for, "slow", count=before + 1)
    os.kill(victim(), signal.SIGKILL)
    seen = await visit

    assert isinstance(seen, Capture)
    assert b"At last" in seen.parts[0].body
    assert visitor.site.hits("slow") == before + 2


async def test_a_page_that_always_takes_the_browser_along_is_given_up(visitor: Visitor) -> None:
    before = visitor.site.hits("hang")
    visit = asyncio.create_task(visitor.visit("hang"))
    for n in range(1, 4):
        await asyncio.to_thread(visitor.site.wait_for, "hang", count=before + n)
        os.kill(main_browser(), signal.SIGKILL)
    failure = await visit

    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.BROWSER
    assert "died" in failure.message
    assert b"Sellers pay" in (await visitor.see("pricing")).body


async def test_a_browser_that_hangs_is_killed_and_replaced(visitor: Visitor) -> None:
    await visitor.see("pricing")
    stopped = main_browser()
    os.kill(stopped, signal.SIGSTOP)

    failure = await visitor.fail("pricing", deadline_s=1.0)
    part = await visitor.see("pricing")

    assert failure.kind is FailureKind.TIMEOUT
    assert b"Sellers pay" in part.body
    assert not await gone({stopped}, 20)


async def test_nothing_is_left_behind(site: Site) -> None:
    before = set(children_of(os.getpid()))
    async with real_pool([site.allow], patience=BRISK) as pool:
        assert isinstance(await pool.capture(order_for(site.url("pricing"))), Capture)
        busy = asyncio.create_task(pool.capture(order_for(site.url("busy"))))
        hits = site.hits("busy")
        await asyncio.to_thread(site.wait_for, "busy", count=hits + 1)
        started = set(children_of(os.getpid())) - before
        busy.cancel()
        with pytest.raises(asyncio.CancelledError):
            await busy

    assert len(started) >= 3
    assert not await gone(started, 3)


async def test_a_stopped_driver_does_not_stop_the_pool_from_closing(site: Site) -> None:
    before = set(children_of(os.getpid()))
    async with real_pool([site.allow], patience=BRISK) as pool:
        assert isinstance(await pool.capture(order_for(site.url("pricing"))), Capture)
        started = set(children_of(os.getpid())) - before
        stopped = next(pid for pid, line in children_of(os.getpid()).items() if pid in started and "run-driver" in line)
        os.kill(stopped, signal.SIGSTOP)
        begin = time.monotonic()

    assert time.monotonic() - begin < 25
    assert not await gone(started, 5)


async def test_a_worn_browser_is_replaced(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet_module, "VISITS_MAX", 2)
    async with real_pool([site.allow], patience=BRISK) as pool:
        seen = []
        for _ in range(3):
            before = set(children_of(os.getpid()))
            assert isinstance(await pool.capture(order_for(site.url("pricing"))), Capture)
            seen.append({pid for pid, line in children_of(os.getpid()).items() if "run-driver" in line} - before)

    assert [bool(new) for new in seen] == [True, False, True]


async def test_a_browser_that_does_not_start_is_a_failure(site: Site, tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 7\n")
    broken.chmod(0o755)
    async with real_pool([site.allow], executable=broken) as pool:
        failure = await pool.capture(order_for(site.url("pricing")))

    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.BROWSER
    assert "does not start" in failure.message


async def test_a_browser_that_dies_while_it_starts_is_started_again(site: Site, tmp_path: Path) -> None:
    real, mark = find_browser(), tmp_path / "once"
    dying = tmp_path / "chromium"
    dying.write_text(f'#!/bin/sh\n[ -e {mark} ] || {{ touch {mark}; exit 7; }}\nexec {real} "$@"\n')
    dying.chmod(0o755)
    async with real_pool([site.allow], executable=dying, patience=BRISK) as pool:
        seen = await pool.capture(order_for(site.url("pricing")))

    assert isinstance(seen, Capture), seen
