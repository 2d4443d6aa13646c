"""Two thousand visits in a row, one in twenty to a hostile page: does memory grow, is anything left behind?

    python -m bench.soak [VISITS]

The store, extraction, comparison and judgement take part, as in the daemon. Prints a line every hundred visits and a
summary: memory of this process and of the browser over time (medians of the second and the last fifth), processes,
temporary files, and how many of the good pages were seen well. Exit status 1 if the goals are missed.
"""

import asyncio
import gzip
import random
import statistics
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import structlog

from bench.prose import as_html, write_policy
from tests.facts import a_config, a_target
from tests.orders import real_pool
from tests.site import Site
from watcher.core.model import Failure, Part, Target, TargetKind
from watcher.flow import Flow, check, orders
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.writer import Writer

HOSTILE = ("busy", "reloads", "crash", "bomb", "alerts", "popups", "dom", "huge")
GOOD = 40


def page(number: int, version: int) -> str:
    """A page that changes a little at every version, with scripts and pictures on every fourth."""
    lively = "<img src=/pixel.png><script>setTimeout(()=>document.title+='!',50)</script>" * (number % 4 == 0)
    return as_html(write_policy(number, 8_000)).replace("</main>", f"<p>{version} likes</p></main>{lively}")


def serve(site: Site) -> None:
    for number in range(GOOD):
        site.serve(f"good{number}", page(number, 0))
    site.serve("bomb", gzip.compress(b"<p>" + b"a" * 200_000_000), headers=(("Content-Encoding", "gzip"),))
    site.serve("alerts", "<h1>Alerts</h1><script>for(let i=0;i<50;i++)alert(i)</script>")
    site.serve("popups", "<h1>Popups</h1><script>for(let i=0;i<30;i++)window.open('/good1')</script>")
    site.serve("dom", "<script>for(let i=0;i<400000;i++)document.body.append(document.createElement('i'))</script>")


def memory() -> tuple[float, float, int]:
    """MB of this process, MB of its children without what they share, and how many these are."""
    own = psutil.Process()
    children, held = own.children(recursive=True), 0
    for child in children:
        try:
            info = child.memory_info()
        except psutil.Error:
            continue
        held += info.rss - getattr(info, "shared", 0)
    return own.memory_info().rss / 1e6, held / 1e6, len(children)


def temporary_files() -> int:
    return sum(1 for _ in Path(tempfile.gettempdir()).iterdir())


def target(site: Site, name: str) -> Target:
    kind = TargetKind.PAGE if name.startswith("good") and int(name[4:]) % 4 == 0 else TargetKind.POLICY
    return a_target(id=name, kind=kind, parts=(Part(url=site.url(name)),), deadline=timedelta(seconds=20))


async def soak(visits: int, folder: Path) -> int:
    chance, tally, failures = random.Random(1), Counter[str](), Counter[str]()
    samples: list[tuple[float, float, int, int]] = []
    temporary = temporary_files()
    with Site() as site:
        serve(site)
        writer = Writer(folder)
        archive = SqliteArchive(writer, FileBlobs(folder / "blobs"))
        async with real_pool([site.allow], slots=2) as pool:
            flow = Flow(executor=pool, archive=archive, clock=lambda: datetime.now(UTC))
            chosen = (HOSTILE if n % 20 == 7 else [f"good{m}" for m in range(GOOD)] for n in range(visits))
            names = iter([chance.choice(names) for names in chosen])
            busy: set[str] = set()

            async def work() -> None:
                for drawn in names:
                    # as in the daemon, nobody looks at a target twice at once
                    name = (
                        drawn if drawn not in busy else next(f"good{n}" for n in range(GOOD) if f"good{n}" not in busy)
                    )
                    one = target(site, name)
                    busy.add(name)
                    if name.startswith("good") and chance.random() < 0.2:
                        site.serve(name, page(int(name[4:]), chance.randrange(10**6)))
                    for order in orders(one)[:1]:
                        checked = await check(flow, order, one, a_config(one))
                        group = "good" if name.startswith("good") else "hostile"
                        failed = isinstance(checked.outcome, Failure)
                        tally[f"{group} {'failed' if failed else 'seen'}"] += 1
                        if isinstance(checked.outcome, Failure):
                            failures[f"{name if group == 'hostile' else 'good'}: {checked.outcome.kind.value}"] += 1
                    busy.discard(name)
                    done = tally.total()
                    if done % 25 == 0:
                        samples.append((*memory(), temporary_files() - temporary))
                    if done % 100 == 0:
                        print(done, *(f"{value:.0f}" for value in samples[-1]), dict(tally), flush=True)

            await asyncio.gather(work(), work())
        writer.close()
    left = psutil.Process().children(recursive=True)
    fifth = max(1, len(samples) // 5)
    early, late = samples[fifth : 2 * fifth], samples[-fifth:]
    growth = {
        name: statistics.median(sample[n] for sample in late) / max(1.0, statistics.median(s[n] for s in early)) - 1
        for n, name in enumerate(("own memory", "browser's memory", "processes"))
    }
    print("growth from the second to the last fifth:", {name: f"{value:+.1%}" for name, value in growth.items()})
    print("failures:", dict(failures))
    good = tally["good seen"] / max(1, tally["good seen"] + tally["good failed"])
    print(f"good pages seen: {good:.2%}; processes left: {len(left)}; temporary files: {samples[-1][3]:+}")
    return 0 if good == 1.0 and growth["own memory"] <= 0.10 and not left else 1


def main() -> None:
    visits = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        sys.exit(asyncio.run(soak(visits, Path(folder))))


if __name__ == "__main__":
    main()
