"""Finds the investments that a change threatens."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from watcher.core.model import Config, Finding, Opinion, Stake, Target

ENDS = frozenset(["announces_end", "ends_on"])
"""The rules whose sentences say that something ends or moves."""


def threatened(opinion: Opinion | Finding, target: Target, config: Config, today: date) -> tuple[Stake, ...]:
    """The stakes that depend on the target, or on a topic of the change on the same platform; the costliest first.

    Those that have ended before the change takes effect or something ends (or before today) are safe. A topic reaches a
    stake that names targets only where one of them is on this platform.
    """
    last = max(_first_day(opinion) or today, today)
    hit = [
        stake
        for stake in config.stakes
        if (stake.ends is None or stake.ends >= last)
        and (target.id in stake.targets or _by_topic(opinion, target, stake, config))
    ]
    return tuple(sorted(hit, key=lambda stake: -(stake.value.amount if stake.value else 0)))


def with_stakes(finding: Finding, stakes: Sequence[Stake]) -> Finding:
    """The finding with the stakes that it threatens: critical where one depends on what ends or moves."""
    ends = finding.severity >= 1 and any(reason.rule in ENDS for reason in finding.reasons)
    return replace(
        finding,
        severity=3 if stakes and ends else finding.severity,
        stakes=tuple(stake.id for stake in stakes),
    )


def _first_day(opinion: Opinion | Finding) -> date | None:
    """The first day on which something is no longer as it was. A last day to object is none."""
    ends = any(reason.rule in ENDS for reason in opinion.reasons)
    days = [day for day in (opinion.effective_date, opinion.deadline if ends else None) if day is not None]
    return min(days, default=None)


def _by_topic(opinion: Opinion | Finding, target: Target, stake: Stake, config: Config) -> bool:
    if not set(opinion.topics) & set(stake.topics):
        return False
    named = [named for named in map(config.target, stake.targets) if named is not None]
    return not named or not target.platform or any(other.platform == target.platform for other in named)
