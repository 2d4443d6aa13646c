"""Hostile text in every field that a page, a file or a person can fill: nothing is active in any form of a message."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.fakes.alert_samples import LEGAL, LIKE_GATE, NOW, PAGE, RULES, SOCIAL, TAB, config, rule_finding
from tests.unit.alert.page_samples import GONE_TAB, page_finding
from watcher.alert.compose import compose
from watcher.alert.follow_ups import follow_up
from watcher.alert.inert import calm
from watcher.alert.mail import write_mail
from watcher.alert.mailbox import Mailbox
from watcher.alert.message import Message, join
from watcher.core.model import (
    Ack,
    Alert,
    Config,
    Copies,
    Escalation,
    Finding,
    MatchedBy,
    OpenFinding,
    Reason,
    Safe,
    StakeMatch,
    StakeReason,
)

HOSTILE = {
    "html": "<script>x()</script><img src=https://evil.example/p onerror=x()><a href='https://evil.example'>pay</a>",
    "markdown": "[pay](https://evil.example) ![p](https://evil.example/p) `code` **bold**",
    "slack": "<!channel> <@U123> <https://evil.example|your bank> @everyone @here",
    "bidi": "safe\u202eelpmaxe.live\u2066 \u200b\u0000\u0007\x1b[31m",
    "headers": "x\r\nBcc: all@evil.example\r\n\r\n<b>body</b> =?utf-8?q?evil?=",
    "template": "{{ 7 * 7 }} {% raw %} {0} {owner} %s",
    "huge": "A" * 1_000_000,
}
BOX = Mailbox(
    host="h", port=25, mode="insecure", user="", password="", verify=True, timeout_s=1.0,
    sender=("Watcher", "w@acme.example"), to=(("", "social@acme.example"),), cc=(), bcc=(), reply_to=(),
)  # fmt: skip
ACTIVE = "script, img, a, iframe, object, embed, form, link, base, svg, [onerror], [onclick], [href], [src]"


def findings(said: str) -> Iterator[Finding]:
    because = tuple(StakeReason(by=by, what=said) for by in (MatchedBy.FEATURE, MatchedBy.PLATFORM, MatchedBy.REGION))
    matches = (
        StakeMatch(stake="shop-tab", because=because),
        StakeMatch(stake="spring-contest", because=because, safe=Safe.REGION),
    )
    touched = {"headline": said, "stakes": ("shop-tab",), "matches": matches}
    clauses = (replace(LIKE_GATE, heading=said, before=said, after=said, redline=()),)
    cited = (Reason(rule=said[:50], quote=said, weight=1.0),)
    yield rule_finding(**touched, clauses=clauses, reasons=cited)
    yield page_finding(replace(GONE_TAB, name=said, before=said, after=said, sentence=said, role=said), **touched)


def company(said: str) -> Config:
    chain = (Escalation(after=timedelta(hours=1), to=("legal",)),)
    people = (
        replace(SOCIAL, name=said, escalate=chain, gather=timedelta(minutes=5)),
        replace(LEGAL, name=said, copies=Copies(words=(said[:200],)), escalate=chain),
    )
    stakes = (replace(TAB, title=said, regions=(said[:9],)), replace(TAB, id="spring-contest", title=said))
    targets = tuple(replace(target, title=said) for target in (RULES, PAGE))
    return replace(config(*people, stakes=stakes), targets=targets)


def messages(said: str) -> Iterator[Message]:
    firm = company(said)
    alerts: list[Alert] = []
    for finding in findings(said):
        target = firm.target(finding.target)
        assert target is not None
        told = (("social-team", NOW), ("legal", NOW))
        woken = Ack(finding=finding.id, at=NOW, by=said, note=said, until=date(2027, 3, 12))
        at = datetime(2027, 3, 12, 20, 0, tzinfo=UTC)
        alerts += compose(finding, target=target, config=firm, now=NOW)
        alerts += follow_up([OpenFinding(finding=finding, told=told, put_off=woken)], firm, at)
    assert {alert.kind.value for alert in alerts} == {"change", "reminder", "escalation"}
    for alert in alerts:
        yield join([alert], NOW)
    yield join(alerts, NOW)
    yield join([replace(alert, gist="same") for alert in alerts], NOW)


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
def test_nothing_is_active_in_any_form(said: str) -> None:
    for message in messages(said):
        assert len(message.html) < 400_000
        mail = write_mail(BOX, message)
        html = mail.get_body(("html",))
        assert html is not None
        page = LexborHTMLParser(html.get_content())
        assert page.css(ACTIVE) == []
        assert set(mail.keys()) <= {
            "From", "To", "Subject", "Date", "Message-ID", "X-Alert-Id", "Auto-Submitted", "Importance",
            "In-Reply-To", "References", "MIME-Version", "Content-Type",
        }  # fmt: skip
        assert mail["Bcc"] is None
        assert len(message.subject) <= 180
        plain = f"{message.subject}\n{message.text}\n{message.brief}"
        for shown in (plain, page.text()):
            assert not any(char in shown for char in "\u202e\u2066\x00\x07\x1b")
            assert "https://evil.example" not in shown
        chat = calm(plain)
        for active in ("<!channel>", "<@U123>", "](", "@everyone", "@here", "`"):
            assert active not in chat
        assert "49" not in plain or said != HOSTILE["template"]
