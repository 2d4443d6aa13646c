"""Tells whether a change of rules is harder or easier for those who keep them."""

from collections.abc import Sequence

from watcher.core.model import ClauseOp, Direction
from watcher.judge.evidence import Weighed

_STRICT = {"prohibition": 2.0, "sunset": 1.0, "enforcement": 1.0, "modal": 1.0, "negation": 0.5}
_EASY = {"permission": 1.0}
_CLEAR = 1.5
_BOTH = 0.4


def find_direction(weighed: Sequence[Weighed], severity: int) -> Direction:
    """Strict words that come tighten, those that go loosen; permissions the other way round.

    What an owner is told of at once and what shows neither is taken to tighten: that is what such changes mostly do.
    """
    tighter = looser = 0.0
    for entry in weighed:
        edit = entry.edit
        strict = sum(weight * edit.balance.get(kind, 0) for kind, weight in _STRICT.items())
        easy = sum(weight * edit.balance.get(kind, 0) for kind, weight in _EASY.items())
        if edit.change.op is ClauseOp.EDITED and abs(strict) < abs(easy):
            strict = -easy
        tighter += max(strict, 0.0)
        looser += max(-strict, 0.0)
    if max(tighter, looser) < _CLEAR:
        return Direction.TIGHTENS if severity >= 2 else Direction.NEUTRAL
    if min(tighter, looser) > _BOTH * max(tighter, looser):
        return Direction.MIXED
    return Direction.TIGHTENS if tighter > looser else Direction.LOOSENS
