"""Tells whether a change of rules is harder or easier for those who keep them."""

from collections.abc import Mapping

from watcher.core.model import Direction
from watcher.judge.score import Scorecard


def find_direction(features: Mapping[str, float], cards: Mapping[str, Scorecard]) -> Direction:
    """The likeliest direction of a substantive change."""
    return max(Direction, key=lambda direction: cards[direction.value].score(features))
