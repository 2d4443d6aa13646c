"""Twenty findings in five weeks, three owners in two languages, six real channels: who gets what, and when.

`python -m tests.e2e.alert.test_scenario` writes the table anew: read the difference before you keep it.
"""

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from structlog.testing import CapturingLogger

from tests.facts import a_finding
from tests.fakes.clock import FakeClock
from tests.fakes.mail_server import MailServer
from tests.fakes.webhook_server import WebhookServer
from watcher.alert.compose import compose
from watcher.alert.courier import AppriseCourier
from watcher.core.model import (
    Ack,
    BlockKind,
    Changed,
    Checked,
    ClauseChange,
    ClauseOp,
    Config,
    EffectiveKind,
    Finding,
    LayoutChange,
    LayoutOp,
    Reason,
    Topic,
)
from watcher.daemon.delivering import Deliverer
from watcher.daemon.following import Follower
from watcher.judge.stakes import match_stakes, with_stakes
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.docket import SqliteDocket
from watcher.store.outbox import SqliteOutbox
from watcher.store.queries import acknowledge
from watcher.store.writer import Writer
from watcher.targets.load import load

HERE = Path(__file__).parent / "scenario"
START = datetime(2027, 3, 10, 13, 0, tzinfo=UTC)
END = datetime(2027, 4, 2, 0, 0, tzinfo=UTC)
# Between these the daemon would look every minute; what is due comes at these hours.
HOURS = (6, 7, 8, 12, 13, 17, 20)
PROMOTIONS, LIABILITY, OTHER = (Topic.PROMOTIONS,), (Topic.LIABILITY_DISPUTES,), (Topic.OTHER,)
APRIL = date(2027, 4, 1)


def rule(
    name: str, at: datetime, target: str, severity: int, text: str, topics: tuple[Topic, ...], **more: object
) -> Finding:
    clause = ClauseChange(op=ClauseOp.ADDED, kind=BlockKind.PARAGRAPH, heading="", before="", after=text)
    facts: dict[str, object] = {
        "id": name,
        "at": at,
        "target": target,
        "stream": f"{target}@desktop",
        "severity": severity,
    }
    facts |= {"clauses": (clause,), "topics": topics, "headline": text}
    if "effective_date" in more:
        facts["effective_kind"] = EffectiveKind.EFFECTIVE
    return a_finding(**(facts | more))


def event(name: str, at: datetime, target: str, tab: str, severity: int = 2, stream: str = "desktop") -> Finding:
    gone = LayoutChange(op=LayoutOp.REMOVED, role="tab", name=tab, before="", after="", sentence=f"{tab} is gone")
    cited = (Reason(rule="layout_removed", quote="", weight=float(severity)),)
    layout = {"layout": (gone,), "reasons": cited, "clauses": (), "stream": f"{target}@{stream}"}
    return rule(name, at, target, severity, f"{tab} is gone", (Topic.FEATURES_LAYOUT,), **layout)


def findings() -> list[Finding]:
    def at(hour: int, minute: int = 0, day: int = 10) -> datetime:
        return datetime(2027, 3, day, hour, minute, tzinfo=UTC)

    same = "You must not ask people to like your page."
    found = [
        rule("f01", at(13), "facebook-promotions", 3, same, PROMOTIONS, effective_date=APRIL),
        rule("f02", at(13, 1), "facebook-terms", 3, same, PROMOTIONS, effective_date=APRIL),
        rule("f03", at(13, 2), "facebook-groups", 3, same, PROMOTIONS, effective_date=APRIL),
        rule("f04", at(13, 3), "facebook-terms", 2, "Pages need an imprint.", OTHER),
        event("f05", at(14), "facebook-page", "Shop"),
        event("f06", at(14, 1), "facebook-page", "Shop", stream="phone"),
        event("f07", at(14, 20), "instagram-page", "Reels"),
        rule("f08", at(15), "facebook-ads", 3, same, PROMOTIONS, effective_date=APRIL),
        rule("f09", at(16), "instagram-terms", 0, "Wording.", OTHER),
        rule("f10", at(22), "instagram-terms", 2, "Accounts need a phone number.", OTHER),
        rule("f11", at(22, 30), "facebook-ads", 3, "Ads for games end.", OTHER),
        rule("f12", at(9, day=11), "instagram-terms", 1, "Names may be longer.", OTHER),
        rule("f13", at(10, day=11), "facebook-terms", 1, "Names may be shorter.", OTHER),
        rule("f14", at(11, day=11), "facebook-terms", 3, "We are not liable.", LIABILITY),
        rule("f15", at(11, 30, day=11), "instagram-terms", 2, "The place of jurisdiction is Dublin.", OTHER),
        rule("f16", at(14, day=12), "facebook-groups", 3, "Groups are closed.", OTHER),
        rule("f17", at(14, day=15), "facebook-ads", 3, "Ads need a label.", OTHER),
        rule("f18", at(9, day=16), "instagram-terms", 2, "Old logins end.", OTHER, deadline=date(2027, 3, 24)),
        rule(
            "f19", at(9, day=17), "facebook-promotions", 2, "In the United States contests need a permit.", PROMOTIONS
        ),
        event("f20", at(9, day=18), "instagram-page", "Contest", severity=1),
    ]
    assert len(found) == 20
    return found


# Who takes what, or puts it off.
TAKEN = {
    datetime(2027, 3, 10, 23, 0, tzinfo=UTC): Ack(finding="f11", at=START, by="Kim", note=""),
    datetime(2027, 3, 12, 15, 0, tzinfo=UTC): Ack(finding="f16", at=START, by="Kim", note=""),
    datetime(2027, 3, 15, 15, 0, tzinfo=UTC): Ack(finding="f17", at=START, by="Kim", note="", until=date(2027, 3, 20)),
    datetime(2027, 3, 18, 10, 0, tzinfo=UTC): Ack(finding="f18", at=START, by="Kim", note=""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    at: datetime
    channel: str
    subject: str
    findings: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.at:%a %d %b %H:%M}  {self.channel:12}{' '.join(self.findings):17}{self.subject[:74]}".rstrip()


class Company:
    """The company's real mail server and webhooks, and a Watcher without browser whose clock is moved."""

    def __init__(self, folder: Path, mails: MailServer, hooks: WebhookServer) -> None:
        secrets = {"MAIL": str(mails.port), "HOOKS": str(hooks.port)}
        self.config: Config = load(HERE / "targets.yaml", environment=secrets, credentials=None)
        self.clock = FakeClock(START)
        self.writer = Writer(folder)
        self._archive = SqliteArchive(self.writer, FileBlobs(folder / "blobs"))
        self._mails, self._hooks = mails, hooks
        outbox, log = SqliteOutbox(self.writer), structlog.wrap_logger(CapturingLogger())
        courier = AppriseCourier(timeout_s=10, clock=self.clock)
        self.deliverer = Deliverer(
            outbox=outbox, courier=courier, clock=self.clock, random=lambda: 1.0, holder="test", log=log
        )
        self.follower = Follower(docket=SqliteDocket(self.writer), outbox=outbox, clock=self.clock, log=log)
        self.arrivals: list[Arrival] = []
        self._seen = [0, 0]

    async def find(self, finding: Finding) -> None:
        target = self.config.target(finding.target)
        assert target is not None
        matches = match_stakes(finding, target, self.config, self.clock().date())
        weighed = with_stakes(finding, matches, self.config)
        alerts = compose(weighed, target=target, config=self.config, now=self.clock())
        await self._archive.commit(
            Checked(
                stream=finding.stream,
                target=target.id,
                at=self.clock(),
                capture=f"capture-{finding.id}",
                outcome=Changed(digest="new", finding=weighed),
                alerts=alerts,
            )
        )

    async def work(self) -> None:
        await self.follower.queue_due(self.config)
        await self.deliverer.deliver_due(self.config)
        new = [(mail.recipients[0].split("@")[0] + "-mail", mail) for mail in self._mails.mails[self._seen[0] :]]
        for channel, mail in new:
            body = mail.message.get_body(("plain",))
            assert body is not None
            self._note(channel, mail.message["Subject"], body.get_content())
        for post in self._hooks.posts[self._seen[1] :]:
            text = post.json.get("message") or post.json["text"]
            title = post.json.get("title") or text.splitlines()[0].strip("# ")
            self._note(post.path.rpartition("/")[2], title, text)
        self._seen = [len(self._mails.mails), len(self._hooks.posts)]

    def _note(self, channel: str, subject: str, text: str) -> None:
        # alert keys name their findings in every form of a message
        named = tuple(sorted(set(re.findall(r"\bf\d\d\b(?=:)", text)))) or ("-",)
        self.arrivals.append(
            Arrival(at=self.clock(), channel=channel, subject=" ".join(subject.split()), findings=named)
        )


async def play(folder: Path, mails: MailServer, hooks: WebhookServer) -> list[Arrival]:
    company = Company(folder, mails, hooks)
    script = {finding.at: finding for finding in findings()}
    days = [START.replace(hour=0) + timedelta(days=n) for n in range((END - START).days + 2)]
    moments = {day.replace(hour=hour) for day in days for hour in HOURS} | set(script) | set(TAKEN)
    # when the first step of a chain comes, five minutes of gathering and four hours after a finding
    moments |= {at + timedelta(hours=4, minutes=5) for at in script}
    try:
        while moments and (now := min(moments)) < END:
            moments.discard(now)
            company.clock.now = now
            if now in script:
                await company.find(script[now])
            if now in TAKEN:
                taken = replace(TAKEN[now], at=now)
                await company.writer.write(lambda db, taken=taken: acknowledge(db, taken))  # type: ignore[misc]
            await company.work()
            due = await company.deliverer.next_due(company.config)
            if due is not None:
                moments.add(max(due, now + timedelta(minutes=1)))
            moments = {moment for moment in moments if moment > now}
    finally:
        company.writer.close()
    return company.arrivals


def table(folder: Path) -> str:
    with MailServer() as mails, WebhookServer() as hooks:
        arrivals = asyncio.run(play(folder, mails, hooks))
    ordered = sorted(arrivals, key=lambda arrival: (arrival.at, arrival.channel, arrival.findings))
    return "".join(f"{arrival}\n" for arrival in ordered)


def test_everybody_gets_what_is_theirs_when_it_is_due(tmp_path: Path) -> None:
    assert table(tmp_path) == (HERE / "expected.txt").read_text(encoding="utf-8")


def _write() -> None:
    with TemporaryDirectory() as folder:
        (HERE / "expected.txt").write_text(table(Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    _write()
