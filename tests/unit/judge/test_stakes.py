"""Which investments a change threatens, why, and how urgent that is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.facts import a_config, a_finding, a_target
from watcher.core.model import (
    BlockKind,
    ClauseChange,
    ClauseOp,
    Finding,
    LayoutChange,
    LayoutOp,
    Money,
    Reason,
    Safe,
    Stake,
    StakeKind,
    StakeMatch,
    Target,
    TargetKind,
    Topic,
)
from watcher.judge.stakes import match_stakes, priority, with_stakes

TODAY = date(2026, 11, 25)
RULES = a_target(id="platform-rules", platform="platform")
PAGE = a_target(id="acme-page", platform="platform", kind=TargetKind.PAGE)
OTHER = a_target(id="acme-elsewhere", platform="elsewhere")


def a_stake(stake_id: str, **changes: Any) -> Stake:
    stake = Stake(id=stake_id, title=stake_id, kind=StakeKind.CONTEST, owners=("team",))
    return replace(stake, **changes)


def euros(amount: int) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def a_rule(text: str) -> ClauseChange:
    return ClauseChange(op=ClauseOp.ADDED, kind=BlockKind.PARAGRAPH, heading="", before="", after=text)


def a_change(*rules: str, effective: date | None = None, **changes: Any) -> Finding:
    clauses = tuple(map(a_rule, rules))
    return a_finding(topics=(Topic.PROMOTIONS,), effective_date=effective, clauses=clauses, **changes)


def matches(*stakes: Stake, finding: Finding | None = None, target: Target = RULES) -> tuple[StakeMatch, ...]:
    return match_stakes(finding or a_change(), target, a_config(RULES, PAGE, OTHER, stakes=stakes), TODAY)


def hit(*stakes: Stake, finding: Finding | None = None, target: Target = RULES) -> list[str]:
    return [match.stake for match in matches(*stakes, finding=finding, target=target) if match.safe is None]


def why(stake: Stake, finding: Finding | None = None, target: Target = RULES) -> list[tuple[str, str]]:
    [match] = matches(stake, finding=finding, target=target)
    return [(reason.by.value, reason.what) for reason in match.because]


def test_by_target_and_by_topic() -> None:
    assert hit(
        a_stake("named", targets=("platform-rules",)),
        a_stake("topic", topics=(Topic.PROMOTIONS,)),
        a_stake("same-platform", targets=("acme-page",), topics=(Topic.PROMOTIONS,)),
        a_stake("other-platform", targets=("acme-elsewhere",), topics=(Topic.PROMOTIONS,)),
        a_stake("other-topic", topics=(Topic.FEES,)),
        a_stake("nothing"),
    ) == ["named", "topic", "same-platform"]


def test_by_platform_where_nothing_is_more_exact() -> None:
    assert why(a_stake("all-rules", platforms=("platform",))) == [("platform", "platform")]
    assert hit(a_stake("elsewhere", platforms=("elsewhere",))) == []
    assert hit(a_stake("bound", platforms=("elsewhere",), topics=(Topic.PROMOTIONS,))) == []
    assert hit(a_stake("other-topic", platforms=("platform",), topics=(Topic.FEES,))) == []
    assert hit(a_stake("a-page-is-no-rule", platforms=("platform",)), target=PAGE) == []


def test_every_reason_is_told() -> None:
    stake = a_stake("all", targets=("platform-rules",), topics=(Topic.PROMOTIONS,), features=("Gewinnspiel", "Reels"))
    found = why(stake, a_change("Gewinnspiele auf Seiten brauchen eine Erlaubnis."))
    assert found == [("target", "platform-rules"), ("topic", "promotions"), ("feature", "Gewinnspiel")]


@pytest.mark.parametrize(
    ("feature", "text", "named"),
    [
        ("Shop", "The Shop tab is removed.", True),
        ("Shop", "Workshops are removed.", False),
        ("like gate", "A LIKE  gate may no longer be used.", True),
        ("Gewinnspiel", "bei Gewinnspielen gilt", True),
        ("App", "Apps are ended.", False),
        ("a.b", "axb is ended", False),
    ],
)
def test_a_feature_counts_where_the_text_names_it(feature: str, text: str, named: bool) -> None:
    stake = a_stake("feature", features=(feature,))
    assert hit(stake, finding=replace(a_change(text), topics=())) == (["feature"] if named else [])


def test_a_clause_that_is_noise_names_nothing() -> None:
    finding = replace(a_change("The Shop tab."), topics=(), noise=("navigation",))
    assert hit(a_stake("feature", features=("Shop",)), finding=finding) == []


def test_a_feature_is_found_in_the_layout_where_that_is_what_changed() -> None:
    event = LayoutChange(op=LayoutOp.REMOVED, role="tab", name="Shop", before="", after="", sentence="")
    cited = (Reason(rule="layout_removed", quote="", weight=3.0),)
    stake = a_stake("feature", features=("shop",))
    assert hit(stake, finding=a_finding(layout=(event,), reasons=cited), target=PAGE) == ["feature"]
    assert hit(stake, finding=a_finding(layout=(event,)), target=PAGE) == []


def test_what_ends_before_the_change_takes_effect_is_safe_and_said_to_be() -> None:
    soon = a_stake("soon", targets=("platform-rules",), ends=date(2026, 12, 1))
    assert hit(soon) == ["soon"]
    [match] = matches(soon, finding=a_change(effective=date(2026, 12, 25)))
    assert match.safe is Safe.ENDED
    assert hit(soon, finding=a_change(effective=date(2026, 12, 1))) == ["soon"]


def test_what_has_ended_already_is_not_even_mentioned() -> None:
    over = a_stake("over", targets=("platform-rules",), ends=date(2026, 11, 1))
    assert matches(over, finding=a_change(effective=date(2026, 10, 1))) == ()
    assert matches(over, finding=a_change(effective=date(2026, 12, 25))) == ()


@pytest.mark.parametrize(
    ("rules", "safe"),
    [
        (["In the United States you must not run promotions."], Safe.REGION),
        (["In the United States you must not.", "Promotions need a permit."], None),
        (["In Germany you must not run promotions."], None),
        (["For users in the EU promotions need a permit."], None),
        (["Outside the United States you must not run promotions."], None),
        (["Promotions need a permit."], None),
        (["In Deutschland sind Gewinnspiele verboten."], None),
        (["In Kalifornien sind Gewinnspiele verboten."], Safe.REGION),
    ],
)
def test_rules_for_other_regions_alone_are_no_threat(rules: list[str], safe: Safe | None) -> None:
    stake = a_stake("german", targets=("platform-rules",), regions=("DE",))
    [match] = matches(stake, finding=a_change(*rules))
    assert match.safe is safe
    [anywhere] = matches(replace(stake, regions=()), finding=a_change(*rules))
    assert anywhere.safe is None


@pytest.mark.parametrize(
    ("before", "after", "safe"),
    [
        (
            "Promotions in Germany and the United States are allowed.",
            "Promotions in the United States are allowed.",
            None,
        ),
        ("Promotions are allowed everywhere.", "Promotions in the United States are allowed.", None),
        ("Promotions in Germany are allowed.", "", None),
        ("Promotions in Canada are allowed.", "Promotions in the United States are allowed.", Safe.REGION),
        ("Promotions in the United States are allowed.", "", Safe.REGION),
    ],
)
def test_what_a_region_loses_is_a_threat_to_it(before: str, after: str, safe: Safe | None) -> None:
    op = ClauseOp.EDITED if after else ClauseOp.REMOVED
    clause = ClauseChange(op=op, kind=BlockKind.PARAGRAPH, heading="", before=before, after=after)
    stake = a_stake("german", targets=("platform-rules",), regions=("DE",))
    [match] = matches(stake, finding=replace(a_change("x"), clauses=(clause,)))
    assert match.safe is safe


def test_a_rule_for_the_stakes_own_country_says_so() -> None:
    stake = a_stake("german", topics=(Topic.PROMOTIONS,), regions=("EU",))
    assert why(stake, a_change("In Germany promotions need a permit.")) == [("topic", "promotions"), ("region", "DE")]


def test_the_costliest_first() -> None:
    small = a_stake("small", targets=("platform-rules",), value=euros(10))
    large = a_stake("large", targets=("platform-rules",), value=euros(900))
    assert hit(small, large) == ["large", "small"]


def test_priority_comes_from_severity_and_value() -> None:
    small, large = a_stake("small", value=euros(50)), a_stake("large", value=euros(950))
    config = a_config(stakes=(small, large))
    assert [priority(severity, [], config) for severity in (3, 2, 1, 0)] == [2, 3, 4, 4]
    assert [priority(severity, [small], config) for severity in (3, 2, 1, 0)] == [1, 3, 4, 4]
    assert [priority(severity, [large], config) for severity in (3, 2, 1, 0)] == [1, 2, 3, 4]
    francs = a_stake("francs", value=Money(amount=Decimal(1), currency="CHF"))
    assert priority(2, [francs], a_config(stakes=(small, large, francs))) == 2


def test_only_what_is_threatened_makes_an_end_critical() -> None:
    ending = a_change(effective=date(2026, 12, 25), reasons=(Reason(rule="announces_end", quote="", weight=1.0),))
    soon = a_stake("soon", targets=("platform-rules",), ends=date(2026, 12, 1))
    later = replace(soon, ends=date(2027, 12, 1))
    for stake, severity, stakes in ((soon, 2, ()), (later, 3, ("soon",))):
        config = a_config(RULES, stakes=(stake,))
        found = with_stakes(ending, match_stakes(ending, RULES, config, TODAY), config)
        assert (found.severity, found.stakes) == (severity, stakes)
