"""What a change means, and for which target."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from watcher.core.model.changes import Change, ClauseChange, LayoutChange
from watcher.core.model.terms import ChangeKind, Direction, EffectiveKind, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a finding says what it says. `quote` is verbatim from the document (or "" where the rule sees no text)."""

    rule: str
    quote: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a change means, not yet tied to a target.

    `deadline` is the day to have acted by where one is stated: what a stake depends on ends, or a right to object.
    `noise` says for each of the change's clauses why it does not count, or "" where it does (shorter: the rest does).
    `layout` are the layout events that count, gravest first. `suspicious` asks for a second look before anybody is
    told.
    """

    kind: ChangeKind
    severity: int
    score: float
    topics: tuple[Topic, ...]
    direction: Direction
    effective_date: date | None
    effective_kind: EffectiveKind | None
    lead_days: int | None
    headline: str
    reasons: tuple[Reason, ...]
    layout: tuple[LayoutChange, ...] = ()
    suspicious: bool = False
    noise: tuple[str, ...] = ()
    deadline: date | None = None


class MatchedBy(StrEnum):
    """What ties a finding to an investment."""

    TARGET = "target"
    PLATFORM = "platform"
    TOPIC = "topic"
    FEATURE = "feature"
    REGION = "region"


class Safe(StrEnum):
    """Why an investment is safe that a finding would else threaten: it has ended by then, or lies elsewhere."""

    ENDED = "ended"
    REGION = "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeReason:
    """`what` is the target's id, the platform, the topic, the feature's name as configured, or the region's code."""

    by: MatchedBy
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeMatch:
    """An investment that a finding touches, and why. `safe` is set where it does it no harm."""

    stake: str
    because: tuple[StakeReason, ...]
    safe: Safe | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A change and its meaning for one target.

    `stakes` are the ids of the investments that it threatens, `matches` says why, and which ones are safe. `priority`
    is 1 (first) to 4, from severity and value. `noise` and `deadline` are the opinion's.
    What is not `confirmed` was told at once, and is looked at again; what had to last was `first_seen_at` some time
    before.
    """

    id: str
    target: str
    stream: str
    at: datetime
    before_capture: str
    after_capture: str
    kind: ChangeKind
    severity: int
    score: float
    topics: tuple[Topic, ...]
    direction: Direction
    effective_date: date | None
    effective_kind: EffectiveKind | None
    lead_days: int | None
    headline: str
    reasons: tuple[Reason, ...]
    clauses: tuple[ClauseChange, ...]
    layout: tuple[LayoutChange, ...]
    stakes: tuple[str, ...]
    noise: tuple[str, ...] = ()
    deadline: date | None = None
    matches: tuple[StakeMatch, ...] = ()
    priority: int | None = None
    confirmed: bool = True
    first_seen_at: datetime | None = None

    @property
    def words(self) -> str:
        """What the change says, casefolded: the clauses that count, and elements where reasons cite the layout."""
        texts = [text for clause, noise in self.weighed if not noise for text in (clause.before, clause.after)]
        if any(reason.rule.startswith("layout_") for reason in self.reasons):
            texts += [text for event in self.layout for text in (event.name, event.sentence)]
        return "\n".join(texts).casefold()

    @property
    def weighed(self) -> tuple[tuple[ClauseChange, str], ...]:
        """Each clause with why it does not count, or ""."""
        return tuple(zip(self.clauses, (*self.noise, *[""] * len(self.clauses)), strict=False))


def tie(
    opinion: Opinion,
    change: Change | None,
    *,
    target: str,
    stream: str,
    at: datetime,
    before_capture: str,
    after_capture: str,
    digest: str,
) -> Finding:
    """The finding that an opinion makes of a change of one stream; `digest` is of the state that was found."""
    return Finding(
        id=finding_id(stream, before_capture, digest),
        target=target,
        stream=stream,
        at=at,
        before_capture=before_capture,
        after_capture=after_capture,
        kind=opinion.kind,
        severity=opinion.severity,
        score=opinion.score,
        topics=opinion.topics,
        direction=opinion.direction,
        effective_date=opinion.effective_date,
        effective_kind=opinion.effective_kind,
        lead_days=opinion.lead_days,
        headline=opinion.headline,
        reasons=opinion.reasons,
        clauses=change.clauses if change else (),
        layout=tuple(dict.fromkeys((*opinion.layout, *(change.layout if change else ())))),
        stakes=(),
        noise=opinion.noise if change else (),
        deadline=opinion.deadline,
    )


def finding_id(stream: str, before_capture: str, after_digest: str) -> str:
    """The id of what changed in a stream since a baseline: the same for every replay of the same change."""
    return hashlib.sha256(f"{stream}\n{before_capture}\n{after_digest}".encode()).hexdigest()[:12]
