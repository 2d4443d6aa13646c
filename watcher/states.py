"""What a stream has shown before, and how long a doubtful state has lasted."""

from dataclasses import dataclass, replace
from datetime import datetime
from textwrap import shorten

from watcher.core.model import (
    Capture,
    Change,
    ChangeKind,
    Failure,
    Finding,
    Opinion,
    PageState,
    Reason,
    Snapshot,
    Standing,
    Target,
    TargetKind,
    Variant,
    tie,
)
from watcher.diff.compare import compare
from watcher.extract.read import read
from watcher.judge.judge import judge

_QUOTE = 90


def _differs(kept: Capture, capture: Capture, after: Snapshot, target: Target, now: datetime) -> int:
    """How severely a capture that was kept differs from what is seen now; 3 where the two cannot be the same page."""
    before = read(kept, target.parts)
    if isinstance(before, Failure) or before.state is not PageState.OK:
        return 3
    same_recipe = kept.recipe == capture.recipe
    difference = compare(before, after, layout=target.kind is TargetKind.PAGE and same_recipe)
    if difference is None:
        return 0
    opinion = judge_change(difference, target, now)
    return 3 if opinion.suspicious else opinion.severity


def lasting(opinion: Opinion, target: Target) -> Opinion:
    """What looked like a failure of the visit and stayed for a day is how the page is now: a line in the digest."""
    return replace(
        opinion,
        kind=ChangeKind.EDITORIAL,
        severity=1,
        headline=f"{target.title}: the page has shown something else for a day now; look at it",
        reasons=(Reason(rule="lasting", quote="", weight=1.0), *opinion.reasons),
    )


def _shortened(text: str) -> str:
    return shorten(" ".join(text.split()), _QUOTE, placeholder="…")


def noted(opinion: Opinion, change: Change, target: Target) -> Opinion:
    """Sentences that came or went and set no rule, as far as can be told: for the record, in the digest."""
    longest = max(change.clauses, key=lambda clause: len(clause.after) + len(clause.before))
    verb, text = ("now says", longest.after) if longest.after else ("drops", longest.before)
    return replace(
        opinion,
        kind=ChangeKind.EDITORIAL,
        severity=1,
        headline=f"{target.title}: {verb} “{_shortened(text)}”",
        reasons=(Reason(rule="long_text", quote="", weight=1.0), *opinion.reasons),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Since when looks have agreed, and since when there has been doubt at all."""

    since: datetime
    doubted: datetime


def find_doubt(
    after: Snapshot, capture: Capture, target: Target, variants: tuple[Variant, ...], now: datetime
) -> Doubt:
    pending = next((variant for variant in variants if variant.standing is Standing.PENDING), None)
    if pending is None or pending.capture is None:
        return Doubt(since=now, doubted=now)
    agrees = _differs(pending.capture, capture, after, target, now) == 0
    return Doubt(since=pending.first_seen if agrees else now, doubted=pending.doubted or pending.first_seen)


def judge_change(change: Change, target: Target, now: datetime) -> Opinion:
    several = target.kind is TargetKind.PAGE and len(target.viewports) > 1
    name = f"{target.title} ({change.after.viewport.name})" if several else target.title
    return judge(change, kind=target.kind, name=name, watch=target.watch, today=now.date(), prior=target.topics)


def finding_of(opinion: Opinion, change: Change, capture: Capture, digest: str, now: datetime) -> Finding:
    """The finding that an opinion on a change makes; `digest` tells it from others beside the same baseline."""
    return tie(
        opinion,
        change,
        target=capture.target,
        stream=capture.stream,
        at=now,
        before_capture=change.before.capture,
        after_capture=capture.id,
        digest=digest,
    )
