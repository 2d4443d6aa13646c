"""Laws of reading targets.yaml, for files that nobody would write."""

import json
from pathlib import Path

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.model import Config
from watcher.targets.document import read_quickly, read_strictly
from watcher.targets.errors import ConfigError
from watcher.targets.load import loads
from watcher.targets.nodes import ListNode, MapNode, Node, ScalarNode, plain
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


PIECES = st.sampled_from(
    [
        *(
            "a",
            "b c",
            "id",
            "1",
            "~",
            "https://a.example/?b=1&c:2#d",
            "'q'",
            '"r\\n"',
            "''",
            '"',
            "'",
            "\\",
            "ä",
            "😀",
            "${X}",
        ),
        *(
            ": ",
            ":",
            "- ",
            "-",
            "? ",
            "?",
            ", ",
            ",",
            "{",
            "}",
            "[",
            "]",
            "#",
            " # c",
            "|",
            ">",
            "|-",
            ">+",
            "!",
            "!!str ",
        ),
        *(
            "&a ",
            "*a",
            "*a ",
            "&a:",
            "<<: ",
            "%",
            "@",
            "`",
            "=",
            "---",
            "...",
            "\t",
            "\r\n",
            "\r",
            "\x85",
            "\u2028",
            "\xa0",
        ),
        *("\n", "\n  ", "\n    ", "\n- ", "\n  - ", "\na: ", "\n  b: ", "\n\n", " ", "  ", "{a: b}", "[a, b]", "c: d"),
    ]
)
YAML_TEXTS = st.lists(PIECES, max_size=12).map(lambda pieces: "a: " + "".join(pieces) + "\n")


@settings(max_examples=1500, deadline=None)
@given(YAML_TEXTS)
def test_libyaml_is_believed_only_where_the_strict_parser_says_the_same(text: str) -> None:
    quick = read_quickly(text, "t")
    if quick is not None:
        strict = read_strictly(text, "t")
        assert strict.problems == ()
        assert repr(plain(quick.root)) == repr(plain(strict.root))
        assert lines_of(quick.root) == lines_of(strict.root)


def lines_of(node: Node) -> object:
    match node:
        case ScalarNode():
            return None if node.value is None else node.line
        case ListNode():
            return node.line, [lines_of(item) for item in node.items]
        case MapNode():
            return node.line, node.lines, [lines_of(value) for value in node.entries.values()]


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
