"""Writes what the operator is told of a trouble: that it has begun, goes on, or is over."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from watcher.alert.compose import compose_operator
from watcher.alert.inert import quote
from watcher.alert.languages import wording
from watcher.alert.trouble_words import TroubleWords, trouble_words
from watcher.core.model import Alert, Config, Incident, Target

_LISTED = 12
_NAMED = 3
_HOSTS_LISTED = 30
_MESSAGE = 400


class Stage(StrEnum):
    BEGUN = "begun"
    AGAIN = "again"
    OVER = "over"


def compose_incident(
    incident: Incident, *, stage: Stage, good_at: Mapping[str, datetime | None], config: Config, now: datetime
) -> tuple[Alert, ...]:
    """The message of this stage, queued once for ever; `good_at` are the last good captures of its targets."""
    say = trouble_words(config.operator.language)
    over = stage is Stage.OVER
    subject = _over(incident, config, say) if over else _subject(incident, config, say)
    lines = _over_lines(incident, config, say) if over else _lines(incident, good_at, config, say)
    return compose_operator(
        key=f"incident:{incident.id}:{'over' if over else incident.told}",
        subject=say.again.format(subject=subject) if stage is Stage.AGAIN else subject,
        text="\n".join(lines),
        config=config,
        now=now,
    )


def compose_rot(
    *, targets: Sequence[str], url: str, reason: str, proposal: str | None, config: Config, now: datetime
) -> tuple[Alert, ...]:
    """Tells that an address of the catalogue no longer leads to its document, and where that may be: once for ever."""
    say = trouble_words(config.operator.language)
    where = say.rot_proposal.format(proposal=quote(proposal, _MESSAGE)) if proposal else say.rot_nowhere
    return compose_operator(
        key=f"rot:{hashlib.sha256(f'{url} {proposal}'.encode()).hexdigest()[:16]}",
        subject=say.rot.format(target=", ".join(targets[:_NAMED])),
        text=say.rot_text.format(url=quote(url, _MESSAGE), reason=quote(reason, _MESSAGE), where=where),
        config=config,
        now=now,
    )


def compose_damage(*, target: Target, reason: str, config: Config, now: datetime) -> tuple[Alert, ...]:
    """Tells that a baseline could not be read: once a day, since a bad disk damages more than one."""
    say = trouble_words(config.operator.language)
    return compose_operator(
        key=f"damaged:{now:%Y-%m-%d}",
        subject=say.damaged.format(target=target.id),
        text=say.damaged_text.format(reason=quote(reason, _MESSAGE)),
        config=config,
        now=now,
    )


def compose_move(
    *, target: Target, old: Sequence[str], new: Sequence[str], config: Config, now: datetime
) -> tuple[Alert, ...]:
    """Tells that a target is read at other addresses than before: a day's edits of one target are one message."""
    say = trouble_words(config.operator.language)
    come, gone = (", ".join(urls) or "–" for urls in (new, old))
    return compose_operator(
        key=f"moved:{target.id}:{now:%Y-%m-%d}",
        subject=say.moved.format(target=target.id),
        text=say.moved_text.format(title=target.title, new=quote(come, _MESSAGE), old=quote(gone, _MESSAGE)),
        config=config,
        now=now,
    )


def _subject(incident: Incident, config: Config, say: TroubleWords) -> str:
    facts = {
        "number": len(incident.targets),
        "hosts": len(_silent(incident)),
        "host": _named(_silent(incident)),
        "target": incident.targets[0],
        "kind": say.kind(incident.trouble.kind),
        "moment": _moment(incident.since, config),
    }
    help_needed = incident.trouble.lasting
    if len(incident.targets) == 1:
        form = say.one_needs_help if help_needed else say.one_stale
    elif incident.outage and len(_silent(incident)) == 1:
        form = say.host_down
    elif incident.outage:
        form = say.all_down if incident.everywhere else say.hosts_down
    else:
        form = say.many_need_help if help_needed else say.many_stale
    return form.format(**facts)


def _lines(
    incident: Incident, good_at: Mapping[str, datetime | None], config: Config, say: TroubleWords
) -> Iterator[str]:
    trouble = incident.trouble
    if trouble.message:
        yield say.what.format(kind=say.kind(trouble.kind), message=quote(trouble.message, _MESSAGE))
    yield say.where.format(url=trouble.url)
    if len(incident.hosts) > 1:
        yield say.hosts.format(hosts=", ".join(_silent(incident)[:_HOSTS_LISTED]))
    single = len(incident.targets) == 1
    if single:
        yield say.last_good.format(moment=_last(good_at.get(incident.targets[0]), config, say))
    elif incident.outage:
        yield say.since.format(moment=_moment(incident.since, config))
    yield ""
    yield say.to_do.format(advice=_advice(incident, say))
    yield ""
    if not single:
        yield say.targets
        for target in incident.targets[:_LISTED]:
            yield f"- {_name(target, config)}: {_last(good_at.get(target), config, say)}"
        if len(incident.targets) > _LISTED:
            yield "- " + say.more.format(number=len(incident.targets) - _LISTED)
        if incident.mended:
            yield say.mended.format(number=len(incident.mended))
        yield ""
    yield say.goes_on_host if incident.outage and not single else say.goes_on.format(target=incident.targets[0])
    yield say.repeated


def _advice(incident: Incident, say: TroubleWords) -> str:
    kind = incident.trouble.kind
    if kind in say.advice:
        return say.advice[kind]
    hosts = _silent(incident)
    if incident.outage and len(hosts) > 1:
        return say.advice_all
    return say.advice_host.format(host=hosts[0]) if incident.trouble.of_host else say.advice_stale


def _over(incident: Incident, config: Config, say: TroubleWords) -> str:
    number = len(incident.mended) + len(incident.left)
    host = _named(incident.hosts)
    if number == 1 and incident.mended:
        return say.one_over.format(target=incident.mended[0])
    if incident.outage:
        form = say.host_over if len(incident.hosts) == 1 else say.hosts_over
        return form.format(host=host, hosts=len(incident.hosts))
    return say.many_over.format(number=number, host=host)


def _over_lines(incident: Incident, config: Config, say: TroubleWords) -> Iterator[str]:
    yield (say.over_outage if incident.outage else say.over_text).format(
        mended=len(incident.mended),
        number=len(incident.mended) + len(incident.left),
        kind=say.kind(incident.trouble.kind),
        moment=_moment(incident.told_at or incident.opened_at, config),
    )
    if incident.left:
        more = len(incident.left) - _LISTED
        names = ", ".join(incident.left[:_LISTED]) + (f" (+{more})" if more > 0 else "")
        yield ""
        yield say.left.format(targets=names)


def _silent(incident: Incident) -> Sequence[str]:
    """The hosts that do not answer yet."""
    answered = dict(incident.answered)
    return [host for host in incident.hosts if host not in answered] or incident.hosts


def _named(hosts: Sequence[str]) -> str:
    return ", ".join(hosts[:_NAMED]) + ("…" if len(hosts) > _NAMED else "")


def _name(target_id: str, config: Config) -> str:
    target = config.target(target_id)
    return target_id if target is None else f"{target.title} ({target_id})"


def _last(at: datetime | None, config: Config, say: TroubleWords) -> str:
    return say.never if at is None else _moment(at, config)


def _moment(at: datetime, config: Config) -> str:
    operator = config.operator
    return wording(operator.language).moment(at, operator.timezone)
