"""Finds the investments that a change threatens, with the reasons, and how urgent that makes it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from watcher.core.model import Config, Finding, MatchedBy, Safe, Stake, StakeMatch, StakeReason, Target, TargetKind
from watcher.core.text import names
from watcher.judge.regions import countries, holds_in

ENDS = frozenset(["announces_end", "ends_on"])
"""The rules whose sentences say that something ends or moves."""
LEAST_URGENT = 4
_LARGE_SHARE = Decimal("0.1")


def match_stakes(finding: Finding, target: Target, config: Config, today: date) -> tuple[StakeMatch, ...]:
    """The stakes that the change touches, and why; the costliest first.

    A stake is touched where it depends on the target, on a topic of the change, on a feature that it names, or on the
    platform's rules as such; topics and features reach it on its own platforms alone, if it has any. It is safe where
    it ends before something is no longer as it was, or where the change is for other regions only. Stakes that have
    ended today are none.
    """
    last = max(_first_day(finding) or today, today)
    holds = _countries(finding)
    matches: list[tuple[Stake, StakeMatch]] = []
    for stake in config.stakes:
        because = tuple(_reasons(finding, target, stake, config))
        if not because or (stake.ends is not None and stake.ends < today):
            continue
        safe, shared = None, holds & countries(stake.regions)
        if stake.ends is not None and stake.ends < last:
            safe = Safe.ENDED
        elif holds and stake.regions and not shared:
            safe = Safe.REGION
        elif len(shared) == 1:
            because += tuple(StakeReason(by=MatchedBy.REGION, what=country) for country in shared)
        matches.append((stake, StakeMatch(stake=stake.id, because=because, safe=safe)))
    return tuple(match for _, match in sorted(matches, key=lambda entry: -_amount(entry[0])))


def with_stakes(finding: Finding, matches: Sequence[StakeMatch], config: Config) -> Finding:
    """The finding with the stakes that it threatens: critical where one depends on what ends or moves."""
    stakes = tuple(match.stake for match in matches if match.safe is None)
    ends = finding.severity >= 1 and any(reason.rule in ENDS for reason in finding.reasons)
    severity = 3 if stakes and ends else finding.severity
    return replace(
        finding,
        severity=severity,
        stakes=stakes,
        matches=tuple(matches),
        priority=priority(severity, [stake for stake in config.stakes if stake.id in stakes], config),
    )


def priority(severity: int, stakes: Sequence[Stake], config: Config) -> int:
    """1 (first) to 4: 5 less the severity, and one more urgent where it is critical for a stake or a lot is at risk.

    A lot is a tenth or more of everything that is invested in one currency.
    """
    at_risk, invested = total(stakes), total(config.stakes)
    a_lot = any(amount >= _LARGE_SHARE * invested[currency] > 0 for currency, amount in at_risk.items())
    sooner = bool(stakes) and severity >= 1 and (severity == 3 or a_lot)
    return min(max(5 - severity - sooner, 1), LEAST_URGENT)


def total(stakes: Sequence[Stake]) -> dict[str, Decimal]:
    """What the stakes are worth together, by currency."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for stake in stakes:
        if stake.value is not None:
            sums[stake.value.currency] += stake.value.amount
    return dict(sums)


def _amount(stake: Stake) -> Decimal:
    return stake.value.amount if stake.value else Decimal(0)


def _first_day(finding: Finding) -> date | None:
    """The first day on which something is no longer as it was. A last day to object is none."""
    ends = any(reason.rule in ENDS for reason in finding.reasons)
    days = [day for day in (finding.effective_date, finding.deadline if ends else None) if day is not None]
    return min(days, default=None)


def _reasons(finding: Finding, target: Target, stake: Stake, config: Config) -> Iterator[StakeReason]:
    if target.id in stake.targets:
        yield StakeReason(by=MatchedBy.TARGET, what=target.id)
    if not _is_on_platform(target, stake, config):
        return
    rules = target.kind is TargetKind.POLICY and not stake.topics and not stake.features
    if rules and target.platform and target.platform in stake.platforms:
        yield StakeReason(by=MatchedBy.PLATFORM, what=target.platform)
    for topic in finding.topics:
        if topic in stake.topics:
            yield StakeReason(by=MatchedBy.TOPIC, what=topic.value)
    if stake.features:
        words = finding.words
        for feature in stake.features:
            if names(words, feature):
                yield StakeReason(by=MatchedBy.FEATURE, what=feature)


def _is_on_platform(target: Target, stake: Stake, config: Config) -> bool:
    """Whether what happens on the target's platform can concern the stake at all."""
    if stake.platforms:
        return target.platform in stake.platforms
    named = [named for named in map(config.target, stake.targets) if named is not None]
    return not named or not target.platform or any(other.platform == target.platform for other in named)


def _countries(finding: Finding) -> frozenset[str]:
    """The countries that the clauses which count speak of, old words and new; empty where one side names none.

    Where a rule held before counts as much: what a country loses is a change for it.
    """
    sides = [text for clause, noise in finding.weighed if not noise for text in (clause.before, clause.after) if text]
    found = [holds_in(text) for text in sides]
    if not found or finding.layout or any(countries is None for countries in found):
        return frozenset()
    return frozenset(country for countries in found if countries for country in countries)
