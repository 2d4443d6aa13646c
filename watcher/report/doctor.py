"""What `watcher doctor` makes of what it finds: how each part fares, and what to do about it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from watcher.core.model import AlertRecord, Config, Incident, Problem, TargetStatus
from watcher.core.text import counted

# a visit's evidence takes some megabytes; the database needs room for its own files besides
_FEW_BYTES, _TOO_FEW_BYTES = 2_000_000_000, 300_000_000
_OTHERS = 0o077
_SET_BACK = timedelta(minutes=1)
_LATE = timedelta(hours=1)
# when this was written: a clock that says less was never set
_WRITTEN = 2026
_LISTED = 5


class Health(StrEnum):
    OK = "ok"
    DOUBT = "doubt"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """How one part fares. `advice` is empty where all is well; WRONG means that Watcher cannot do its work."""

    check: str
    health: Health
    message: str
    advice: str = ""


def judge_configuration(config: Config | None, problems: Sequence[Problem]) -> Iterator[Diagnosis]:
    for problem in problems:
        yield _wrong("configuration", str(problem), "mend it; `watcher validate` checks it")
    if config is None:
        return
    for warning in config.warnings:
        yield _doubt("configuration", str(warning), "mend it, or leave it so if it is meant")
    facts = ", ".join(
        counted(len(entries), what)
        for entries, what in ((config.targets, "target"), (config.owners, "owner"), (config.channels, "channel"))
    )
    yield _ok("configuration", facts)
    if not config.operator.push:
        yield _wrong(
            "configuration", "the operator has no channel: failures are told to nobody", "give one: `operator:`"
        )


def judge_browser(
    path: str | None, product: str | None, trouble: str | None, sandboxed: bool | None, as_root: bool
) -> Diagnosis:
    """`trouble` says why it does not start, `product` what does."""
    if path is None:
        return _wrong("browser", "no Chromium or Chrome found", "`watcher browser --install` gets one")
    if product is None:
        advice = "start it by hand; if it speaks of a sandbox, allow user namespaces, or install the browser's package"
        return _wrong("browser", f"{path} does not start: {trouble}", advice)
    if as_root:
        advice = "run Watcher as an ordinary user, as its systemd unit does"
        return _doubt("browser", f"{product} runs as root, and without its sandbox", advice)
    if sandboxed is False:
        return _wrong("browser", f"{product} runs, but says that its sandbox does not hold", "allow user namespaces")
    return _ok("browser", f"{product}, sandbox {'confirmed' if sandboxed else 'on'}: {path}")


def judge_clock(now: datetime, latest: datetime | None, synchronised: bool | None) -> Diagnosis:
    """`latest` is the newest moment in the store; `synchronised` is None where nobody knows."""
    if now.year < _WRITTEN:
        return _wrong("clock", f"it says {now:%Y-%m-%d %H:%M} UTC", "set it, and switch time synchronisation on")
    if latest is not None and latest > now + _SET_BACK:
        message = f"it says {now:%Y-%m-%d %H:%M} UTC, but there was a look at {latest:%Y-%m-%d %H:%M}"
        return _wrong("clock", message, "set it, and switch time synchronisation on")
    if synchronised is False:
        return _doubt("clock", "it is not synchronised", "switch on: `timedatectl set-ntp true`")
    return _ok("clock", f"{now:%Y-%m-%d %H:%M} UTC")


def judge_disk(free: int, total: int, folder: str) -> Diagnosis:
    message = f"{free / 1e9:.1f} of {total / 1e9:.1f} GB free at {folder}"
    if free < _TOO_FEW_BYTES:
        return _wrong("disk", message, "make room: evidence cannot be kept")
    if free < _FEW_BYTES:
        return _doubt("disk", message, "make room soon")
    return _ok("disk", message)


def judge_store(damages: Iterable[str], daemon: str | None) -> Iterator[Diagnosis]:
    """`damages` are the database's own; `daemon` is the process that works on it."""
    found = list(damages)
    for damage in found[:_LISTED]:
        yield _wrong("store", damage, "restore a backup; `watcher verify` says what else is damaged")
    if not found:
        yield _ok("store", "the database is whole (`watcher verify` checks the evidence, too)")
    if daemon is None:
        yield _doubt("daemon", "no daemon works on this store", "`watcher run`, or `systemctl start watcher`")
    else:
        yield _ok("daemon", f"process {daemon}")


def judge_channels(problems: Mapping[str, str | None]) -> Iterator[Diagnosis]:
    """What is wrong with each channel as far as it can be told without sending."""
    for name, problem in problems.items():
        if problem:
            yield _wrong("channel", problem, "mend it, then `watcher alerts test`")
        else:
            yield _ok("channel", f"{name} can be read (`watcher alerts test` sends)")


def judge_targets(
    statuses: Sequence[TargetStatus], incidents: Sequence[Incident], config: Config | None, now: datetime
) -> Iterator[Diagnosis]:
    stale_after = {target.id: target.stale_after for target in config.targets} if config else {}
    stale = [
        status.target
        for status in statuses
        if status.target in stale_after
        and (status.last_good_at is None or now - status.last_good_at > stale_after[status.target])
    ]
    for incident in incidents:
        hosts = f" at {', '.join(incident.hosts[:_LISTED])}" if incident.outage else ""
        message = f"{len(incident.targets)} targets{hosts} not seen well since {incident.since:%Y-%m-%d %H:%M} UTC:"
        health = _wrong if incident.told else _doubt
        yield health(
            "targets", f"{message} {incident.trouble.kind}: {incident.trouble.message}", "see `watcher status`"
        )
    covered = {target for incident in incidents for target in incident.targets}
    left = [target for target in stale if target not in covered]
    if left:
        message = f"no good look for too long: {', '.join(left[:_LISTED])}{'…' if len(left) > _LISTED else ''}"
        yield _doubt("targets", message, "`watcher status`; `watcher check TARGET` looks now")
    if not (incidents or left):
        yield _ok("targets", f"{len(statuses)} are watched, all were seen well in time")


def judge_messages(dead: int, waiting: Sequence[AlertRecord], now: datetime) -> Iterator[Diagnosis]:
    if dead:
        advice = "`watcher alerts list --dead` says why; mend the channel, then `watcher alerts retry`"
        yield _wrong("messages", f"{dead} could not be delivered", advice)
    late = [record for record in waiting if now - record.alert.not_before > _LATE]
    if late:
        reason = next((record.last_error for record in late if record.last_error), "nobody has tried")
        yield _doubt(
            "messages", f"{len(late)} have waited for more than an hour: {reason}", "see `watcher alerts list`"
        )
    if not (dead or late):
        yield _ok("messages", "none is stuck")


def judge_secrets(modes: Mapping[str, int | None]) -> Iterator[Diagnosis]:
    """`modes` are the permissions of files that hold secrets, None where there is no such file."""
    for name, mode in modes.items():
        if mode is None:
            yield _wrong("secrets", f"{name} is not there", "put it there, or change what names it")
        elif mode & _OTHERS:
            yield _doubt(
                "secrets", f"{name} can be read or changed by others (mode {mode & 0o777:03o})", f"chmod 600 {name}"
            )
    if modes and all(mode is not None and not mode & _OTHERS for mode in modes.values()):
        yield _ok("secrets", f"{len(modes)} files, readable by their owner alone")


def diagnosis_json(diagnosis: Diagnosis) -> dict[str, str]:
    return {
        "check": diagnosis.check,
        "health": diagnosis.health.value,
        "message": diagnosis.message,
        "advice": diagnosis.advice,
    }


def _ok(check: str, message: str) -> Diagnosis:
    return Diagnosis(check=check, health=Health.OK, message=message)


def _doubt(check: str, message: str, advice: str) -> Diagnosis:
    return Diagnosis(check=check, health=Health.DOUBT, message=message, advice=advice)


def _wrong(check: str, message: str, advice: str) -> Diagnosis:
    return Diagnosis(check=check, health=Health.WRONG, message=message, advice=advice)
