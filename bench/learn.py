"""Learns the judge's scorecards from labelled changes, and says how well they judge documents they have not seen.

    python -m bench.learn [FOLDER ...] [--folds N] [--write]

Each folder holds `pairs/`, as `watcher backtest` reads them, and `labels.jsonl`, what people said of them; without any,
those of bench/changes are learnt from, except those held out. All changes of one document stand in one fold. Needs
scikit-learn (`pip install --group learn`).
"""

import argparse
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sklearn.linear_model import LogisticRegression

from watcher.core.model import Change, ChangeKind, Direction, TargetKind
from watcher.judge.judge import unchanged
from watcher.judge.reading import Reading, read_change
from watcher.judge.score import Scorecard
from watcher.judge.text import judge_reading
from watcher.judge.topics import measure_topics
from watcher.offline import compare_pair, pairs_in
from watcher.report.agreement import Agreement, Label, agree, load_labels


def _points_to(direction: Direction) -> Callable[[Label], bool]:
    return lambda label: label.direction is direction


Finding = Mapping[str, object]

WEIGHTS = Path(__file__).parent.parent / "watcher" / "judge" / "weights.toml"
INVENTED = [Path(__file__).parent / "changes" / language for language in ("english", "german")]
QUESTIONS: Mapping[str, Callable[[Label], bool]] = {
    "substantive": lambda label: label.kind.value == "substantive",
    "artefact": lambda label: label.kind.value == "artefact",
    "cosmetic": lambda label: label.kind.value == "cosmetic",
    "told": lambda label: label.severity >= 1,
    "push": lambda label: label.severity >= 2,
}
# From which probability a question is answered with yes. A change that an owner misses costs more than one too many.
YES = {"substantive": 0.5, "artefact": 0.5, "cosmetic": 0.5, "told": 0.5, "push": 0.3, "topic": 0.35}
# Among substantive changes; the likeliest answer counts.
DIRECTIONS = {direction.value: _points_to(direction) for direction in Direction}
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


def load(folder: Path) -> Iterator[Example]:
    """The labelled changes of a folder."""
    known = load_labels(folder / "labels.jsonl")
    for pair in pairs_in(folder / "pairs"):
        if label := known.get(pair.id):
            day = label.recorded or datetime.now(UTC).date()
            change = compare_pair(pair, kind=TargetKind.POLICY, today=day)
            reading = read_change(change, name=label.document, today=day) if change else None
            yield Example(source=folder.name, label=label, change=change, reading=reading)


def learn(examples: Sequence[Example]) -> Mapping[str, Scorecard]:
    """One scorecard for each question, from the changes that rules leave open."""
    cases = [(example.label, example.reading) for example in examples if example.reading and example.reading.case]
    measured = [reading.features for _, reading in cases]
    cards = {name: _fit(measured, [asks(label) for label, _ in cases], YES[name]) for name, asks in QUESTIONS.items()}
    rules = [(label, reading.features) for label, reading in cases if label.kind is ChangeKind.SUBSTANTIVE]
    for name, asks in DIRECTIONS.items():
        cards[name] = _fit([features for _, features in rules], [asks(label) for label, _ in rules], 0.5)
    topics = [
        (topic in label.topics, features)
        for label, reading in cases
        if label.topics and reading.case
        for topic, features in measure_topics(reading.telling, reading.case.kinds, ()).items()
    ]
    cards["topic"] = _fit([features for _, features in topics], [named for named, _ in topics], YES["topic"])
    return cards


def _columns(measured: Sequence[Mapping[str, float]]) -> Iterator[tuple[str, float]]:
    """A feature and a threshold for each column: whether it is there at all, much, and very much."""
    for name in sorted({name for features in measured for name in features}):
        values = sorted(value for features in measured if (value := features.get(name, 0.0)) > 0)
        if len(values) < RARE:
            continue
        higher = {round(values[int(share * len(values))], 3) for share in QUANTILES}
        # A threshold that hardly anything lies above, or all that is there at all, says nothing new.
        telling = {t for t in higher if RARE <= sum(value > t for value in values) <= len(values) - RARE}
        for threshold in sorted({0.0} | telling):
            yield name, threshold


def _fit(measured: Sequence[Mapping[str, float]], answers: Sequence[bool], yes: float) -> Scorecard:
    columns = list(_columns(measured))
    rows = [[float(features.get(name, 0.0) > threshold) for name, threshold in columns] for features in measured]
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(rows, answers)
    points: dict[str, list[tuple[float, float]]] = {}
    for (name, threshold), weight in zip(columns, model.coef_[0], strict=True):
        if round(weight, 2):
            points.setdefault(name, []).append((threshold, round(float(weight), 2)))
    start = float(model.intercept_[0]) - math.log(yes / (1 - yes))
    return Scorecard(start=round(start, 2), points={name: tuple(rows) for name, rows in points.items()})


def judge_all(examples: Sequence[Example], cards: Mapping[str, Scorecard]) -> list[Finding]:
    return [_judge(example, cards) for example in examples]


def _judge(example: Example, cards: Mapping[str, Scorecard]) -> Finding:
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


def cross_validate(examples: Sequence[Example], folds: int) -> tuple[list[Finding], list[Finding]]:
    """Findings on the folds held out, and, for two of the folds, on the changes that were trained on."""
    documents = sorted({example.label.document for example in examples})
    random.Random(0).shuffle(documents)
    fold = {document: number % folds for number, document in enumerate(documents)}
    unseen: list[Finding] = []
    seen: dict[str, Finding] = {}
    for number in range(folds):
        train = [example for example in examples if fold[example.label.document] != number]
        cards = learn(train)
        unseen += judge_all([example for example in examples if fold[example.label.document] == number], cards)
        if number < 2:
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


def write(cards: Mapping[str, Scorecard], provenance: str) -> None:
    """Writes the scorecards where the judge reads them, each with its strongest features first."""
    lines = [
        "# How the judge weighs what it measured (features.py, topics.py); written by bench/learn.py.",
        "# A question is answered with yes from 0 upwards, a direction where it is the highest of the four.",
        "# A feature adds the points of each of its rows [threshold, points] that it exceeds.",
        "# Counts are logarithms (1 is 0.69, 3 is 1.39), shares and marks 0 to 1.",
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


def provenance_of(examples: Sequence[Example]) -> str:
    """What the scorecards were learnt from, and how."""
    sources = dict.fromkeys(example.source for example in examples)
    counted = ", ".join(f"{sum(example.source == source for example in examples)} of {source}" for source in sources)
    left = sum(bool(example.reading and example.reading.case) for example in examples)
    yes = ", ".join(f"{question} {share}" for question, share in YES.items())
    return (
        f"Logistic regression (L2, C = {STRENGTH}) on {len(examples)} labelled changes ({counted}),\n"
        f"of which rules leave {left} to be weighed.\n"
        f"Yes from a probability of: {yes}."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", metavar="FOLDER", type=Path)
    parser.add_argument("--folds", type=int, default=FOLDS)
    parser.add_argument("--write", action="store_true", help="write the scorecards of all examples to weights.toml")
    options = parser.parse_args()
    examples = [example for folder in options.folders or INVENTED for example in load(folder)]
    unseen, seen = cross_validate(examples, options.folds)
    for source in dict.fromkeys(example.source for example in examples):
        labels = {example.label.id: example.label for example in examples if example.source == source}
        show(f"{source}, held out", agree(unseen, labels))
        show(f"{source}, trained on", agree(seen, labels))
    if options.write:
        write(learn(examples), provenance_of(examples))


if __name__ == "__main__":
    main()
