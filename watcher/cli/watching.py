"""`watcher run` and `watcher check`: looking at targets."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from rich.progress import Progress

from watcher.app import check_once, run_daemon
from watcher.cli.options import AsJson, ConfigPath, StorePath, open_context
from watcher.cli.printing import print_json, print_rows, say, stderr
from watcher.core.model import Changed, Checked, Config, Failure, Target, Unconfirmed
from watcher.report.facts import checked_json


def run(config: ConfigPath = None, store: StorePath = None) -> None:
    """Run the daemon: visit every target on its schedule and send alerts, until it is stopped."""
    context = open_context(config, store)
    asyncio.run(run_daemon(context.settings, context.log))


def check(
    targets: Annotated[
        list[str] | None, typer.Argument(help="Ids of targets (default: all).", show_default=False)
    ] = None,
    config: ConfigPath = None,
    store: StorePath = None,
    as_json: AsJson = False,
    force: Annotated[
        bool, typer.Option("--force", help="Visit hosts that are down, and look though the disk is nearly full.")
    ] = False,
) -> None:
    """Look at targets once, now, and send what is to be sent. Exit status 1 if a target failed."""
    context = open_context(config, store)
    loaded = context.config()
    chosen = _choose(loaded, targets)
    with Progress(console=stderr(), transient=True, disable=not stderr().is_terminal) as progress:
        task = progress.add_task("checking", total=len(chosen))

        def on_checked(target: Target, checked: Sequence[Checked]) -> None:
            progress.advance(task)
            if not checked:
                say(f"{target.id}: not looked at: the daemon has it just now, or the look crashed and the log says why")

        def on_resting(target: Target, until: datetime) -> None:
            progress.advance(task)
            when = f"{until.astimezone():%H:%M:%S}"
            say(f"{target.id}: not looked at: its host is down and left alone until {when}; --force looks all the same")

        spare = None if force else on_resting
        checked = asyncio.run(check_once(context.settings, loaded, chosen, on_checked, spare, context.log))
    if as_json:
        for entry in checked:
            print_json(checked_json(entry))
    else:
        print_rows(("STREAM", "OUTCOME", "SEVERITY", "ALERTS", "WHAT"), [_row(entry) for entry in checked])
    if any(isinstance(entry.outcome, Failure) for entry in checked) or len({e.target for e in checked}) < len(chosen):
        raise typer.Exit(1)


def _choose(config: Config, ids: list[str] | None) -> list[Target]:
    if not ids:
        return list(config.targets)
    unknown = [target_id for target_id in ids if config.target(target_id) is None]
    if unknown:
        known = ", ".join(target.id for target in config.targets)
        raise typer.BadParameter(f"{config.source} has no target {', '.join(unknown)}; it has: {known}")
    return [target for target in config.targets if target.id in ids]


def _row(checked: Checked) -> tuple[object, ...]:
    match checked.outcome:
        case Failure() as failure:
            return checked.stream, f"failed: {failure.kind}", None, 0, failure.message
        case Changed() | Unconfirmed() as found:
            finding = found.finding
            return checked.stream, type(found).__name__.lower(), finding.severity, len(checked.alerts), finding.headline
        case outcome:
            return checked.stream, type(outcome).__name__.lower(), None, 0, None
