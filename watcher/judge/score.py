"""Adds up measured features with the scorecards of the data file."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The answer to one question as a sum: `points` holds, by feature, each threshold and what lies above it adds."""

    start: float
    points: Mapping[str, Sequence[tuple[float, float]]]

    def score(self, features: Mapping[str, float]) -> float:
        """Yes from 0 upwards: the logarithm of the odds."""
        return self.start + sum(self.shares(features).values())

    def shares(self, features: Mapping[str, float]) -> Mapping[str, float]:
        """What each feature adds."""
        return {
            name: sum(points for threshold, points in self.points[name] if value > threshold)
            for name, value in features.items()
            if name in self.points
        }


def load_scorecards(text: str) -> Mapping[str, Scorecard]:
    """The scorecards of a TOML document, by their questions."""
    return {
        question: Scorecard(
            start=table["start"],
            points={name: tuple((row[0], row[1]) for row in rows) for name, rows in table["points"].items()},
        )
        for question, table in tomllib.loads(text)["question"].items()
    }


SCORECARDS = load_scorecards(files("watcher.judge").joinpath("weights.toml").read_text(encoding="utf-8"))
