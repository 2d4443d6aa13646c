"""Comparing and judging documents against the floor: exact difflib on words and a bare parser, in the same run.

All times are processor time, so that a busy machine blurs them less; each is the median of several rounds.
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from bench.prose import as_html, write_policy
from watcher.core.model import Snapshot, TargetKind
from watcher.diff.compare import compare
from watcher.extract.file import capture_file
from watcher.extract.read import read
from watcher.judge.judge import judge
from watcher.offline import Pair, pairs_in

AT = datetime(2026, 1, 1, tzinfo=UTC)
GOLDEN = Path(__file__).parent.parent / "tests" / "golden" / "compare"
SIZE = 900_000
# Bytes on macOS, kilobytes elsewhere.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
SPAWN = get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds of processor time for one pair; `parse` is None where none applies, `cut` where difflib took longer."""

    id: str
    size: int
    read: float
    compare: float
    judge: float
    parse: float | None = None
    difflib: float = 0.0
    cut: bool = False

    @property
    def judged(self) -> float:
        return self.compare + self.judge


def seconds(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def see(path: Path) -> Snapshot:
    snapshot = read(capture_file(path, AT), ())
    if not isinstance(snapshot, Snapshot):
        raise RuntimeError(f"{path}: {snapshot.message}")
    return snapshot


def watch(pair: Pair) -> Times:
    """One round of what the daemon does with two captures."""
    began = time.process_time()
    before, after = see(pair.before), see(pair.after)
    seen = time.process_time()
    change = compare(before, after)
    compared = time.process_time()
    if change:
        judge(change, kind=TargetKind.POLICY, name=pair.id, watch=(), today=date(2026, 1, 1))
    return Times(
        id=pair.id,
        size=max(len(before.text), len(after.text)),
        read=seen - began,
        compare=compared - seen,
        judge=time.process_time() - compared,
    )


def middle(rounds: Sequence[Times]) -> Times:
    """The median round, step by step."""
    steps = {name: statistics.median(getattr(r, name) for r in rounds) for name in ("read", "compare", "judge")}
    return Times(id=rounds[0].id, size=rounds[0].size, **steps)


def parse(path: Path) -> object:
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".md":
        return MarkdownIt("commonmark").enable("table").parse(text)
    return LexborHTMLParser(text)


class Difflib:
    """Exact difflib on words in a process of its own, which is ended where it takes too long."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.process: BaseProcess | None = None

    def seconds(self, before: str, after: str) -> float | None:
        """None where the limit was reached."""
        if self.process is None:
            self.ours, theirs = SPAWN.Pipe()
            self.process = SPAWN.Process(target=difflib_worker, args=(theirs,), daemon=True)
            self.process.start()
            self.ours.recv()
        self.ours.send((before.split(), after.split()))
        if self.ours.poll(self.limit):
            return float(self.ours.recv())
        self.close()
        return None

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process = None


def difflib_worker(pipe: Connection) -> None:
    pipe.send("ready")
    while True:
        before, after = pipe.recv()
        pipe.send(seconds(SequenceMatcher(None, before, after, autojunk=False).get_opcodes))


def measure(pair: Pair, floor: Difflib, rounds: int) -> Times:
    times = middle([watch(pair) for _ in range(rounds)])
    known = {pair.before.suffix, pair.after.suffix} <= {".md", ".html", ".htm"}
    parses = [seconds(lambda: (parse(pair.before), parse(pair.after))) for _ in range(rounds)] if known else []
    texts = see(pair.before).text, see(pair.after).text
    exact: list[float] = []
    while len(exact) < rounds and (took := floor.seconds(*texts)) is not None:
        exact.append(took)
    return Times(
        id=pair.id,
        size=times.size,
        read=times.read,
        compare=times.compare,
        judge=times.judge,
        parse=statistics.median(parses) if parses else None,
        difflib=statistics.median(exact) if exact else floor.limit,
        cut=not exact,
    )


def alone(pair: Pair, rounds: int, pipe: Connection) -> None:
    """In a process that has done nothing else: the peak is this pair's."""
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = [watch(pair)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times.extend(watch(pair) for _ in range(rounds - 1))
    pipe.send((middle(times), peak * RSS_UNIT, (peak - start) * RSS_UNIT))


def measure_alone(pair: Pair, rounds: int) -> tuple[Times, int, int]:
    """The times, the peak of the whole process in bytes, and how much of it came with the pair."""
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=alone, args=(pair, rounds, theirs))
    process.start()
    theirs.close()
    measured: tuple[Times, int, int] = ours.recv()
    process.join()
    return measured


def worst_cases(folder: Path) -> Iterator[Pair]:
    """Pairs of large documents that give the most work."""
    one, other = write_policy(1, SIZE), write_policy(2, SIZE)
    reworded = one.replace(" may ", " can ").replace(".\n", " again.\n")
    flat = [" ".join(text.replace("#", "").replace("\n- ", " ").split()) for text in (one, other)]
    yield saved(folder, "unrelated", one, other, ".md")
    yield saved(folder, "unrelated, HTML", as_html(one), as_html(other), ".html")
    yield saved(folder, "every clause edited", one, reworded, ".md")
    yield saved(folder, "unrelated, no line breaks", flat[0], flat[1], ".md")


def saved(folder: Path, name: str, before: str, after: str, suffix: str) -> Pair:
    place = folder / name
    place.mkdir()
    paths = place / f"before{suffix}", place / f"after{suffix}"
    for path, text in zip(paths, (before, after), strict=True):
        path.write_text(text, encoding="utf-8")
    return Pair(id=name, before=paths[0], after=paths[1])


def print_pairs(measured: Sequence[Times], limit: float) -> None:
    largest = max(measured, key=lambda times: times.size)
    print(f"{len(measured)} pairs; the largest is {largest.id} with {largest.size:,} characters")
    print(f"{'':<40}{'median':>10}{'p95':>10}{'largest':>10}")

    def row(name: str, of: Callable[[Times], float | None], form: str) -> None:
        values = sorted(value for times in measured if (value := of(times)) is not None)
        if values:
            shown = statistics.median(values), values[int(0.95 * (len(values) - 1))], of(largest)
            print(f"{name:<40}" + "".join(f"{'-' if v is None else format(v, form):>10}" for v in shown))

    row("read both, ms", lambda t: t.read * 1_000, ".2f")
    row("compare, ms", lambda t: t.compare * 1_000, ".2f")
    row("judge, ms", lambda t: t.judge * 1_000, ".2f")
    row("exact difflib on words, ms", lambda t: t.difflib * 1_000, ".2f")
    row("parsing alone, ms", lambda t: t.parse and t.parse * 1_000, ".2f")
    row("compare and judge ÷ difflib", lambda t: t.judged / max(t.difflib, 1e-6), ".2f")
    row("compare ÷ difflib", lambda t: t.compare / max(t.difflib, 1e-6), ".2f")
    row("compare and judge ÷ parsing alone", lambda t: t.parse and t.judged / t.parse, ".2f")
    row("read ÷ parsing alone", lambda t: t.parse and t.read / t.parse, ".2f")
    total, floor = sum(t.judged for t in measured), sum(t.difflib for t in measured)
    print(f"all pairs: compare and judge {total:.2f} s, difflib {'≥ ' * any(t.cut for t in measured)}{floor:.2f} s")
    cut = [times.id for times in measured if times.cut]
    if cut:
        print(f"difflib was cut at {limit:g} s for {len(cut)}, whose ratios are at most those shown: {', '.join(cut)}")


def print_worst(cases: Sequence[tuple[Times, int, int]]) -> None:
    print(f"{'worst cases, s':<30}{'read':>8}{'compare':>9}{'judge':>8}{'judged':>8}{'peak, MB':>10}{'of it, MB':>11}")
    for times, peak, own in cases:
        steps = f"{times.read:>8.2f}{times.compare:>9.2f}{times.judge:>8.2f}{times.judged:>8.2f}"
        print(f"{times.id:<30}{steps}{peak / 1e6:>10.0f}{own / 1e6:>11.0f}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=GOLDEN, help="sub-folders with before.* and after.*")
    asked.add_argument("--limit", type=float, default=20.0, help="seconds that difflib gets for a pair")
    asked.add_argument("--rounds", type=int, default=3)
    options = asked.parse_args()
    floor = Difflib(options.limit)
    measured = [measure(pair, floor, options.rounds) for pair in pairs_in(options.folder)]
    floor.close()
    print_pairs(measured, options.limit)
    largest = max(measured, key=lambda times: times.size).id
    pair = next(pair for pair in pairs_in(options.folder) if pair.id == largest)
    with tempfile.TemporaryDirectory() as folder:
        cases = [measure_alone(case, options.rounds) for case in (*worst_cases(Path(folder)), pair)]
    print()
    print_worst(cases)


if __name__ == "__main__":
    main()
