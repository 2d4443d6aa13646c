from pathlib import Path

import pytest

from tests.facts import a_config
from watcher.core.model import Config, Problem
from watcher.daemon.configuring import LiveConfig
from watcher.targets.errors import ConfigError


class File:
    """A targets.yaml whose text is its configuration's digest, or "broken"."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "targets.yaml"
        self.path.write_text("one")

    def load(self) -> Config:
        text = self.path.read_text()
        if text == "broken":
            raise ConfigError((Problem(file="targets.yaml", line=1, key="targets", message="broken"),))
        return a_config(digest=text)


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path)


def test_a_changed_file_is_read_when_it_holds_still(file: File) -> None:
    live = LiveConfig(file.path, file.load)
    assert live.reload() is None
    file.path.write_text("second")
    assert live.reload() is None
    config = live.reload()
    assert isinstance(config, Config)
    assert live.current.digest == "second"
    assert live.reload() is None


def test_a_broken_file_keeps_the_last_good_one_and_is_told_once(file: File) -> None:
    live = LiveConfig(file.path, file.load)
    file.path.write_text("broken")
    live.reload()
    assert isinstance(live.reload(), ConfigError)
    assert live.current.digest == "one"
    assert live.reload() is None
    assert isinstance(live.reload(forced=True), ConfigError)


def test_a_signal_reads_at_once(file: File) -> None:
    live = LiveConfig(file.path, file.load)
    file.path.write_text("second")
    assert isinstance(live.reload(forced=True), Config)
    assert isinstance(live.reload(forced=True), Config)


def test_equal_problems_have_equal_keys(file: File) -> None:
    live = LiveConfig(file.path, file.load)
    file.path.write_text("broken")
    errors = [live.reload(forced=True) for _ in range(2)]
    keys = {live.problem_key(error) for error in errors if isinstance(error, ConfigError)}
    assert len(keys) == 1
