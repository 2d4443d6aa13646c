"""What a page says of itself: its figures, its name and marks, and when it posted last."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

POSTED = "posted"
_SAME_POST = timedelta(hours=36)
_SAME_POST_SHARE = 0.25


class FigureKind(StrEnum):
    """What pages count; how many others a page follows is none of it."""

    FOLLOWERS = "followers"
    SUBSCRIBERS = "subscribers"
    LIKES = "likes"
    MEMBERS = "members"
    VIEWS = "views"
    POSTS = "posts"
    RATING = "rating"


class FactKind(StrEnum):
    """What makes a page known as somebody's."""

    NAME = "name"
    HANDLE = "handle"
    VERIFIED = "verified"
    PICTURE = "picture"
    BIO_LINK = "bio_link"
    CATEGORY = "category"


class Source(StrEnum):
    """Where on a page something stands, what was made for machines first."""

    JSON_LD = "json_ld"
    MICRODATA = "microdata"
    META = "meta"
    VISIBLE = "visible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as it is printed: "12.3K" is 12,300, and means 12,250 to 12,350."""

    kind: FigureKind
    value: float
    low: float
    high: float
    quote: str = ""
    source: Source = Source.VISIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that a page says of itself. `value` is reduced to what does not change from visit to visit."""

    kind: FactKind
    value: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one look at a page shows of it; at most one figure of a kind, one fact of a kind and source.

    `posted_at` is the date of the newest post that the page shows, None where it shows no dates.
    """

    figures: tuple[Figure, ...] = ()
    facts: tuple[Fact, ...] = ()
    posted_at: datetime | None = None

    def figure(self, kind: FigureKind) -> Figure | None:
        return next((figure for figure in self.figures if figure.kind is kind), None)

    def fact(self, kind: FactKind, source: Source | None = None) -> str:
        """The fact as the first source says it, or as this one does; "" where none does."""
        found = (fact for fact in self.facts if fact.kind is kind and source in {None, fact.source})
        return next((fact.value for fact in sorted(found, key=lambda fact: list(Source).index(fact.source))), "")


NO_PROFILE = Profile()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value that looks at a stream have agreed on, from the first to the last of them.

    `name` is the kind of a figure or a fact, or "posted"; `low` and `high` bound a figure.
    """

    stream: str
    name: str
    value: str
    at: datetime
    until: datetime
    looks: int
    low: float | None = None
    high: float | None = None

    @property
    def number(self) -> float:
        """The figure; raises ValueError where it is none."""
        return float(self.value)


def same_post(posted_at: datetime, known: datetime, now: datetime) -> bool:
    """Whether two dates may be of one post: "3 weeks ago" is as exact as that."""
    return abs(posted_at - known) <= max(_SAME_POST, _SAME_POST_SHARE * (now - posted_at))
