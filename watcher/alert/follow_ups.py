"""Turns findings that nobody has taken into reminders and escalations as their time comes."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watcher.alert.compose import compose_one, ways
from watcher.alert.inert import quote
from watcher.alert.languages import wording
from watcher.alert.letter import Occasion
from watcher.alert.routing import recipients
from watcher.alert.wording import Wording
from watcher.core.model import Alert, AlertKind, Config, EffectiveKind, Finding, OpenFinding, Owner

_AT = time(9)
_CRITICAL = 3
# What should have gone out longer ago belongs to another time: a chain that was only just written down, say.
_LATE = timedelta(days=14)


def follow_up(open_findings: Sequence[OpenFinding], config: Config, now: datetime) -> tuple[Alert, ...]:
    """What is due by now, with keys that are the same at every call: what was queued before is known by them.

    Owners who were told are reminded at nine their time, `remind` days before the finding takes effect or is to be
    acted upon, and on the day until which it was put off; of reminders that were missed, only the last one comes.
    Critical findings go up each owner's chain. Nothing comes while a finding is put off.
    """
    found: dict[str, Alert] = {}
    for pending in open_findings:
        if config.target(pending.finding.target) is None:
            continue
        for owner_id, told_at in pending.told:
            owner = config.owner(owner_id)
            since = _since(pending, owner, told_at, now) if owner else None
            if owner is not None and since is not None:
                for alert in (
                    *_reminders(pending, owner, told_at, since, config, now),
                    *_escalations(pending.finding, owner, told_at, since, config, now),
                ):
                    found.setdefault(alert.key, alert)
    return tuple(found.values())


def _since(pending: OpenFinding, owner: Owner, told_at: datetime, now: datetime) -> datetime | None:
    """From when the owner's clock runs; None while it stands still."""
    if pending.put_off is None or pending.put_off.until is None:
        return told_at
    woken = _morning(pending.put_off.until, owner)
    return None if woken > now else max(woken, told_at)


def _reminders(
    pending: OpenFinding, owner: Owner, told_at: datetime, since: datetime, config: Config, now: datetime
) -> Iterator[Alert]:
    finding, say = pending.finding, wording(owner.language)
    told = say.moment(told_at, owner.timezone)
    today = now.astimezone(ZoneInfo(owner.timezone)).date()
    for day in _days(finding, today):
        due = [step for step in owner.remind if since < _morning(day - timedelta(days=step), owner) <= now]
        if due:
            occasion = Occasion(mark=say.reminder_mark, sentence=_reminder(day, today, told, say))
            yield from _again(finding, owner, f"remind:{day}:{min(due)}", occasion, day, config, now)
    put_off = pending.put_off
    if put_off is not None and put_off.until is not None and told_at < since and now - since <= _LATE:
        sentence = say.put_off.format(by=quote(put_off.by, 80), told=told)
        occasion = Occasion(mark=say.reminder_mark, sentence=sentence)
        yield from _again(finding, owner, f"put-off:{put_off.until}", occasion, None, config, now)


def _again(
    finding: Finding, owner: Owner, what: str, occasion: Occasion, day: date | None, config: Config, now: datetime
) -> Iterator[Alert]:
    """The finding's letter once more, on the ways on which the owner gets such ones; not after the day."""
    target = config.target(finding.target)
    if target is None:
        return
    for way in ways(owner, finding.severity, now):
        if day is not None and way[1].astimezone(ZoneInfo(owner.timezone)).date() > day:
            continue
        yield compose_one(
            finding,
            kind=AlertKind.REMINDER,
            key=f"{finding.id}:{what}:{owner.id}:{way[0]}",
            target=target,
            owner=owner,
            owners=recipients(finding, target, config),
            way=way,
            config=config,
            now=now,
            occasion=occasion,
        )


def _escalations(
    finding: Finding, owner: Owner, told_at: datetime, since: datetime, config: Config, now: datetime
) -> Iterator[Alert]:
    target = config.target(finding.target)
    if finding.severity < _CRITICAL or target is None:
        return
    for number, step in enumerate(owner.escalate, start=1):
        if not since + step.after <= now <= since + step.after + _LATE:
            continue
        for superior in filter(None, map(config.owner, step.to)):
            say = wording(superior.language)
            told = say.moment(told_at, superior.timezone)
            sentence = say.escalated.format(owner=quote(owner.name, 80), told=told)
            for way in ways(superior, finding.severity, now):
                yield compose_one(
                    finding,
                    kind=AlertKind.ESCALATION,
                    key=f"{finding.id}:escalate{number}:{superior.id}:{way[0]}",
                    target=target,
                    owner=superior,
                    owners=(*recipients(finding, target, config),),
                    way=way,
                    config=config,
                    now=now,
                    occasion=Occasion(mark=say.escalation_mark, sentence=sentence),
                )


def _days(finding: Finding, today: date) -> list[date]:
    effective = finding.effective_date if finding.effective_kind is EffectiveKind.EFFECTIVE else None
    return [day for day in dict.fromkeys((effective, finding.deadline)) if day is not None and day >= today]


def _morning(day: date, owner: Owner) -> datetime:
    return datetime.combine(day, _AT, tzinfo=ZoneInfo(owner.timezone)).astimezone(UTC)


def _reminder(day: date, today: date, told: str, say: Wording) -> str:
    left = (day - today).days
    form = {0: say.reminder_today, 1: say.reminder_tomorrow}.get(left, say.reminder_ahead)
    return form.format(days=say.number(left), day=say.day(day), told=told)
