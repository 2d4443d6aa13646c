"""The demonstration, as a newcomer runs it."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

import pytest

pytestmark = pytest.mark.browser

WATCHER = Path(sys.executable).with_name("watcher")


def test_the_demo_ends_in_two_delivered_alerts_and_cleans_up(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    # Chromium refuses to start where the path of its socket would be too long.
    temporary = Path(mkdtemp(prefix="w-", dir="/tmp"))
    result = subprocess.run(
        [WATCHER, "demo", "--keep", kept],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "2 mails and 2 webhook messages arrived" in result.stdout
    mails = [path.read_text() for path in sorted(kept.glob("mail-*.html"))]
    assert len(mails) == 2
    layout, rules = sorted(mails, key=lambda mail: "like-gate" in mail)
    assert "the tab “Spring Contest” can no longer be seen without scrolling" in layout
    assert "px from the top" in layout
    assert "must not condition registration or entry" in rules
    assert "30 days left" in rules
    assert all("Spring Contest" in mail and "45,000" in mail for mail in mails)
    assert "Traceback" not in result.stderr
    assert list(temporary.iterdir()) == []
    temporary.rmdir()
