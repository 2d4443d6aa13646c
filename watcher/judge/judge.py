"""Says what a change means."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from watcher.core.model import (
    BlockKind,
    Change,
    ChangeKind,
    Direction,
    Opinion,
    PageState,
    Reason,
    Snapshot,
    TargetKind,
    Topic,
    Watch,
)
from watcher.judge.endings import is_elsewhere, is_teaser
from watcher.judge.headline import LONGEST, shortened
from watcher.judge.listed import with_listed
from watcher.judge.pages import LayoutOpinion, judge_layout
from watcher.judge.stakes import ENDS
from watcher.judge.text import judge_text, no_opinion

_LITTLE = 0.35
_POINTS_HERE = re.compile(
    r"(?i)(?<!\w)(?:this|these|our|we|your|diese[rsn]?|unsere?[rsnm]?|wir|ihre?[rsnm]?|cette|ce|ces|notre|nos|votre|vos|"
    r"nous)(?!\w)|\d"
)


def judge(
    change: Change,
    *,
    kind: TargetKind,
    name: str,
    watch: tuple[Watch, ...],
    today: date,
    prior: tuple[Topic, ...] = (),
) -> Opinion:
    """What a change means. `name` is for headlines; `prior` are the topics that its target is about."""
    text = judge_text(change, name=name, today=today, prior=prior)
    if kind is TargetKind.POLICY:
        return with_listed(text, change, name)
    return _judge_page(change, text, judge_layout(change, watch), name)


def unchanged() -> Opinion:
    """The opinion on two documents that do not differ."""
    return no_opinion()


def gone(name: str, snapshot: Snapshot, kind: TargetKind) -> Opinion:
    """The opinion on a page that is no longer there: critical where it is one's own, important where it is a rule."""
    status = snapshot.metadata[0].status if snapshot.metadata else 0
    why = f"the page answers {status}" if status in {404, 410} else "the page says that it is not available"
    return replace(
        no_opinion(),
        kind=ChangeKind.SUBSTANTIVE,
        severity=3 if kind is TargetKind.PAGE else 2,
        score=10.0,
        topics=(Topic.FEATURES_LAYOUT,),
        direction=Direction.TIGHTENS,
        headline=shortened(f"{name} is gone: {why}", LONGEST),
        reasons=(Reason(rule="page_gone", quote="", weight=10.0),),
    )


def _judge_page(change: Change, text: Opinion, layout: LayoutOpinion, name: str) -> Opinion:
    """A page's own layout first; its text changes daily and counts little, unless it announces an end."""
    if any(side.state is not PageState.OK for side in (change.before, change.after)):
        return text
    announces = _ends_something(change, text, name)
    quiet = _announced(text) if announces else _everyday(text)
    if layout.severity < max(1, quiet.severity):
        return quiet
    topics: Sequence[Topic] = [Topic.FEATURES_LAYOUT, *(quiet.topics if announces else ())]
    return replace(
        quiet,
        kind=ChangeKind.SUBSTANTIVE if layout.severity >= 2 else ChangeKind.EDITORIAL,
        severity=layout.severity,
        score=float(layout.severity),
        topics=tuple(dict.fromkeys(topics)),
        direction=Direction.TIGHTENS if layout.severity >= 2 else Direction.NEUTRAL,
        headline=shortened(f"{name}: {layout.said}", LONGEST),
        reasons=(*layout.reasons, *quiet.reasons),
        layout=tuple(event for event, _ in layout.events),
        suspicious=layout.redesign or _lost_its_text(change),
    )


def _lost_its_text(change: Change) -> bool:
    """Whether a page shows little of what it showed; that it shows more is usual for pages."""
    return len(change.after.text.split()) < _LITTLE * len(change.before.text.split())


def _everyday(text: Opinion) -> Opinion:
    return replace(
        text,
        severity=0,
        reasons=tuple(reason for reason in text.reasons if reason.rule not in ENDS),
        deadline=None,
    )


def _announced(text: Opinion) -> Opinion:
    """What a page says of an end is told at once, whatever else its text says."""
    return replace(
        text,
        kind=ChangeKind.SUBSTANTIVE,
        severity=max(text.severity, 2),
        topics=text.topics or (Topic.FEATURES_LAYOUT,),
        direction=Direction.TIGHTENS if text.direction is Direction.NEUTRAL else text.direction,
    )


def _ends_something(change: Change, text: Opinion, name: str) -> bool:
    """Whether the page itself says that something ends or moves: no headline of a post, no news of another platform."""
    title = change.after.metadata[0].title if change.after.metadata else ""
    told = [reason.quote for reason in text.reasons if reason.rule == "announces_end"]
    return any(
        not is_teaser(block) and not is_elsewhere(quote, f"{name} {title}")
        for quote in told
        for block in _blocks_of(change, quote)
    )


def _blocks_of(change: Change, quote: str) -> Sequence[str]:
    """The new texts that hold a sentence, but headings that stand over a text of their own."""
    return [
        clause.after
        for clause in change.clauses
        if quote in clause.after and (clause.kind is not BlockKind.HEADING or _POINTS_HERE.search(clause.after))
    ]
