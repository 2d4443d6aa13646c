"""Laws of reading targets.yaml, for files that nobody would write."""

import json
from pathlib import Path

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.model import Config
from watcher.targets.errors import ConfigError
from watcher.targets.load import loads
from watcher.targets.schema import schema
from watcher.targets.secret_urls import fill, parse

ROOT = Path(__file__).parents[2]
SEEDS = [path.read_bytes() for path in sorted((ROOT / "tests" / "golden" / "targets").glob("*/targets.yaml"))]
SHIPPED = (ROOT / "targets.yaml").read_bytes()
JUNK: st.SearchStrategy[object] = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        10**30,
        1.5,
        "",
        " ",
        "x",
        "3h",
        "de",
        "\u202e",
        "a\u00a0\u200bb",
        "45000\u00a0EUR",
        "„x“",
        "-x",
        "6 h",
        "https://a.example/",
        "${X}",
        [],
        [[]],
        {},
        {"": 1},
        [None],
        {"url": []},
    ]
)
KEYS = st.sampled_from(
    [
        *("defaults", "network", "channels", "owners", "operator", "stakes", "targets", "id", "url", "parts", "every"),
        *("cron", "owner", "push", "digest", "quiet", "watch", "steps", "viewports", "depends_on", "topics", "value"),
        *("ends", "click", "type", "select", "allow", "zzz"),
    ]
)
TREES = st.recursive(
    JUNK, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=20
)


def read(content: bytes) -> Config | ConfigError:
    try:
        return loads(content, environment={"X": "hunter2"}, credentials=None, folder=Path("/nowhere"))
    except ConfigError as error:
        return error


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(content: bytes) -> None:
    answer = read(content)
    assert isinstance(answer, Config) or answer.problems


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.integers(min_value=0), st.binary(max_size=3), st.integers(0, 5))
def test_damaged_files_are_answered(seed: bytes, place: int, junk: bytes, cut: int) -> None:
    place %= len(seed) + 1
    answer = read(seed[:place] + junk + seed[place + cut :])
    assert isinstance(answer, Config) or all(problem.line >= 1 and problem.message for problem in answer.problems)


@settings(max_examples=300, deadline=None)
@given(TREES)
def test_what_the_loader_accepts_the_schema_accepts(tree: object) -> None:
    """JSON is YAML."""
    answer = read(json.dumps(tree).encode())
    if isinstance(answer, Config):
        jsonschema.validate(tree, schema())


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["defaults", "channels", "owners", "operator", "stakes", "targets"]), TREES)
def test_a_section_of_junk_spoils_nothing_but_itself(section: str, tree: object) -> None:
    answer = read(SHIPPED + f"\n{section}: {json.dumps(tree)}\n".encode())
    assert isinstance(answer, ConfigError)
    assert f"{section}: stands there twice" in str(answer)


SECRETS = st.text(st.characters(codec="utf-8"), min_size=1)


@given(SECRETS, SECRETS)
def test_secrets_never_move_the_joints_of_an_address(user: str, password: str) -> None:
    secrets = {"U": user, "P": password}
    url = fill(parse("mailtos://${U}:${P}@mail.acme.example:465/path"), lambda reference: secrets[reference.name])
    head, _, tail = url.partition("@")
    assert tail == "mail.acme.example:465/path"
    assert head.count(":") == 2
    assert head.isascii()
    assert "/" not in head.removeprefix("mailtos://")


@given(st.text())
def test_a_template_without_references_is_itself(text: str) -> None:
    escaped = text.replace("$", "$$")
    assert fill(parse(escaped), lambda reference: None) == text
