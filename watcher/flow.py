"""The whole flow on one page: how a visit becomes an outcome, and an outcome becomes durable."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watcher.alert.compose import compose
from watcher.core.model import (
    Alert,
    Capture,
    Change,
    Changed,
    ChangeKind,
    Checked,
    Config,
    Failure,
    FailureKind,
    Finding,
    First,
    Opinion,
    Order,
    Outcome,
    PageState,
    Reason,
    Rebased,
    Snapshot,
    Standing,
    Target,
    TargetKind,
    Unchanged,
    Unconfirmed,
    Variant,
    tie,
)
from watcher.core.ports import Archive, Executor
from watcher.diff.compare import compare
from watcher.extract.read import read
from watcher.judge.judge import gone, judge
from watcher.judge.stakes import threatened

KNOWN_FOR = timedelta(days=30)
LASTING = timedelta(hours=24)
GONE = "gone"
_FAILED_STATES = {
    PageState.BLOCKED: FailureKind.BLOCKED,
    PageState.LOGIN_WALL: FailureKind.LOGIN_WALL,
    PageState.ERROR: FailureKind.HTTP_ERROR,
    PageState.EMPTY: FailureKind.EMPTY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What a check works with."""

    executor: Executor
    archive: Archive
    clock: Callable[[], datetime]


def orders(target: Target) -> tuple[Order, ...]:
    """The visits that one check of a target makes: one for each viewport."""
    return tuple(
        Order(
            target=target.id,
            parts=target.parts,
            viewport=viewport,
            locale=target.locale,
            timezone=target.timezone,
            steps=target.steps,
            login=target.login,
            watch_selectors=tuple(watch.selector for watch in target.watch if watch.selector),
            deadline_s=target.deadline.total_seconds(),
        )
        for viewport in target.viewports
    )


async def check(flow: Flow, order: Order, target: Target, config: Config) -> Checked:
    """Makes one visit, keeps the evidence, weighs it against the baseline and commits what that means."""
    result = await flow.executor.capture(order)
    now = flow.clock()
    alerts: tuple[Alert, ...] = ()
    match result:
        case Failure():
            outcome: Outcome = result
        case Capture():
            await flow.archive.keep(result)
            previous = await flow.archive.baseline(order.stream)
            variants = await flow.archive.variants(order.stream)
            outcome = await asyncio.to_thread(weigh, previous, result, target, variants, now)
            if isinstance(outcome, Changed):
                outcome = _with_stakes(outcome, target, config, now)
                alerts = compose(outcome.finding, target=target, config=config, now=now)
    checked = Checked(
        stream=order.stream,
        target=target.id,
        at=now,
        capture=result.id if isinstance(result, Capture) else None,
        outcome=outcome,
        alerts=alerts,
        took_s=result.took_s,
    )
    await flow.archive.commit(checked)
    return checked


def weigh(
    previous: Capture | None, capture: Capture, target: Target, variants: tuple[Variant, ...], now: datetime
) -> Outcome:
    """What a capture means beside the baseline. Both pass through today's extractor, so an upgrade never alerts."""
    after = read(capture, target.parts)
    if isinstance(after, Failure):
        return after
    if after.state is PageState.GONE:
        return _weigh_gone(previous, capture, after, target, variants, now)
    if after.state is not PageState.OK:
        return _failure(capture, after, _FAILED_STATES[after.state])
    if previous is None:
        return First(digest=after.digest)
    before = read(previous, target.parts)
    if isinstance(before, Failure) or before.state is not PageState.OK:
        return Rebased(digest=after.digest, reason="the baseline cannot be read with today's settings of the target")
    if [part.url for part in previous.parts] != [part.url for part in capture.parts]:
        return Rebased(digest=after.digest, reason="the target has other parts now")
    same_recipe = previous.recipe == capture.recipe
    change = compare(before, after, layout=target.kind is TargetKind.PAGE and same_recipe)
    if change is None:
        return _unchanged(after, same_recipe)
    return _weigh_change(change, capture, target, variants, now)


def _weigh_change(
    change: Change, capture: Capture, target: Target, variants: tuple[Variant, ...], now: datetime
) -> Outcome:
    opinion = _judge(change, target, now)
    if _is_known(change, variants, now):
        opinion = _returned(opinion)
    if opinion.suspicious:
        since = _same_since(change.after, target, variants, now)
        needed = target.confirm_after if opinion.severity else max(LASTING, target.confirm_after)
        if now - since < needed:
            finding = _finding(opinion, capture, change.before.capture, change.after.digest, now, change)
            return _unconfirmed(change.after.digest, finding, since, target, now)
        opinion = replace(opinion if opinion.severity else _lasting(opinion, target), suspicious=False)
    finding = _finding(opinion, capture, change.before.capture, change.after.digest, now, change)
    return Changed(digest=change.after.digest, finding=finding)


def _weigh_gone(
    previous: Capture | None,
    capture: Capture,
    after: Snapshot,
    target: Target,
    variants: tuple[Variant, ...],
    now: datetime,
) -> Outcome:
    """A page that answers "gone" twice is lost; the last good capture stays the baseline in case it comes back."""
    known = next((variant for variant in variants if variant.digest == GONE), None)
    if previous is None or (known and known.standing is Standing.TOLD):
        return _failure(capture, after, FailureKind.GONE)
    finding = _finding(gone(target.title, after), capture, previous.id, GONE, now)
    since = known.first_seen if known else now
    if now - since < target.confirm_after or known is None:
        return _unconfirmed(GONE, finding, since, target, now)
    return Changed(digest=GONE, finding=finding, new_baseline=False)


def _unconfirmed(digest: str, finding: Finding, since: datetime, target: Target, now: datetime) -> Unconfirmed:
    """Looks again soon at first, then after as long as it has lasted so far."""
    return Unconfirmed(
        digest=digest, finding=finding, since=since, again_at=now + max(target.confirm_after, now - since)
    )


def _with_stakes(outcome: Changed, target: Target, config: Config, now: datetime) -> Changed:
    stakes = threatened(outcome.finding, target, config, now.date())
    finding = replace(outcome.finding, stakes=tuple(stake.id for stake in stakes))
    return replace(outcome, finding=finding)


def _unchanged(after: Snapshot, same_recipe: bool) -> Outcome:
    if same_recipe:
        return Unchanged(digest=after.digest)
    return Rebased(digest=after.digest, reason="the text is the same, seen with another browser or other settings")


def _failure(capture: Capture, snapshot: Snapshot, kind: FailureKind) -> Failure:
    part = next((part for part in capture.parts if part.status >= 400), capture.parts[0])
    return Failure(
        kind=kind, message=snapshot.state_reason, url=part.final_url, status=part.status, took_s=capture.took_s
    )


def _judge(change: Change, target: Target, now: datetime) -> Opinion:
    several = target.kind is TargetKind.PAGE and len(target.viewports) > 1
    name = f"{target.title} ({change.after.viewport.name})" if several else target.title
    return judge(change, kind=target.kind, name=name, watch=target.watch, today=now.date(), prior=target.topics)


def _is_known(change: Change, variants: tuple[Variant, ...], now: datetime) -> bool:
    """Whether the stream has been in this state before, not long ago: half of an A-B-A flip, told already if at all."""
    return change.after.digest != change.before.digest and any(
        variant.digest == change.after.digest
        and variant.standing is Standing.BASELINE
        and now - variant.last_seen <= KNOWN_FOR
        for variant in variants
    )


def _returned(opinion: Opinion) -> Opinion:
    reason = Reason(rule="known-variant", quote="", weight=-opinion.score)
    return replace(
        opinion,
        kind=ChangeKind.ARTEFACT,
        severity=0,
        score=0.0,
        suspicious=False,
        headline=f"Back to a state that was seen before: {opinion.headline}",
        reasons=(reason, *opinion.reasons),
    )


def _lasting(opinion: Opinion, target: Target) -> Opinion:
    """What looked like a failure of the visit and stayed for a day is how the page is now: a line in the digest."""
    return replace(
        opinion,
        kind=ChangeKind.EDITORIAL,
        severity=1,
        headline=f"{target.title}: the page has shown something else for a day now; look at it",
        reasons=(Reason(rule="lasting", quote="", weight=1.0), *opinion.reasons),
    )


def _same_since(after: Snapshot, target: Target, variants: tuple[Variant, ...], now: datetime) -> datetime:
    """Since when looks have agreed with this one in all that matters: `now` if the last look did not."""
    pending = next((variant for variant in variants if variant.standing is Standing.PENDING), None)
    if pending is None or pending.capture is None:
        return now
    first_look = read(pending.capture, target.parts)
    if isinstance(first_look, Failure) or first_look.state is not PageState.OK:
        return now
    difference = compare(first_look, after, layout=target.kind is TargetKind.PAGE)
    if difference is not None:
        opinion = _judge(difference, target, now)
        if opinion.severity > 0 or opinion.suspicious:
            return now
    return pending.first_seen


def _finding(
    opinion: Opinion, capture: Capture, before: str, digest: str, now: datetime, change: Change | None = None
) -> Finding:
    return tie(
        opinion,
        change,
        target=capture.target,
        stream=capture.stream,
        at=now,
        before_capture=before,
        after_capture=capture.id,
        digest=digest,
    )
