"""`watcher backtest --timeline`: what would have been told, had Watcher been there."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median

from rich.progress import track

from watcher.app import replay_timelines
from watcher.cli.printing import print_json, print_rows, print_text, say, stderr
from watcher.core.model import TargetKind, Watch
from watcher.offline import Shown
from watcher.report.facts import told_json
from watcher.timeline import Event, Told, timelines_in

_UNDONE = Told.WITHDRAWAL


def print_timelines(
    folder: Path,
    every: timedelta,
    *,
    as_json: bool,
    kind: TargetKind = TargetKind.POLICY,
    show: Callable[[Sequence[Path]], Shown | None] = lambda _: None,
    watch: Sequence[Watch] = (),
) -> None:
    """Prints each alert, digest line and withdrawal as it would have gone out, then how many and how late.

    `show` has the browser show the versions of a page.
    """
    timelines = list(timelines_in(folder))
    events: list[Event] = []

    def on_event(event: Event) -> None:
        events.append(event)
        if as_json:
            print_json(told_json(event.told.value, event.document, event.seen_at, event.alerted_at, event.finding))

    console = stderr()
    for timeline in track(timelines, "walking", console=console, transient=True, disable=not console.is_terminal):
        shown = show([version.path for version in timeline.versions])
        asyncio.run(replay_timelines([timeline], every, on_event, kind=kind, shown=shown, watch=watch))
    changes = sum(len(timeline.versions) - 1 for timeline in timelines)
    if not as_json:
        _print_events(events)
        _print_summary(events)
    counts = Counter(event.told for event in events)
    say(
        f"{len(timelines)} documents, {changes} recorded changes: {counts[Told.ALERT]} alerts,"
        f" {counts[Told.DIGEST]} lines in digests, {counts[_UNDONE]} withdrawn"
    )


def _print_events(events: list[Event]) -> None:
    print_rows(
        ("TOLD", "ON", "DOCUMENT", "SEV", "HEADLINE"),
        [
            (
                event.told.value,
                f"{event.alerted_at:%Y-%m-%d %H:%M}",
                event.document,
                event.finding.severity,
                event.finding.headline,
            )
            for event in events
        ],
    )


def _print_summary(events: list[Event]) -> None:
    rows = []
    for severity in (3, 2, 1):
        waits = sorted(
            (event.alerted_at - event.seen_at) / timedelta(hours=1)
            for event in events
            if event.told is not _UNDONE and event.finding.severity == severity
        )
        if waits:
            late = waits[min(len(waits) - 1, int(0.95 * len(waits)))]
            rows.append((severity, len(waits), f"{median(waits):.1f}", f"{late:.1f}"))
    if rows:
        print_text("")
        print_rows(("SEV", "TOLD", "HOURS FROM SEEN TO TOLD, MEDIAN", "95 %"), rows)
