"""Alerts of one digest become one message."""

from dataclasses import replace

import pytest

from tests.fakes.alert_samples import NOW, RULES, config, rule_finding
from watcher.alert.compose import compose
from watcher.alert.message import join
from watcher.core.model import Alert


def low(number: int, severity: int = 1) -> Alert:
    finding = rule_finding(id=f"f{number}", severity=severity, headline=f"Change {number}")
    return replace(compose(finding, target=RULES, config=config(), now=NOW)[0], digest="social-team:monday")


def test_the_gravest_leads_and_the_rest_is_counted() -> None:
    message = join([low(1), low(2, severity=2), low(3)], NOW)
    assert message.subject == "[Watcher 2/3] Facebook: Change 2 (+2)"
    assert message.severity == 2
    assert message.id == "social-team:monday"
    assert message.text.index("Change 2") < message.text.index("Change 1") < message.text.index("Change 3")


def test_one_alert_keeps_its_own_key() -> None:
    message = join([low(1)], NOW)
    assert message.id == "f1:social-team:social-mail"
    assert message.subject == "[Watcher 1/3] Facebook: Change 1"


def test_the_token_belongs_to_the_alerts_whatever_their_order() -> None:
    assert join([low(1), low(2)], NOW).token == join([low(2), low(1)], NOW).token
    assert join([low(1), low(2)], NOW).token != join([low(1)], NOW).token


def test_no_alerts_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        join([], NOW)
