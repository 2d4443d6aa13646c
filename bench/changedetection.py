"""changedetection.io as its users run it: its service, and one Chromium that its Playwright fetcher connects to.

    with ChangeDetection(Path(".../bin/changedetection.io"), browser, urls, folder, workers=2, delay_s=None) as service:
        service.check()             # every watch once
        service.errors()            # which of them failed, "" if none
        service.untrue()            # texts that were kept after the first one of each

Its scheduler is paused, so that it checks what it is asked to check and nothing else. `delay_s` is how long it leaves
every page alone after it has loaded; None is its own default, five seconds.
"""

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_READY_S = 90.0
_CHECKED_S = 1800.0
_EACH_S = 0.1


class ChangeDetection:
    def __init__(
        self, program: Path, browser: Path, urls: Sequence[str], folder: Path, *, workers: int, delay_s: float | None
    ) -> None:
        self.store = folder / "store"
        self._profile = folder / "profile"
        self._urls = urls
        self._checks = 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._browser = [str(browser), "--headless", "--disable-gpu", "--remote-debugging-port=0"]
        self._browser += [f"--user-data-dir={self._profile}", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        self._service = [str(program), "-h", "127.0.0.1", "-p", str(self._port)]
        self._service += ["-d", str(self.store), "-C", "-P", "true", "-l", "WARNING"]
        # pages on this machine are private addresses, which it does not visit unless told to
        self._environment = os.environ | {
            "ALLOW_IANA_RESTRICTED_ADDRESSES": "true",
            "DISABLE_VERSION_CHECK": "true",
            "FETCH_WORKERS": str(workers),
        }
        if delay_s is not None:
            self._environment["WEBDRIVER_DELAY_BEFORE_CONTENT_READY"] = f"{delay_s:.0f}"

    def __enter__(self) -> Self:
        self._running: list[subprocess.Popen[bytes]] = []
        try:
            self._start(self._browser)
            told = _wait_for(self._profile / "DevToolsActivePort").split()
            self._environment["PLAYWRIGHT_DRIVER_URL"] = f"ws://127.0.0.1:{told[0]}{told[1]}"
            self._start(self._service)
            settings = json.loads(_wait_for(self.store / "changedetection.json"))["settings"]
            self._key = settings["application"]["api_access_token"]
            self.version = self._first_answer()["version"]
            for example in self._ask("watch"):
                self._ask(f"watch/{example}", method="DELETE")
            wanted = [{"url": url, "fetch_backend": "html_webdriver"} for url in self._urls]
            self._watches = [self._ask("watch", method="POST", told=watch)["uuid"] for watch in wanted]
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def check(self) -> None:
        """Every watch once; raises TimeoutError where that does not end."""
        self._checks += 1
        latest = time.monotonic() + _CHECKED_S
        self._ask("watch?recheck_all=1")
        for watch in self._watches:
            while self._ask(f"watch/{watch}")["check_count"] < self._checks:
                if time.monotonic() > latest:
                    raise TimeoutError(f"changedetection.io has not checked everything in {_CHECKED_S:.0f} s")
                time.sleep(_EACH_S)

    def errors(self) -> str:
        return "; ".join(f"{watch['url']}: {watch['last_error']}" for watch in self._all() if watch["last_error"])

    def untrue(self) -> int:
        return sum(int(watch["history_n"]) for watch in self._all()) - len(self._watches)

    def _all(self) -> list[Any]:
        return [self._ask(f"watch/{watch}") for watch in self._watches]

    def _start(self, command: Sequence[str]) -> None:
        quiet = subprocess.DEVNULL
        self._running.append(subprocess.Popen(command, env=self._environment, stdout=quiet, stderr=quiet))

    def _stop(self) -> None:
        for process in reversed(self._running):
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _first_answer(self) -> Any:
        latest = time.monotonic() + _READY_S
        while True:
            try:
                return self._ask("systeminfo")
            except OSError:
                if time.monotonic() > latest:
                    raise
                time.sleep(_EACH_S)

    def _ask(self, what: str, *, method: str = "GET", told: Any = None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}/api/v1/{what}",
            method=method,
            data=None if told is None else json.dumps(told).encode(),
            headers={"x-api-key": self._key, "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            body = answer.read()
        return json.loads(body) if body else None


def _wait_for(file: Path) -> str:
    latest = time.monotonic() + _READY_S
    while not (file.is_file() and file.stat().st_size):
        if time.monotonic() > latest:
            raise TimeoutError(f"{file.name} was not written in {_READY_S:.0f} s")
        time.sleep(_EACH_S)
    return file.read_text()
