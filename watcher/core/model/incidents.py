"""Troubles with being seen: what is wrong with a target, and what the operator was told of it."""

from dataclasses import dataclass
from datetime import datetime

from watcher.core.model.alerts import Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why the last look at a target was not good; `kind` is a FailureKind's value, "unconfirmed" or "crash".

    A `lasting` one does not mend itself. `of_host` says that the host did not answer, or turned the visit away: its
    other targets would fare no better.
    """

    kind: str
    message: str
    url: str
    lasting: bool
    of_host: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """How a target that is watched fares: `trouble` since `troubled_since`, where the last look was not good."""

    target: str
    host: str
    due: datetime
    enrolled_at: datetime
    looked_at: datetime | None = None
    last_good_at: datetime | None = None
    failures: int = 0
    trouble: Trouble | None = None
    troubled_since: datetime | None = None

    @property
    def good_at(self) -> datetime:
        """Since when it has not been seen well: the last good capture, or else when it was taken up."""
        return self.last_good_at or self.enrolled_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something that keeps `targets` from being seen well: hosts that are down, or troubles of one kind.

    `outage` says that whole `hosts` are down; `answered` are those that answer again, and since when. `everywhere` says
    that no host at all has answered since, `woken_at` when one did. `key` is equal for troubles that belong together.
    `since` is the last good look before it. `told` counts the messages so far, the first at `told_at`, the last at
    `retold_at`. `untold` are targets that joined since then, `mended` those that are seen well again, `left` those that
    have only another trouble now. `kinds` are the troubles that were told.
    """

    id: str
    key: str
    outage: bool
    hosts: tuple[str, ...]
    targets: tuple[str, ...]
    trouble: Trouble
    since: datetime
    opened_at: datetime
    answered: tuple[tuple[str, datetime], ...] = ()
    everywhere: bool = False
    woken_at: datetime | None = None
    untold: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    told: int = 0
    told_at: datetime | None = None
    retold_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What follows from how the targets fare: incidents that are new or changed, messages, targets due `at` once."""

    at: datetime
    incidents: tuple[Incident, ...] = ()
    alerts: tuple[Alert, ...] = ()
    due: tuple[str, ...] = ()
