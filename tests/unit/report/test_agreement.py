"""Agreement with a reader's labels."""

import json
from pathlib import Path

import pytest

from watcher.report.agreement import LabelsError, agree, kappa, load_labels

ROW = {
    "id": "a", "kind": "substantive", "severity": 2, "topics": ["promotions", "fees"], "direction": "tightens",
    "effective_date": "2027-01-05", "effective_kind": "effective", "recorded": "2026-11-25", "document": "Rules",
}  # fmt: skip
CALM = {"id": "b", "kind": "artefact", "severity": 0, "topics": [], "direction": "neutral", "effective_date": None}


def a_file(folder: Path, *rows: object) -> Path:
    path = folder / "labels.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_labels_are_read(tmp_path: Path) -> None:
    labels = load_labels(a_file(tmp_path, ROW, "", CALM))
    assert list(labels) == ["a", "b"]
    assert labels["a"].recorded is not None
    assert labels["b"].effective_date is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", r":2: not a label"),
        ("5", r":2: not a label"),
        ({**CALM, "kind": "odd"}, r":2: not a label: 'odd'"),
        ({**CALM, "severity": 4}, r":2: not a label: severity is 4"),
        ({**CALM, "severity": True}, r":2: not a label"),
        ({**CALM, "topics": ["odd"]}, r":2: not a label: 'odd'"),
        ({**CALM, "effective_date": "soon"}, r":2: not a label"),
        ({"kind": "artefact", "severity": 0}, r":2: not a label: 'id' is missing"),
        (ROW, r":2: 'a' is labelled twice"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, row: object, message: str) -> None:
    with pytest.raises(LabelsError, match=r"labels\.jsonl" + message):
        load_labels(a_file(tmp_path, ROW, row))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match="missing"):
        load_labels(tmp_path / "missing.jsonl")


def test_full_agreement(tmp_path: Path) -> None:
    labels = load_labels(a_file(tmp_path, ROW, CALM))
    result = agree([ROW, CALM], labels)
    assert (result.compared, result.missing) == (2, ())
    assert (result.kind_kappa, result.severity1_kappa, result.severity2_kappa) == (1, 1, 1)
    assert (result.precision, result.recall, result.topics, result.direction) == (1, 1, 1, 1)
    assert result.confusion == {("substantive", "substantive"): 1, ("artefact", "artefact"): 1}


def test_disagreement(tmp_path: Path) -> None:
    labels = load_labels(a_file(tmp_path, ROW, CALM, {**CALM, "id": "c"}))
    wrong = {
        **ROW,
        "kind": "editorial",
        "severity": 1,
        "topics": ["fees"],
        "direction": "mixed",
        "effective_kind": "last_updated",
    }
    result = agree([wrong, {**CALM, "effective_kind": None}, {"id": "stranger"}], labels)
    assert (result.compared, result.missing) == (2, ("c",))
    assert (result.precision, result.recall) == (None, 0)
    assert (result.topics, result.direction, result.date) == (0.5, 0, 0.5)
    assert result.confusion["substantive", "editorial"] == 1


def test_kappa_is_what_chance_does_not_give() -> None:
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([(True, True)] * 3) == 1
    assert kappa([]) == 0
