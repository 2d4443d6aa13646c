"""Every folder of tests/golden/targets: a file, and exactly what is said about it."""

from datetime import date
from pathlib import Path

import pytest

from watcher.targets.errors import ConfigError
from watcher.targets.load import loads

CASES = Path(__file__).parents[2] / "golden" / "targets"
NAMES = sorted(folder.name for folder in CASES.iterdir())
SECRET = "hunter2 / &"  # the broken files have `hunter2` in clear text where a message could repeat it


def say(name: str) -> str:
    folder = CASES / name
    try:
        config = loads(
            (folder / "targets.yaml").read_bytes(),
            environment={"SMTP_PASSWORD": SECRET, "SMTP_USER": "watcher@acme.example"},
            credentials=None,
            folder=folder,
            today=date(2026, 11, 1),
        )
    except ConfigError as error:
        return f"{error}\n"
    return "".join(f"{line}\n" for line in ("valid", *config.warnings))


@pytest.mark.parametrize("name", NAMES)
def test_file_is_answered_with_exactly_these_words(name: str) -> None:
    assert say(name) == (CASES / name / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_no_message_repeats_a_secret(name: str) -> None:
    assert "hunter2" not in say(name)


def test_there_are_enough_broken_files() -> None:
    assert len([name for name in NAMES if not name.startswith("valid-")]) >= 30
