"""A stream that is looked at as the daemon would, with a real store and a clock that tests turn."""

from datetime import datetime, timedelta
from pathlib import Path

from tests.facts import a_target, an_owner
from tests.fakes.clock import FakeClock
from tests.fakes.executor import FakeExecutor, Scene
from watcher.core.model import (
    Alert,
    AlertKind,
    Changed,
    Channel,
    Checked,
    Config,
    Digest,
    First,
    Order,
    Outcome,
    PartCapture,
    RecordedFinding,
    Secret,
    Target,
    Unchanged,
    Unconfirmed,
)
from watcher.core.ports import Asker
from watcher.flow import Flow, check, orders
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.queries import findings
from watcher.store.writer import Writer

OPERATOR = an_owner(id="operator", name="Operator", push=("ops",))
TEAM = an_owner(digest=Digest(channel="mail", at=datetime.min.time()))


def document(*rules: str, title: str = "Terms") -> str:
    """A policy whose rules are its paragraphs, among others that stay."""
    body = "".join(
        f"<h2>{n}. Section {n}</h2><p>Section {n} says how a page is run, who answers for what is posted on it, and how"
        " a decision about it can be questioned by those whom it concerns.</p>"
        for n in range(1, 9)
    )
    told = "".join(f"<p>{rule}</p>" for rule in rules)
    return f"<html lang=en><title>{title}</title><main><h1>{title}</h1>{body}<h2>Rules</h2>{told}</main></html>"


def answer(status: int, body: str = "<h1>Not Found</h1>") -> PartCapture:
    url = "https://platform.example/terms"
    return PartCapture(url=url, final_url=url, status=status, content_type="text/html", body=body.encode())


class Stream:
    """`look` makes one visit that shows a scene; `until` makes those that the outcomes ask for."""

    def __init__(self, folder: Path, **changes: object) -> None:
        self.clock = FakeClock()
        self.target: Target = a_target(**changes)
        self.config = Config(
            source="targets.yaml",
            digest="",
            targets=(self.target,),
            stakes=(),
            owners=(TEAM,),
            channels=tuple(Channel(id=name, url=Secret(f"json://{name}")) for name in ("mail", "ops")),
            operator=OPERATOR,
        )
        self.alerts: list[Alert] = []
        self.looks = 0
        self.visits = 0
        self.asker: Asker | None = None
        self.browser = "Fake/1"
        self.grows = False
        self.last_order: Order | None = None
        self._writer = Writer(folder)
        self._archive = SqliteArchive(self._writer, FileBlobs(folder / "blobs"))

    def close(self) -> None:
        self._writer.close()

    async def look(self, scene: Scene, **later: float) -> Outcome:
        """What a visit means that shows this, so much later than the one before."""
        self.clock.go(**later)
        self.looks += 1
        executor = FakeExecutor({self.target.id: [scene]}, clock=self.clock, browser=self.browser, grows=self.grows)
        flow = Flow(executor=executor, archive=self._archive, clock=self.clock, asker=self.asker)
        checked: Checked = await check(flow, orders(self.target)[0], self.target, self.config)
        self.alerts += checked.alerts
        self.visits += len(executor.orders)
        self.last_order = executor.orders[-1] if executor.orders else None
        return checked.outcome

    async def until(self, scene: Scene, moment: datetime, every: timedelta = timedelta(hours=6)) -> Outcome:
        """Looks at one scene on schedule and when asked to, up to a moment."""
        outcome = await self.look(scene)
        while True:
            wished = outcome.again_at if isinstance(outcome, First | Unchanged | Changed | Unconfirmed) else None
            due = min(filter(None, (wished, self.clock.now + every)))
            if due > moment:
                self.clock.now = moment
                return outcome
            self.clock.now = due
            outcome = await self.look(scene)

    async def kept(self) -> tuple[int, int]:
        """How many captures are kept, and how many looks are on record."""
        count = "select (select count(*) from captures) as kept, (select sum(looks) from outcomes) as looks"
        row = await self._writer.read(lambda db: next(db.query(count)))
        return row["kept"], row["looks"]

    async def asked(self) -> int:
        """In how many of the looks on record the server was asked instead of visited."""
        row = await self._writer.read(lambda db: next(db.query("select sum(asked) as n from outcomes")))
        return int(row["n"])

    async def recorded(self) -> list[RecordedFinding]:
        return await self._writer.read(lambda db: findings(db, target=None, severity_from=1, since=None, limit=99))

    def told(self, kind: AlertKind = AlertKind.CHANGE) -> list[Alert]:
        """The alerts of a kind so far, each once: the outbox takes a key only once."""
        return [alert for alert in {alert.key: alert for alert in self.alerts}.values() if alert.kind is kind]
