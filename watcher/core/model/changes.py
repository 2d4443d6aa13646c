"""What differs between two snapshots, without an opinion."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.core.model.snapshots import BlockKind, Element, Snapshot


class ClauseOp(StrEnum):
    EDITED = "edited"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class SpanOp(StrEnum):
    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of words inside a clause: the SAME and INSERTED runs joined give the new text."""

    op: SpanOp
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseChange:
    """A clause that differs. `before` is empty when added, `after` when removed; `links_only`: the words are equal.

    `heading` is the path above it in the new version (the old one, when removed), `heading_before` in the old. `places`
    are the indices of its blocks in the old and in the new version: several where blocks were split or merged.
    `links_before` and `links_after` are the link targets that only one side has.
    """

    op: ClauseOp
    kind: BlockKind
    heading: str
    before: str
    after: str
    redline: tuple[Span, ...] = ()
    links_only: bool = False
    heading_before: str = ""
    places: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    links_before: tuple[str, ...] = ()
    links_after: tuple[str, ...] = ()


class LayoutOp(StrEnum):
    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"
    RESIZED = "resized"
    COVERED = "covered"
    RENAMED = "renamed"
    RESTYLED = "restyled"
    REORDERED = "reordered"
    MERGED = "merged"
    SELECTED = "selected"
    SHORTENED = "shortened"
    PROFILE = "profile"
    FELL = "fell"
    ROSE = "rose"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutChange:
    """An element that a visitor finds elsewhere, or no more. `before` and `after` are short texts for people.

    Where it came about in steps too small to be told, `before_element` is as it was on the day `since`.
    `pushed_by` is what came in above it and moved it down, or "": a name, or "ad" where `by_ad`.
    Of the page as a whole are PROFILE, FELL, ROSE and QUIET: `role` is the kind of the fact or figure, and the figures
    are plain numbers. `since` is when a figure was first seen fallen, or the day of the last post; what is `known`
    was told before.
    """

    op: LayoutOp
    role: str
    name: str
    before: str
    after: str
    sentence: str
    before_element: Element | None = None
    after_element: Element | None = None
    left_fold: bool = False
    since: datetime | None = None
    pushed_by: str = ""
    by_ad: bool = False
    known: bool = False

    @property
    def of_page(self) -> bool:
        """Whether it is about the page as a whole, not about one of its elements."""
        return self.op in {LayoutOp.PROFILE, LayoutOp.FELL, LayoutOp.ROSE, LayoutOp.QUIET}


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataChange:
    """One field of the pages' metadata that differs, e.g. `[0].title`."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The difference between two snapshots, without an opinion.

    `common` is the share of the words (0 to 1) that both sides have, relative to the longer side.
    """

    before: Snapshot
    after: Snapshot
    clauses: tuple[ClauseChange, ...]
    layout: tuple[LayoutChange, ...]
    metadata: tuple[MetadataChange, ...]
    common: float
