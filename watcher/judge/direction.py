"""Tells whether a change of rules is harder or easier for those who keep them."""

from collections.abc import Mapping, Sequence

from watcher.core.model import ClauseOp, Direction
from watcher.judge.amounts import turn_of
from watcher.judge.evidence import Weighed
from watcher.judge.restatement import is_firmer
from watcher.judge.score import Scorecard
from watcher.judge.stances import Ruling, Stance


def find_direction(
    weighed: Sequence[Weighed], features: Mapping[str, float], cards: Mapping[str, Scorecard]
) -> Direction:
    """What the clauses themselves tell where each does, else the likeliest direction of a substantive change."""
    turns = [_turn_of(entry) for entry in weighed if not entry.restated]
    harder, easier = any(turn and turn > 0 for turn in turns), any(turn and turn < 0 for turn in turns)
    if harder and easier:
        return Direction.MIXED
    if turns and None not in turns:
        return Direction.TIGHTENS if harder else Direction.LOOSENS if easier and all(turns) else Direction.NEUTRAL
    likeliest = max(Direction, key=lambda direction: cards[direction.value].score(features))
    if likeliest is not Direction.LOOSENS:
        return likeliest
    if harder:
        return Direction.MIXED
    # Who is told that a rule is easier now looks no further.
    return Direction.LOOSENS if easier or any(map(_eases, weighed)) else Direction.NEUTRAL


def _turn_of(entry: Weighed) -> int | None:
    """1 harder, -1 easier, 0 where nobody can tell; None where other words than amounts and duties changed."""
    turn = turn_of(entry)
    if turn is not None:
        return turn
    if is_firmer(entry.old, entry.new):
        return 1
    return -1 if is_firmer(entry.new, entry.old) else None


def _eases(entry: Weighed) -> bool:
    """Whether a clause binds less, permits more, has lost a condition, or is gone and permitted nothing."""
    old, new = entry.old, entry.new
    if entry.edit.change.op is ClauseOp.REMOVED:
        return not _permitted(old)
    less = new.bound < old.bound or bool(old.limits - new.limits)
    return less or (new.bound == old.bound and _permitted(new) > _permitted(old))


def _permitted(ruling: Ruling) -> int:
    return ruling.stances.get(Stance.PERMISSION, 0)
