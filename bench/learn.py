"""Learns the judge's scorecards from labelled changes, and says how well they judge documents they have not seen.

    python -m bench.learn --data PAIRS LABELS [--data PAIRS LABELS ...] [--write]

Each folder holds pairs as `watcher backtest` reads them, each file of labels what people said of them. All changes of
one document stand in one fold. Needs scikit-learn (`pip install -e .[learn]`).
"""

import argparse
import random
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sklearn.linear_model import LogisticRegression

from watcher.core.model import Change, TargetKind
from watcher.judge.judge import unchanged
from watcher.judge.reading import Reading, read_change
from watcher.judge.score import Scorecard
from watcher.judge.text import judge_reading
from watcher.offline import compare_pair, pairs_in
from watcher.report.agreement import Agreement, Label, agree, load_labels

WEIGHTS = Path(__file__).parent.parent / "watcher" / "judge" / "weights.toml"
QUESTIONS = {
    "substantive": lambda label: label.kind.value == "substantive",
    "artefact": lambda label: label.kind.value == "artefact",
    "cosmetic": lambda label: label.kind.value == "cosmetic",
    "told": lambda label: label.severity >= 1,
    "push": lambda label: label.severity >= 2,
}
# From which probability a question is answered with yes. A change that an owner misses costs more than one too many.
YES = {"substantive": 0.5, "artefact": 0.5, "cosmetic": 0.5, "told": 0.5, "push": 0.35}
QUANTILES = (0.5, 0.8)
STRENGTH = 0.1
RARE = 5
FOLDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A labelled change. `reading` is None where nothing differs."""

    source: str
    label: Label
    change: Change | None
    reading: Reading | None

    @property
    def day(self) -> date:
        return self.label.recorded or datetime.now(UTC).date()


def load(folder: Path, labels: Path) -> Iterator[Example]:
    known = load_labels(labels)
    for pair in pairs_in(folder):
        if label := known.get(pair.id):
            day = label.recorded or datetime.now(UTC).date()
            change = compare_pair(pair, kind=TargetKind.POLICY, today=day)
            reading = read_change(change, name=label.document, today=day) if change else None
            yield Example(source=str(labels.parent.name), label=label, change=change, reading=reading)


def learn(examples: Sequence[Example]) -> Mapping[str, Scorecard]:
    """One scorecard for each question, from the changes that rules leave open."""
    open_ = [example for example in examples if example.reading and example.reading.case]
    columns = list(_columns([example.reading.features for example in open_ if example.reading]))
    rows = [_row(example.reading.features, columns) for example in open_ if example.reading]
    return {name: _fit(rows, [asks(example.label) for example in open_], columns, name) for name, asks in QUESTIONS.items()}


def _columns(measured: Sequence[Mapping[str, float]]) -> Iterator[tuple[str, float]]:
    """A feature and a threshold for each column: whether it is there at all, much, and very much."""
    for name in sorted({name for features in measured for name in features}):
        values = sorted(value for features in measured if (value := features.get(name, 0.0)) > 0)
        if len(values) < RARE:
            continue
        higher = {round(values[int(share * len(values))], 3) for share in QUANTILES} if len(values) > 2 * RARE else set()
        for threshold in sorted({0.0} | {value for value in higher if value < values[-1]}):
            yield name, threshold


def _row(features: Mapping[str, float], columns: Sequence[tuple[str, float]]) -> list[float]:
    return [float(features.get(name, 0.0) > threshold) for name, threshold in columns]


def _fit(rows: list[list[float]], answers: list[bool], columns: Sequence[tuple[str, float]], question: str) -> Scorecard:
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(rows, answers)
    points: dict[str, list[tuple[float, float]]] = {}
    for (name, threshold), weight in zip(columns, model.coef_[0], strict=True):
        if round(weight, 2):
            points.setdefault(name, []).append((threshold, round(float(weight), 2)))
    yes = YES[question]
    start = float(model.intercept_[0]) - _log_odds(yes)
    return Scorecard(start=round(start, 2), points={name: tuple(rows) for name, rows in points.items()})


def _log_odds(share: float) -> float:
    import math

    return math.log(share / (1 - share))


def judge_all(examples: Sequence[Example], cards: Mapping[str, Scorecard]) -> list[Mapping[str, object]]:
    return [_judge(example, cards) for example in examples]


def _judge(example: Example, cards: Mapping[str, Scorecard]) -> Mapping[str, object]:
    opinion = unchanged()
    if example.change and example.reading:
        opinion = judge_reading(
            example.reading, example.change, name=example.label.document, today=example.day, cards=cards
        )
    return {
        "id": example.label.id,
        "kind": opinion.kind.value,
        "severity": opinion.severity,
        "topics": [topic.value for topic in opinion.topics],
        "direction": opinion.direction.value,
        "effective_date": opinion.effective_date.isoformat() if opinion.effective_date else None,
        "effective_kind": opinion.effective_kind.value if opinion.effective_kind else None,
    }


def cross_validate(examples: Sequence[Example], folds: int) -> tuple[list[Mapping[str, object]], list[Mapping[str, object]]]:
    """Findings on the folds held out, and on those trained on (each change as the last fold that trained on it had it)."""
    documents = sorted({example.label.document for example in examples})
    random.Random(0).shuffle(documents)
    fold = {document: number % folds for number, document in enumerate(documents)}
    unseen: list[Mapping[str, object]] = []
    seen: dict[str, Mapping[str, object]] = {}
    for number in range(folds):
        train = [example for example in examples if fold[example.label.document] != number]
        test = [example for example in examples if fold[example.label.document] == number]
        cards = learn(train)
        unseen += judge_all(test, cards)
        if number in {0, 1}:
            seen.update({str(finding["id"]): finding for finding in judge_all(train, cards)})
    return unseen, list(seen.values())


def show(title: str, agreement: Agreement) -> None:
    def figure(value: float | None) -> str:
        return "  – " if value is None else f"{value:4.2f}"

    print(
        f"{title:34} n {agreement.compared:4}  kind κ {figure(agreement.kind_kappa)}  "
        f"sev≥1 κ {figure(agreement.severity1_kappa)}  sev≥2 κ {figure(agreement.severity2_kappa)} "
        f"P {figure(agreement.precision)} R {figure(agreement.recall)}  topics {figure(agreement.topics)}  "
        f"direction {figure(agreement.direction)}  dates {figure(agreement.date)}"
    )


def write(cards: Mapping[str, Scorecard], examples: Sequence[Example], provenance: str) -> None:
    lines = [
        "# How the judge weighs what it measured (features.py): written by bench/learn.py, read by score.py.",
        "# A question is answered with yes from 0 upwards. Each row adds its points where the feature is above its threshold;",
        "# counts are logarithms (1 is 0.69, 3 is 1.39), marks and kinds of document 0 or 1.",
        'provenance = """',
        provenance,
        '"""',
        "",
    ]
    for question, card in cards.items():
        lines += [f"[question.{question}]", f"start = {card.start}", "", f"[question.{question}.points]"]
        for name, rows in sorted(card.points.items(), key=lambda item: -max(abs(points) for _, points in item[1])):
            lines.append(f"{name} = [{', '.join(f'[{threshold}, {points}]' for threshold, points in rows)}]")
        lines.append("")
    WEIGHTS.write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", nargs=2, action="append", required=True, metavar=("PAIRS", "LABELS"), type=Path)
    parser.add_argument("--folds", type=int, default=FOLDS)
    parser.add_argument("--write", action="store_true", help="write the scorecards of all examples to weights.toml")
    options = parser.parse_args()
    examples = [example for folder, labels in options.data for example in load(folder, labels)]
    unseen, seen = cross_validate(examples, options.folds)
    for source in dict.fromkeys(example.source for example in examples):
        labels = {example.label.id: example.label for example in examples if example.source == source}
        show(f"{source}, held out", agree(unseen, labels))
        show(f"{source}, trained on", agree(seen, labels))
    if options.write:
        left = sum(bool(example.reading and example.reading.case) for example in examples)
        sources = ", ".join(
            f"{sum(e.source == source for e in examples)} of {source}" for source in dict.fromkeys(e.source for e in examples)
        )
        write(
            learn(examples),
            examples,
            f"Logistic regression (L2, C = {STRENGTH}) on {len(examples)} labelled changes ({sources}), of which rules leave\n"
            f"{left} to be weighed; yes from a probability of {YES}.",
        )


if __name__ == "__main__":
    sys.exit(main())
