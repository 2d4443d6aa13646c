"""Says what is at stake, why Watcher thinks so, and what is safe."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import assert_never

from watcher.alert.inert import quote
from watcher.alert.wording import Wording
from watcher.core.model import Config, Finding, MatchedBy, Money, Safe, Stake, StakeReason, Topic

_TITLE = 120
_REASONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeLine:
    """`because` says why the finding threatens the stake; empty where that was not recorded."""

    title: str
    details: str
    because: str = ""


def threatened(finding: Finding, config: Config) -> tuple[Stake, ...]:
    """The finding's stakes that the configuration still knows, in the finding's order."""
    known = {stake.id: stake for stake in config.stakes}
    return tuple(known[stake] for stake in dict.fromkeys(finding.stakes) if stake in known)


def stake_line(stake: Stake, finding: Finding, config: Config, say: Wording, today: date) -> StakeLine:
    details = [say.stake_kinds[stake.kind]]
    if stake.value is not None:
        details.append(say.worth.format(money=say.money(stake.value)))
    if stake.reach is not None:
        details.append(say.reaches.format(number=say.number(stake.reach)))
    if stake.starts is not None and stake.starts > today:
        details.append(say.starts.format(day=say.day(stake.starts)))
    if stake.ends is not None:
        form = say.runs_until if stake.ends >= today else say.ended
        details.append(form.format(day=say.day(stake.ends)))
    line = ", ".join(details)
    match = next((match for match in finding.matches if match.stake == stake.id), None)
    reasons = [_reason(why, config, say) for why in match.because[:_REASONS]] if match else []
    return StakeLine(
        title=quote(stake.title, _TITLE),
        details=line[0].upper() + line[1:],
        because=say.stake_because.format(reasons=", ".join(reasons)) if reasons else "",
    )


def at_risk(stakes: Sequence[Stake], say: Wording) -> str:
    """What several stakes are worth together, by currency; "" where at most one has a value."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for stake in stakes:
        if stake.value is not None:
            sums[stake.value.currency] += stake.value.amount
    if sum(stake.value is not None for stake in stakes) < 2:
        return ""
    money = (say.money(Money(amount=amount, currency=currency)) for currency, amount in sums.items())
    return say.at_risk.format(money=" + ".join(money))


def safe_lines(finding: Finding, config: Config, say: Wording, today: date) -> tuple[str, ...]:
    """What looks as if it were threatened and is not, with the reason."""
    known = {stake.id: stake for stake in config.stakes}
    lines: list[str] = []
    for match in finding.matches:
        stake = known.get(match.stake)
        if stake is None:
            continue
        title = quote(stake.title, _TITLE)
        match match.safe:
            case None:
                pass
            case Safe.ENDED:
                lines.append(say.safe_ended.format(title=title, day=say.day(stake.ends or today)))
            case Safe.REGION:
                lines.append(say.safe_region.format(title=title, regions=", ".join(stake.regions)))
            case _:
                assert_never(match.safe)
    return tuple(lines)


def _reason(why: StakeReason, config: Config, say: Wording) -> str:
    form = say.matched_by[why.by]
    match why.by:
        case MatchedBy.TARGET:
            target = config.target(why.what)
            return form.format(quote(target.title if target else why.what, _TITLE))
        case MatchedBy.TOPIC:
            return form.format(say.topics[Topic(why.what)])
        case MatchedBy.FEATURE | MatchedBy.PLATFORM | MatchedBy.REGION:
            return form.format(quote(why.what, _TITLE))
        case _:
            assert_never(why.by)
