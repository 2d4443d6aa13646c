"""The JSON Schema agrees with the loader, and the committed copy with the models."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from watcher.targets.document import read_document
from watcher.targets.errors import ConfigError
from watcher.targets.nodes import plain
from watcher.targets.schema import schema

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "golden" / "targets"
COMMITTED = ROOT / "docs" / "targets.schema.json"
# What JSON Schema cannot say: names that must be defined, ids that must differ, dates in order, times that come.
LOADER_ALONE = {"names-without-sections", "same-id-twice"}


def content(path: Path) -> object:
    return plain(read_document(path.read_bytes(), "targets.yaml").root)


def is_accepted(value: object) -> bool:
    return jsonschema.Draft202012Validator(schema()).is_valid(value)


def readable(case: Path) -> bool:
    try:
        content(case / "targets.yaml")
    except ConfigError:
        return False
    return True


VALID = sorted(case.name for case in CASES.glob("valid-*"))
BROKEN = sorted(case.name for case in CASES.iterdir() if case.name not in VALID and readable(case))


def test_committed_schema_is_current() -> None:
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert committed == schema(), "write it anew: watcher schema > docs/targets.schema.json"


def test_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", VALID)
def test_what_the_loader_accepts_the_schema_accepts(name: str) -> None:
    assert is_accepted(content(CASES / name / "targets.yaml"))


def test_shipped_file_is_accepted() -> None:
    assert is_accepted(content(ROOT / "targets.yaml"))


@pytest.mark.parametrize("name", BROKEN)
def test_most_of_what_the_loader_refuses_the_schema_refuses(name: str) -> None:
    assert is_accepted(content(CASES / name / "targets.yaml")) is (name in LOADER_ALONE)


def nodes(part: object) -> Iterator[dict[str, object]]:
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from nodes(inner)
    if isinstance(part, dict):
        yield part


def test_every_pattern_has_words_for_those_who_miss_it() -> None:
    patterns = [node for node in nodes(schema()) if isinstance(node.get("pattern"), str)]
    assert len(patterns) > 20
    assert [node["pattern"] for node in patterns if not node.get("patternErrorMessage")] == []


def test_every_key_is_explained() -> None:
    described = schema()
    definitions = described["$defs"]
    assert isinstance(definitions, dict)
    for name, entry in {"file": described, **definitions}.items():
        for key, value in entry["properties"].items():
            assert value.get("description"), f"{name}.{key}"
