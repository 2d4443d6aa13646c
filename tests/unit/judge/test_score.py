"""Scorecards add what lies above their thresholds."""

import pytest

from watcher.judge.score import SCORECARDS, load_scorecards

CARD = load_scorecards(
    """
[question.rain]
start = -1.0
[question.rain.points]
clouds = [[0.0, 0.5], [0.7, 1.0]]
wind = [[0.0, -0.25]]
"""
)["rain"]


@pytest.mark.parametrize(
    ("features", "score"),
    [
        ({}, -1.0),
        ({"clouds": 0.7}, -0.5),
        ({"clouds": 0.71}, 0.5),
        ({"clouds": 0.1, "wind": 3.0}, -0.75),
        ({"clouds": 0.0, "moon": 9.0}, -1.0),
    ],
)
def test_each_threshold_that_is_exceeded_adds_its_points(features: dict[str, float], score: float) -> None:
    assert CARD.score(features) == pytest.approx(score)


def test_the_judge_has_a_scorecard_for_all_it_asks() -> None:
    directions = {"tightens", "loosens", "mixed", "neutral"}
    assert set(SCORECARDS) == {"substantive", "artefact", "cosmetic", "told", "push", "topic"} | directions
    assert all(card.points for card in SCORECARDS.values())
