"""Adding to a targets.yaml leaves every other byte of it as it is."""

from datetime import date
from pathlib import Path

import pytest

from watcher.targets.document import read_document
from watcher.targets.edit import EditError, Plain, add_item, add_key
from watcher.targets.load import loads
from watcher.targets.nodes import plain

NEW = {"id": "new", "url": "https://new.example/?a=b#c"}
LINE = "{id: new, url: https://new.example/?a=b#c}"
FILE = """\
# head
defaults: {every: 6h}   # aligned

stakes:
  first:
    kind: contest   # why
    depends_on: {targets: [x], topics: ai}
    # about the first
# the targets
targets:
  # about x
  - id: x
    url: "https://x.example"  # quoted
      # deeper

  # loose
# the end
"""


def said(text: str) -> object:
    return plain(read_document(text.encode(), "t").root)


def without(text: str, *lines: str) -> str:
    for line in lines:
        text = text.replace(f"{line}\n", "", 1)
    return text


def test_an_item_stands_below_the_last_one_and_nothing_else_changes() -> None:
    after = add_item(FILE, ("targets",), NEW, "New: a note")
    line = f"  - {LINE}  # New: a note"
    assert without(after, line) == FILE
    assert after.index("# deeper") < after.index(line) < after.index("# loose")


def test_a_key_stands_below_the_last_one_of_its_block() -> None:
    stake: Plain = {"title": "Früh: ling", "ends": date(2027, 4, 30), "depends_on": {"targets": ["x"]}}
    after = add_key(FILE, ("stakes",), "second", stake)
    lines = ("  second:", "    title: 'Früh: ling'", "    ends: 2027-04-30", "    depends_on: {targets: [x]}")
    assert without(after, *lines) == FILE
    assert after.index("# about the first") < after.index("second:") < after.index("# the targets")


def test_a_section_that_is_not_there_is_made_at_the_end() -> None:
    after = add_key(FILE, ("owners",), "team", {"push": ["mail"]})
    assert after == f"{FILE}\nowners:\n  team:\n    push: [mail]\n"


def test_lists_in_brackets_and_single_values_grow_in_their_line() -> None:
    after = add_item(FILE, ("stakes", "first", "depends_on", "targets"), "y")
    after = add_item(after, ("stakes", "first", "depends_on", "topics"), "fees")
    assert after == FILE.replace("{targets: [x], topics: ai}", "{targets: [x, y], topics: [ai, fees]}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"targets:\n  - {LINE}\n"),
        ("# note\n", f"# note\n\ntargets:\n  - {LINE}\n"),
        ("targets: []\n", f"targets: [{LINE}]\n"),
        ("targets: [{id: a}, ]  # c\n", f"targets: [{{id: a}}, {LINE}, ]  # c\n"),
        ("targets:\n# c\nowners: {}", f"targets:\n  - {LINE}\n# c\nowners: {{}}"),
        ("targets:\n- {id: a}", f"targets:\n- {{id: a}}\n- {LINE}\n"),
        ("targets:\r\n- {id: a}\r\n", f"targets:\r\n- {{id: a}}\r\n- {LINE}\r\n"),
        (
            "targets:\n  - id: a\n    title: >\n      long\n      text\nowners: {}\n",
            f"targets:\n  - id: a\n    title: >\n      long\n      text\n  - {LINE}\nowners: {{}}\n",
        ),
    ],
)
def test_however_the_list_is_written(before: str, after: str) -> None:
    assert add_item(before, ("targets",), NEW) == after
    assert said(after)


def test_what_cannot_be_edited_is_left_and_said() -> None:
    for text in ("targets: &t\n  a: b\n", "x: &t [1]\ntargets: *t\n"):
        with pytest.raises(EditError, match="add by hand"):
            add_item(text, ("targets",), NEW)


ROOT = Path(__file__).parents[3]
FILES = [ROOT / "targets.yaml", *sorted((ROOT / "tests" / "golden" / "targets").glob("valid-*/targets.yaml"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_files_of_all_kinds_take_a_target_and_a_stake(path: Path) -> None:
    before = path.read_bytes().decode("utf-8-sig")
    after = add_key(add_item(before, ("targets",), NEW), ("stakes",), "new", {"depends_on": {"targets": ["new"]}})
    old, new = (loads(text.encode(), environment={}, credentials=None, folder=path.parent) for text in (before, after))
    assert new.targets[:-1] == old.targets
    assert new.stakes[:-1] == old.stakes
    assert (new.targets[-1].id, new.stakes[-1].id) == ("new", "new")
    assert (new.owners, new.channels, new.operator) == (old.owners, old.channels, old.operator)
    changed = [line for line in before.splitlines() if line not in after.splitlines()]
    assert len(changed) <= 2, "only lists and blocks in brackets grow in their lines"
