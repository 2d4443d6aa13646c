"""What the store tells about the past: how targets fare, where alerts are, what evidence there is."""

from dataclasses import dataclass
from datetime import date, datetime

from watcher.core.model.alerts import Alert
from watcher.core.model.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """Somebody took a finding upon them, or put it off: then `until` is the day on which it comes back."""

    finding: str
    at: datetime
    by: str
    note: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFinding:
    """A finding that nobody has taken; `told` are the owners who were told of it, each with when that was, or is due.

    `put_off` is the last record of putting it off, if it ever was.
    """

    finding: Finding
    told: tuple[tuple[str, datetime], ...]
    put_off: Ack | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedFinding:
    """A finding, who took it, and when it had lasted, was undone, or what was lost was there again, if so.

    `vanished_at` is when an impostor's page was there no more.
    """

    finding: Finding
    acks: tuple[Ack, ...]
    confirmed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    back_at: datetime | None = None
    vanished_at: datetime | None = None

    @property
    def taken_by(self) -> tuple[str, ...]:
        return tuple(ack.by for ack in self.acks if ack.until is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebasing:
    """A stream whose history was read anew: the way of looking changed, not the page."""

    target: str
    stream: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetStatus:
    """`outcome` and `message` are of the last visit; `failures` counts the failed checks in a row.

    `learning_until` is when the habits of a new page are known.
    """

    target: str
    due: datetime
    leased: bool
    failures: int
    last_good_at: datetime | None
    last_at: datetime | None
    outcome: str | None
    message: str | None
    captures: int
    learning_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRecord:
    """`state` is waiting, delivered, dead, or known (the same was told); `due` is the next try of a waiting one."""

    alert: Alert
    state: str
    tries: int
    due: datetime
    last_try_at: datetime | None
    last_error: str | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One file of a capture: `name` says what it is, `sha256` which blob."""

    capture: str
    name: str
    url: str
    sha256: str
