"""What is watched, when, for whom, and what depends on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from watcher.core.model.links import TakeLinks
from watcher.core.model.terms import Language, Secret, StakeKind, TargetKind, Threat, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Every so often, counted from the last look."""

    every: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """Five-field cron expression in an IANA time zone."""

    expression: str
    timezone: str


Schedule: TypeAlias = Interval | Cron


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewport:
    """Sizes in CSS pixels; `name` identifies the stream of captures."""

    name: str
    width: int
    height: int
    mobile: bool = False


DESKTOP = Viewport(name="desktop", width=1280, height=900)
# The share of a page's followers whose loss within a day is told.
SUDDEN_FALL = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One URL of a document. `select` keeps only what matches (CSS), `ignore` drops what matches."""

    url: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class StepKind(StrEnum):
    CLICK = "click"
    WAIT = "wait"
    WAIT_FOR = "wait_for"
    SCROLL = "scroll"
    TYPE = "type"
    HIDE = "hide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something done on the page before the capture.

    `selector` (CSS) is used by click, wait_for, type, hide and scroll (None: to the end); `seconds` by wait;
    `text` by type. An `optional` step may fail without failing the visit.
    """

    kind: StepKind
    selector: str | None = None
    seconds: float | None = None
    text: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """An element that its owner paid for, named by role and name, by CSS selector or by its text."""

    role: str | None = None
    name: str | None = None
    selector: str | None = None
    text: str | None = None
    threats: tuple[Threat, ...] = (Threat.GONE, Threat.BELOW_FOLD, Threat.COVERED, Threat.LINK_CHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand's own handle on a platform: pages under handles that look like it are looked for.

    `name` is how the brand is called there, `address` where a handle's page stands, with {handle} in it, `page` the
    target that shows the brand's own one, `known` handles that are the brand's, too. In any 24 hours, all targets of
    one platform together make at most `looks` visits.
    """

    handle: str
    name: str
    address: str
    page: str | None = None
    known: tuple[str, ...] = ()
    looks: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A page or policy document that is visited on a schedule. `id` is a slug chosen by its owner.

    What is doubtful is looked at again `confirm_after` the first look; what is not certain is told when it has lasted
    for `confirm_for`. A page is new for `learn_for`. The loss of `sudden_fall` (0 to 1) of its followers within a day
    is told, and that there was no new post for `quiet_after`, None where nobody wants to know. A document whose server
    can be asked whether it is unchanged is visited as seldom as `verify_every`, and a page scrolled that shows nothing
    more by it; with no length, at every look. Those of kind HANDLE have a `brand`, and its own page as part.
    """

    id: str
    kind: TargetKind
    parts: tuple[Part, ...]
    title: str
    platform: str | None
    schedule: Schedule
    viewports: tuple[Viewport, ...]
    locale: str
    timezone: str
    owners: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    watch: tuple[Watch, ...] = ()
    topics: tuple[Topic, ...] = ()
    login: str | None = None
    stale_after: timedelta = timedelta(days=2)
    confirm_after: timedelta = timedelta(minutes=10)
    confirm_for: timedelta = timedelta(hours=24)
    deadline: timedelta = timedelta(seconds=60)
    obeys_robots: bool = False
    learn_for: timedelta = timedelta()
    verify_every: timedelta = timedelta()
    sudden_fall: float = SUDDEN_FALL
    quiet_after: timedelta | None = None
    brand: Brand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to reach somebody: an apprise URL, secret because it carries passwords and tokens.

    `missing` names the secrets that the URL asks for and that are not set: the channel cannot be used until they are.
    `at_most` so many messages go through it in any hour; what is more is put together.
    """

    id: str
    url: Secret
    missing: tuple[str, ...] = ()
    at_most: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A summary of what was not worth a push. `weekday` 0 is Monday, None is daily; `at` is the owner's local time."""

    channel: str
    at: time
    weekday: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Local hours in which only severity 3 is pushed; `start` after `end` spans midnight."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Of which changes an owner gets a copy, whoever owns the page or the stake: by topic, or by a name in the text."""

    topics: tuple[Topic, ...] = ()
    words: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Who is told, too, when nobody has taken a critical change `after` its owner was told."""

    after: timedelta
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Somebody who is told. Findings below `push_from` go to the digest, if there is one.

    In quiet hours only what is at least as severe as `wake_from` is sent. `remind` are days before a date. What is
    found on one platform within `gather` is one message.
    """

    id: str
    name: str
    language: Language
    timezone: str
    push: tuple[str, ...]
    push_from: int = 2
    digest: Digest | None = None
    quiet: Quiet | None = None
    wake_from: int = 3
    remind: tuple[int, ...] = (30, 7, 1)
    escalate: tuple[Escalation, ...] = ()
    copies: Copies | None = None
    gather: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount:,.0f} {self.currency}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """An investment and what it depends on. `reach` counts people.

    Each of `targets`, `topics` and `features` ties it to a change by itself, and `platforms` where it has neither of
    the last two, which they bound otherwise. `features` are names by which a text or page would call what was paid
    for; `regions` are country codes, "EU" or "EEA", and none means everywhere.
    """

    id: str
    title: str
    kind: StakeKind
    owners: tuple[str, ...]
    value: Money | None = None
    reach: int | None = None
    starts: date | None = None
    ends: date | None = None
    targets: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    platforms: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong or doubtful in a file. `line` counts from 1; `key` is a path such as "targets[2].every"."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that targets.yaml says. `digest` identifies the text it was read from.

    `links` are there where people reach the daemon by them. `warnings` do not stop it from being used: a secret that
    is not set, a stake that depends on nothing.
    """

    source: str
    digest: str
    targets: tuple[Target, ...]
    stakes: tuple[Stake, ...]
    owners: tuple[Owner, ...]
    channels: tuple[Channel, ...]
    operator: Owner
    network_allow: tuple[str, ...] = ()
    links: TakeLinks | None = None
    warnings: tuple[Problem, ...] = ()
    _by_id: Mapping[str, Target] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {target.id: target for target in reversed(self.targets)})

    def target(self, target_id: str) -> Target | None:
        return self._by_id.get(target_id)

    def owner(self, owner_id: str) -> Owner | None:
        if owner_id == self.operator.id:
            return self.operator
        return next((owner for owner in self.owners if owner.id == owner_id), None)

    def channel(self, channel_id: str) -> Channel | None:
        return next((channel for channel in self.channels if channel.id == channel_id), None)
