"""What is remembered of how a stream behaves: what is looked at again, what was told, what came back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from watcher.core.model.captures import Capture
from watcher.core.model.findings import Finding
from watcher.core.model.profiles import Reading
from watcher.core.model.shortcuts import Shortcut
from watcher.core.model.snapshots import Box, Element


class Standing(StrEnum):
    """What became of a whole state: PENDING is in quarantine, TOLD was told but is no baseline (gone)."""

    PENDING = "pending"
    TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A whole state that a stream has shown beside its baseline, with a capture to be compared with.

    A PENDING one has been seen, much the same, since `first_seen`; there has been doubt since `doubted`.
    """

    name: str
    standing: Standing
    first_seen: datetime
    last_seen: datetime
    doubted: datetime | None = None
    capture: Capture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that differs from the baseline, or did: a clause, or an element of a page.

    Looks have agreed on it since `since`; it has come `times` times within the memory of 60 days. `here` says that the
    last good look had it. `told` is the finding that told of it, as long as the baseline is without it.
    Of the looks before the present run of `run` looks, `seen` had it and `unseen` had not; `longest` is how long the
    longest earlier run lasted.
    """

    key: str
    quote: str
    since: datetime
    last_seen: datetime
    times: int = 1
    here: bool = True
    told: str | None = None
    seen: int = 0
    unseen: int = 0
    run: int = 0
    longest: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of a finding that was told: confirmed by lasting, or undone since then, and withdrawn."""

    finding: str
    confirmed_at: datetime | None = None
    undone_since: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an element was on the day `since`, from which it has moved or shrunk too little at a time to be told."""

    role: str
    name: str
    landmark: str
    box: Box
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """A stream's memory. `digest` is how the baseline was read when it became one.

    Until `learning_until`, what comes and goes by itself is being learnt: what nobody watches has to last.
    `read_with` names the settings with which the baseline was last read. `looks` counts the good looks so far;
    `regulars` are elements of a page that come and go, as they were last seen to come; `places` says where the others
    were when they were first seen or last told of, if that is not where the baseline has them. `shortcut` says how
    asking the server has fared; `scrolled_at` when the page was last scrolled, None where that shows more of it.
    """

    digest: str = ""
    signs: tuple[Sign, ...] = ()
    fates: tuple[Fate, ...] = ()
    flapping_told_at: datetime | None = None
    learning_until: datetime | None = None
    read_with: str = ""
    looks: int = 0
    regulars: tuple[Element, ...] = ()
    places: tuple[Place, ...] = ()
    shortcut: Shortcut | None = None
    scrolled_at: datetime | None = None

    def fate(self, finding: str) -> Fate | None:
        return next((fate for fate in self.fates if fate.finding == finding), None)


NO_HABITS = Habits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way on which a finding went: to whom, through which channel, and whether in a digest."""

    owner: str
    channel: str
    digest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding of the last weeks, and on which ways it was told."""

    finding: Finding
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of a stream beside its baseline. `told` holds findings of at least severity 1, newest first.

    `readings` are the page's own figures and facts of the last weeks, the oldest first.
    """

    variants: tuple[Variant, ...] = ()
    habits: Habits = NO_HABITS
    told: tuple[Told, ...] = ()
    readings: tuple[Reading, ...] = ()


class NoteKind(StrEnum):
    """What is told of a finding afterwards (CONFIRMED only recorded), or to the operator of a stream.

    FLAPPING: a document goes back and forth. BROWSER: its layout was seen by another browser and starts anew.
    """

    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    BACK = "back"
    FLAPPING = "flapping"
    BROWSER = "browser"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to add to what was told. A FLAPPING one names no finding: `quotes` says what comes and goes,
    or which browser came after which.
    """

    kind: NoteKind
    told: Told | None = None
    quotes: tuple[str, ...] = ()
    times: int = 0
