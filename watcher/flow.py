"""The whole flow on one page: how a visit becomes an outcome, and an outcome becomes durable."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watcher.alert.compose import compose
from watcher.core.model import (
    Alert,
    Capture,
    Change,
    Changed,
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
from watcher.core.ports import Archive, BlobDamagedError, BlobMissingError, Executor
from watcher.core.threads import start_beside
from watcher.diff.compare import compare
from watcher.extract.read import read
from watcher.judge.judge import gone
from watcher.judge.stakes import match_stakes, with_stakes
from watcher.states import Doubt, find_doubt, judge_change, known_state, lasting, returned

LASTING = timedelta(hours=24)
SOONEST = timedelta(seconds=1)
LATEST = timedelta(hours=6)
WEIGHING = timedelta(minutes=2)
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
    """The visits that one check of a target makes: one for each viewport of a page, one for a document."""
    viewports = target.viewports if target.kind is TargetKind.PAGE else target.viewports[:1]
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
        for viewport in viewports
    )


async def check(flow: Flow, order: Order, target: Target, config: Config, siblings: Sequence[Checked] = ()) -> Checked:
    """Makes one visit, keeps the evidence, weighs it against the baseline and commits what that means.

    `siblings` are the visits of the same target just before, in other viewports: what they told is not told twice.
    """
    result = await flow.executor.capture(order)
    now = flow.clock()
    alerts: tuple[Alert, ...] = ()
    match result:
        case Failure():
            outcome: Outcome = result
        case Capture():
            await flow.archive.keep(result)
            outcome = await _weigh_against_baseline(flow, order, result, target, now)
            if isinstance(outcome, Changed):
                outcome = _with_stakes(outcome, target, config, now)
                if not _was_told(outcome.finding, siblings):
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


async def _weigh_against_baseline(flow: Flow, order: Order, capture: Capture, target: Target, now: datetime) -> Outcome:
    try:
        previous = await flow.archive.baseline(order.stream)
        variants = await flow.archive.variants(order.stream)
    except (BlobMissingError, BlobDamagedError) as error:
        first = weigh(None, capture, target, (), now)
        if not isinstance(first, First):
            return first
        return Rebased(digest=first.digest, reason=f"the baseline's evidence cannot be read: {error}", damaged=True)
    return await _in_thread(lambda: weigh(previous, capture, target, variants, now), capture)


async def _in_thread(work: Callable[[], Outcome], capture: Capture) -> Outcome:
    """Weighs beside the loop, bounded. The thread ends with the process: a stop does not wait for a monster page."""
    done, _ = start_beside(work, f"weigh {capture.id}")
    try:
        return await asyncio.wait_for(asyncio.wrap_future(done), WEIGHING.total_seconds())
    except TimeoutError:
        message = f"the page is too large to be compared within {WEIGHING.total_seconds():g} s; narrow it with `select`"
        return Failure(kind=FailureKind.TOO_LARGE, message=message, url=capture.parts[0].url, took_s=capture.took_s)


def _was_told(finding: Finding, siblings: Sequence[Checked]) -> bool:
    """Whether another viewport's visit has just told the same: the same gravest event, or else the same clauses."""
    told = [sibling.outcome.finding for sibling in siblings if isinstance(sibling.outcome, Changed) and sibling.alerts]
    return any(_gist(finding) == _gist(other) for other in told)


def _gist(finding: Finding) -> tuple[object, ...]:
    if finding.layout:
        gravest = finding.layout[0]
        return finding.severity, gravest.op, gravest.role, gravest.name
    return finding.severity, tuple((clause.op, clause.before, clause.after) for clause in finding.clauses)


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
    opinion, state = judge_change(change, target, now), change.after.digest
    known = known_state(change, capture, target, variants, now) if opinion.severity or opinion.suspicious else None
    if known is not None:
        opinion, state = returned(opinion), known.name
    if opinion.suspicious:
        doubt = find_doubt(change.after, capture, target, variants, now)
        needed = target.confirm_after if opinion.severity else max(LASTING, target.confirm_after)
        if now - doubt.since < needed and now - doubt.doubted < max(LASTING, target.stale_after):
            finding = _finding(opinion, capture, change.before.capture, state, now, change)
            return _unconfirmed(state, finding, doubt, target, now)
        opinion = replace(opinion if opinion.severity else lasting(opinion, target), suspicious=False)
    return Changed(digest=state, finding=_finding(opinion, capture, change.before.capture, state, now, change))


def _weigh_gone(
    previous: Capture | None,
    capture: Capture,
    after: Snapshot,
    target: Target,
    variants: tuple[Variant, ...],
    now: datetime,
) -> Outcome:
    """A page that answers "gone" twice is lost; the last good capture stays the baseline in case it comes back."""
    known = next((variant for variant in variants if variant.name == GONE), None)
    if previous is None or (known and known.standing is Standing.TOLD):
        return _failure(capture, after, FailureKind.GONE)
    finding = _finding(gone(target.title, after), capture, previous.id, GONE, now)
    since = known.first_seen if known else now
    if known is None or now - since < target.confirm_after:
        return _unconfirmed(GONE, finding, Doubt(since=since, doubted=since), target, now)
    return Changed(digest=GONE, finding=finding, new_baseline=False)


def _unconfirmed(digest: str, finding: Finding, doubt: Doubt, target: Target, now: datetime) -> Unconfirmed:
    """Looks again soon at first, then after as long as there has been doubt so far, and every few hours at least."""
    wait = min(max(target.confirm_after, now - doubt.doubted, SOONEST), max(target.confirm_after, LATEST))
    return Unconfirmed(digest=digest, finding=finding, since=doubt.since, doubted=doubt.doubted, again_at=now + wait)


def _with_stakes(outcome: Changed, target: Target, config: Config, now: datetime) -> Changed:
    matches = match_stakes(outcome.finding, target, config, now.date())
    return replace(outcome, finding=with_stakes(outcome.finding, matches, config))


def _unchanged(after: Snapshot, same_recipe: bool) -> Outcome:
    if same_recipe:
        return Unchanged(digest=after.digest)
    return Rebased(digest=after.digest, reason="the text is the same, seen with another browser or other settings")


def _failure(capture: Capture, snapshot: Snapshot, kind: FailureKind) -> Failure:
    part = next((part for part in capture.parts if part.status >= 400), capture.parts[0])
    return Failure(
        kind=kind, message=snapshot.state_reason, url=part.final_url, status=part.status, took_s=capture.took_s
    )


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
