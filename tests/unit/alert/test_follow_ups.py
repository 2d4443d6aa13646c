"""Reminders before a date, escalations up the chain, and that both end when somebody takes the change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.fakes.alert_samples import LEGAL, NOW, RULES, SOCIAL, config, rule_finding
from watcher.alert.follow_ups import follow_up
from watcher.core.model import Ack, Alert, AlertKind, Config, Escalation, Finding, OpenFinding, Owner

# The finding takes effect on 1 April 2027, when Berlin has daylight saving time; NOW is 10 March, before that.
HEAD = replace(LEGAL, id="head", name="Head of Marketing", push=("head-mail",), remind=())
CHAIN = (Escalation(after=timedelta(hours=4), to=("head",)), Escalation(after=timedelta(days=1), to=("head", "legal")))
SOLO = replace(SOCIAL, escalate=CHAIN)


def pending(
    finding: Finding | None = None, *, owners: tuple[str, ...] = ("social-team",), **changes: object
) -> OpenFinding:
    told = tuple((owner, NOW) for owner in owners)
    return replace(OpenFinding(finding=finding or rule_finding(), told=told), **changes)  # type: ignore[arg-type]


def put_off(until: date) -> Ack:
    return Ack(finding="3f9a1c0b7e52", at=NOW, by="Jo", note="", until=until)


def due(at: datetime, *open_findings: OpenFinding, people: Config | None = None) -> list[Alert]:
    return list(follow_up(open_findings or (pending(),), people or config(SOCIAL, LEGAL, HEAD), at))


def keys(at: datetime, *open_findings: OpenFinding, people: Config | None = None) -> list[str]:
    return [alert.key for alert in due(at, *open_findings, people=people)]


def test_reminders_come_at_nine_their_time_before_the_day() -> None:
    week_before = datetime(2027, 3, 25, 8, 0, tzinfo=UTC)
    assert due(week_before - timedelta(minutes=1)) == []
    first, second = due(week_before)
    assert first.key == "3f9a1c0b7e52:remind:2027-04-01:7:social-team:social-mail"
    assert (first.kind, first.channel, second.channel) == (AlertKind.REMINDER, "social-mail", "social-slack")
    assert first.subject.startswith("[Watcher 3/3] Erinnerung: Facebook Pages, Groups and Events Policies: strenger: ")
    assert "Erinnerung: noch 7 Tage bis zum 1. April 2027." in first.text
    assert "watcher ack 3f9a1c0b7e52" in first.text
    day_before = datetime(2027, 3, 31, 7, 0, tzinfo=UTC)
    assert due(day_before - timedelta(minutes=1))[0].key.split(":")[3] == "7"
    assert "Morgen, am 1. April 2027" in due(day_before)[0].text


def test_a_reminder_has_one_key_however_often_it_is_asked_for() -> None:
    assert keys(datetime(2027, 3, 25, 8, 0, tzinfo=UTC)) == keys(datetime(2027, 3, 28, 20, 0, tzinfo=UTC))


def test_of_reminders_that_were_missed_the_last_one_comes() -> None:
    early = pending(told=(("social-team", datetime(2027, 1, 1, tzinfo=UTC)),))
    assert {key.split(":")[3] for key in keys(datetime(2027, 3, 31, 12, 0, tzinfo=UTC), early)} == {"1"}


def test_what_the_alert_itself_just_said_is_no_reminder() -> None:
    assert due(datetime(2027, 3, 11, 12, 0, tzinfo=UTC)) == []


def test_no_reminder_after_the_day_and_none_where_none_is_wanted() -> None:
    assert due(datetime(2027, 4, 2, 8, 0, tzinfo=UTC)) == []
    people = config(replace(SOCIAL, remind=()), LEGAL)
    assert due(datetime(2027, 3, 31, 12, 0, tzinfo=UTC), people=people) == []


def test_the_last_day_to_act_is_reminded_of_too() -> None:
    finding = rule_finding(effective_date=None, effective_kind=None, deadline=date(2027, 3, 20))
    assert {key.split(":")[2] for key in keys(datetime(2027, 3, 19, 12, 0, tzinfo=UTC), pending(finding))} == {
        "2027-03-20"
    }


def test_what_went_into_the_digest_is_reminded_of_in_the_digest() -> None:
    minor = pending(rule_finding(severity=1))
    [alert] = due(datetime(2027, 3, 25, 9, 0, tzinfo=UTC), minor)
    assert alert.digest is not None
    assert due(datetime(2027, 3, 31, 12, 0, tzinfo=UTC), minor) == [], "the next digest comes after the day"


def test_quiet_hours_hold_a_reminder_back() -> None:
    owner = replace(SOCIAL, quiet=replace(SOCIAL.quiet, end=SOCIAL.quiet.end.replace(hour=10)), wake_from=4)  # type: ignore[union-attr, type-var]
    alert = due(datetime(2027, 3, 25, 8, 0, tzinfo=UTC), people=config(owner, LEGAL))[0]
    assert alert.not_before == datetime(2027, 3, 25, 9, 0, tzinfo=UTC)


def test_every_owner_is_reminded_in_their_own_language_and_time() -> None:
    both = pending(owners=("social-team", "legal"))
    assert {alert.owner for alert in due(datetime(2027, 3, 25, 12, 59, tzinfo=UTC), both)} == {"social-team"}
    alerts = due(datetime(2027, 3, 25, 13, 0, tzinfo=UTC), both)
    assert "Reminder: 7 days left until 1 April 2027." in next(a.text for a in alerts if a.owner == "legal")


def test_critical_changes_go_up_the_chain_step_by_step() -> None:
    people = config(SOLO, LEGAL, HEAD)
    assert due(NOW + timedelta(hours=3, minutes=59), people=people) == []
    [alert] = due(NOW + timedelta(hours=4), people=people)
    assert (alert.key, alert.kind) == ("3f9a1c0b7e52:escalate1:head:head-mail", AlertKind.ESCALATION)
    assert "Social-Media-Team was told on 10 March 2027, 08:05 (America/New_York)" in alert.text
    assert keys(NOW + timedelta(days=1), people=people) == [
        "3f9a1c0b7e52:escalate1:head:head-mail",
        "3f9a1c0b7e52:escalate2:head:head-mail",
        "3f9a1c0b7e52:escalate2:legal:legal-mail",
    ]


def test_a_superior_of_several_is_told_once_a_step() -> None:
    people = config(SOLO, replace(LEGAL, escalate=CHAIN[:1]), HEAD)
    assert len(due(NOW + timedelta(hours=5), pending(owners=("social-team", "legal")), people=people)) == 1


def test_nothing_but_what_is_critical_goes_up_and_nothing_old() -> None:
    people = config(SOLO, LEGAL, HEAD)
    assert due(NOW + timedelta(days=1), pending(rule_finding(severity=2)), people=people) == []
    old = rule_finding(effective_date=None, effective_kind=None)
    assert due(NOW + timedelta(days=40), pending(old), people=people) == []


def test_what_was_put_off_comes_back_on_its_day_and_not_before() -> None:
    people = config(SOLO, LEGAL, HEAD)
    later = pending(put_off=put_off(date(2027, 3, 27)))
    assert due(datetime(2027, 3, 26, 12, 0, tzinfo=UTC), later, people=people) == []
    first, _ = due(datetime(2027, 3, 27, 8, 0, tzinfo=UTC), later, people=people)
    assert first.key == "3f9a1c0b7e52:put-off:2027-03-27:social-team:social-mail"
    assert "Jo hat dies bis heute zurückgestellt." in first.text
    escalated = keys(datetime(2027, 3, 27, 12, 0, tzinfo=UTC), later, people=people)
    assert "3f9a1c0b7e52:escalate1:head:head-mail" in escalated
    assert not [key for key in escalated if ":remind:" in key], "seven days before lies in the time of the snooze"


def test_owners_and_pages_that_the_configuration_lost_are_skipped() -> None:
    assert due(NOW + timedelta(days=20), pending(owners=("gone",))) == []
    assert due(NOW + timedelta(days=20), pending(rule_finding(target="gone"))) == []


def test_who_is_told_through_a_digest_alone_is_escalated_to_there() -> None:
    boss: Owner = replace(HEAD, push=(), digest=SOCIAL.digest)
    [alert] = due(NOW + timedelta(hours=5), people=config(SOLO, LEGAL, boss))
    assert alert.digest is not None
    assert RULES.title in alert.text
