"""The judge agrees with the labels of the invented changes of bench/changes about as well as when it was measured.

The floors lie a little below what was measured (docs/judging.md): they catch a rule that breaks others, not a drift.
"""

from pathlib import Path

import pytest

from watcher.core.model import TargetKind
from watcher.offline import compare_documents, pairs_in
from watcher.report.agreement import Agreement, agree, load_labels
from watcher.report.facts import finding_json

CHANGES = Path(__file__).parents[3] / "bench" / "changes"


def agreement(folder: Path) -> Agreement:
    labels = load_labels(folder / "labels.jsonl")
    facts = []
    for pair in pairs_in(folder / "pairs"):
        label = labels[pair.id]
        assert label.recorded
        finding = compare_documents(
            pair.before, pair.after, kind=TargetKind.POLICY, name=label.document, today=label.recorded
        ).finding
        facts.append(finding_json(finding) | {"id": pair.id})
    return agree(facts, labels)


@pytest.mark.parametrize(
    ("folder", "kind", "told", "recall"),
    [("english", 0.6, 0.55, 0.65), ("german", 0.5, 0.6, 0.65), ("held-out", 0.5, 0.5, 0.6)],
)
def test_the_judge_agrees_with_readers(folder: str, kind: float, told: float, recall: float) -> None:
    found = agreement(CHANGES / folder)
    assert not found.missing
    assert (found.kind_kappa >= kind, found.severity1_kappa >= told, (found.recall or 0) >= recall) == (True,) * 3, (
        found
    )
