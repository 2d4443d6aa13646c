"""Small documents with what is to be said of them: every false alarm and missed change becomes one more folder."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from watcher.core.model import Snapshot, TargetKind
from watcher.diff.compare import compare
from watcher.extract.file import capture_file
from watcher.extract.read import read
from watcher.judge.judge import judge, unchanged

CASES = sorted(path.parent for path in (Path(__file__).parents[2] / "golden" / "compare").glob("*/case.json"))


def a_reading_of(folder: Path, side: str, today: date) -> Snapshot:
    (path,) = folder.glob(f"{side}.*")
    snapshot = read(capture_file(path, datetime(today.year, today.month, today.day, tzinfo=UTC)), ())
    assert isinstance(snapshot, Snapshot)
    return snapshot


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case(folder: Path) -> None:
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    today = date.fromisoformat(case["today"])
    change = compare(a_reading_of(folder, "before", today), a_reading_of(folder, "after", today))
    kind = TargetKind(case["kind"])
    opinion = judge(change, kind=kind, name=case["name"], watch=(), today=today) if change else unchanged()
    said = {
        "kind": opinion.kind.value,
        "severity": opinion.severity,
        "topics": [topic.value for topic in opinion.topics],
        "direction": opinion.direction.value,
        "effective_date": opinion.effective_date.isoformat() if opinion.effective_date else None,
        "effective_kind": opinion.effective_kind.value if opinion.effective_kind else None,
    }
    assert {key: said[key] for key in case["expected"]} == case["expected"]


def test_there_are_cases() -> None:
    assert CASES
