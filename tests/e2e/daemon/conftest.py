"""A real daemon in a process of its own, a local site, and what the tests ask about both."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site import Site
from watcher.core.model import AlertRecord, RecordedFinding
from watcher.store.database import StoreError, reading
from watcher.store.queries import alerts, findings, outcome_counts

WATCHER = Path(sys.executable).with_name("watcher")
PATIENCE_S = 60.0


def rules(sentence: str) -> str:
    """A policy document in which one sentence says what a test wants it to say."""
    sections = "".join(
        f"<h2>{n}. Section {n}</h2><p>Section {n} of these rules describes how pages are run on the platform, what the"
        " administrators of a page answer for, and how questions about a decision are asked and answered.</p>"
        for n in range(1, 8)
    )
    return (
        "<!doctype html><html lang=en><title>Promotion Rules</title><main><h1>Promotion Rules</h1>"
        f"{sections}<h2>8. Conditions of entry</h2><p>{sentence}</p></main></html>"
    )


def wait_until(fact: Callable[[], object], what: str, patience_s: float = PATIENCE_S) -> None:
    """Polls for a fact of another process, bounded."""
    deadline = time.monotonic() + patience_s
    while not fact():
        if time.monotonic() > deadline:
            pytest.fail(f"did not happen within {patience_s:g} s: {what}")
        time.sleep(0.05)


class Daemon:
    """`watcher run` on a targets.yaml in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "targets.yaml"
        self.store = folder / "snapshots"
        self.log = folder / "log.jsonl"
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = os.environ | {"WATCHER_PAUSE": "0", "WATCHER_LOG_FORMAT": "json", "WATCHER_LOG": "debug"}

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [WATCHER, "run", "-c", self.config], stderr=log, stdout=log, env=self.environment
            )

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.wait()

    def stop(self, patience_s: float = 30.0) -> int:
        if self.process is None or self.process.poll() is not None:
            return 0
        self.signal(signal.SIGTERM)
        return self.wait(patience_s)

    def wait(self, patience_s: float = 30.0) -> int:
        assert self.process is not None
        return self.process.wait(patience_s)

    def events(self, name: str) -> list[dict[str, Any]]:
        if not self.log.exists():
            return []
        lines = self.log.read_text().splitlines()
        return [event for event in map(_parsed, lines) if event.get("event") == name]

    def counts(self) -> dict[str, int]:
        try:
            with reading(self.store) as db:
                return outcome_counts(db)
        except StoreError:
            return {}

    def findings(self, severity: int = 0) -> list[RecordedFinding]:
        with reading(self.store) as db:
            return findings(db, target=None, severity_from=severity, since=None, limit=999)

    def alerts(self) -> list[AlertRecord]:
        with reading(self.store) as db:
            return alerts(db, state=None, finding=None, limit=999)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [WATCHER, *arguments, "-c", self.config], capture_output=True, text=True, env=self.environment, check=False
        )

    def write_targets(self, site: Site, *, mail: int, hook: int | None = None, extra: str = "") -> None:
        hooks = f'  hook: {{url: "json://127.0.0.1:{hook}/hook"}}\n' if hook else ""
        push = "[mail, hook]" if hook else "[mail]"
        self.config.write_text(
            f'network: {{allow: ["{site.allow}"]}}\n'
            "defaults: {every: 1s, locale: en-GB, owner: team, confirm_after: 1s, confirm_for: 0s, learn_for: 0s}\n"
            "channels:\n"
            f'  mail: {{url: "mailto://127.0.0.1:{mail}?mode=insecure&from=w@acme.example&to=team@acme.example"}}\n'
            f"{hooks}"
            f"owners:\n  team: {{name: Team, push: {push}, push_from: 1}}\n"
            "operator: {push: [mail]}\n"
            "targets:\n"
            f"  - {{id: rules, kind: policy, title: Platform Rules, url: {site.url('rules')}}}\n{extra}"
        )


def _parsed(line: str) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    daemon = Daemon(tmp_path)
    yield daemon
    if daemon.process is not None and daemon.process.poll() is None:
        daemon.process.kill()
        daemon.process.wait()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.serve("rules", rules("You may require that people like your page before they enter a promotion."))
        yield site
