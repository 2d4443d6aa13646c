"""Learns of which documents the server may be asked instead of visited, by doing both several times."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watcher.core.model import (
    Answer,
    Capture,
    Changed,
    First,
    Habits,
    Order,
    Outcome,
    PageState,
    Part,
    Question,
    Rebased,
    Seal,
    Shortcut,
    Snapshot,
    Target,
    TargetKind,
    Unchanged,
    Unconfirmed,
)
from watcher.diff.compare import compare
from watcher.extract.read import read

AGREED_LOOKS = 3
MISSED_LOOKS = 3
RESTS = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that was asked, and its answer; `may_stand` for a visit if it is good."""

    shortcut: Shortcut
    may_stand: bool
    answer: Answer


def shortcut_of(habits: Habits, order: Order, target: Target, now: datetime) -> Shortcut | None:
    """What is known of asking for this document; None where it is not to be asked for."""
    url = order.parts[0].url
    suits = target.kind is TargetKind.POLICY and len(order.parts) == 1 and not order.steps and not order.login
    if not suits or not target.verify_every:
        return None
    known = habits.shortcut if habits.shortcut and habits.shortcut.url == url else Shortcut(url=url)
    if known.lied or (known.rests_until and now < known.rests_until):
        return None
    # what was seen together with another text says nothing of this one
    return known if known.reads == habits.digest else replace(known, sent=None)


def may_stand(shortcut: Shortcut, target: Target, now: datetime) -> bool:
    """Whether a good answer may stand for a visit now."""
    if shortcut.sent is None or shortcut.visited_at is None or shortcut.agreed < AGREED_LOOKS:
        return False
    return shortcut.visited_at <= now < shortcut.visited_at + target.verify_every


def question_of(shortcut: Shortcut, seal: Seal, *, is_test: bool) -> Question:
    return Question(sent=shortcut.sent, user_agent=seal.user_agent, is_test=is_test)


def learn(asked: Asked, capture: Capture, outcome: Outcome, now: datetime, *, rendered: bool) -> Shortcut:
    """What is known after a visit beside the answer; `rendered` is whether the text is there before scripts run.

    A server that called the same what a visit found to be different has lied, whatever the reason was.
    """
    known, answer, served = asked.shortcut, asked.answer, capture.parts[0].served
    if answer.lie or (answer.same and isinstance(outcome, Changed | Unconfirmed)):
        return replace(known, sent=None, agreed=0, lied=answer.lie or "it called the same what had changed")
    if not isinstance(outcome, Unchanged | Changed):
        return known
    both = served is not None and answer.sent is not None and answer.sent.digest == served.digest
    if not (both and rendered):
        missed = known.missed + 1
        rests = now + RESTS if missed >= MISSED_LOOKS else None
        return replace(known, sent=None, agreed=0, missed=missed, rests_until=rests)
    return replace(
        known,
        sent=answer.sent,
        reads=outcome.digest,
        agreed=known.agreed + 1,
        missed=0,
        visited_at=now,
        rests_until=None,
    )


def with_shortcut(outcome: Outcome, habits: Habits, shortcut: Shortcut) -> Outcome:
    """The outcome with what was learnt; `habits` are those from before."""
    match outcome:
        case First() | Unchanged() | Changed() | Rebased():
            return replace(outcome, habits=replace(outcome.habits, shortcut=shortcut))
        case Unconfirmed():
            return replace(outcome, habits=replace(outcome.habits or habits, shortcut=shortcut))
        case _:
            return outcome


def is_rendered_by_server(capture: Capture, parts: tuple[Part, ...]) -> bool:
    """Whether what came before scripts ran reads as what the visit saw."""
    [part] = capture.parts
    if part.served is None:
        return False
    if part.served.body == part.body:
        return True
    raw = replace(part, body=part.served.body, content_type=part.served.content_type or part.content_type)
    before, after = read(replace(capture, parts=(raw,)), parts), read(capture, parts)
    if not isinstance(before, Snapshot) or not isinstance(after, Snapshot):
        return False
    return before.state is PageState.OK and compare(before, after, layout=False) is None
