"""Finds the investments that a change threatens."""

from datetime import date

from watcher.core.model import Config, Finding, Opinion, Stake, Target


def threatened(opinion: Opinion | Finding, target: Target, config: Config, today: date) -> tuple[Stake, ...]:
    """The stakes that depend on the target, or on a topic of the change on the same platform; the costliest first.

    Those that have ended before the change takes effect (or before today) are safe. A topic reaches a stake that names
    targets only where one of them is on this platform.
    """
    last = max(opinion.effective_date or today, today)
    hit = [
        stake
        for stake in config.stakes
        if (stake.ends is None or stake.ends >= last)
        and (target.id in stake.targets or _by_topic(opinion, target, stake, config))
    ]
    return tuple(sorted(hit, key=lambda stake: -(stake.value.amount if stake.value else 0)))


def _by_topic(opinion: Opinion | Finding, target: Target, stake: Stake, config: Config) -> bool:
    if not set(opinion.topics) & set(stake.topics):
        return False
    named = [named for named in map(config.target, stake.targets) if named is not None]
    return not named or not target.platform or any(other.platform == target.platform for other in named)
