from collections.abc import Iterator
from pathlib import Path

import pytest

from watcher.store.writer import Writer


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    writer = Writer(tmp_path / "store")
    yield writer
    writer.close()
