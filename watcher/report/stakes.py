"""Says of every investment what is open about it, what comes next, and what of it was never looked at."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from watcher.core.model import Config, EffectiveKind, Finding, Reading, Stake
from watcher.report.figures import reach_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeStatus:
    """`open` are the findings that threaten the stake and that nobody has taken, the most urgent first.

    `next_day` is the next date on which something happens to it, `next_what` what: "ends", "in force" or "act by".
    `unwatched` names what it depends on and nobody has ever seen: targets, "platform …", or "nothing" where it
    depends on nothing. `reach` is the largest audience that one of its pages shows, and which page's.
    """

    stake: Stake
    open: tuple[Finding, ...]
    next_day: date | None
    next_what: str | None
    unwatched: tuple[str, ...]
    reach: tuple[str, Reading] | None = None


def stake_statuses(
    config: Config,
    findings: Sequence[Finding],
    seen: Collection[str],
    today: date,
    figures: Mapping[str, Sequence[Reading]] | None = None,
) -> tuple[StakeStatus, ...]:
    """`findings` are those that nobody has taken; `seen` are the ids of the targets that have been captured.

    `figures` are the last ones of each target's pages.
    """
    return tuple(
        replace(_status(stake, config, findings, seen, today), reach=reach_of(stake, figures or {}))
        for stake in config.stakes
    )


def stake_json(status: StakeStatus, today: date) -> dict[str, Any]:
    stake = status.stake
    return {
        "id": stake.id,
        "title": stake.title,
        "kind": stake.kind.value,
        "owners": list(stake.owners),
        "value": str(stake.value) if stake.value else None,
        "reach": stake.reach,
        "reach_now": round(status.reach[1].number) if status.reach else None,
        "reach_at": status.reach[1].until.isoformat() if status.reach else None,
        "reach_of": status.reach[0] if status.reach else None,
        "starts": stake.starts and stake.starts.isoformat(),
        "ends": stake.ends and stake.ends.isoformat(),
        "days_left": (stake.ends - today).days if stake.ends else None,
        "targets": list(stake.targets),
        "topics": [topic.value for topic in stake.topics],
        "platforms": list(stake.platforms),
        "features": list(stake.features),
        "regions": list(stake.regions),
        "open": [finding.id for finding in status.open],
        "next_day": status.next_day and status.next_day.isoformat(),
        "next_what": status.next_what,
        "unwatched": list(status.unwatched),
    }


def dates_of(finding: Finding) -> tuple[tuple[date, str], ...]:
    """The days of a finding that matter to its owners: since when it is in force, and by when to act."""
    days: list[tuple[date, str]] = []
    if finding.effective_date is not None and finding.effective_kind is EffectiveKind.EFFECTIVE:
        days.append((finding.effective_date, "in force"))
    if finding.deadline is not None:
        days.append((finding.deadline, "act by"))
    return tuple(days)


def _status(
    stake: Stake, config: Config, findings: Sequence[Finding], seen: Collection[str], today: date
) -> StakeStatus:
    own = [finding for finding in findings if stake.id in finding.stakes]
    ahead = [entry for finding in own for entry in dates_of(finding)]
    if stake.ends is not None:
        ahead.append((stake.ends, "ends"))
    day, what = min((entry for entry in ahead if entry[0] >= today), default=(None, None))
    return StakeStatus(
        stake=stake,
        open=tuple(sorted(own, key=lambda finding: (finding.priority or 9, -finding.severity, finding.at))),
        next_day=day,
        next_what=what,
        unwatched=tuple(_unwatched(stake, config, seen)),
    )


def _unwatched(stake: Stake, config: Config, seen: Collection[str]) -> list[str]:
    if not (stake.targets or stake.topics or stake.platforms or stake.features):
        return ["nothing"]
    missing = [target for target in stake.targets if target not in seen]
    platforms = {target.platform for target in config.targets if target.id in seen}
    missing += [f"platform {platform}" for platform in stake.platforms if platform not in platforms]
    if not stake.targets and not stake.platforms and not seen:
        missing.append("any target")
    return missing
