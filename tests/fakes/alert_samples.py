"""A company with its owners, stakes and targets, and findings about them: what the alert tests work with."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from watcher.core.model import (
    BlockKind,
    ChangeKind,
    Channel,
    ClauseChange,
    ClauseOp,
    Config,
    Digest,
    Direction,
    EffectiveKind,
    Finding,
    Interval,
    Language,
    LayoutChange,
    LayoutOp,
    MatchedBy,
    Money,
    Owner,
    Part,
    Quiet,
    Reason,
    Secret,
    Span,
    SpanOp,
    Stake,
    StakeKind,
    StakeMatch,
    StakeReason,
    Target,
    TargetKind,
    Topic,
    Viewport,
)

NOW = datetime(2027, 3, 10, 13, 5, tzinfo=UTC)
DESKTOP = Viewport(name="desktop", width=1366, height=768)

SOCIAL = Owner(
    id="social-team",
    name="Social-Media-Team",
    language=Language.DE,
    timezone="Europe/Berlin",
    push=("social-mail", "social-slack"),
    push_from=2,
    digest=Digest(channel="social-mail", at=time(9, 0), weekday=0),
    quiet=Quiet(start=time(20, 0), end=time(7, 0)),
)
LEGAL = Owner(
    id="legal", name="Legal & Compliance", language=Language.EN, timezone="America/New_York", push=("legal-mail",)
)
OPERATOR = Owner(id="operator", name="Operator", language=Language.EN, timezone="UTC", push=("ops-mail",))

CONTEST = Stake(
    id="spring-contest",
    title="Frühlings-Gewinnspiel",
    kind=StakeKind.CONTEST,
    owners=("social-team",),
    value=Money(amount=Decimal(45000), currency="EUR"),
    reach=120000,
    ends=date(2027, 4, 30),
    targets=("facebook-promotions",),
    topics=(Topic.PROMOTIONS,),
)
TAB = Stake(id="shop-tab", title="Shop tab", kind=StakeKind.TAB, owners=("legal", "social-team"), reach=8000)

RULES = Target(
    id="facebook-promotions",
    kind=TargetKind.POLICY,
    parts=(Part(url="https://www.facebook.com/policies/pages_groups_events/"),),
    title="Facebook Pages, Groups and Events Policies",
    platform="facebook",
    schedule=Interval(every=timedelta(hours=3)),
    viewports=(DESKTOP,),
    locale="en-GB",
    timezone="Europe/Berlin",
    owners=("legal",),
)
PAGE = replace(
    RULES,
    id="acme-facebook",
    kind=TargetKind.PAGE,
    parts=(Part(url="https://www.facebook.com/acme"),),
    title="Acme on Facebook",
    owners=("social-team",),
)

LIKE_GATE = ClauseChange(
    op=ClauseOp.EDITED,
    kind=BlockKind.PARAGRAPH,
    heading="Promotions",
    before="Promotions may be administered on Pages. You may require people to like your Page to enter a promotion.",
    after="Promotions may be administered on Pages. You must not require people to like your Page to enter a"
    " promotion.",
    redline=(
        Span(op=SpanOp.SAME, text="Promotions may be administered on Pages. You "),
        Span(op=SpanOp.DELETED, text="may "),
        Span(op=SpanOp.INSERTED, text="must not "),
        Span(op=SpanOp.SAME, text="require people to like your Page to enter a promotion."),
    ),
)
NOTICE = ClauseChange(
    op=ClauseOp.ADDED,
    kind=BlockKind.NOTE,
    heading="Promotions",
    before="",
    after="This change applies from 1 April 2027. Running promotions must comply by then.",
)


def config(*owners: Owner, stakes: tuple[Stake, ...] = (CONTEST, TAB), operator: Owner = OPERATOR) -> Config:
    people = owners or (SOCIAL, LEGAL)
    names = [*(name for owner in (*people, operator) for name in owner.push)]
    return Config(
        source="targets.yaml",
        digest="0",
        targets=(RULES, PAGE),
        stakes=stakes,
        owners=people,
        channels=tuple(Channel(id=name, url=Secret("json://localhost")) for name in dict.fromkeys(names)),
        operator=operator,
    )


def rule_finding(**changes: object) -> Finding:
    """A promotion rule that forbids what the contest does, from a date on."""
    finding = Finding(
        id="3f9a1c0b7e52",
        target="facebook-promotions",
        stream="facebook-promotions@desktop/en-GB",
        at=NOW,
        before_capture="before",
        after_capture="after",
        kind=ChangeKind.SUBSTANTIVE,
        severity=3,
        score=0.93,
        topics=(Topic.PROMOTIONS,),
        direction=Direction.TIGHTENS,
        effective_date=date(2027, 4, 1),
        effective_kind=EffectiveKind.EFFECTIVE,
        lead_days=22,
        headline="Promotions: “may require people to like” becomes “must not require people to like”,"
        " from 1 April 2027",
        reasons=(
            Reason(rule="new_prohibition", quote="You must not require people to like your Page", weight=0.6),
            Reason(rule="new_deadline", quote="This change applies from 1 April 2027.", weight=0.3),
        ),
        clauses=(NOTICE, LIKE_GATE),
        layout=(),
        stakes=("spring-contest",),
        matches=(
            StakeMatch(
                stake="spring-contest",
                because=(
                    StakeReason(by=MatchedBy.TARGET, what="facebook-promotions"),
                    StakeReason(by=MatchedBy.TOPIC, what="promotions"),
                ),
            ),
        ),
        priority=1,
    )
    return replace(finding, **changes)  # type: ignore[arg-type]


def layout_finding(**changes: object) -> Finding:
    """A tab that left the start page."""
    finding = rule_finding(
        id="a77d20b4e911",
        target="acme-facebook",
        stream="acme-facebook@desktop/en-GB",
        severity=2,
        topics=(Topic.FEATURES_LAYOUT,),
        direction=Direction.NEUTRAL,
        effective_date=None,
        effective_kind=None,
        lead_days=None,
        headline="The tab “Shop” moved from the start page into “Apps”, below the first screen",
        reasons=(Reason(rule="layout_moved", quote="", weight=0.8),),
        clauses=(),
        layout=(
            LayoutChange(
                op=LayoutOp.MOVED,
                role="tab",
                name="Shop",
                before="row of tabs, 240 px from the top",
                after="section “Apps”, 1460 px from the top",
                sentence="The tab “Shop” moved 1220 px down, out of the first screen at 1366×768.",
                left_fold=True,
            ),
            LayoutChange(
                op=LayoutOp.ADDED,
                role="heading",
                name="Apps",
                before="",
                after="section “Apps”",
                sentence="A section “Apps” is new, 1400 px from the top.",
            ),
        ),
        stakes=("shop-tab",),
        matches=(StakeMatch(stake="shop-tab", because=(StakeReason(by=MatchedBy.FEATURE, what="Shop"),)),),
        priority=3,
    )
    return replace(finding, **changes)  # type: ignore[arg-type]
