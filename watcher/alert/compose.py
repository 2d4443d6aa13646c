"""Turns a finding into alerts: who is told, when, through which channel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from watcher.alert.about import gist
from watcher.alert.hours import digest_time, push_time
from watcher.alert.inert import clean, clean_lines
from watcher.alert.languages import wording
from watcher.alert.letter import Occasion, write
from watcher.alert.render import letter_html, letter_text, note_html
from watcher.alert.routing import recipients
from watcher.core.model import Alert, AlertKind, Config, Digest, Finding, Owner, Proof, Target

NO_PROOF = Proof()

Route = tuple[str, datetime, str | None]
"""A channel, from when on a message may go there, and the digest in which it goes, if in one."""

_NOTE = 20_000
# When the same is told of further pages.
_AGAIN = timedelta(hours=1)
_MARK = "[Watcher] "


def compose(
    finding: Finding, *, target: Target, config: Config, now: datetime, proof: Proof = NO_PROOF
) -> tuple[Alert, ...]:
    """The alerts that a finding gives: one for each owner and channel.

    Told are the owners of the threatened stakes and of the target, and who gets copies, each once; the operator is one
    where named. A severity from the owner's `push_from` is pushed, held back in quiet hours unless it wakes; a lower
    one waits for the owner's digest; severity 0 is nobody's business. `html` is a card: the courier sets it on a page.
    `proof` names the evidence.
    """
    if finding.severity < 1:
        return ()
    owners = recipients(finding, target, config)
    return tuple(
        compose_one(
            finding,
            kind=AlertKind.CHANGE,
            key=f"{finding.id}:{owner.id}:{way[0]}",
            target=target,
            owner=owner,
            owners=owners,
            way=way,
            config=config,
            now=now,
            proof=proof,
        )
        for owner in owners
        for way in ways(owner, finding.severity, now)
    )


def hold(alerts: Sequence[Alert], *, until: datetime, bundle: str, config: Config) -> tuple[Alert, ...]:
    """The same alerts, those that are no part of a digest together as one message, not before `until`."""
    return tuple(alert if alert.digest else _held(alert, until, bundle, config.owner(alert.owner)) for alert in alerts)


def _held(alert: Alert, until: datetime, bundle: str, owner: Owner | None) -> Alert:
    after = push_time(owner, alert.severity, until) if owner else until
    return replace(alert, not_before=max(alert.not_before, after), bundle=bundle, again_at=None)


def compose_one(
    finding: Finding,
    *,
    kind: AlertKind,
    key: str,
    target: Target,
    owner: Owner,
    owners: Sequence[Owner],
    way: Route,
    config: Config,
    now: datetime,
    occasion: Occasion | None = None,
    proof: Proof = NO_PROOF,
) -> Alert:
    """One letter to one owner on one way; `occasion` says why it comes again, or comes to somebody else."""
    channel, not_before, digest = way
    bundle = _bundle(kind, target, config) if digest is None and owner.gather else None
    if bundle and kind is AlertKind.CHANGE:
        not_before = max(not_before, now.astimezone(UTC) + owner.gather)
    letter = write(
        finding,
        target=target,
        owner=owner,
        owners=owners,
        config=config,
        key=key,
        sent_at=not_before,
        proof=proof,
        digest=digest is not None,
        occasion=occasion,
    )
    return Alert(
        key=key,
        kind=kind,
        owner=owner.id,
        channel=channel,
        severity=finding.severity,
        subject=letter.subject,
        text=letter_text(letter),
        html=letter_html(letter),
        created_at=now.astimezone(UTC),
        not_before=not_before,
        finding=finding.id,
        digest=digest,
        bundle=bundle,
        gist=f"{kind}:{gist(finding)}",
        again_at=max(not_before, now.astimezone(UTC) + _AGAIN) if bundle and kind is AlertKind.CHANGE else None,
        language=owner.language,
        page=letter.page,
    )


def compose_operator(*, key: str, subject: str, text: str, config: Config, now: datetime) -> tuple[Alert, ...]:
    """A message about a failure for the operator, one alert for each of the operator's channels; never for owners."""
    operator = config.operator
    return tuple(
        plain_alert(
            kind=AlertKind.OPERATOR,
            key=f"{key}:{channel}",
            owner=operator,
            channel=channel,
            title=subject,
            text=text,
            now=now,
            not_before=push_time(operator, 0, now),
        )
        for channel in dict.fromkeys(operator.push)
    )


def samples(config: Config, owners: Sequence[str] | None, now: datetime) -> tuple[Alert, ...]:
    """A test message through every channel of these owners, or of all owners and the operator; ids may be unknown."""
    ids = [*(owner.id for owner in config.owners), config.operator.id] if owners is None else owners
    chosen = [owner for owner in map(config.owner, dict.fromkeys(ids)) if owner is not None]
    return tuple(_sample(owner, channel, now) for owner in chosen for channel in _channels(owner))


def _sample(owner: Owner, channel: str, now: datetime) -> Alert:
    say = wording(owner.language)
    return plain_alert(
        kind=AlertKind.TEST,
        key=f"test:{owner.id}:{channel}:{now.astimezone(UTC).isoformat()}",
        owner=owner,
        channel=channel,
        title=say.test_subject.format(owner=owner.name, channel=channel),
        text=say.test_text.format(owner=owner.name, channel=channel),
        now=now,
        not_before=now.astimezone(UTC),
    )


def ways(owner: Owner, severity: int, now: datetime) -> list[Route]:
    """Channel, time and digest of what an owner gets. Whoever has only a digest gets everything there."""
    if severity >= owner.push_from and owner.push:
        not_before = push_time(owner, severity, now)
        return [(channel, not_before, None) for channel in dict.fromkeys(owner.push)]
    if owner.digest is None:
        return []
    return [digest_way(owner, owner.digest, now)]


def _bundle(kind: AlertKind, target: Target, config: Config) -> str | None:
    """What is found on one platform at the same time is one message; there is nothing to wait for on a single page."""
    alone = sum(other.platform == target.platform for other in config.targets) < 2
    return None if alone or not target.platform else f"{kind}:{target.kind}:{target.platform}"


def digest_way(owner: Owner, digest: Digest, now: datetime) -> Route:
    slot = digest_time(digest, owner.timezone, now)
    return (digest.channel, slot, f"{owner.id}:{slot.isoformat()}")


def _channels(owner: Owner) -> tuple[str, ...]:
    digest = (owner.digest.channel,) if owner.digest else ()
    return tuple(dict.fromkeys((*owner.push, *digest)))


def plain_alert(
    *,
    kind: AlertKind,
    key: str,
    owner: Owner,
    channel: str,
    title: str,
    text: str,
    now: datetime,
    not_before: datetime,
    finding: str | None = None,
    digest: str | None = None,
) -> Alert:
    """A message of a title and a few lines, without a finding's parts."""
    title = clean(title, 140).removeprefix(_MARK)
    text = clean_lines(text, _NOTE)
    return Alert(
        key=key,
        kind=kind,
        owner=owner.id,
        channel=channel,
        severity=0,
        subject=f"{_MARK}{title}",
        text=f"{title}\n\n{text}\n\n{key}\n",
        html=note_html(title, text, key, owner.language),
        created_at=now.astimezone(UTC),
        not_before=not_before,
        finding=finding,
        digest=digest,
        language=owner.language,
    )
