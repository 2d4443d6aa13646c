"""Finds the investments that a change threatens."""

from collections.abc import Sequence
from datetime import date

from watcher.core.model import Finding, Opinion, Stake, Target


def threatened(opinion: Opinion | Finding, target: Target, stakes: Sequence[Stake], today: date) -> tuple[Stake, ...]:
    """The stakes that depend on the target, or on a topic of the change on the same platform; the costliest first.

    Those that have ended before the change takes effect (or before today) are safe. A stake that names targets is tied
    to them: a topic reaches it only through a target of the same platform, which its target's id or title shows.
    """
    last = max(opinion.effective_date or today, today)
    hit = [
        stake
        for stake in stakes
        if (stake.ends is None or stake.ends >= last)
        and (target.id in stake.targets or _by_topic(opinion, target, stake))
    ]
    return tuple(sorted(hit, key=lambda stake: -(stake.value.amount if stake.value else 0)))


def _by_topic(opinion: Opinion | Finding, target: Target, stake: Stake) -> bool:
    if not set(opinion.topics) & set(stake.topics):
        return False
    if not stake.targets or not target.platform:
        return True
    return any(target.platform in dependency for dependency in stake.targets)
