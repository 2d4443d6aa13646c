"""How a check ended, and what is remembered of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from watcher.core.model.alerts import Alert
from watcher.core.model.captures import Capture, Failure
from watcher.core.model.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The first good capture of a stream: the baseline."""

    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """`digest` names the state that the stream is in now: a known one where it has come back to it.

    `new_baseline` is False where the page is gone: the last good capture stays what is compared with.
    """

    digest: str
    finding: Finding
    new_baseline: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebased:
    """The way of looking changed, not the page: the capture becomes the baseline without an alert.

    `damaged` says that the old baseline's evidence could not be read any more, `moved` that the target has other
    addresses than before, be it by its owner's hand or by an update of the catalogue: the operator must know of both.
    """

    digest: str
    reason: str
    damaged: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """A suspicious change: the baseline stays, nobody is told, look again at `again_at`.

    Looks have agreed with this one since `since`; there has been doubt, whether they agreed or not, since `doubted`.
    """

    digest: str
    finding: Finding
    since: datetime
    doubted: datetime
    again_at: datetime


Outcome: TypeAlias = First | Unchanged | Changed | Rebased | Unconfirmed | Failure


class Standing(StrEnum):
    """What became of a state that a stream has shown: TOLD is one that was told but is no baseline (gone)."""

    BASELINE = "baseline"
    PENDING = "pending"
    TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A state that a stream has shown, with a capture of it where one is kept to be compared with.

    A PENDING one has been seen, much the same, since `first_seen`; there has been doubt since `doubted`.
    """

    name: str
    standing: Standing
    first_seen: datetime
    last_seen: datetime
    doubted: datetime | None = None
    capture: Capture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How one visit of one stream ended, committed in one transaction, alerts included; `took_s` in seconds."""

    stream: str
    target: str
    at: datetime
    capture: str | None
    outcome: Outcome
    alerts: tuple[Alert, ...] = ()
    took_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to check a target until `until`. `failures` counts the failed checks in a row before this one."""

    target: str
    host: str
    holder: str
    until: datetime
    due: datetime
    failures: int
    enrolled_at: datetime
    last_good_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A target that the ledger shall know: a new one is due at `first_due`, a known one as before or by `due_by`."""

    target: str
    host: str
    first_due: datetime
    due_by: datetime
