"""Small facts for tests, with sensible values for whatever a test does not care about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from watcher.core.model import (
    Alert,
    AlertKind,
    Capture,
    ChangeKind,
    Channel,
    Config,
    Direction,
    Finding,
    Interval,
    Language,
    Owner,
    Part,
    PartCapture,
    Recipe,
    Secret,
    Target,
    TargetKind,
    Viewport,
)

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
DESKTOP = Viewport(name="desktop", width=1280, height=900)
RECIPE = Recipe(
    browser="Chromium 150", capturer="1", viewport=DESKTOP, locale="en-GB", timezone="UTC", user_agent="Test/1"
)


def a_target(**changes: Any) -> Target:
    target = Target(
        id="terms",
        kind=TargetKind.POLICY,
        parts=(Part(url="https://platform.example/terms"),),
        title="Platform Terms",
        platform="platform",
        schedule=Interval(every=timedelta(hours=6)),
        viewports=(DESKTOP,),
        locale="en-GB",
        timezone="UTC",
        owners=("team",),
    )
    return replace(target, **changes)


def a_part(body: bytes = b"<main><p>One rule.</p></main>", **changes: Any) -> PartCapture:
    part = PartCapture(
        url="https://platform.example/terms",
        final_url="https://platform.example/terms",
        status=200,
        content_type="text/html",
        body=body,
    )
    return replace(part, **changes)


def a_capture(*parts: PartCapture, **changes: Any) -> Capture:
    capture = Capture(
        id=uuid4().hex,
        target="terms",
        stream="terms@desktop/en-GB",
        at=NOON,
        took_s=1.5,
        parts=parts or (a_part(),),
        recipe=RECIPE,
    )
    return replace(capture, **changes)


def a_finding(**changes: Any) -> Finding:
    finding = Finding(
        id="0123456789ab",
        target="terms",
        stream="terms@desktop/en-GB",
        at=NOON,
        before_capture="before",
        after_capture="after",
        kind=ChangeKind.SUBSTANTIVE,
        severity=2,
        score=3.25,
        topics=(),
        direction=Direction.TIGHTENS,
        effective_date=None,
        effective_kind=None,
        lead_days=None,
        headline="Platform forbids something",
        reasons=(),
        clauses=(),
        layout=(),
        stakes=(),
    )
    return replace(finding, **changes)


def an_alert(key: str = "k1", **changes: Any) -> Alert:
    alert = Alert(
        key=key,
        kind=AlertKind.CHANGE,
        owner="team",
        channel="mail",
        severity=2,
        subject="Subject",
        text="Text",
        html="<p>Text</p>",
        created_at=NOON,
        not_before=NOON,
    )
    return replace(alert, **changes)


def an_owner(**changes: Any) -> Owner:
    owner = Owner(id="team", name="Team", language=Language.EN, timezone="UTC", push=("mail",))
    return replace(owner, **changes)


def a_config(*targets: Target, **changes: Any) -> Config:
    config = Config(
        source="targets.yaml",
        digest="d",
        targets=targets or (a_target(),),
        stakes=(),
        owners=(an_owner(),),
        channels=(
            Channel(id="mail", url=Secret("mailto://mail.example")),
            Channel(id="ops", url=Secret("json://ops.example")),
        ),
        operator=an_owner(id="operator", name="Operator", push=("ops",), push_from=0),
    )
    return replace(config, **changes)
