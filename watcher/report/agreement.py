"""Compares findings with what a reader said of the same changes."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from watcher.core.errors import ExpectedError
from watcher.core.model import ChangeKind, Direction, EffectiveKind, Topic


class LabelsError(ExpectedError):
    """A file of labels that cannot be used; the message names the file and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One reader's opinion on a change."""

    id: str
    kind: ChangeKind
    severity: int
    topics: frozenset[Topic]
    direction: Direction
    effective_date: date | None
    effective_kind: EffectiveKind | None
    document: str = ""
    recorded: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far findings agree with labels. Kappas run from -1 to 1; shares from 0 to 1, None where nothing was asked.

    `precision` and `recall` are those of severity 2 and more; `topics` is the mean Jaccard index over the changes of
    which either side names a topic; `direction` the share of right ones among the changes labelled substantive; `date`
    that of right dates, with their kind, among all. `confusion` counts (label, finding) pairs of kinds.
    """

    compared: int
    missing: tuple[str, ...]
    kind_kappa: float
    kind_share: float
    severity1_kappa: float
    severity2_kappa: float
    precision: float | None
    recall: float | None
    topics: float | None
    direction: float | None
    date: float | None
    confusion: Mapping[tuple[str, str], int]


def load_labels(path: Path) -> dict[str, Label]:
    """The labels by id, from JSON lines. Raises LabelsError."""
    labels: dict[str, Label] = {}
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelsError(f"{path}: cannot be read: {error}") from error
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        try:
            label = _label(json.loads(row))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            detail = f"{error} is missing" if isinstance(error, KeyError) else str(error)
            raise LabelsError(f"{path}:{number}: not a label: {detail}") from error
        if label.id in labels:
            raise LabelsError(f"{path}:{number}: {label.id!r} is labelled twice")
        labels[label.id] = label
    return labels


def _label(row: Mapping[str, object]) -> Label:
    severity = row["severity"]
    if isinstance(severity, bool) or severity not in {0, 1, 2, 3}:
        raise ValueError(f"severity is {severity!r}, not 0 to 3")
    topics = row.get("topics") or []
    if not isinstance(topics, list):
        raise TypeError("topics is not a list")
    effective, kind, recorded = row.get("effective_date"), row.get("effective_kind"), row.get("recorded")
    return Label(
        id=str(row["id"]),
        kind=ChangeKind(str(row["kind"])),
        severity=int(str(severity)),
        topics=frozenset(Topic(topic) for topic in topics),
        direction=Direction(str(row.get("direction") or "neutral")),
        effective_date=date.fromisoformat(str(effective)) if effective else None,
        effective_kind=EffectiveKind(str(kind)) if kind else None,
        document=str(row.get("document") or ""),
        recorded=date.fromisoformat(str(recorded)) if recorded else None,
    )


def agree(findings: Iterable[Mapping[str, object]], labels: Mapping[str, Label]) -> Agreement:
    """Compares findings, as `backtest` prints them, with the labels of the same id; others are left out."""
    pairs = [(finding, labels[str(finding.get("id"))]) for finding in findings if str(finding.get("id")) in labels]
    seen = {label.id for _, label in pairs}
    kinds = [(label.kind.value, str(finding["kind"])) for finding, label in pairs]
    severities = [(label.severity, _whole(finding["severity"])) for finding, label in pairs]
    alarms = sum(found >= 2 for _, found in severities)
    wanted = sum(label >= 2 for label, _ in severities)
    hits = sum(label >= 2 and found >= 2 for label, found in severities)
    substantive = [(finding, label) for finding, label in pairs if label.kind is ChangeKind.SUBSTANTIVE]
    return Agreement(
        compared=len(pairs),
        missing=tuple(sorted(set(labels) - seen)),
        kind_kappa=kappa(kinds),
        kind_share=_share([label == found for label, found in kinds]) or 0.0,
        severity1_kappa=kappa([(label >= 1, found >= 1) for label, found in severities]),
        severity2_kappa=kappa([(label >= 2, found >= 2) for label, found in severities]),
        precision=hits / alarms if alarms else None,
        recall=hits / wanted if wanted else None,
        topics=_jaccard([(label.topics, _names(finding.get("topics"))) for finding, label in pairs]),
        direction=_share([label.direction.value == finding.get("direction") for finding, label in substantive]),
        date=_share([_same_date(finding, label) for finding, label in pairs]),
        confusion=Counter(kinds),
    )


def kappa(pairs: Sequence[tuple[object, object]]) -> float:
    """Cohen's kappa of two raters: agreement beyond what chance gives; 1 where both always say one thing."""
    if not pairs:
        return 0.0
    total = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs) / total
    chance = sum(times * second[answer] for answer, times in first.items()) / total**2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def _same_date(finding: Mapping[str, object], label: Label) -> bool:
    day = label.effective_date.isoformat() if label.effective_date else None
    kind = label.effective_kind.value if label.effective_kind else None
    return finding.get("effective_date") == day and finding.get("effective_kind") == kind


def _jaccard(pairs: Sequence[tuple[frozenset[Topic], frozenset[str]]]) -> float | None:
    asked = [({topic.value for topic in label}, set(found)) for label, found in pairs if label or found]
    return sum(len(label & found) / len(label | found) for label, found in asked) / len(asked) if asked else None


def _names(value: object) -> frozenset[str]:
    return frozenset(str(name) for name in value) if isinstance(value, list | tuple) else frozenset()


def _share(answers: Sequence[bool]) -> float | None:
    return sum(answers) / len(answers) if answers else None


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
