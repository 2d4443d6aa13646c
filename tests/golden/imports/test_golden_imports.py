"""Lists of other programs, what they become, and what is said to be lost."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from watcher.targets.catalog.add import add_targets, open_draft
from watcher.targets.imports.carried import Carried, ImportFormatError
from watcher.targets.imports.changedetection import read_changedetection
from watcher.targets.imports.ota import read_ota
from watcher.targets.imports.urlwatch import read_urlwatch
from watcher.targets.load import loads

HERE = Path(__file__).parent
READERS: dict[str, Callable[[bytes], Iterable[Carried]]] = {
    "ota": read_ota,
    "urlwatch": read_urlwatch,
    "changedetection": read_changedetection,
}
FILES = sorted(path.name for path in HERE.iterdir() if path.name.partition("-")[0] in READERS and "-" in path.name)


def report(name: str) -> str:
    carried = list(READERS[name.partition("-")[0]]((HERE / name).read_bytes()))
    draft = add_targets(open_draft("", None), [one.target for one in carried if one.target is not None])
    config = loads(draft.text.encode(), environment={}, credentials=None, folder=HERE)
    assert len(config.targets) == len(draft.added)
    losses = "".join(f"# {one.name}: {what}\n" for one in carried for what in one.lost)
    return f"{draft.text}{losses}"


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".expected")])
def test_list_becomes_targets_that_load_and_losses_that_are_told(name: str) -> None:
    assert report(name) == (HERE / f"{name}.expected").read_text(encoding="utf-8")


def test_there_are_three_lists_of_each_program() -> None:
    for program in READERS:
        assert sum(name.startswith(program) for name in FILES if not name.endswith(".expected")) >= 3


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[", b"{}", b"[1, 2]", b'"text"', b"a: [", b"null"])
def test_what_is_no_list_is_refused_with_a_reason(read: Callable[[bytes], Iterable[Carried]], content: bytes) -> None:
    with pytest.raises(ImportFormatError):
        list(read(content))
