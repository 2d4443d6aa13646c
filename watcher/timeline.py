"""Walks through the saved versions of a document as the daemon would have, on a clock of its own."""

import re
import secrets
from bisect import bisect_right
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from watcher.core.model import (
    DESKTOP,
    Capture,
    Changed,
    Channel,
    Checked,
    Config,
    Digest,
    Failure,
    Finding,
    First,
    Interval,
    Language,
    NoteKind,
    Order,
    Outcome,
    Owner,
    Part,
    Rebased,
    Secret,
    Target,
    TargetKind,
    Unchanged,
    Unconfirmed,
    Watch,
)
from watcher.core.ports import Archive
from watcher.extract.file import DocumentError
from watcher.flow import Flow, check, orders
from watcher.offline import Shown, capture_as_shown

_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z)\.(?:md|html?|txt|pdf)")
_AFTERWARDS = timedelta(days=31)
_LEARN_FOR = timedelta(hours=24)
_OWNER = "owner"
_CHANNEL = "mail"
_PUSH_FROM = 2


class Told(StrEnum):
    """On which way somebody is told."""

    ALERT = "alert"
    DIGEST = "digest"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One saved state of a document; it was current from `at` on."""

    at: datetime
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The versions of one document, oldest first; `document` is the name of their folder."""

    document: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that somebody is told: when its state was first seen, and when it was certain enough."""

    told: Told
    document: str
    seen_at: datetime
    alerted_at: datetime
    finding: Finding


def timelines_in(folder: Path) -> Iterator[Timeline]:
    """Every sub-folder that holds versions named like 2026-01-31T093000Z.md; raises DocumentError for none."""
    found = False
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        versions = _versions(path) if path.is_dir() else ()
        if versions:
            found = True
            yield Timeline(document=path.name, versions=versions)
    if not found:
        raise DocumentError(
            f"{folder}: no sub-folder holds versions. Name them by the time of their capture in UTC: "
            "2026-01-31T093000Z.md (or .html, .txt, .pdf)"
        )


def _versions(folder: Path) -> tuple[Version, ...]:
    found = []
    for path in sorted(folder.iterdir()):
        if name := _NAME.fullmatch(path.name):
            at = datetime.strptime(name[1], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
            found.append(Version(at=at, path=path))
    return tuple(sorted(found, key=lambda version: version.at))


@dataclass(slots=True, kw_only=True)
class _Player:
    """An executor that shows the version which was current at its clock's time."""

    timeline: Timeline
    shown: Shown | None = None
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.timeline.versions[0].at

    def clock(self) -> datetime:
        return self.now

    @property
    def index(self) -> int:
        return bisect_right([version.at for version in self.timeline.versions], self.now) - 1

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def capture(self, order: Order) -> Capture | Failure:
        path = self.timeline.versions[self.index].path
        saved = capture_as_shown(path, self.now, self.shown)
        part = replace(saved.parts[0], url=order.parts[0].url, final_url=order.parts[0].url)
        return replace(
            saved, id=secrets.token_hex(8), target=order.target, stream=order.stream, at=self.now, parts=(part,)
        )


async def replay(
    timeline: Timeline,
    archive: Archive,
    every: timedelta,
    *,
    kind: TargetKind = TargetKind.POLICY,
    shown: Shown | None = None,
    watch: Sequence[Watch] = (),
) -> AsyncIterator[Event]:
    """What would have been told, looking every so often from the first version to a month after the last.

    A page is new at first, as for the daemon; without `shown` it is compared by its text alone.
    """
    player = _Player(timeline=timeline, shown=shown)
    target = replace(_target(timeline.document, every), kind=kind, watch=tuple(watch))
    if kind is TargetKind.PAGE:
        target = replace(target, learn_for=_LEARN_FOR)
    config = _config(target)
    flow = Flow(executor=player, archive=archive, clock=player.clock)
    (order,) = orders(target)
    first = player.now
    end = timeline.versions[-1].at + _AFTERWARDS
    while player.now <= end:
        checked = await check(flow, order, target, config)
        for event in _events(checked, timeline.document):
            yield event
        player.now = _next_look(checked.outcome, player, first, every)


def _events(checked: Checked, document: str) -> Iterator[Event]:
    outcome = checked.outcome
    if isinstance(outcome, Changed) and outcome.finding.severity:
        finding = outcome.finding
        yield Event(
            told=Told.ALERT if finding.severity >= _PUSH_FROM else Told.DIGEST,
            document=document,
            seen_at=finding.first_seen_at or finding.at,
            alerted_at=checked.at,
            finding=finding,
        )
    for note in outcome.notes if isinstance(outcome, Unchanged | Changed | Rebased | Unconfirmed) else ():
        if note.kind is NoteKind.WITHDRAWN and note.told is not None:
            finding = note.told.finding
            yield Event(
                told=Told.WITHDRAWAL,
                document=document,
                seen_at=finding.first_seen_at or finding.at,
                alerted_at=checked.at,
                finding=finding,
            )


def _next_look(outcome: Outcome, player: _Player, first: datetime, every: timedelta) -> datetime:
    """The next look of the schedule or the one that is wished for. Where nothing is open, those that would see the
    same again are left out."""
    wished = outcome.again_at if isinstance(outcome, First | Unchanged | Changed | Unconfirmed) else None
    regular = first + ((player.now - first) // every + 1) * every
    if wished is not None:
        return min(wished, regular)
    following = player.timeline.versions[player.index + 1 :]
    if isinstance(outcome, Failure) or not following:
        return regular if following or isinstance(outcome, Failure) else datetime.max.replace(tzinfo=UTC)
    waits = -(-(following[0].at - first) // every)
    return max(regular, first + waits * every)


def _target(document: str, every: timedelta) -> Target:
    return Target(
        id=document,
        kind=TargetKind.POLICY,
        parts=(Part(url=f"https://saved.example/{document}"),),
        title=" ".join(document.replace("--", " ").replace("_", " ").split()),
        platform=None,
        schedule=Interval(every=every),
        viewports=(DESKTOP,),
        locale="en",
        timezone="UTC",
        owners=(_OWNER,),
    )


def _config(target: Target) -> Config:
    """Somebody who is told of everything: only then is anything withdrawn."""
    owner = Owner(
        id=_OWNER,
        name=_OWNER,
        language=Language.EN,
        timezone="UTC",
        push=(_CHANNEL,),
        push_from=_PUSH_FROM,
        digest=Digest(channel=_CHANNEL, at=time(9)),
    )
    return Config(
        source="",
        digest="",
        targets=(target,),
        stakes=(),
        owners=(owner,),
        channels=(Channel(id=_CHANNEL, url=Secret("")),),
        operator=owner,
    )
