"""Where the browser is looked for, and what it calls itself."""

from pathlib import Path

import pytest

from watcher.capture.browser import find_browser, user_agent_for
from watcher.core.model import Viewport

DESKTOP = Viewport(name="desktop", width=1280, height=800)
PHONE = Viewport(name="phone", width=390, height=844, mobile=True)
OWN = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36"


def program(path: Path, *, mode: int = 0o755) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(mode)
    return path


def test_the_explicit_one_or_none(tmp_path: Path) -> None:
    place = program(tmp_path / "usual")
    explicit = program(tmp_path / "mine")

    assert find_browser(explicit, places=[str(place)]) == explicit
    assert find_browser(tmp_path / "missing", places=[str(place)]) is None
    assert find_browser(program(tmp_path / "plain", mode=0o644), places=[str(place)]) is None
    assert find_browser(tmp_path, places=[str(place)]) is None


def test_usual_places_come_before_path_and_downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [str(tmp_path / "lib/chromium"), str(tmp_path / "opt/chrome")]
    downloads = [str(tmp_path / "cache")]
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    def found() -> Path | None:
        return find_browser(places=places, names=["chromium", "chrome"], downloads=downloads)

    assert found() is None
    old = program(tmp_path / "cache/chromium-999/chrome-linux/chrome")
    assert found() == old
    new = program(tmp_path / "cache/chromium-1255/chrome-linux64/chrome")
    assert found() == new
    shell = program(tmp_path / "cache/chromium_headless_shell-1255/chrome-headless-shell-linux64/chrome-headless-shell")
    assert found() == shell
    named = program(tmp_path / "bin/chrome")
    assert found() == named
    second = program(tmp_path / "opt/chrome")
    assert found() == second
    first = program(tmp_path / "lib/chromium")
    assert found() == first


def test_playwrights_shell_and_mac_downloads_are_found(tmp_path: Path) -> None:
    for downloaded in (
        "a/chromium_headless_shell-1255/chrome-headless-shell-linux64/chrome-headless-shell",
        "b/chromium_headless_shell-1255/chrome-headless-shell-mac-arm64/chrome-headless-shell",
        "c/chromium_headless_shell-1255/chrome-linux/headless_shell",
        "d/chromium-1255/chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    ):
        path = program(tmp_path / downloaded)
        folder = tmp_path / downloaded.split("/", maxsplit=1)[0]
        assert find_browser(places=[], names=[], downloads=[str(folder)]) == path


def test_the_user_agent_is_honest() -> None:
    assert user_agent_for(DESKTOP, OWN, None) == OWN
    assert user_agent_for(PHONE, OWN, None) == (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
        " HeadlessChrome/156.0.0.0 Mobile Safari/537.36"
    )
    assert user_agent_for(PHONE, OWN, "Watcher/1.0") == "Watcher/1.0"
