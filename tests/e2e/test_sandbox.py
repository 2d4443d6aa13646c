"""Chromium's sandbox holds for an ordinary user, as whom the service runs."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

NOBODY = "65534"
PROGRAM = """
import asyncio, os
from watcher.capture.browser import find_browser
from watcher.capture.trial import try_browser
print(os.getuid(), asyncio.run(try_browser(find_browser(), sandbox=True)).sandboxed)
"""


def as_somebody() -> list[str]:
    """Nothing for an ordinary user; root becomes nobody, who may read what root may: Python may be installed there."""
    if os.geteuid() != 0:
        return []
    reads = "-all,+dac_read_search"
    capabilities = (f"--inh-caps={reads}", f"--ambient-caps={reads}", f"--bounding-set={reads}")
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *capabilities]


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that anybody may use; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="watcher-sandbox-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root needs setpriv to be somebody else")
def test_the_sandbox_holds_for_an_ordinary_user(home: Path) -> None:
    trial = [*as_somebody(), "unshare", "--user", "true"]
    if shutil.which("unshare") and subprocess.run(trial, check=False).returncode:
        pytest.skip("this machine forbids user namespaces")
    environment = os.environ | {"HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(Path.cwd())}
    run = subprocess.run(
        [*as_somebody(), sys.executable, "-c", PROGRAM],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    user, _, sandboxed = run.stdout.strip().partition(" ")
    assert (run.returncode, sandboxed) == (0, "True"), run.stderr
    assert int(user) != 0
