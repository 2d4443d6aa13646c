"""What one owner is told about a finding, in the owner's language, before it becomes text or HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from watcher.alert.inert import clean, quote
from watcher.alert.languages import wording
from watcher.alert.redline import Piece, pieces, strongest
from watcher.alert.wording import Wording
from watcher.core.model import (
    ClauseChange,
    Config,
    Direction,
    EffectiveKind,
    Finding,
    Owner,
    Stake,
    Target,
    TargetKind,
)

_CLAUSES = 3
_LAYOUTS = 5
_REASONS = 4
_STAKES = 6
_SPELT = {
    "facebook": "Facebook",
    "google": "Google",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "pinterest": "Pinterest",
    "snapchat": "Snapchat",
    "tiktok": "TikTok",
    "twitter": "Twitter",
    "whatsapp": "WhatsApp",
    "x": "X",
    "youtube": "YouTube",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeLine:
    title: str
    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseLine:
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLine:
    rule: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message, harmless to show and ready to be set. Empty parts are left out."""

    wording: Wording
    severity: int
    platform: str
    page: str
    headline: str
    nature: str
    stakes: tuple[StakeLine, ...]
    stakes_more: str
    when: str
    clauses: tuple[ClauseLine, ...]
    clauses_more: str
    layout: tuple[str, ...]
    layout_more: str
    reasons: tuple[ReasonLine, ...]
    recipients: tuple[str, ...]
    steps: tuple[str, ...]
    command: str
    address: str
    evidence: str
    seen: str
    footer: str

    @property
    def badge(self) -> str:
        return self.wording.label_severity.format(severity=self.severity, word=self.wording.severities[self.severity])

    @property
    def subject(self) -> str:
        named = self.headline.casefold().startswith(self.platform.casefold())
        said = self.headline if named else f"{self.platform}: {self.headline}"
        return clean(f"[Watcher {self.severity}/3] {said}", 150)


def write(
    finding: Finding,
    *,
    target: Target,
    owner: Owner,
    owners: Sequence[Owner],
    config: Config,
    key: str,
    sent_at: datetime,
    evidence: str,
) -> Letter:
    """The letter for one owner; `owners` are all who are told, `key` is the alert's, days are counted at `sent_at`."""
    say = wording(owner.language)
    stakes = sorted(threatened(finding, config), key=lambda stake: owner.id not in stake.owners)
    today = sent_at.astimezone(ZoneInfo(owner.timezone)).date()
    return Letter(
        wording=say,
        severity=finding.severity,
        platform=platform_name(target),
        page=_page_name(target),
        headline=quote(finding.headline, 240),
        nature=_nature(finding, say),
        stakes=tuple(_stake_line(stake, say, today) for stake in stakes[:_STAKES]),
        stakes_more=f"+ {len(stakes) - _STAKES}" if len(stakes) > _STAKES else "",
        when=_when(finding, target, say, today),
        clauses=tuple(_clause_line(clause, say) for clause in _clauses(finding)),
        clauses_more=_more(say.clauses_more, len(finding.clauses) - _CLAUSES, say) if _clauses(finding) else "",
        layout=tuple(quote(change.sentence, 240) for change in finding.layout[:_LAYOUTS]),
        layout_more=_more(say.layout_more, len(finding.layout) - _LAYOUTS, say),
        reasons=_reason_lines(finding, say),
        recipients=tuple(_recipient(one, stakes, say) for one in owners),
        steps=_steps(finding, target, stakes, say, today),
        command=f"watcher show {finding.id}",
        address=clean(target.parts[0].url, 300) if target.parts else "",
        evidence=clean(evidence, 300),
        seen=say.seen_at.format(moment=say.moment(finding.at, owner.timezone)),
        footer=say.footer.format(finding=finding.id, key=key),
    )


def threatened(finding: Finding, config: Config) -> tuple[Stake, ...]:
    """The finding's stakes that the configuration still knows."""
    return tuple(stake for stake in config.stakes if stake.id in finding.stakes)


def platform_name(target: Target) -> str:
    """The platform as its owners spell it, or the page's title where no platform is named."""
    if not target.platform:
        return clean(target.title, 60)
    return _SPELT.get(target.platform, clean(target.platform.replace("-", " ").replace("_", " ").title(), 60))


def _page_name(target: Target) -> str:
    """The page's title, with its platform where the title does not name it."""
    platform, title = platform_name(target), clean(target.title, 120)
    return title if platform.casefold() in title.casefold() else f"{platform}: {title}"


def _nature(finding: Finding, say: Wording) -> str:
    direction = [] if finding.direction is Direction.NEUTRAL else [say.directions[finding.direction]]
    return " · ".join([*direction, *(say.topics[topic] for topic in finding.topics[:3])])


def _stake_line(stake: Stake, say: Wording, today: date) -> StakeLine:
    details = [say.stake_kinds[stake.kind]]
    if stake.value is not None:
        details.append(say.worth.format(money=say.money(stake.value)))
    if stake.reach is not None:
        details.append(say.reaches.format(number=say.number(stake.reach)))
    if stake.starts is not None and stake.starts > today:
        details.append(say.starts.format(day=say.day(stake.starts)))
    if stake.ends is not None:
        form = say.runs_until if stake.ends >= today else say.ended
        details.append(form.format(day=say.day(stake.ends)))
    line = ", ".join(details)
    return StakeLine(title=clean(stake.title, 120), details=line[0].upper() + line[1:])


def _when(finding: Finding, target: Target, say: Wording, today: date) -> str:
    day = finding.effective_date
    if day is None:
        return say.visible_now if target.kind is TargetKind.PAGE else say.no_date
    if finding.effective_kind is EffectiveKind.LAST_UPDATED:
        return say.updated_on.format(day=say.day(day))
    left = (day - today).days
    if left < 0:
        return say.in_force_since.format(day=say.day(day))
    form = {0: say.in_force_today, 1: say.in_force_tomorrow}.get(left, say.in_force_in)
    return form.format(day=say.day(day), days=say.number(left))


def _clause_line(clause: ClauseChange, say: Wording) -> ClauseLine:
    state = say.links_only if clause.links_only else say.clause_ops[clause.op]
    heading = quote(clause.heading, 120)
    return ClauseLine(label=f"{heading} ({state})" if heading else f"({state})", pieces=pieces(clause))


def _reason_lines(finding: Finding, say: Wording) -> tuple[ReasonLine, ...]:
    heaviest = sorted((reason for reason in finding.reasons if reason.weight > 0), key=lambda reason: -reason.weight)
    lines = (
        ReasonLine(
            rule=quote(say.rule(reason.rule), 80),
            quote=say.quotation.format(quote(reason.quote, 160)) if reason.quote else "",
        )
        for reason in heaviest
    )
    return tuple(dict.fromkeys(lines))[:_REASONS]


def _recipient(owner: Owner, stakes: Sequence[Stake], say: Wording) -> str:
    own = [clean(stake.title, 80) for stake in stakes if owner.id in stake.owners]
    form = say.owner_of if own else say.page_owner
    return form.format(owner=clean(owner.name, 80), stakes=", ".join(own[:3]))


def _steps(finding: Finding, target: Target, stakes: Sequence[Stake], say: Wording, today: date) -> tuple[str, ...]:
    looser = finding.direction is Direction.LOOSENS
    steps = [_advice(finding, stake, say).format(title=clean(stake.title, 120)) for stake in stakes[:3]]
    if not steps:
        steps = [say.advice_page if target.kind is TargetKind.PAGE else say.advice_policy]
    stated = finding.effective_kind is EffectiveKind.EFFECTIVE and finding.effective_date is not None
    if stated and not looser and finding.effective_date is not None and finding.effective_date > today:
        steps.append(say.advice_before.format(day=say.day(finding.effective_date)))
    return tuple(steps)


def _advice(finding: Finding, stake: Stake, say: Wording) -> str:
    if finding.layout:
        return say.advice_layout
    return say.advice_looser if finding.direction is Direction.LOOSENS else say.advice[stake.kind]


def _clauses(finding: Finding) -> tuple[ClauseChange, ...]:
    """What to quote: of a page whose layout changed only what the reasons cite, since its posts change every day."""
    shown = strongest(finding.clauses, finding.reasons, _CLAUSES)
    if not finding.layout:
        return shown
    quotes = [reason.quote for reason in finding.reasons if reason.quote and reason.weight > 0]
    return tuple(clause for clause in shown if any(said in clause.after or said in clause.before for said in quotes))


def _more(form: str, number: int, say: Wording) -> str:
    return form.format(number=say.number(number)) if number > 0 else ""
