"""The seams: what the daemon needs from the world, as obligations on whoever implements it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from watcher.core.model import (
    Ack,
    Alert,
    Answer,
    Capture,
    Channel,
    Checked,
    Delivery,
    Enrolment,
    Failure,
    HandleLook,
    HandleRecord,
    History,
    Incident,
    Language,
    Lease,
    OpenFinding,
    Order,
    Picture,
    Question,
    RecordedFinding,
    Seal,
    Sighting,
    Told,
    Trouble,
    Verdict,
)

Claimed: TypeAlias = tuple[tuple[Alert, int], ...]
"""The alerts of one message, each with the number of tries before this one."""


class BlobMissingError(Exception):
    """No content is stored under this hash."""


class BlobDamagedError(Exception):
    """What is stored under this hash is not what was put there."""


class StoreUnavailableError(Exception):
    """The store cannot be written just now: another process holds it, or the disk is full. It may be later."""


class Executor(Protocol):
    """Makes visits. Callers bound how many run at once; implementations bound how long each takes."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def capture(self, order: Order) -> Capture | Failure:
        """Visits every part of the order within `deadline_s` seconds; all parts or a Failure, never some.

        Expected trouble is returned, not raised. A cancelled call frees what it holds before it returns.
        """
        ...


class Asker(Protocol):
    """Asks servers of documents, under the same guard, robots.txt, limits and deadline as the visits of an Executor."""

    async def ask(self, order: Order, question: Question) -> Answer:
        """Asks about an order's first part. Trouble is returned, not raised; in doubt nothing is the same."""
        ...


class Archive(Protocol):
    """Keeps evidence and outcomes. What a method has returned from survives a crash."""

    async def keep(self, capture: Capture) -> None:
        """Stores the raw capture durably, before anybody judges it. Keeping it twice changes nothing."""
        ...

    async def baseline(self, stream: str) -> Capture | None:
        """The stream's last good capture whose outcome was committed."""
        ...

    async def seal(self, stream: str) -> Seal | None:
        """The stream's baseline by its hashes, if it is of one address."""
        ...

    async def hashes(self, capture: str) -> tuple[str, ...]:
        """The SHA-256 of what each part of a capture showed, in hexadecimal; empty where it was not kept."""
        ...

    async def history(self, stream: str, since: datetime) -> History:
        """What is known of the stream: states in quarantine with their captures, habits, and what was told.

        Told are the findings since then, those since the baseline and the last one of all, newest first.
        """
        ...

    async def commit(self, checked: Checked) -> None:
        """Writes outcome, finding, baseline and alerts in one transaction: all or nothing.

        Committing the same finding or alert key again adds nothing.
        """
        ...


class Ledger(Protocol):
    """Knows when each target is due and who is looking at it. A lease that is not released expires."""

    async def enrol(self, enrolments: Sequence[Enrolment], now: datetime, *, retire_others: bool = True) -> None:
        """Makes these known targets; the others retire, unless that is not wanted.

        A target that comes back from retirement begins anew: what was good long ago does not count. What is noted as
        later than `now` was noted by a clock that was wrong, and counts as of now.
        """
        ...

    async def lease(
        self,
        now: datetime,
        until: datetime,
        holder: str,
        limit: int,
        *,
        busy: Collection[str] = (),
        targets: Collection[str] | None = None,
    ) -> tuple[Lease, ...]:
        """Leases up to `limit` due and free targets, longest due first, one for each host that is not `busy`.

        With `targets`, those are leased whether due or not, whatever their hosts. Two holders never get the same
        target at once.
        """
        ...

    async def release(
        self,
        lease: Lease,
        due: datetime,
        good_at: datetime | None,
        failed: bool | None,
        *,
        looked_at: datetime | None = None,
        trouble: Trouble | None = None,
    ) -> None:
        """Ends the lease and sets the next due time; does nothing if the lease has passed to another holder.

        `good_at` is set when there was a good capture; `failed` adds to the failures in a row or ends them, None
        leaves them. `looked_at` is set when there was a look at all: then `trouble` says what was wrong with it, None
        that nothing was.
        """
        ...

    async def holders(self) -> tuple[str, ...]:
        """Who has leases, dead or alive."""
        ...

    async def evict(self, holder: str) -> int:
        """Ends the leases of a holder that is known to be dead, due as they were, and returns how many."""
        ...

    async def next_due(self, busy: Collection[str] = ()) -> datetime | None:
        """When the next target of a host that is not busy is due, or the next lease expires."""
        ...


class Incidents(Protocol):
    """Remembers the troubles of targets and hosts that the operator is told of."""

    async def settle(
        self, decide: Callable[[Sequence[Sighting], Sequence[Incident]], Verdict], closed_since: datetime
    ) -> tuple[Incident, ...]:
        """Lets `decide` say what follows and writes it, alerts included, in the one transaction that read what it saw.

        It sees every target that is not retired, and the incidents that are open or were closed since `closed_since`;
        it must be pure and quick, since all other writing waits. Targets that it wants looked at are due at once,
        unless somebody has them. Returns the incidents that are open then.
        """
        ...


class Retention(Protocol):
    """Removes what was kept for long enough, never what a finding, a baseline or a quarantine names."""

    async def tidy(self, now: datetime) -> int:
        """Removes a small portion and returns how much: 0 when nothing is left to do. May be killed at any moment."""
        ...


class Docket(Protocol):
    """Knows what nobody has taken yet."""

    async def recorded(self, finding: str) -> RecordedFinding | None:
        """The finding of this id, with who took it."""
        ...

    async def take(self, ack: Ack) -> None:
        """Records that somebody has taken a finding upon them, or has put it off."""
        ...

    async def open(self, since: datetime, today: date) -> tuple[OpenFinding, ...]:
        """The findings since then that nobody has taken or that were undone, and that time can still make urgent.

        Those are critical, have a date from `today` on, or were put off.
        """
        ...


class Handles(Protocol):
    """Remembers what was seen under handles that look like a brand's own, and how many visits that took."""

    async def records(self, target: str) -> Mapping[str, HandleRecord]:
        """What is remembered of each handle that was looked at for a target."""
        ...

    async def visits(self, targets: Collection[str], since: datetime) -> int:
        """How many visits were made for these targets since then."""
        ...

    async def pictured(self, target: str) -> Capture | None:
        """The last good capture of a page with its pictures, as seen on a desktop where it was."""
        ...

    async def told(self, finding: str) -> Told | None:
        """A finding, and on which ways it was told."""
        ...

    async def commit(self, look: HandleLook) -> None:
        """Writes outcome, finding, record and alerts in one transaction: all or nothing.

        Committing the same finding or alert key again adds nothing.
        """
        ...


class Outbox(Protocol):
    """Alerts on their way. An alert stays until it was settled as delivered; a claim that is not settled expires."""

    async def queue(self, alerts: Sequence[Alert]) -> int:
        """Adds alerts whose keys are new and returns how many were."""
        ...

    async def claim(
        self,
        now: datetime,
        until: datetime,
        holder: str,
        *,
        busy: Collection[str] = (),
        crowded: Collection[str] = (),
    ) -> tuple[Claimed, ...]:
        """Claims one message for every channel that is not busy: the gravest of those that are due, then the oldest.

        A message is an alert, or the alerts of one digest or bundle; through a crowded channel all that is due for
        one owner. What may have arrived, since its claim was not settled or its channel is `unsure`, comes again as
        the same message, with nothing added.
        """
        ...

    async def holders(self) -> tuple[str, ...]:
        """Who has claims, dead or alive."""
        ...

    async def evict(self, holder: str, now: datetime) -> int:
        """Ends the claims of a holder that is known to be dead, due at once, and returns how many."""
        ...

    async def settle(self, keys: Sequence[str], delivery: Delivery, at: datetime, retry_at: datetime | None) -> None:
        """Records how a try ended. Undelivered with `retry_at` None is a dead letter: kept and shown."""
        ...

    async def next_due(self, busy: Collection[str] = ()) -> datetime | None:
        """When the next alert for a channel that is not busy wants to be sent, or a claim of one expires."""
        ...


class Blobs(Protocol):
    """Immutable bytes by the SHA-256 of their content, in hexadecimal."""

    def put(self, content: bytes, like: str | None = None) -> str:
        """Stores durably and returns the hash; storing the same content again changes nothing.

        `like` names a blob with similar content, of which use may be made to store less.
        """
        ...

    def get(self, sha256: str) -> bytes:
        """Returns the content, checked against its hash; raises BlobMissingError or BlobDamagedError."""
        ...

    def has(self, sha256: str) -> bool:
        """Whether something is stored under this hash, damaged or not."""
        ...

    def base(self, sha256: str) -> str | None:
        """The blob without which this one cannot be read; None where there is none."""
        ...

    def sweep(self) -> int:
        """Removes what an interrupted `put` left behind and returns how many files that were."""
        ...


class Illustrate(Protocol):
    """Draws the pictures of a finding, the gravest event first; none where there are none."""

    def __call__(self, finding: str, language: Language) -> Sequence[Picture]: ...


class Courier(Protocol):
    """Takes messages to their channels."""

    async def send(self, alerts: Sequence[Alert], channel: Channel) -> Delivery:
        """Sends one alert, or several of one digest as one message. Expected trouble is returned, not raised."""
        ...
