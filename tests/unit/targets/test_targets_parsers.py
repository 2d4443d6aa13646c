"""Files are read by libyaml where it agrees with the strict YAML 1.2 parser, and by that one wherever it might not."""

from pathlib import Path

import pytest
import yaml

from watcher.targets.document import Document, read_document, read_quickly, read_strictly
from watcher.targets.errors import ConfigError
from watcher.targets.load import loads
from watcher.targets.nodes import ListNode, MapNode, Node, ScalarNode, plain

ROOT = Path(__file__).parents[3]
SHIPPED = (ROOT / "targets.yaml").read_text(encoding="utf-8")

# what stands in a file, and what it says: as YAML 1.2 has it, whoever reads it
AGREED: list[tuple[str, object]] = [
    ("a: yes\nb: no\nc: on\nd: off\ne: y\n", {"a": "yes", "b": "no", "c": "on", "d": "off", "e": "y"}),
    ("a: true\nb: False\nc: TRUE\nd: tRue\n", {"a": True, "b": False, "c": True, "d": "tRue"}),
    ("a: 010\nb: 0o10\nc: 0x1F\nd: 0b11\ne: 1_000\n", {"a": 10, "b": 8, "c": 31, "d": "0b11", "e": "1_000"}),
    ("a: 12:30:45\nb: 20:00-07:00\nc: 2027-04-30\n", {"a": "12:30:45", "b": "20:00-07:00", "c": "2027-04-30"}),
    ("a: 1e3\nb: .5\nc: +1\nd: -0\ne: .inf\nf: 1.\n", {"a": 1000.0, "b": 0.5, "c": 1, "d": 0, "e": ".inf", "f": 1.0}),
    ("a: ~\nb: null\nc:\nd: Null\ne: nULL\n", {"a": None, "b": None, "c": None, "d": None, "e": "nULL"}),
    ("a: =\nb: '<<'\n", {"a": "=", "b": "<<"}),
    ("{a: https://h.example/?b=1&c:2#d, e: f}\n", {"a": "https://h.example/?b=1&c:2#d", "e": "f"}),
    ("{a: b?c, d: e?}\n", {"a": "b?c", "d": "e?"}),
    ('{"a": 1, \'b\': "c", d: }\n', {"a": 1, "b": "c", "d": None}),
    ('{"a":1,"b":[1,2]}\n', {"a": 1, "b": [1, 2]}),
    ("a: 'it''s'\nb: \"tab\\t \\x41\\u00e4\\/\"\n", {"a": "it's", "b": "tab\t Aä/"}),
    ("a: one\n  two\n\n  three\nb: 'one\n\n  two'\n", {"a": "one two\nthree", "b": "one\ntwo"}),
    ("a: b#c # d\n# e\nf: '#g'\n", {"a": "b#c", "f": "#g"}),
    ("a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}\n", {"a": {"b": 1}, "c": {"b": 1}, "d": {"e": 2, "b": 1}}),
    ("a:\n- b\n- - c\n  - d\n", {"a": ["b", ["c", "d"]]}),
    ("a:\r\n  - b\r\n  - c\r\n", {"a": ["b", "c"]}),
    ("---\na: ä\u00a0😀\n", {"a": "ä\u00a0😀"}),
    ("a: b", {"a": "b"}),
]

# what libyaml reads in its own way: YAML 1.1, or what is an error
DISPUTED: list[tuple[str, object]] = [
    ("a: b\u2028 c\n", {"a": "b\u2028c"}),
    ("a: b\u0085c: d\n", None),
    ("a: b\t\n", None),
    ("%YAML 1.1\n---\na: b\n", None),
    ("%YAML 1.2\n---\na: b\n", {"a": "b"}),
    ("a: b\n...\n...\n", None),
    ("a: |#\n", None),
    ("a: |+\n  b\n\n", {"a": "b\n\n"}),
    ("a: >1\n  b\n", {"a": " b\n"}),
    ("a: ! 5\n", {"a": "5"}),
    ("a: {!,}\n", None),
    ("a: {!!str b: c}\n", {"a": {"b": "c"}}),
    ("a: &b:c\n", {"a": None}),
    ("&k:x a: b\n", {"a": "b"}),
    ("a: &b x\n*b: c\n", None),
    ('a: ["b":c]\n', None),
    ("a: {?\n  }\n", {"a": {"": None}}),
    ("a: b\rc: d\r", {"a": "b", "c": "d"}),
]


def strictly(text: str) -> Document | None:
    try:
        return read_strictly(text, "t")
    except ConfigError:
        return None


def placed(node: Node, *, is_value: bool = False) -> object:
    """A tree with its lines and the types of its values; behind a key where nothing stands, no line says anything."""
    match node:
        case ScalarNode():
            line = None if is_value and node.value is None else node.line
            return line, type(node.value), node.value
        case ListNode():
            return node.line, [placed(item) for item in node.items]
        case MapNode():
            keys = [(key, node.lines[key], placed(value, is_value=True)) for key, value in node.entries.items()]
            return node.line, keys


@pytest.mark.parametrize(("text", "content"), AGREED)
def test_both_parsers_read_the_same(text: str, content: object) -> None:
    quick, strict = read_quickly(text, "t"), read_strictly(text, "t")
    assert quick is not None
    assert plain(quick.root) == content
    assert placed(quick.root) == placed(strict.root)


@pytest.mark.parametrize(("text", "content"), DISPUTED)
def test_what_libyaml_reads_in_its_own_way_is_left_to_the_strict_parser(text: str, content: object) -> None:
    assert read_quickly(text, "t") is None
    strict = strictly(text)
    assert (strict and plain(strict.root)) == content
    if content is not None:
        assert plain(read_document(text.encode(), "t").root) == content


@pytest.mark.parametrize("text", [text for text, _ in DISPUTED])
def test_libyaml_alone_would_have_read_it(text: str) -> None:
    assert list(yaml.parse(text, Loader=yaml.CSafeLoader))


def test_the_shipped_file_is_read_quickly_with_the_same_lines() -> None:
    quick = read_quickly(SHIPPED, "t")
    assert quick is not None
    assert placed(quick.root) == placed(read_strictly(SHIPPED, "t").root)


def test_a_file_is_read_where_libyaml_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert read_quickly(SHIPPED, "t") is None
    assert plain(read_document(SHIPPED.encode(), "t").root) == plain(read_strictly(SHIPPED, "t").root)


def test_words_and_keys_are_one_object_wherever_they_stand() -> None:
    lines = "".join(f"- {{id: t{n}, kind: {'page' if n % 2 else 'policy'}}}\n" for n in range(2_500))
    quick = read_quickly(f"targets:\n{lines}", "t")
    assert quick is not None
    targets = plain(quick.root)["targets"]  # type: ignore[index]
    assert [target["id"] for target in targets] == [f"t{n}" for n in range(2_500)]
    assert len({id(target["kind"]) for target in targets}) == 2
    assert len({id(key) for target in targets for key in target}) == 2


def test_errors_far_down_name_their_line_and_place_all_at_once() -> None:
    lines = [f"  - {{id: t{n}, url: 'https://a.example/{n}'}}" for n in range(2_500)]
    lines[999] = "  - {id: t999, url: ftp}"
    lines[1_000] = "  - {id: t1000, url: 'https://a.example/', evry: 1h}"
    lines[2_400] = "  - {id: t2400}"
    lines[2_499] = "  - {id: t3, url: 'https://a.example/', owner: tem}"
    text = "owners:\n  team: {}\ntargets:\n" + "\n".join(lines) + "\n"
    with pytest.raises(ConfigError) as caught:
        loads(text.encode(), environment={}, credentials=None, folder=Path("/nowhere"))
    said = [(problem.line, problem.key, problem.message.split(". ")[0]) for problem in caught.value.problems]
    assert said == [
        (1003, "targets[999].url", '"ftp" is not a web address'),
        (1004, "targets[1000].evry", "is not a key that is known here"),
        (2404, "targets[2400]", "has no address: add `url`, or `parts` if the document has several"),
        (2503, "targets[2499].id", '"t3" is the id of another target (line 7): choose a new one'),
        (2503, "targets[2499].owner", '"tem" is not defined under `owners:`'),
    ]
    assert "Did you mean every?" in str(caught.value)
    assert "Did you mean team?" in str(caught.value)


def test_many_targets_come_in_their_order_and_share_what_is_equal() -> None:
    lines = [f"  - {{id: t{n}, url: 'https://a.example/{n}', every: {n % 2 + 6}h}}" for n in range(2_500)]
    text = "operator: {}\ntargets:\n" + "\n".join(lines) + "\n"
    config = loads(text.encode(), environment={}, credentials=None, folder=Path("/nowhere"))
    assert [target.id for target in config.targets] == [f"t{n}" for n in range(2_500)]
    assert len({id(target.schedule) for target in config.targets}) == 2
    assert len({id(target.viewports) for target in config.targets}) == 1
