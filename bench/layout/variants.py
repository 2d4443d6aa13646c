"""`python -m bench.layout.variants [RUNS]`: a page that is never twice the same, looked at for days.

A banner stands in a third of the loads, one tab is missing in four of ten, a button has one of two labels, the feed and
the counters move on. After a day of learning come 24 looks: how many alerts (severity 2 and more) and notices are sent,
and how many when nothing was learnt; then a tab that was always there goes for good, then the one that comes and goes:
after how many looks is it told? Every state is shown by the real browser once; the looks are drawn from these.
"""

import asyncio
import random
import statistics
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.layout import semantic
from bench.layout.__main__ import SITES, Site, see_all
from bench.layout.mutations import Case, before, drop, say
from tests.facts import a_config, a_target
from watcher.core.model import Capture, Changed, Finding, Interval, Order, Part, TargetKind, Unchanged, Unconfirmed
from watcher.flow import Flow, check, orders
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.writer import Writer

EVERY = timedelta(hours=3)
LOOKS = 24
START = datetime(2027, 3, 1, 8, tzinfo=UTC)
BANNER = before("#tabs", '<div style="height:90px;background:#ffd">Try Gatherly Plus</div>')
ALWAYS, SOMETIMES = drop("#t-shop"), drop("#t-contest")
LABEL = say("#book", "Reserve a ride")


def _name(banner: bool, tab: bool, label: bool, feed: int, shop: bool) -> str:
    return f"{'b' * banner}{'t' * tab}{'l' * label}{feed}{'s' * shop}"


def cases() -> tuple[Case, ...]:
    found = []
    for bits in range(16):
        banner, tab, label, shop = (bool(bits >> n & 1) for n in range(4))
        for feed in (0, 3):
            mutations = [
                m for m, on in ((BANNER, banner), (SOMETIMES, not tab), (LABEL, label), (ALWAYS, not shop)) if on
            ]
            mutations.append(say("#followers", f"48,{300 + 7 * bits + feed} followers"))
            found.append(Case(name=_name(banner, tab, label, feed, shop), mutations=tuple(mutations), feed=feed))
    return tuple(found)


@dataclass
class Loads:
    """Draws what a load shows; `shop` and `tab` are whether these tabs may still be there."""

    seen: Mapping[str, Capture]
    chance: random.Random
    now: datetime = START
    shop: bool = True
    tab: bool = True
    made: int = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def capture(self, order: Order) -> Capture:
        self.made += 1
        banner, tab = self.chance.random() < 1 / 3, self.tab and self.chance.random() < 0.6
        name = _name(banner, tab, self.chance.random() < 0.5, self.chance.choice((0, 3)), self.shop)
        shown = self.seen[name]
        return replace(
            shown,
            id=f"{self.made:06}{self.chance.random():.12f}",
            target=order.target,
            stream=order.stream,
            at=self.now,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Alerts and notices of the 24 looks, and after how many looks each loss was told (None: never in 24)."""

    alerts: int
    notices: int
    shop: int | None
    tab: int | None


async def one(seen: Mapping[str, Capture], seed: int, learn: timedelta) -> Run:
    target = a_target(
        id="page", kind=TargetKind.PAGE, parts=(Part(url="https://gatherly.example/fernhill"),),
        schedule=Interval(every=EVERY), learn_for=learn,
    )  # fmt: skip
    config = a_config(target)
    loads = Loads(seen=seen, chance=random.Random(seed))
    with tempfile.TemporaryDirectory(prefix="variants-") as folder:
        writer = Writer(Path(folder))
        archive = SqliteArchive(writer, FileBlobs(Path(folder) / "blobs"))
        flow = Flow(executor=loads, archive=archive, clock=lambda: loads.now)
        (order,) = orders(target)[:1]

        async def look_for(span: timedelta) -> list[Finding]:
            """What is told, looking as the daemon would."""
            told, end, due = [], loads.now + span, loads.now + EVERY
            while loads.now < end:
                checked = await check(flow, order, target, config)
                outcome = checked.outcome
                if isinstance(outcome, Changed) and checked.alerts:
                    told.append(outcome.finding)
                again = outcome.again_at if isinstance(outcome, Changed | Unchanged | Unconfirmed) else None
                if loads.now >= due:
                    due = loads.now + EVERY
                loads.now = min(due, again or due)
            return told

        async def looks_until(name: str) -> int | None:
            for n in range(1, LOOKS + 1):
                for finding in await look_for(EVERY):
                    if finding.severity >= 2 and any(event.name == name for event in finding.layout):
                        return n
            return None

        await look_for(timedelta(days=1))
        told = await look_for(LOOKS * EVERY)
        loads.shop = False
        shop = await looks_until("Shop")
        loads.tab = False
        tab = await looks_until("Photo contest")
        writer.close()
    severities = [finding.severity for finding in told]
    return Run(
        alerts=sum(severity >= 2 for severity in severities), notices=sum(severity == 1 for severity in severities),
        shop=shop, tab=tab,
    )  # fmt: skip


async def measure(runs: int) -> None:
    base = next(site for site in SITES if site.name == "semantic")
    site = Site(name="semantic", viewport=base.viewport, feed=semantic.feed, watch=(), cases=cases())
    seen = (await see_all([site]))["semantic"]
    for name, learn in (("learnt for a day", timedelta(hours=24)), ("not learnt", timedelta())):
        found = [await one(seen, seed, learn) for seed in range(runs)]
        said = [
            f"{statistics.mean(getattr(run, kind) for run in found):.2f} {kind} per {LOOKS} looks"
            for kind in ("alerts", "notices")
        ]
        for what in ("shop", "tab"):
            delays = [getattr(run, what) for run in found if getattr(run, what) is not None]
            after = (
                f", after {statistics.median(delays):g} looks of 3 h (median), {max(delays)} at most" if delays else ""
            )
            said.append(
                f"{'steady' if what == 'shop' else 'flapping'} tab gone for good: told {len(delays)} of {runs}{after}"
            )
        print(f"{name}: {'; '.join(said)}")


def main() -> None:
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 30))


if __name__ == "__main__":
    main()
