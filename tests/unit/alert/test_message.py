"""Alerts of one digest become one message."""

from dataclasses import replace

import pytest

from tests.fakes.alert_samples import LEGAL, NOW, RULES, SOCIAL, config, rule_finding
from watcher.alert.compose import compose
from watcher.alert.message import join
from watcher.core.model import Alert, Language

ENGLISH = replace(SOCIAL, language=Language.EN)


def low(number: int, severity: int = 1, headline: str = "") -> Alert:
    finding = rule_finding(id=f"f{number}", severity=severity, headline=headline or f"Change {number}")
    owner = replace(ENGLISH, push_from=3)
    alert = compose(finding, target=RULES, config=config(owner, LEGAL), now=NOW)[0]
    return replace(alert, gist=f"change {number}")


def test_a_digest_says_that_it_is_one_and_the_gravest_leads() -> None:
    message = join([low(1), low(2, severity=2), low(3)], NOW)
    assert message.subject == "[Watcher 2/3] Digest: 3 changes; gravest: Facebook: Change 2"
    assert message.severity == 2
    assert message.id == "social-team:2027-03-15T08:00:00+00:00"
    assert message.text.index("Change 2") < message.text.index("Change 1") < message.text.index("Change 3")


def test_a_digest_says_so_in_its_owners_language() -> None:
    alerts = [
        compose(rule_finding(id=f"f{number}", severity=1), target=RULES, config=config(), now=NOW)[0]
        for number in range(2)
    ]
    subject = join(alerts, NOW).subject
    assert subject.startswith("[Watcher 1/3] Sammelmeldung: 2 Änderungen; die wichtigste: Facebook Pages")
    assert subject.endswith("“ ab 1. April 2027")


def test_the_count_costs_no_date() -> None:
    long = f"you must not {'ask anybody for anything ' * 7}from 1 April 2027"
    subject = join([low(number, headline=long) for number in range(250)], NOW).subject
    assert len(subject) <= 180
    assert subject.endswith("… from 1 April 2027")


def test_one_alert_keeps_its_own_key() -> None:
    message = join([low(1)], NOW)
    assert message.id == "f1:social-team:social-mail"
    assert message.subject == "[Watcher 1/3] Digest: Facebook: Change 1"


def test_alerts_that_are_no_digest_are_counted() -> None:
    first, *_ = compose(rule_finding(headline="Digest: x"), target=RULES, config=config(LEGAL), now=NOW)
    message = join([first, replace(first, key="other", gist="other")], NOW)
    assert message.subject == "[Watcher 3/3] 2 changes; gravest: Facebook: Digest: x"


def test_the_token_belongs_to_the_alerts_whatever_their_order() -> None:
    assert join([low(1), low(2)], NOW).token == join([low(2), low(1)], NOW).token
    assert join([low(1), low(2)], NOW).token != join([low(1)], NOW).token


def test_no_alerts_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        join([], NOW)


def test_what_says_the_same_of_several_pages_is_told_once_and_every_page_named() -> None:
    first, *_ = compose(rule_finding(), target=RULES, config=config(LEGAL), now=NOW)
    message = join([first, *(replace(first, key=f"k{n}", finding=f"f{n}") for n in range(4))], NOW)
    assert message.subject.startswith("[Watcher 3/3] on further pages too (4): Facebook: ")
    assert message.text.count("WHAT CHANGED") == message.html.count("<h1") - 1 == 1
    assert "Further changes: 4" in message.text
    for n in range(4):
        assert f"watcher show f{n}; k{n}" in message.text
        assert f"watcher show f{n}; k{n}" in message.html


def test_of_very_many_alerts_the_gravest_are_told_and_none_is_left_out() -> None:
    first, *_ = compose(rule_finding(), target=RULES, config=config(LEGAL), now=NOW)
    many = [replace(first, key=f"k{n:02}", gist=f"g{n}", severity=1 + n % 3) for n in range(100)]
    message = join(many, NOW)
    assert message.text.count("WHAT CHANGED") == 10
    assert len(message.html) < 400_000
    told = {alert.key for alert in many if alert.severity == 3 and alert.key < "k30"}
    assert len(told) == 10
    for alert in many:
        assert alert.key in message.brief
        assert alert.key in told or (alert.key in message.text and alert.key in message.html)


def test_a_message_names_its_thread_where_it_is_about_one_change() -> None:
    first, *_ = compose(rule_finding(), target=RULES, config=config(LEGAL), now=NOW)
    assert join([first], NOW).thread == "3f9a1c0b7e52"
    assert join([first, replace(first, key="other", finding="other")], NOW).thread is None
