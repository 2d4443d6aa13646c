"""What is known of handles that look like a brand's own, and of the pages under them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.core.model.outcomes import Checked


class Presence(StrEnum):
    THERE = "there"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Likeness(StrEnum):
    """How a handle comes to look like another: by letters that are taken for each other, a word, a sign or a slip."""

    CONFUSABLE = "confusable"
    WORDED = "worded"
    SEPARATED = "separated"
    SLIPPED = "slipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """A handle, how suspicious it would be if it existed (0 to 1), and why: in words, and as a short sign of it."""

    handle: str
    rank: float
    reason: str
    likeness: Likeness
    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """Who a page says that it is: names in its title and headings, its texts, and its pictures as 64-bit hashes."""

    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    pictures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleRecord:
    """What is remembered of one handle since it was first looked at.

    `presence` is the last that was certain, None where nothing has been yet. Since `doubted_since` looks have said
    otherwise, which another look has to confirm. `told` is the severity of what was told of the page that is there,
    in `finding`.
    """

    handle: str
    first_at: datetime
    looked_at: datetime
    presence: Presence | None = None
    doubted_since: datetime | None = None
    told: int | None = None
    finding: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleLook:
    """One look at a handle, committed in one transaction. `visits` counts the pages that were asked for."""

    checked: Checked
    record: HandleRecord
    visits: int
