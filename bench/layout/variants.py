"""`python -m bench.layout.variants [RUNS] [--cache FILE] [--every HOURS ...] [--only PAGE]`: pages never twice the same.

A tall banner stands in a third of the loads, one tab is missing in four of ten, a button in every second, another one
has two labels, the feed and the counters move on. A page is looked at on schedule and whenever the flow asks for it:
for `learn_for` and 24 captures after that (false alerts and notices), and then each threat happens for good, in a
copy of the store (told or not within 24 looks, and after how many). The real browser shows every state once; the looks
are drawn from these, with a seed for each run.
"""

import argparse
import asyncio
import os
import pickle
import random
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import product
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from bench.layout import channel, semantic, verein
from bench.layout.__main__ import SITES, Site, see_all
from bench.layout.mutations import Case, Mutation, before, drop, say
from tests.facts import a_config, a_target, an_owner
from watcher.core.model import (
    Capture,
    Changed,
    Digest,
    Finding,
    First,
    Interval,
    Order,
    Part,
    TargetKind,
    Unchanged,
    Unconfirmed,
    Watch,
)
from watcher.flow import Flow, check, orders
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.writer import Writer

LOOKS = 24
START = datetime(2027, 3, 1, 8, tzinfo=UTC)
SHARES = {"banner": 1 / 3, "tab": 0.4, "button": 0.5, "label": 0.4}
BITS = tuple(SHARES)
BANNER = '<div style="height:280px;background:#ffd"><b>{}</b></div>'
FLAPPING = "the tab that comes and goes"
Seen: TypeAlias = Mapping[str, Capture]


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A page that varies: how, of which threats of its own, and whether its owner watches anything."""

    name: str
    vary: Mapping[str, Mutation]
    counters: Callable[[int], Mutation]
    feed: Callable[[int], str]
    watch: tuple[Watch, ...]
    threats: tuple[Case, ...]
    flapping: str


def _among(cases: Sequence[Case], *names: str) -> tuple[Case, ...]:
    return tuple(next(case for case in cases if case.name == name) for name in names)


PLAYS = (
    Play(
        name="semantic",
        vary={
            "banner": before("#tabs", BANNER.format("Try Gatherly Plus")),
            "tab": drop("#t-apps"),
            "button": drop("#message"),
            "label": say("#book", "Reserve a ride"),
        },
        counters=lambda n: say("#followers", f"48,{300 + n} followers · {312 + n} posts"),
        feed=semantic.feed,
        watch=semantic.WATCH,
        threats=_among(
            semantic.THREATS,
            "tab gone",
            "tab renamed",
            "button gone",
            "button covered",
            "contest link leads elsewhere",
            "cover gone",
            "pinned post below the feed",
            "page renamed",
        ),
        flapping="Apps",
    ),
    Play(
        name="verein",
        vary={
            "banner": before("#titelbild", BANNER.format("Nachbarnetz plus")),
            "tab": drop("#m-stellen"),
            "button": drop("#folgen"),
            "label": say("#bestellen", "Gemüse bestellen"),
        },
        counters=lambda n: say("#mit", f"1.{284 + n} Mitglieder folgen"),
        feed=verein.feed,
        watch=verein.WATCH,
        threats=_among(
            verein.THREATS,
            "Gewinnspiel fehlt im Menü",
            "Menü in die Fußzeile",
            "Angebote führt in den Markt",
            "Bestellknopf fehlt",
            "Titelbild fehlt",
            "Aktion unter den Beiträgen",
            "Netzadresse fehlt",
            "Siegel fehlt",
        ),
        flapping="Stellen",
    ),
    Play(
        name="channel",
        vary={
            "banner": before("#tabs", BANNER.format("Vidora Plus")),
            "tab": drop("#t-live"),
            "button": drop("#join"),
            "label": say("#subscribe", "Subscribe for free"),
        },
        counters=lambda n: say("#subscribers", f"{184 + n}K subscribers"),
        feed=channel.feed,
        watch=channel.WATCH,
        threats=_among(
            channel.THREATS,
            "courses tab gone",
            "community tab behind an arrow",
            "store tab leads to the platform's shop",
            "visit store leads to a partner",
            "banner links gone",
            "giveaway below the videos",
            "giveaway removed",
            "trailer gone",
        ),
        flapping="Live",
    ),
)


def _key(bits: Mapping[str, bool], feed: int, threat: str) -> str:
    return "".join(str(int(bits[bit])) for bit in BITS) + f"/{feed}/{threat}"


def cases(play: Play) -> Iterator[Case]:
    """Every combination, with two feeds where nothing happened and one under each threat."""
    for number, chosen in enumerate(product((False, True), repeat=len(BITS))):
        bits = dict(zip(BITS, chosen, strict=True))
        vary = [play.vary[bit] for bit in BITS if bits[bit]]
        for feed in (0, 3):
            counted = play.counters(7 * number + feed)
            yield Case(name=_key(bits, feed, ""), mutations=(*vary, counted), feed=feed)
        for threat in play.threats:
            mutations = (*vary, play.counters(7 * number + 5), *threat.mutations)
            yield Case(name=_key(bits, 0, threat.name), mutations=mutations, feed=2)


def see(plays: Sequence[Play], cache: Path | None) -> dict[str, dict[str, Capture]]:
    """What the browser shows of every state, without the pictures; only what is missing from the cache is shown."""
    seen: dict[str, dict[str, Capture]] = pickle.loads(cache.read_bytes()) if cache and cache.exists() else {}
    for play in plays:
        if play.name in seen:
            continue
        base = next(site for site in SITES if site.name == play.name)
        site = Site(name=play.name, viewport=base.viewport, feed=play.feed, watch=(), cases=tuple(cases(play)))
        shown = asyncio.run(see_all([site]))[play.name]
        seen[play.name] = {
            name: replace(capture, parts=tuple(replace(part, screenshot=None) for part in capture.parts))
            for name, capture in shown.items()
        }
        if cache:
            cache.write_bytes(pickle.dumps(seen))
    return seen


@dataclass
class Loads:
    """Draws what a load shows. `threat` is what has happened for good, `lost` whether the passing tab is gone."""

    seen: Seen
    chance: random.Random
    now: datetime = START
    threat: str = ""
    lost: bool = False
    made: int = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def capture(self, order: Order) -> Capture:
        self.made += 1
        bits = {bit: self.chance.random() < share for bit, share in SHARES.items()}
        bits["tab"] |= self.lost
        feed = 0 if self.threat else self.chance.choice((0, 3))
        shown = self.seen[_key(bits, feed, self.threat)]
        number = f"{self.made:06}{self.chance.random():.12f}"
        return replace(shown, id=number, target=order.target, stream=order.stream, at=self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a page is watched: every so often, with what is watched or nothing, after learning for so long."""

    every: timedelta
    watched: bool
    learn_for: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Severities of what was told while learning and in 24 captures after; of each threat, when and how gravely."""

    learning: tuple[int, ...]
    after: tuple[int, ...]
    told: Mapping[str, tuple[int, int] | None]
    said: tuple[str, ...] = ()


class _Stream:
    """One store, one page; `look_for` looks as the daemon would."""

    def __init__(self, folder: Path, loads: Loads, play: Play, setting: Setting) -> None:
        self.folder, self.loads, self.play, self.setting = folder, loads, play, setting
        self.target = a_target(
            id="page",
            kind=TargetKind.PAGE,
            parts=(Part(url=f"https://pages.example/{play.name}"),),
            schedule=Interval(every=setting.every),
            learn_for=setting.learn_for,
            watch=play.watch if setting.watched else (),
        )
        self.config = a_config(self.target, owners=(an_owner(digest=Digest(channel="mail", at=time(9))),))
        self.due = loads.now

    async def look_for(self, looks: int, until: Callable[[Finding], bool] = lambda _: False) -> list[Finding]:
        """What is told in so many scheduled looks, or until something is."""
        writer = Writer(self.folder)
        archive = SqliteArchive(writer, FileBlobs(self.folder / "blobs"))
        flow = Flow(executor=self.loads, archive=archive, clock=lambda: self.loads.now)
        (order,) = orders(self.target)
        told: list[Finding] = []
        end = self.loads.now + looks * self.setting.every
        while self.loads.now < end:
            checked = await check(flow, order, self.target, self.config)
            outcome = checked.outcome
            if isinstance(outcome, Changed) and checked.alerts:
                told.append(outcome.finding)
                if until(outcome.finding):
                    break
            if self.loads.now >= self.due:
                self.due = self.loads.now + self.setting.every
            again = outcome.again_at if isinstance(outcome, First | Changed | Unchanged | Unconfirmed) else None
            self.loads.now = min(self.due, again or self.due)
        writer.close()
        return told

    def copy(self, folder: Path, loads: Loads) -> "_Stream":
        shutil.copytree(self.folder, folder)
        copy = _Stream(folder, loads, self.play, self.setting)
        copy.due = self.due
        return copy


async def one(play: Play, seen: Seen, seed: int, setting: Setting) -> Run:
    with tempfile.TemporaryDirectory(prefix="variants-") as folder:
        loads = Loads(seen=seen, chance=random.Random(seed))
        (Path(folder) / "store").mkdir()
        stream = _Stream(Path(folder) / "store", loads, play, setting)
        learning = await stream.look_for(-(-setting.learn_for // setting.every))
        after = await stream.look_for(LOOKS)
        told: dict[str, tuple[int, int] | None] = {}
        happened = [(threat.name, threat.named) for threat in play.threats] + [(FLAPPING, (play.flapping,))]
        for number, (name, named) in enumerate(happened):
            chance = random.Random(1_000 * seed + number)
            lost = Loads(seen=seen, chance=chance, now=loads.now, made=loads.made, lost=name == FLAPPING)
            lost.threat = "" if lost.lost else name
            copy = stream.copy(Path(folder) / f"threat-{number}", lost)
            found = await copy.look_for(LOOKS, lambda finding, named=named: _names(finding, named))
            right = [finding for finding in found if _names(finding, named)]
            looks = 1 + (lost.now - loads.now) // setting.every
            told[name] = (looks, right[0].severity) if right else None
            shutil.rmtree(copy.folder)
    severities = [tuple(finding.severity for finding in some) for some in (learning, after)]
    said = tuple(f"{finding.severity} {finding.headline}" for finding in (*learning, *after))
    return Run(learning=severities[0], after=severities[1], told=told, said=said)


def _names(finding: Finding, named: Sequence[str]) -> bool:
    words = " ".join([finding.headline, *(event.name for event in finding.layout)]).casefold()
    return any(word.casefold() in words for word in named)


def _one(work: tuple[str, Seen, int, Setting]) -> Run:
    name, seen, seed, setting = work
    return asyncio.run(one(next(play for play in PLAYS if play.name == name), seen, seed, setting))


def measure(play: Play, seen: Seen, seeds: Sequence[int], setting: Setting, workers: int) -> list[Run]:
    work = [(play.name, seen, seed, setting) for seed in seeds]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(_one, work))


def show(play: Play, setting: Setting, runs: Sequence[Run], details: bool) -> None:
    alerts = [sum(severity >= 2 for severity in run.after) for run in runs]
    notices = [sum(severity == 1 for severity in run.after) for run in runs]
    early = [sum(severity >= 2 for severity in run.learning) for run in runs]
    steady = [run.told[threat.name] for run in runs for threat in play.threats]
    print(
        f"{play.name:<9} every {setting.every / timedelta(hours=1):>4g} h {'watched' if setting.watched else 'plain':<8}"
        f"false alerts/24 {statistics.mean(alerts):5.2f} (max {max(alerts)})  notices/24 {statistics.mean(notices):5.2f}"
        f"  while learning {statistics.mean(early):4.2f}  threats {_caught(steady)}"
        f"  passing tab lost {_caught([run.told[FLAPPING] for run in runs])}",
        flush=True,
    )
    if details:
        for threat in play.threats:
            print(f"    {threat.name}: {_caught([run.told[threat.name] for run in runs])}")
        for number, run in enumerate(runs):
            for words in run.said:
                print(f"    run {number}: {words}")


def _caught(told: Sequence[tuple[int, int] | None]) -> str:
    found = [entry for entry in told if entry is not None]
    alerts = sum(severity >= 2 for _, severity in found)
    delays = [looks for looks, _ in found]
    after = f" after {statistics.median(delays):g} looks, max {max(delays)}" if delays else ""
    return f"alert {alerts}/{len(told)}, told {len(found)}/{len(told)}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.layout.variants", description=__doc__)
    parser.add_argument("runs", nargs="?", type=int, default=12, help="how many seeds (12)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (0)")
    parser.add_argument("--cache", type=Path, help="keep what was seen in this file, and use it")
    parser.add_argument("--every", type=float, nargs="+", default=[1, 6, 24], help="hours between looks (1 6 24)")
    parser.add_argument("--only", choices=[play.name for play in PLAYS], help="one page")
    parser.add_argument("--details", action="store_true", help="each threat, and all that was said")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    plays = [play for play in PLAYS if given.only in {None, play.name}]
    seen = see(plays, given.cache)
    seeds = range(given.first, given.first + given.runs)
    for play in plays:
        for hours, watched in product(given.every, (False, True)):
            setting = Setting(every=timedelta(hours=hours), watched=watched)
            show(play, setting, measure(play, seen[play.name], seeds, setting, given.workers), given.details)


if __name__ == "__main__":
    main()
