"""How a check ended, and what is remembered of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from watcher.core.model.alerts import Alert
from watcher.core.model.captures import Failure
from watcher.core.model.findings import Finding
from watcher.core.model.habits import NO_HABITS, Habits, Note
from watcher.core.model.profiles import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The first good capture of a stream: the baseline. `again_at` asks for an earlier look."""

    digest: str
    habits: Habits = NO_HABITS
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The baseline's state, or one of which all was told before: the capture becomes the baseline.

    `notes` are told of earlier findings; `again_at` asks for an earlier look.
    """

    digest: str
    habits: Habits = NO_HABITS
    notes: tuple[Note, ...] = ()
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Something is told or, at severity 0, recorded.

    The capture becomes the baseline, unless more differs that is not certain yet (`new_baseline` False, look again at
    `again_at`), or the page is `gone`: then the last good capture stays what is compared with.
    """

    digest: str
    finding: Finding
    new_baseline: bool = True
    gone: bool = False
    habits: Habits = NO_HABITS
    notes: tuple[Note, ...] = ()
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Addresses of a target that are read no longer, and those that are read instead."""

    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebased:
    """The way of looking changed, not the page: the capture becomes the baseline without an alert.

    `damaged` says that the old baseline's evidence could not be read any more, `moved` that the target has other
    addresses than before, be it by its owner's hand or by an update of the catalogue: the operator must know of both.
    """

    digest: str
    reason: str
    damaged: bool = False
    moved: Move | None = None
    habits: Habits = NO_HABITS
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """A change that is not certain yet: the baseline stays, nobody is told, look again at `again_at`.

    In `quarantine` the whole capture is doubted: it is no good look at the target. Looks have agreed with this one
    since `since`; there has been doubt, whether they agreed or not, since `doubted`.
    """

    digest: str
    finding: Finding
    since: datetime
    doubted: datetime
    again_at: datetime
    quarantine: bool = True
    habits: Habits | None = None
    notes: tuple[Note, ...] = ()


Outcome: TypeAlias = First | Unchanged | Changed | Rebased | Unconfirmed | Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How one visit of one stream ended, committed in one transaction, alerts included; `took_s` in seconds.

    `profile` is what a good look at a page shows of it; None where that is as it was, or was not seen. Where the server
    was `asked` instead, `capture` is the visit that it stands for.
    """

    stream: str
    target: str
    at: datetime
    capture: str | None
    outcome: Outcome
    alerts: tuple[Alert, ...] = ()
    took_s: float = 0.0
    profile: Profile | None = None
    asked: bool = False


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
