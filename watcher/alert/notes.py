"""Tells afterwards what has become of a finding, to those who were told of it, and what goes back and forth."""

from datetime import UTC, datetime

from watcher.alert.compose import compose_operator, digest_way, plain_alert
from watcher.alert.headline import headline
from watcher.alert.hours import push_time
from watcher.alert.inert import clean, defang
from watcher.alert.languages import wording
from watcher.core.model import Alert, AlertKind, Config, Note, NoteKind, Owner, Target, Told, Way

_QUOTE = 120


def compose_note(note: Note, *, target: Target, config: Config, now: datetime) -> tuple[Alert, ...]:
    """The alerts that a note gives: one on each way on which its finding went, or the operator's.

    That a finding was confirmed is no news to those who know it.
    """
    if note.kind is NoteKind.CONFIRMED:
        return ()
    if note.kind is NoteKind.BROWSER:
        return _browser(note, config, now)
    if note.told is None:
        return _flapping(note, target, config, now)
    found = [_told(note, note.told, way, target, config, now) for way in note.told.ways]
    return tuple(alert for alert in found if alert is not None)


def _told(note: Note, told: Told, way: Way, target: Target, config: Config, now: datetime) -> Alert | None:
    owner = config.owner(way.owner)
    if owner is None or config.channel(way.channel) is None:
        return None
    say = wording(owner.language)
    finding = told.finding
    forms = say.notes[note.kind]
    channel, not_before, digest = _way(owner, way, finding.severity, now)
    return plain_alert(
        kind=AlertKind.NOTE,
        key=f"{note.kind}:{finding.id}:{owner.id}:{way.channel}",
        owner=owner,
        channel=channel,
        title=forms.subject.format(page=defang(clean(target.title, 80))),
        text=forms.text.format(
            headline=clean(headline(finding, target, say), 300),
            told=say.moment(finding.at, owner.timezone),
            address=clean(target.parts[0].url, 300),
            finding=finding.id,
        ),
        now=now,
        not_before=not_before,
        finding=finding.id,
        digest=digest,
    )


def _way(owner: Owner, way: Way, severity: int, now: datetime) -> tuple[str, datetime, str | None]:
    """Where the finding went; what went in a digest that the owner has no more is pushed."""
    if way.digest and owner.digest is not None:
        return digest_way(owner, owner.digest, now)
    return way.channel, push_time(owner, severity, now), None


def _flapping(note: Note, target: Target, config: Config, now: datetime) -> tuple[Alert, ...]:
    say = wording(config.operator.language)
    forms = say.notes[NoteKind.FLAPPING]
    quotes = "\n".join(f"- {say.quotation.format(defang(clean(quote, _QUOTE)))}" for quote in note.quotes)
    return compose_operator(
        key=f"flapping:{target.id}:{now.astimezone(UTC):%Y-%m-%d}",
        subject=forms.subject.format(page=defang(clean(target.title, 80))),
        text=forms.text.format(
            page=defang(clean(target.title, 120)),
            target=target.id,
            times=note.times,
            quotes=quotes,
            address=clean(target.parts[0].url, 300),
        ),
        config=config,
        now=now,
    )


def _browser(note: Note, config: Config, now: datetime) -> tuple[Alert, ...]:
    """Once for an upgrade, however many pages it is of."""
    old, new = (defang(clean(name, _QUOTE)) for name in note.quotes)
    forms = wording(config.operator.language).notes[NoteKind.BROWSER]
    return compose_operator(
        key=f"browser:{old}:{new}",
        subject=forms.subject.format(new=new),
        text=forms.text.format(old=old, new=new),
        config=config,
        now=now,
    )
