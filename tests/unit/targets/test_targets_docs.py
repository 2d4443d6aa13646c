"""docs/targets.md: its examples work and no key is left out."""

import re
from pathlib import Path

import pytest

from watcher.targets.load import loads
from watcher.targets.schema import schema

PAGE = (Path(__file__).parents[3] / "docs" / "targets.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_a_file_that_loads(example: str) -> None:
    assert loads(example.encode(), environment={}, credentials=None, folder=Path("/nowhere")).targets


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4


def test_every_key_and_every_word_is_documented() -> None:
    definitions = schema()["$defs"]
    assert isinstance(definitions, dict)
    keys = {key for entry in definitions.values() for key in entry["properties"]}
    words = set(re.findall(r'"enum": \[(.*?)\]', str(definitions).replace("'", '"')))
    words = {word.strip(' "') for group in words for word in group.split(",")}
    assert {"gone", "promotions", "contest"} <= words
    assert {name for name in keys | words if f"`{name}`" not in PAGE} == set()
