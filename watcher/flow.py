"""The whole flow on one page: how a visit becomes an outcome, and an outcome becomes durable."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import assert_never

from watcher.alert.compose import compose
from watcher.alert.notes import compose_note
from watcher.alert.trouble import compose_damage, compose_move
from watcher.confirm import MEMORY, Look, follow
from watcher.core.model import (
    FAILURES,
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
    Habits,
    History,
    Move,
    Note,
    NoteKind,
    Opinion,
    Order,
    Outcome,
    PageState,
    Profile,
    Proof,
    Rebased,
    Seal,
    Shortcut,
    Snapshot,
    Standing,
    Target,
    TargetKind,
    Unchanged,
    Unconfirmed,
    tie,
)
from watcher.core.ports import Archive, Asker, BlobDamagedError, BlobMissingError, Executor
from watcher.core.threads import start_beside
from watcher.diff.compare import compare
from watcher.extract.profile import read_profile
from watcher.extract.read import read
from watcher.judge.judge import gone
from watcher.judge.stakes import match_stakes, with_stakes
from watcher.learning import at_rest, begin, next_lesson, rebased, with_regulars
from watcher.presence import find_news, find_silence, last_posted, steady_only, with_profile
from watcher.shortcuts import Asked, is_rendered_by_server, learn, may_stand, question_of, shortcut_of, with_shortcut
from watcher.states import Doubt, find_doubt, finding_of, judge_change, lasting
from watcher.stray import find_stray

LASTING = timedelta(hours=24)
SOONEST = timedelta(seconds=1)
LATEST = timedelta(hours=6)
WEIGHING = timedelta(minutes=2)
QUICK = timedelta(minutes=2)
GONE_LOOKS = 6
GONE = "gone"


# How long a page that never changes by a byte goes without a new picture.
REFRESHED = timedelta(days=7)
_VERSION = version("platform-watcher")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What a check works with. Without an `asker`, every look is a visit."""

    executor: Executor
    archive: Archive
    clock: Callable[[], datetime]
    asker: Asker | None = None


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
            watch_texts=tuple(watch.text for watch in target.watch if watch.text),
            deadline_s=target.deadline.total_seconds(),
            obeys_robots=target.obeys_robots,
        )
        for viewport in viewports
    )


async def check(flow: Flow, order: Order, target: Target, config: Config, siblings: Sequence[Checked] = ()) -> Checked:
    """Makes one visit, keeps the evidence, weighs it against the baseline and commits what that means.

    Where a server is known to say whether its document is as it was, its word may stand for the visit. `siblings` are
    the visits of the same target just before, in other viewports: what they told is not told twice.
    """
    settings = reading_of(target)
    rest = await _at_rest(flow, order, target, settings)
    asked = await _ask(flow, order, target, rest) if rest else None
    if rest and asked and asked.may_stand and asked.answer.same:
        return await _commit_same(flow, order, target, rest, asked.answer.took_s, asked=True)
    if asked and asked.may_stand and asked.answer.failure:
        result: Capture | Failure = replace(asked.answer.failure, took_s=asked.answer.took_s)
    else:
        known, may_stay = (rest.seal, _may_stay(rest.habits, target, flow.clock())) if rest else (None, False)
        whole = replace(order, known=known, may_stay=may_stay, keeps_served=asked is not None)
        result = await flow.executor.capture(whole)
    now = flow.clock()
    alerts: tuple[Alert, ...] = ()
    if rest and isinstance(result, Capture) and result.parts[0].same:
        habits = rest.habits
        if result.parts[0].scrolled:
            habits = replace(habits, scrolled_at=_scrolled(habits, now, in_vain=not may_stay))
        if asked:
            same = Unchanged(digest=habits.digest)
            habits = replace(habits, shortcut=await _learn(asked, result, same, target, now))
        return await _commit_same(flow, order, target, replace(rest, habits=habits), result.took_s)
    match result:
        case Failure():
            outcome: Outcome = result
        case Capture():
            await flow.archive.keep(result)
            outcome = await _weigh_against_baseline(flow, order, result, target, now)
            outcome = _read_with(outcome, settings, now)
            if rest and asked:
                outcome = with_shortcut(outcome, rest.habits, await _learn(asked, result, outcome, target, now))
            if isinstance(outcome, Changed):
                outcome = _with_stakes(outcome, target, config, now)
                if not _was_told(outcome.finding, siblings):
                    proof = await _proof(flow, outcome.finding)
                    alerts = compose(outcome.finding, target=target, config=config, now=now, proof=proof)
            alerts += _notes(outcome, target, config, now)
            if isinstance(outcome, Rebased) and outcome.damaged:
                alerts += compose_damage(target=target, reason=outcome.reason, config=config, now=now)
            if isinstance(outcome, Rebased) and outcome.moved:
                alerts += compose_move(
                    target=target, old=outcome.moved.old, new=outcome.moved.new, config=config, now=now
                )
    checked = Checked(
        stream=order.stream,
        target=target.id,
        at=now,
        capture=result.id if isinstance(result, Capture) else None,
        outcome=outcome,
        alerts=alerts,
        took_s=result.took_s,
        profile=await _profile(result, target, outcome),
    )
    await flow.archive.commit(checked)
    return checked


async def _profile(result: Capture | Failure, target: Target, outcome: Outcome) -> Profile | None:
    """What a good look at a page shows of it: nothing is read of one that is in doubt."""
    doubted = isinstance(outcome, Failure) or (isinstance(outcome, Unconfirmed) and outcome.quarantine)
    gone = isinstance(outcome, Changed) and outcome.gone
    if target.kind is not TargetKind.PAGE or isinstance(result, Failure) or doubted or gone:
        return None
    return await asyncio.to_thread(read_profile, result, target.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """A stream of which nothing is expected but a change: what it looked like, and its habits."""

    seal: Seal
    habits: Habits


def reading_of(target: Target) -> str:
    """Names what a capture is read with: another selector, or another version, may find something else in it."""
    told = repr((target.parts, target.kind, target.watch, target.sudden_fall, target.quiet_after, _VERSION))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _may_stay(habits: Habits, target: Target, now: datetime) -> bool:
    return habits.scrolled_at is not None and habits.scrolled_at <= now < habits.scrolled_at + target.verify_every


def _scrolled(habits: Habits, now: datetime, *, in_vain: bool) -> datetime | None:
    """Where a page had to be scrolled to look as it did, it will have to be the next time."""
    return now if in_vain and habits.scrolled_at else None


def _read_with(outcome: Outcome, settings: str, now: datetime) -> Outcome:
    """The outcome of a whole look."""
    match outcome:
        case First() | Unchanged() | Changed() | Rebased():
            return replace(outcome, habits=replace(outcome.habits, read_with=settings, scrolled_at=now))
        case Unconfirmed() | Failure():
            return outcome
        case _:
            assert_never(outcome)


async def _at_rest(flow: Flow, order: Order, target: Target, settings: str) -> _Rest | None:
    """None where anything waits to last, to be undone or confirmed, and where a whole look is due anyway."""
    now = flow.clock()
    seal = await flow.archive.seal(order.stream) if len(order.parts) == 1 else None
    if seal is None or not now - REFRESHED < seal.at <= now:
        return None
    try:
        history = await flow.archive.history(order.stream, now - MEMORY)
    except (BlobMissingError, BlobDamagedError):
        return None
    fates = {fate.finding: fate for fate in history.habits.fates}
    silence = find_silence(last_posted(history), target, history, now)
    waits = (
        history.habits.read_with != settings
        or (silence is not None and not silence.known)
        or bool(history.variants)
        or any(sign.here for sign in history.habits.signs)
        or any(fate.undone_since and not fate.withdrawn_at for fate in fates.values())
        or any(
            not told.finding.confirmed and not (told.finding.id in fates and fates[told.finding.id].confirmed_at)
            for told in history.told
        )
    )
    return None if waits else _Rest(seal=seal, habits=history.habits)


async def _ask(flow: Flow, order: Order, target: Target, rest: _Rest) -> Asked | None:
    """None where the server is not to be asked. What may not stand for a visit yet is a test beside one."""
    now = flow.clock()
    shortcut = shortcut_of(rest.habits, order, target, now)
    if flow.asker is None or shortcut is None:
        return None
    stands = may_stand(shortcut, target, now)
    answer = await flow.asker.ask(order, question_of(shortcut, rest.seal, is_test=not stands))
    return Asked(shortcut=shortcut, may_stand=stands, answer=answer)


async def _learn(asked: Asked, seen: Capture, outcome: Outcome, target: Target, now: datetime) -> Shortcut:
    rendered = await asyncio.to_thread(is_rendered_by_server, seen, target.parts)
    return learn(asked, seen, outcome, now, rendered=rendered)


async def _commit_same(
    flow: Flow, order: Order, target: Target, rest: _Rest, took_s: float, *, asked: bool = False
) -> Checked:
    """A visitor sees what the baseline shows: its evidence is there, and one small row says that it was looked at."""
    now = flow.clock()
    habits = at_rest(rest.habits, target, now)
    checked = Checked(
        stream=order.stream,
        target=order.target,
        at=now,
        capture=rest.seal.capture,
        outcome=Unchanged(digest=rest.habits.digest, habits=habits, again_at=next_lesson(habits, target, now)),
        took_s=took_s,
        asked=asked,
    )
    await flow.archive.commit(checked)
    return checked


async def _proof(flow: Flow, finding: Finding) -> Proof:
    return Proof(
        before=await flow.archive.hashes(finding.before_capture), after=await flow.archive.hashes(finding.after_capture)
    )


async def _weigh_against_baseline(flow: Flow, order: Order, capture: Capture, target: Target, now: datetime) -> Outcome:
    try:
        previous = await flow.archive.baseline(order.stream)
        history = await flow.archive.history(order.stream, now - MEMORY)
    except (BlobMissingError, BlobDamagedError) as error:
        first = weigh(None, capture, target, History(), now)
        if not isinstance(first, First):
            return first
        return Rebased(digest=first.digest, reason=f"the baseline's evidence cannot be read: {error}", damaged=True)
    return await _in_thread(lambda: weigh(previous, capture, target, history, now), capture)


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


def weigh(previous: Capture | None, capture: Capture, target: Target, history: History, now: datetime) -> Outcome:
    """What a capture means beside the baseline. Both pass through today's extractor, so an upgrade never alerts."""
    after = read(capture, target.parts)
    if isinstance(after, Failure):
        return after
    if after.state is PageState.GONE:
        return _weigh_gone(previous, capture, after, target, history, now)
    if after.state is not PageState.OK:
        return _failure(capture, after, FAILURES[after.state])
    if previous is None:
        return begin(after.digest, target, now)
    outcome = _weigh_beside(previous, capture, after, target, history, now)
    notes = [note for note in (_back(history), _other_browser(previous, capture, target)) if note is not None]
    match outcome:
        case Unchanged() | Changed() | Rebased() | Unconfirmed(quarantine=False) if notes:
            return replace(outcome, notes=(*outcome.notes, *notes))
        case _:
            return outcome


def _weigh_beside(
    previous: Capture, capture: Capture, after: Snapshot, target: Target, history: History, now: datetime
) -> Outcome:
    before = read(previous, target.parts)
    if isinstance(before, Failure) or before.state is not PageState.OK:
        return _rebased(after, history, "the baseline cannot be read with today's settings of the target")
    if moved := _moved(previous, capture):
        return replace(_rebased(after, history, "the target has other parts now"), moved=moved)
    if stray := find_stray(before, after, target):
        return _failure(capture, replace(after, state_reason=stray.reason), FAILURES[stray.state])
    same_recipe = previous.recipe == capture.recipe
    before, after = (
        with_profile(snapshot, seen, target.kind, target.parts)
        for snapshot, seen in ((with_regulars(before, history.habits.regulars), previous), (after, capture))
    )
    news = find_news(before, after, target, history, now)
    page = target.kind is TargetKind.PAGE
    change = compare(
        before,
        steady_only(after, history, now),
        layout=page and same_recipe,
        watch=target.watch,
        places=history.habits.places if page else (),
        news=news,
    )
    opinion = judge_change(change, target, now) if change else None
    if change and opinion and opinion.suspicious:
        doubtful = _weigh_doubtful(change, opinion, capture, target, history, now)
        if doubtful is not None:
            return doubtful
    elif change is None and not same_recipe:
        return _rebased(after, history, "the text is the same, seen with another browser or other settings")
    elif change is None and history.habits.digest not in {"", before.digest}:
        return _rebased(after, history, "the text is the same, read by a newer reader or with other settings")
    return follow(
        Look(
            capture=capture,
            before=before,
            after=after,
            change=change,
            opinion=opinion,
            target=target,
            history=history,
            now=now,
            same_recipe=same_recipe,
        )
    )


def _weigh_doubtful(
    change: Change, opinion: Opinion, capture: Capture, target: Target, history: History, now: datetime
) -> Outcome | None:
    """A capture that may show something else is in quarantine until it has lasted."""
    doubt = find_doubt(change.after, capture, target, history.variants, now)
    page = target.kind is TargetKind.PAGE
    needed = target.confirm_after if opinion.severity and page else max(target.confirm_for, target.confirm_after)
    digest = change.after.digest
    if now - doubt.since < needed and now - doubt.doubted < max(LASTING, target.stale_after):
        return _unconfirmed(digest, finding_of(opinion, change, capture, digest, now), doubt, target, now)
    told = replace(opinion if opinion.severity else lasting(opinion, target), suspicious=False)
    return Changed(
        digest=digest,
        finding=replace(finding_of(told, change, capture, digest, now), first_seen_at=doubt.since),
        habits=rebased(history.habits, digest),
    )


def _weigh_gone(
    previous: Capture | None,
    capture: Capture,
    after: Snapshot,
    target: Target,
    history: History,
    now: datetime,
) -> Outcome:
    """A page that goes on answering "gone" is lost; the last good capture stays the baseline in case it comes back."""
    known = next((variant for variant in history.variants if variant.name == GONE), None)
    if previous is None or (known and known.standing is Standing.TOLD):
        return _failure(capture, after, FailureKind.GONE)
    finding = tie(
        gone(target.title, after, target.kind),
        None,
        target=capture.target,
        stream=capture.stream,
        at=now,
        before_capture=previous.id,
        after_capture=capture.id,
        digest=GONE,
    )
    page = target.kind is TargetKind.PAGE
    needed = min(target.confirm_after, QUICK) if page else GONE_LOOKS * target.confirm_after
    since = known.first_seen if known else now
    if known is None or now - since < needed:
        wait = min(target.confirm_after, QUICK / 2) if page else max(target.confirm_after, now - since)
        return Unconfirmed(digest=GONE, finding=finding, since=since, doubted=since, again_at=now + max(wait, SOONEST))
    return Changed(digest=GONE, finding=finding, new_baseline=False, gone=True, habits=history.habits)


def _back(history: History) -> Note | None:
    """What to tell where a page that was told to be gone is there again."""
    if not any(variant.name == GONE and variant.standing is Standing.TOLD for variant in history.variants):
        return None
    lost = next((told for told in history.told if _tells_loss(told.finding)), None)
    return Note(kind=NoteKind.BACK, told=lost) if lost else None


def _other_browser(previous: Capture, capture: Capture, target: Target) -> Note | None:
    """Layouts of two browsers are not compared: the operator has to know from when on they are compared anew."""
    browsers = (previous.recipe.browser, capture.recipe.browser)
    if target.kind is not TargetKind.PAGE or browsers[0] == browsers[1]:
        return None
    return Note(kind=NoteKind.BROWSER, quotes=browsers)


def _tells_loss(finding: Finding) -> bool:
    return any(reason.rule == "page_gone" for reason in finding.reasons)


def _notes(outcome: Outcome, target: Target, config: Config, now: datetime) -> tuple[Alert, ...]:
    match outcome:
        case Unchanged() | Changed() | Rebased() | Unconfirmed():
            return tuple(
                alert for note in outcome.notes for alert in compose_note(note, target=target, config=config, now=now)
            )
        case First() | Failure():
            return ()
        case _:
            assert_never(outcome)


def _rebased(after: Snapshot, history: History, reason: str) -> Rebased:
    return Rebased(digest=after.digest, reason=reason, habits=rebased(history.habits, after.digest))


def _unconfirmed(digest: str, finding: Finding, doubt: Doubt, target: Target, now: datetime) -> Unconfirmed:
    """Looks again soon at first, then after as long as there has been doubt so far, and every few hours at least."""
    wait = min(max(target.confirm_after, now - doubt.doubted, SOONEST), max(target.confirm_after, LATEST))
    return Unconfirmed(digest=digest, finding=finding, since=doubt.since, doubted=doubt.doubted, again_at=now + wait)


def _with_stakes(outcome: Changed, target: Target, config: Config, now: datetime) -> Changed:
    matches = match_stakes(outcome.finding, target, config, now.date())
    return replace(outcome, finding=with_stakes(outcome.finding, matches, config))


def _moved(previous: Capture, capture: Capture) -> Move | None:
    """Which addresses came and went, if the parts of a target are others than before."""
    old, new = (tuple(part.url for part in parts) for parts in (previous.parts, capture.parts))
    if old == new:
        return None
    return Move(old=tuple(url for url in old if url not in new), new=tuple(url for url in new if url not in old))


def _failure(capture: Capture, snapshot: Snapshot, kind: FailureKind) -> Failure:
    part = next((part for part in capture.parts if part.status >= 400), capture.parts[0])
    return Failure(
        kind=kind,
        message=snapshot.state_reason,
        url=part.final_url,
        status=part.status,
        took_s=capture.took_s,
        wait_s=part.wait_s,
    )
