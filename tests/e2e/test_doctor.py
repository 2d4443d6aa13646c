"""`watcher doctor` with the real browser, on a store that is well and on an installation that is not."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.daemon.conftest import WATCHER
from watcher.capture.browser import find_browser
from watcher.capture.trial import Trial, try_browser
from watcher.store.database import open_database

pytestmark = pytest.mark.browser


def doctor(folder: Path) -> tuple[int, list[dict[str, Any]]]:
    run = subprocess.run(
        [WATCHER, "doctor", "--json", "-c", folder / "targets.yaml"], capture_output=True, text=True, check=False
    )
    return run.returncode, [json.loads(line) for line in run.stdout.splitlines()]


def write(folder: Path, url: str) -> None:
    (folder / "targets.yaml").write_text(
        f"operator: {{push: [ops]}}\nchannels:\n  ops: {{url: '{url}'}}\n"
        "targets:\n  - {id: terms, kind: policy, url: https://platform.example/terms}\n"
    )


def test_what_is_well_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "hook").write_text("secret")
    (tmp_path / "hook").chmod(0o600)
    write(tmp_path, "json://ops.example/${file:hook}")
    open_database(tmp_path / "snapshots").close()
    status, found = doctor(tmp_path)
    assert status == 0, found
    healths = {entry["check"]: entry["health"] for entry in found}
    assert set(healths) == {
        "configuration", "browser", "disk", "clock", "store", "daemon", "targets", "messages", "channel", "secrets",
    }  # fmt: skip
    assert healths["secrets"] == "ok"
    assert healths["daemon"] == "doubt"
    assert healths["browser"] == ("doubt" if os.geteuid() == 0 else "ok")


def test_what_is_wrong_is_named_and_nothing_secret_is_shown(tmp_path: Path) -> None:
    (tmp_path / "hook").write_text("hunter2hunter2")
    (tmp_path / "hook").chmod(0o644)
    write(tmp_path, "nosuch://${file:hook}@ops.example/")
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / "watcher.db").write_bytes(b"this is no database" * 100)
    status, found = doctor(tmp_path)
    assert status == 1
    assert {entry["check"] for entry in found if entry["health"] == "wrong"} == {"store", "channel"}
    assert {entry["check"] for entry in found if entry["health"] == "doubt"} >= {"secrets"}
    assert "hunter2" not in json.dumps(found)


async def test_a_browser_is_tried(tmp_path: Path) -> None:
    path = find_browser()
    assert path is not None
    trial = await try_browser(path, sandbox=False)
    assert isinstance(trial, Trial)
    assert "Chrom" in trial.product
    assert trial.sandboxed is False
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    assert isinstance(await try_browser(broken, sandbox=False), str)
