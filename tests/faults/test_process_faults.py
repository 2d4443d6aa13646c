"""Processes are killed, stopped and blocked: the daemon, its browser, its driver, and others at work on its store."""

import asyncio
import gzip
import os
import random
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.e2e.capture.test_capture_survival import children_of, driver, gone, main_browser
from tests.e2e.daemon.conftest import WATCHER, Daemon, rules, wait_until
from tests.e2e.daemon.test_crashing import kill_again_and_again
from tests.faults.conftest import Figure
from tests.orders import order_for, real_pool
from tests.site import Site
from watcher.core.model import Capture, Failure, FailureKind
from watcher.demo.inbox import MailInbox

pytestmark = pytest.mark.browser


@pytest.mark.slow
@pytest.mark.experiment(1, "kill -9 of the daemon, 20 times while it captures: integrity ok, every blob hashes")
def test_killed_twenty_times(daemon: Daemon, site: Site, figure: Figure) -> None:
    told = kill_again_and_again(daemon, site, 20)
    figure(f"20 kills, {told.findings} of 20 changes found, {told.doubles} messages doubled, {told.blobs} blobs whole")


class _SlowToAnswer(BaseHTTPRequestHandler):
    """Takes a message, and answers when the sender may be dead already."""

    taken: list[str]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append(self.headers["X-Alert-Id"])
        time.sleep(1.0)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def slow_hook() -> Iterator[tuple[int, list[str]]]:
    taken: list[str] = []
    handler = type("Handler", (_SlowToAnswer,), {"taken": taken})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], taken
    server.shutdown()
    server.server_close()


@pytest.mark.slow
@pytest.mark.experiment(2, "kill -9 between send and mark: at most one duplicate for each kill, same key")
def test_killed_between_sending_and_marking(daemon: Daemon, site: Site, figure: Figure) -> None:
    kills = 4
    with MailInbox() as inbox, slow_hook() as (port, taken):
        daemon.write_targets(site, mail=inbox.port, hook=port)
        daemon.start()
        wait_until(lambda: daemon.counts().get("first"), "a baseline")
        for n in range(2, 2 + kills):
            site.serve("rules", rules(f"You must not offer more than {n} prizes in one promotion."))
            arrived = len(set(taken))
            wait_until(lambda arrived=arrived: len(set(taken)) > arrived, "a message arrives")  # type: ignore[misc]
            daemon.kill()
            daemon.start()
        wait_until(lambda: all(record.state == "delivered" for record in daemon.alerts()), "all delivered")
        assert daemon.stop() == 0
    counts = Counter(taken)
    hooks = {record.alert.key for record in daemon.alerts() if record.alert.channel == "hook"}
    assert set(counts) == hooks
    assert len(hooks) == kills
    assert max(counts.values()) <= 2
    figure(f"{kills} kills, {len(hooks)} messages, {sum(counts.values()) - len(counts)} duplicates, same keys")


async def running_browser() -> int:
    """The next one may still be starting."""
    async with asyncio.timeout(30):
        while True:
            with suppress(StopIteration):
                return main_browser()
            await asyncio.sleep(0.1)


@pytest.mark.slow
@pytest.mark.experiment(14, "browser kill -9 every 3 s: goodput >= 80 %, process count flat")
async def test_a_browser_that_is_killed_all_the_time(site: Site, figure: Figure) -> None:
    kills = 8
    before = len(children_of(os.getpid()))
    async with real_pool([site.allow]) as pool:
        first = await pool.capture(order_for(site.url("pricing")))
        assert isinstance(first, Capture)
        stopping = asyncio.Event()

        async def visits() -> list[Capture | Failure]:
            seen = []
            while not stopping.is_set():
                seen.append(await pool.capture(order_for(site.url("pricing"))))
            return seen

        working = [asyncio.create_task(visits()) for _ in range(2)]
        most = 0
        for _ in range(kills):
            await asyncio.sleep(3)
            most = max(most, len(children_of(os.getpid())) - before)
            os.kill(await running_browser(), signal.SIGKILL)
        stopping.set()
        seen = [result for results in await asyncio.gather(*working) for result in results]
    good = sum(isinstance(result, Capture) for result in seen)
    left = set(children_of(os.getpid()))
    assert good >= 0.8 * len(seen)
    assert len(await gone(left, 5)) <= before
    figure(f"{kills} kills, {good} of {len(seen)} visits good, at most {most} processes, none left")


@pytest.mark.experiment(15, "driver kill -9: the next capture succeeds within 10 s")
async def test_a_driver_that_is_killed(site: Site, figure: Figure) -> None:
    async with real_pool([site.allow]) as pool:
        assert isinstance(await pool.capture(order_for(site.url("pricing"))), Capture)
        os.kill(driver(), signal.SIGKILL)
        began = time.monotonic()
        assert isinstance(await pool.capture(order_for(site.url("pricing"))), Capture)
        took = time.monotonic() - began
    assert took < 10
    figure(f"next capture after {took:.1f} s")


HOSTILE: dict[str, set[FailureKind | None]] = {
    "busy": {FailureKind.TIMEOUT},
    "reloads": {FailureKind.WRONG_PAGE, FailureKind.TIMEOUT},
    "crash": {FailureKind.BROWSER, FailureKind.TOO_LARGE},
    "huge": {FailureKind.TOO_LARGE},
    "dom": {None, FailureKind.TIMEOUT, FailureKind.TOO_LARGE},
    "bomb": {FailureKind.TOO_LARGE, FailureKind.TIMEOUT, FailureKind.BROWSER},
    "alerts": {None},
    "popups": {None},
}


@pytest.mark.slow
@pytest.mark.experiment(16, "hostile pages: each classified within its deadline, neighbours succeed")
async def test_hostile_pages_harm_nobody_else(site: Site, figure: Figure) -> None:
    deadline_s = 20.0
    site.serve("dom", "<script>for(let i=0;i<400000;i++)document.body.append(document.createElement('i'))</script>")
    site.serve("bomb", gzip.compress(b"<p>" + b"a" * 200_000_000), headers=(("Content-Encoding", "gzip"),))
    site.serve("alerts", "<h1>Alerts</h1><script>for(let i=0;i<50;i++)alert(i)</script>")
    site.serve("popups", "<h1>Popups</h1><script>for(let i=0;i<30;i++)window.open('/pricing')</script>")
    said = {}
    good = neighbours = 0
    async with real_pool([site.allow], slots=2) as pool:
        for name, allowed in HOSTILE.items():
            began = time.monotonic()
            hostile = asyncio.create_task(pool.capture(order_for(site.url(name), deadline_s=deadline_s)))
            while not hostile.done():
                neighbours += 1
                good += isinstance(await pool.capture(order_for(site.url("pricing"))), Capture)
            result = hostile.result()
            kind = result.kind if isinstance(result, Failure) else None
            assert kind in allowed, (name, result)
            assert time.monotonic() - began < deadline_s + 15
            said[name] = kind.value if kind else "captured"
    assert good == neighbours
    figure(f"{', '.join(f'{name} {kind}' for name, kind in said.items())}; neighbours {good} of {neighbours}")


class Supervisor:
    """Does what systemd does for `WatchdogSec=`: kills a service that gives no sign of life, and starts it again."""

    def __init__(self, daemon: Daemon, watchdog_s: float) -> None:
        self._daemon = daemon
        self._address = daemon.folder / "notify.sock"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self._address))
        self._watchdog_s = watchdog_s

    def start(self) -> None:
        self._daemon.environment |= {
            "NOTIFY_SOCKET": str(self._address),
            "WATCHDOG_USEC": str(int(self._watchdog_s * 1e6)),
        }
        self._daemon.start()

    def hear(self) -> bool:
        """Whether a sign of life comes in time."""
        self._socket.settimeout(self._watchdog_s)
        try:
            while b"WATCHDOG=1" not in self._socket.recv(4096):
                pass
        except TimeoutError:
            return False
        return True


@pytest.mark.slow
@pytest.mark.experiment(17, "blocked daemon: started afresh by the watchdog and looking within 10 s, no orphans")
def test_a_blocked_daemon_is_started_afresh(daemon: Daemon, site: Site, figure: Figure) -> None:
    with MailInbox() as inbox:
        daemon.write_targets(site, mail=inbox.port)
        supervisor = Supervisor(daemon, watchdog_s=2.0)
        supervisor.start()
        wait_until(lambda: daemon.counts().get("unchanged", 0) > 1, "looks")
        assert supervisor.hear()
        assert daemon.process is not None
        orphans = set(children_of(daemon.process.pid))
        blocked = time.monotonic()
        daemon.signal(signal.SIGSTOP)
        while supervisor.hear():
            pass
        silent = time.monotonic() - blocked
        looks = sum(daemon.counts().values())
        daemon.kill()
        left = asyncio.run(gone(orphans, 5))
        supervisor.start()
        wait_until(lambda: sum(daemon.counts().values()) > looks, "a look", 20)
        took = time.monotonic() - blocked
        assert daemon.stop() == 0
    assert not left
    assert took - silent < 10
    again = took - silent
    figure(f"silence noticed after {silent:.1f} s, looking again {again:.1f} s later, {len(orphans)} processes gone")


@pytest.mark.slow
@pytest.mark.experiment(18, "SIGTERM in the middle of a capture: ends within 30 s, the visit is made again once")
def test_asked_to_stop_in_the_middle(daemon: Daemon, site: Site, figure: Figure) -> None:
    with MailInbox() as inbox:
        daemon.write_targets(
            site, mail=inbox.port, extra=f"  - {{id: hang, kind: policy, url: {site.url('hang')}, deadline: 60s}}\n"
        )
        daemon.start()
        site.wait_for("hang", timeout=60)
        began = time.monotonic()
        assert daemon.stop(35) == 0
        took = time.monotonic() - began
        hits = site.hits("hang")
        site.serve("hang", rules("You must be of age."))
        daemon.start()
        wait_until(lambda: daemon.counts().get("first") == 2, "the visit is made again")
        assert daemon.stop() == 0
    assert took < 30
    assert site.hits("hang") > hits
    figure(f"ended after {took:.1f} s with status 0; the visit was made again")


@pytest.mark.slow
@pytest.mark.experiment(19, "another process at work is killed or stopped: one result for each visit, pauses kept")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_another_process_dies_beside_the_daemon(
    daemon: Daemon, site: Site, number: signal.Signals, figure: Figure
) -> None:
    names = [f"doc{n}" for n in range(6)]
    for name in names:
        site.serve(name, rules(f"You must read {name}."))
    extra = "".join(f"  - {{id: {name}, kind: policy, url: {site.url(name)}, every: 30m}}\n" for name in names)
    with MailInbox() as inbox:
        daemon.write_targets(site, mail=inbox.port, extra=extra)
        daemon.environment["WATCHER_PAUSE"] = "1"
        with (daemon.folder / "other.log").open("wb") as log:
            other = subprocess.Popen(
                [WATCHER, "check", "-c", daemon.config], env=daemon.environment, stdout=log, stderr=log
            )
            wait_until(lambda: sum(daemon.counts().values()) >= 2, "the other process works")
            time.sleep(random.Random(int(number)).uniform(0, 0.5))
            other.send_signal(number)
            daemon.start()
            wait_until(lambda: daemon.counts().get("first", 0) == len(names) + 1, "every target has a baseline", 300)
            other.kill()
            other.wait()
        assert daemon.stop() == 0
    assert daemon.counts()["first"] == len(names) + 1
    assert daemon.findings() == []
    figure(f"{number.name}: {len(names) + 1} baselines, one each, no change invented")
