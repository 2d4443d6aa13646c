"""Who is told, when and through which channel."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from tests.fakes.alert_samples import (
    CONTEST,
    LEGAL,
    NOW,
    OPERATOR,
    PAGE,
    RULES,
    SOCIAL,
    config,
    layout_finding,
    rule_finding,
)
from watcher.alert.compose import compose, compose_operator, samples
from watcher.core.model import AlertKind, Digest

NIGHT = datetime(2027, 3, 10, 22, 0, tzinfo=UTC)
MONDAY = datetime(2027, 3, 15, 8, 0, tzinfo=UTC)


def test_owners_of_stakes_and_target_are_told_once_through_each_channel() -> None:
    alerts = compose(rule_finding(), target=RULES, config=config(), now=NOW)
    assert [(alert.owner, alert.channel) for alert in alerts] == [
        ("social-team", "social-mail"),
        ("social-team", "social-slack"),
        ("legal", "legal-mail"),
    ]
    assert alerts[0].key == "3f9a1c0b7e52:social-team:social-mail"
    assert all(alert.finding == "3f9a1c0b7e52" and alert.kind is AlertKind.CHANGE for alert in alerts)
    assert all(alert.not_before == NOW and alert.digest is None for alert in alerts)


def test_an_owner_of_both_stake_and_target_is_told_once() -> None:
    target = replace(RULES, owners=("legal", "social-team", "legal"))
    alerts = compose(rule_finding(), target=target, config=config(), now=NOW)
    assert len({alert.key for alert in alerts}) == len(alerts) == 3


def test_severity_zero_is_nobodys_business() -> None:
    assert compose(rule_finding(severity=0), target=RULES, config=config(), now=NOW) == ()


def test_what_is_not_worth_a_push_waits_for_the_digest_or_is_left_out() -> None:
    alerts = compose(rule_finding(severity=1), target=RULES, config=config(), now=NOW)
    [digest] = alerts
    assert (digest.owner, digest.channel, digest.not_before) == ("social-team", "social-mail", MONDAY)
    assert digest.digest == "social-team:2027-03-15T08:00:00+00:00"


def test_an_owner_without_push_channels_gets_everything_in_the_digest() -> None:
    quiet_owner = replace(SOCIAL, push=())
    [alert, _] = compose(rule_finding(), target=RULES, config=config(quiet_owner, LEGAL), now=NOW)
    assert (alert.severity, alert.digest) == (3, "social-team:2027-03-15T08:00:00+00:00")


def test_quiet_hours_hold_back_all_but_severity_three() -> None:
    only_social = replace(RULES, owners=())
    held = compose(rule_finding(severity=2), target=only_social, config=config(), now=NIGHT)
    assert {alert.not_before for alert in held} == {datetime(2027, 3, 11, 6, 0, tzinfo=UTC)}
    at_once = compose(rule_finding(severity=3), target=only_social, config=config(), now=NIGHT)
    assert {alert.not_before for alert in at_once} == {NIGHT}


def test_a_channel_named_twice_is_used_once() -> None:
    owner = replace(SOCIAL, push=("social-mail", "social-mail"))
    assert len(compose(layout_finding(stakes=()), target=PAGE, config=config(owner), now=NOW)) == 1


def test_stakes_and_owners_that_the_configuration_lost_are_skipped() -> None:
    finding = rule_finding(stakes=("gone", "spring-contest"))
    target = replace(RULES, owners=("gone",))
    alerts = compose(finding, target=target, config=config(stakes=(CONTEST,)), now=NOW)
    assert {alert.owner for alert in alerts} == {"social-team"}


def test_the_operator_is_told_of_what_the_operator_owns() -> None:
    [alert] = compose(rule_finding(stakes=()), target=replace(RULES, owners=("operator",)), config=config(), now=NOW)
    assert (alert.owner, alert.channel, alert.kind) == ("operator", "ops-mail", AlertKind.CHANGE)
    own = replace(CONTEST, owners=("operator",))
    alerts = compose(rule_finding(), target=RULES, config=config(stakes=(own,)), now=NOW)
    assert {alert.owner for alert in alerts} == {"operator", "legal"}


def test_the_operator_is_not_told_of_what_others_own() -> None:
    alerts = compose(rule_finding(), target=RULES, config=config(), now=NOW)
    assert "operator" not in {alert.owner for alert in alerts}


def test_the_operators_own_limit_and_digest_hold_for_changes() -> None:
    digest = Digest(channel="ops-mail", at=time(9, 0))
    operator = replace(OPERATOR, push_from=3, digest=digest)
    target = replace(RULES, owners=("operator",))
    [later] = compose(rule_finding(severity=2, stakes=()), target=target, config=config(operator=operator), now=NOW)
    assert later.digest == "operator:2027-03-11T09:00:00+00:00"
    [at_once] = compose(rule_finding(severity=3, stakes=()), target=target, config=config(operator=operator), now=NOW)
    assert (at_once.digest, at_once.not_before) == (None, NOW)


def test_days_left_are_counted_when_the_digest_goes_out() -> None:
    [alert] = compose(rule_finding(severity=1), target=RULES, config=config(), now=NOW)
    assert "noch 17 Tage" in alert.text


def test_composing_again_gives_the_same_alerts() -> None:
    first = compose(rule_finding(), target=RULES, config=config(), now=NOW)
    assert compose(rule_finding(), target=RULES, config=config(), now=NOW) == first


def test_failures_go_to_the_operator_alone() -> None:
    [alert] = compose_operator(key="stale:acme", subject="No good\r\nBcc: x", text="a\n<b>", config=config(), now=NOW)
    assert (alert.owner, alert.channel, alert.key) == ("operator", "ops-mail", "stale:acme:ops-mail")
    assert alert.subject == "[Watcher] No good Bcc: x"
    assert "&lt;b&gt;" in alert.html
    assert alert.kind is AlertKind.OPERATOR


def test_the_mark_in_the_subject_stands_once() -> None:
    [alert] = compose_operator(key="k", subject="[Watcher] channel down", text="t", config=config(), now=NOW)
    assert alert.subject == "[Watcher] channel down"


def test_an_operator_without_channels_gets_nothing() -> None:
    without = config(operator=replace(OPERATOR, push=()))
    assert compose_operator(key="k", subject="s", text="t", config=without, now=NOW) == ()


def test_samples_reach_every_channel_of_everybody() -> None:
    alerts = samples(config(), None, NOW)
    assert [(alert.owner, alert.channel) for alert in alerts] == [
        ("social-team", "social-mail"),
        ("social-team", "social-slack"),
        ("legal", "legal-mail"),
        ("operator", "ops-mail"),
    ]
    assert all(alert.kind is AlertKind.TEST and alert.not_before == NOW for alert in alerts)
    later = samples(config(), None, NOW + timedelta(seconds=1))
    assert not {alert.key for alert in alerts} & {alert.key for alert in later}


def test_samples_for_one_owner() -> None:
    assert {alert.owner for alert in samples(config(), ["legal", "nobody", "legal"], NOW)} == {"legal"}
