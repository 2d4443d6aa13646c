"""What one owner is told about a finding, in the owner's language, before it becomes text or HTML."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.alert.about import About, about, is_layout, layout_op
from watcher.alert.headline import from_when, headline, names, platform_name, subject
from watcher.alert.inert import clean, quote
from watcher.alert.languages import wording
from watcher.alert.layout import seen_in, sentence
from watcher.alert.profile import profile_advice
from watcher.alert.redline import Piece, pieces, strongest
from watcher.alert.stake_lines import StakeLine, at_risk, safe_lines, stake_line, threatened
from watcher.alert.wording import Wording
from watcher.core.model import (
    ClauseChange,
    ClauseOp,
    Config,
    Direction,
    EffectiveKind,
    Finding,
    Owner,
    Proof,
    Reason,
    Stake,
    Target,
    TargetKind,
)

_CLAUSES = 3
_LAYOUTS = 5
_REASONS = 4
_PARTS = 4
_STAKES = 6
_LINK_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseLine:
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLine:
    rule: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Why a letter comes again, or to somebody else: a mark for the subject, and a sentence."""

    mark: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message, harmless to show and ready to be set. Empty parts are left out."""

    wording: Wording
    severity: int
    subject: str
    page: str
    occasion: str
    headline: str
    nature: str
    stakes: tuple[StakeLine, ...]
    stakes_more: str
    at_risk: str
    safe: tuple[str, ...]
    when: str
    clauses: tuple[ClauseLine, ...]
    clauses_more: str
    layout: tuple[str, ...]
    layout_more: str
    reasons: tuple[ReasonLine, ...]
    recipients: tuple[str, ...]
    steps: tuple[str, ...]
    command: str
    take: str
    take_link: str
    address: str
    finding: str
    evidence: str
    proof: tuple[str, ...]
    seen: str
    footer: str

    @property
    def badge(self) -> str:
        return self.wording.label_severity.format(severity=self.severity, word=self.wording.severities[self.severity])


def write(
    finding: Finding,
    *,
    target: Target,
    owner: Owner,
    owners: Sequence[Owner],
    config: Config,
    key: str,
    sent_at: datetime,
    proof: Proof,
    digest: bool,
    occasion: Occasion | None = None,
) -> Letter:
    """The letter for one owner; `owners` are all who are told, `key` is the alert's, days are counted at `sent_at`."""
    say = wording(owner.language)
    shown = headline(finding, target, say)
    stakes = sorted(threatened(finding, config), key=lambda stake: owner.id not in stake.owners)
    today = sent_at.astimezone(ZoneInfo(owner.timezone)).date()
    return Letter(
        wording=say,
        severity=finding.severity,
        subject=subject(
            f"{occasion.mark} {shown}" if occasion else shown,
            target,
            finding.severity,
            from_when(finding, say),
            say,
            digest=digest,
        ),
        page=_page_name(target),
        occasion=occasion.sentence if occasion else "",
        headline=shown,
        nature=_nature(finding, say),
        stakes=tuple(stake_line(stake, finding, config, say, today) for stake in stakes[:_STAKES]),
        stakes_more=_more(say.stakes_more, len(stakes) - _STAKES, say),
        at_risk=at_risk(stakes, say),
        safe=safe_lines(finding, config, say, today)[:_STAKES],
        when=" ".join(filter(None, (_when(finding, target, say, today), "" if finding.confirmed else say.unconfirmed))),
        clauses=tuple(_clause_line(clause, finding.reasons, say) for clause in _clauses(finding)),
        clauses_more=_more(say.clauses_more, len(finding.clauses) - _CLAUSES, say) if _clauses(finding) else "",
        layout=tuple(sentence(one, say, seen_in(finding, target)).full for one in finding.layout[:_LAYOUTS]),
        layout_more=_more(say.layout_more, len(finding.layout) - _LAYOUTS, say),
        reasons=_reason_lines(finding, target, say),
        recipients=tuple(_recipient(one, stakes, target, say) for one in owners),
        steps=_steps(finding, target, stakes, say, today),
        command=f"watcher show {finding.id}",
        take=f"watcher ack {finding.id}",
        take_link=config.links.link(finding.id, owner.id, today + _LINK_FOR) if config.links else "",
        address=clean(target.parts[0].url, 300) if target.parts else "",
        finding=finding.id,
        evidence=say.evidence_command.format(finding=finding.id),
        proof=_proof(proof, say),
        seen=say.seen_at.format(moment=say.moment(finding.first_seen_at or finding.at, owner.timezone)),
        footer=say.footer.format(finding=finding.id, key=key),
    )


def _page_name(target: Target) -> str:
    """The page's title, with its platform where the title does not name it."""
    platform, title = platform_name(target), quote(target.title, 120)
    return title if names(title, platform) else f"{platform}: {title}"


def _nature(finding: Finding, say: Wording) -> str:
    told = about(finding).rules and finding.direction is not Direction.NEUTRAL
    priority = [say.priority.format(priority=finding.priority)] if finding.priority else []
    direction = [say.directions[finding.direction]] if told else []
    return " · ".join([*priority, *direction, *(say.topics[topic] for topic in finding.topics[:3])])


def _when(finding: Finding, target: Target, say: Wording, today: date) -> str:
    """Since when it holds, then by when to act; the second alone where the first is not stated or the same day."""
    act_by = _act_by(finding.deadline, say, today) if finding.deadline else ""
    stated = finding.effective_kind is EffectiveKind.EFFECTIVE and finding.effective_date != finding.deadline
    if act_by and not stated:
        return act_by
    return f"{_in_force(finding, target, say, today)} {act_by}".rstrip()


def _act_by(day: date, say: Wording, today: date) -> str:
    left = (day - today).days
    form = {0: say.act_by_today, 1: say.act_by_tomorrow}.get(left, say.act_by_past if left < 0 else say.act_by_in)
    return form.format(day=say.day(day), days=say.number(left))


def _in_force(finding: Finding, target: Target, say: Wording, today: date) -> str:
    day = finding.effective_date
    if day is None:
        seen = target.kind is not TargetKind.POLICY or about(finding) is About.GONE
        return say.visible_now if seen else say.no_date
    if finding.effective_kind is EffectiveKind.LAST_UPDATED:
        return say.updated_on.format(day=say.day(day))
    left = (day - today).days
    if left < 0:
        return say.in_force_since.format(day=say.day(day))
    form = {0: say.in_force_today, 1: say.in_force_tomorrow}.get(left, say.in_force_in)
    return form.format(day=say.day(day), days=say.number(left))


def _clause_line(clause: ClauseChange, reasons: Sequence[Reason], say: Wording) -> ClauseLine:
    state = say.links_only if clause.links_only else say.clause_ops[clause.op]
    if clause.op is ClauseOp.MOVED and clause.redline:
        state = say.moved_edited
    heading = quote(clause.heading, 120)
    return ClauseLine(label=f"{heading} ({state})" if heading else f"({state})", pieces=pieces(clause, reasons))


def _reason_lines(finding: Finding, target: Target, say: Wording) -> tuple[ReasonLine, ...]:
    """What weighs most, once each: a page's element by its name, anything else by its rule and its words."""
    events = defaultdict(list)
    for change in reversed(finding.layout):
        events[change.op.value].append(change)
    lines: list[tuple[float, ReasonLine]] = []
    for reason in finding.reasons:
        if reason.weight <= 0:
            continue
        cited = events[layout_op(reason)] if is_layout(reason) else []
        if cited:
            line = ReasonLine(rule=sentence(cited.pop(), say, seen_in(finding, target)).said, quote="")
        else:
            said = say.quotation.format(quote(reason.quote, 160)) if reason.quote else ""
            line = ReasonLine(rule=quote(say.rule(reason.rule), 80), quote=said)
        lines.append((reason.weight, line))
    heaviest = sorted(lines, key=lambda weighed: -weighed[0])
    return tuple(dict.fromkeys(line for _, line in heaviest))[:_REASONS]


def _proof(proof: Proof, say: Wording) -> tuple[str, ...]:
    """A line for each side whose evidence is known."""
    sides = ((say.hash_before, proof.before), (say.hash_after, proof.after))
    return tuple(f"{side}: {', '.join(hashes[:_PARTS])}" for side, hashes in sides if hashes)


def _recipient(owner: Owner, stakes: Sequence[Stake], target: Target, say: Wording) -> str:
    own = [quote(stake.title, 80) for stake in stakes if owner.id in stake.owners]
    form = say.owner_of if own else say.page_owner if owner.id in target.owners else say.copied
    return form.format(owner=quote(owner.name, 80), stakes=", ".join(own[:3]))


def _steps(finding: Finding, target: Target, stakes: Sequence[Stake], say: Wording, today: date) -> tuple[str, ...]:
    if about(finding) is About.GONE:
        return (say.advice_gone[target.kind],)
    if about(finding) is About.IMPOSTOR:
        return (say.advice_impostor,)
    if about(finding) is About.LISTED:
        return (say.advice_listed,)
    first = finding.layout[0] if about(finding) is About.LAYOUT else None
    if first and first.of_page:
        return (profile_advice(first, say),)
    looser = finding.direction is Direction.LOOSENS
    steps = [_advice(finding, stake, say).format(title=quote(stake.title, 120)) for stake in stakes[:3]]
    if not steps:
        steps = [say.advice_page if target.kind is TargetKind.PAGE else say.advice_policy]
    if not looser and (step := _in_time(finding, say, today)):
        steps.append(step)
    return tuple(steps)


def _in_time(finding: Finding, say: Wording, today: date) -> str:
    """By when to have done it: before it holds, or on the last day to act, whichever comes first."""
    effective = finding.effective_date if finding.effective_kind is EffectiveKind.EFFECTIVE else None
    ahead = [day for day in (effective, finding.deadline) if day is not None and day >= today]
    if not ahead:
        return ""
    first = min(ahead)
    if first == effective:
        return say.advice_before.format(day=say.day(first)) if first > today else ""
    return say.advice_by.format(day=say.day(first))


def _advice(finding: Finding, stake: Stake, say: Wording) -> str:
    if not about(finding).rules:
        return say.advice_layout
    return say.advice_looser if finding.direction is Direction.LOOSENS else say.advice[stake.kind]


def _clauses(finding: Finding) -> tuple[ClauseChange, ...]:
    """What to quote: of a page whose layout changed only what the reasons cite, since its posts change every day."""
    telling = [clause for clause, noise in finding.weighed if not noise]
    shown = strongest(telling or finding.clauses, finding.reasons, _CLAUSES)
    if not finding.layout:
        return shown
    quotes = [reason.quote for reason in finding.reasons if reason.quote and reason.weight > 0]
    return tuple(clause for clause in shown if any(said in clause.after or said in clause.before for said in quotes))


def _more(form: str, number: int, say: Wording) -> str:
    return form.format(number=say.number(number)) if number > 0 else ""
