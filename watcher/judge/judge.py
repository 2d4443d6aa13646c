"""Says what a change means."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from watcher.core.model import (
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
from watcher.judge.headline import LONGEST, shortened
from watcher.judge.lexicon import count
from watcher.judge.pages import LayoutOpinion, judge_layout
from watcher.judge.text import judge_text, no_opinion

_LITTLE = 0.35


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
        return text
    return _judge_page(change, text, judge_layout(change, watch), name)


def unchanged() -> Opinion:
    """The opinion on two documents that do not differ."""
    return no_opinion()


def gone(name: str, snapshot: Snapshot) -> Opinion:
    """The opinion on a page that is no longer there."""
    status = snapshot.metadata[0].status if snapshot.metadata else 0
    why = f"the page answers {status}" if status in {404, 410} else "the page says that it is not available"
    return replace(
        no_opinion(),
        kind=ChangeKind.SUBSTANTIVE,
        severity=3,
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
    announces = text.severity >= 2 and _ends_something(text)
    quiet = text if announces else replace(text, severity=min(text.severity, 1))
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


def _ends_something(text: Opinion) -> bool:
    """Whether what is told of says that something ends, and when or what to do."""
    words = [count(reason.quote) for reason in text.reasons]
    dated = text.effective_date is not None or any(reason.rule == "ends_on" for reason in text.reasons)
    asks = dated or any(found["deadline"] or found["modal"] for found in words)
    return asks and any(found["sunset"] for found in words)
