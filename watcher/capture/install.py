"""Gets a browser for a machine that has none: Playwright's own download, else Debian's package where we may."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

_OS_RELEASE = Path("/etc/os-release")


def install_browser(*, as_root: bool, say: Callable[[str], None]) -> bool:
    """Tries what this machine allows, telling each step, and returns whether one of them worked.

    The commands' own output goes to stderr, so that a failure can be understood.
    """
    for what, commands in _ways(as_root):
        say(f"installing a browser: {what}")
        if all(_run(command) for command in commands):
            return True
        say(f"that did not work: {what}")
    return False


def _ways(as_root: bool) -> list[tuple[str, list[Sequence[str]]]]:
    playwright = [sys.executable, "-m", "playwright"]
    download: list[Sequence[str]] = [[*playwright, "install", "chromium"]]
    if as_root and sys.platform == "linux":
        download.append([*playwright, "install-deps", "chromium"])
    ways = [("Playwright's Chromium", download)]
    if as_root and _is_debian():
        packages: list[Sequence[str]] = [
            ["apt-get", "update", "--quiet"],
            ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
        ]
        ways.append(("Debian's package chromium", packages))
    return ways


def _run(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _is_debian() -> bool:
    """Ubuntu is not: its `chromium` package is an empty shell around a snap."""
    try:
        lines = _OS_RELEASE.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return "ID=debian" in lines
