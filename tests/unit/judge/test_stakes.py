"""Which investments a change threatens."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.facts import a_config, a_target
from watcher.core.model import Money, Opinion, Stake, StakeKind, Topic
from watcher.judge.judge import unchanged
from watcher.judge.stakes import threatened

TODAY = date(2026, 11, 25)
RULES = a_target(id="platform-rules", platform="platform")


def a_stake(stake_id: str, **changes: object) -> Stake:
    stake = Stake(id=stake_id, title=stake_id, kind=StakeKind.CONTEST, owners=("team",))
    return replace(stake, **changes)  # type: ignore[arg-type]


def an_opinion(effective: date | None = None) -> Opinion:
    return replace(unchanged(), topics=(Topic.PROMOTIONS,), effective_date=effective)


def hit(*stakes: Stake, effective: date | None = None) -> list[str]:
    page = a_target(id="acme-page", platform="platform")
    other = a_target(id="acme-elsewhere", platform="elsewhere")
    config = a_config(RULES, page, other, stakes=stakes)
    return [stake.id for stake in threatened(an_opinion(effective), RULES, config, TODAY)]


def test_by_target_and_by_topic() -> None:
    assert hit(
        a_stake("named", targets=("platform-rules",)),
        a_stake("topic", topics=(Topic.PROMOTIONS,)),
        a_stake("same-platform", targets=("acme-page",), topics=(Topic.PROMOTIONS,)),
        a_stake("other-platform", targets=("acme-elsewhere",), topics=(Topic.PROMOTIONS,)),
        a_stake("other-topic", topics=(Topic.FEES,)),
        a_stake("nothing"),
    ) == ["named", "topic", "same-platform"]


def test_what_has_ended_by_then_is_safe() -> None:
    soon = a_stake("soon", targets=("platform-rules",), ends=date(2026, 12, 1))
    assert hit(soon) == ["soon"]
    assert not hit(soon, effective=date(2026, 12, 25))
    assert not hit(replace(soon, ends=date(2026, 11, 1)), effective=date(2026, 10, 1))


def test_the_costliest_first() -> None:
    small = a_stake("small", targets=("platform-rules",), value=Money(amount=Decimal(10), currency="EUR"))
    large = a_stake("large", targets=("platform-rules",), value=Money(amount=Decimal(900), currency="EUR"))
    assert hit(small, large) == ["large", "small"]
