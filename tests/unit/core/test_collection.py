"""Python's search for cycles is paused, and goes on."""

import gc
from pathlib import Path

import pytest

from watcher.core.collection import without_collection
from watcher.targets.errors import ConfigError
from watcher.targets.load import load


def test_it_goes_on_after_a_file_that_is_broken(tmp_path: Path) -> None:
    assert gc.isenabled()
    with pytest.raises(ConfigError):
        load(tmp_path / "missing.yaml", environment={}, credentials=None)
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off() -> None:
    with without_collection():
        assert not gc.isenabled()
        with without_collection():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
