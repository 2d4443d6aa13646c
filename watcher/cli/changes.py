"""`watcher changes`, `watcher show` and `watcher ack`: what was found."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from watcher.app import blobs_of
from watcher.cli.options import AsJson, ConfigPath, StorePath, open_context
from watcher.cli.printing import print_json, print_rows, print_text, say
from watcher.cli.redline import print_finding
from watcher.core.model import Ack, RecordedFinding
from watcher.report.facts import recorded_json
from watcher.settings import Settings
from watcher.store.database import open_database, reading, transaction
from watcher.store.queries import acknowledge, evidence, findings, findings_named

ChangeId = Annotated[str, typer.Argument(help="Id of a change, or the beginning of one.", metavar="CHANGE")]


def changes(
    target: Annotated[
        str | None, typer.Option("--target", "-t", help="Only of this target.", show_default=False)
    ] = None,
    severity: Annotated[int, typer.Option("--severity", "-s", min=0, max=3, help="Only from this severity on.")] = 1,
    days: Annotated[
        int | None, typer.Option("--days", min=1, max=36500, help="Only of the last days.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many, newest first.")] = 50,
    config: ConfigPath = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """List what was found, newest first. `-s 0` shows the noise too."""
    since = datetime.now(UTC) - timedelta(days=days) if days else None
    with reading(open_context(config, store).settings.store) as db:
        recorded = findings(db, target=target, severity_from=severity, since=since, limit=limit)
    if as_json:
        for entry in recorded:
            print_json(recorded_json(entry))
        return
    print_rows(
        ("CHANGE", "SEEN", "TARGET", "SEV", "EFFECTIVE", "TAKEN BY", "HEADLINE"),
        [
            (
                entry.finding.id,
                f"{entry.finding.at:%Y-%m-%d}",
                entry.finding.target,
                entry.finding.severity,
                entry.finding.effective_date,
                ", ".join(ack.by for ack in entry.acks),
                entry.finding.headline,
            )
            for entry in recorded
        ],
    )


def show(
    change: ChangeId,
    save: Annotated[
        Path | None,
        typer.Option("--save", help="Write the evidence of both sides into this folder.", show_default=False),
    ] = None,
    config: ConfigPath = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Show one change: what it means, the redline, why, and where its evidence lies."""
    settings = open_context(config, store).settings
    entry = _named(settings, change)
    if as_json:
        print_json(recorded_json(entry))
    else:
        print_finding(entry.finding)
        for ack in entry.acks:
            print_text(f"Taken by {ack.by} on {ack.at:%Y-%m-%d %H:%M} UTC{': ' + ack.note if ack.note else ''}")
    _tell_evidence(settings, entry, save, quiet=as_json)


def ack(
    change: ChangeId,
    by: Annotated[
        str | None, typer.Option("--by", help="Who takes it (default: your login name).", show_default=False)
    ] = None,
    note: Annotated[str, typer.Option("--note", help="What will be done, for the record.")] = "",
    config: ConfigPath = None,
    store: StorePath = None,
) -> None:
    """Record that somebody has taken a change upon them."""
    settings = open_context(config, store).settings
    entry = _named(settings, change)
    taken = Ack(finding=entry.finding.id, at=datetime.now(UTC), by=by or getuser(), note=note)
    with closing(open_database(settings.store)) as db, transaction(db):
        acknowledge(db, taken)
    say(f"{taken.finding}: taken by {taken.by}")


def _named(settings: Settings, prefix: str) -> RecordedFinding:
    with reading(settings.store) as db:
        found = findings_named(db, prefix)
    match found:
        case [entry]:
            return entry
        case []:
            raise typer.BadParameter(f"there is no change {prefix}; `watcher changes -s 0` lists them all")
        case _:
            names = ", ".join(entry.finding.id for entry in found)
            raise typer.BadParameter(f"{prefix} may mean {names}; give more of the id")


def _tell_evidence(settings: Settings, entry: RecordedFinding, save: Path | None, *, quiet: bool) -> None:
    blobs = blobs_of(settings.store)
    sides = (("before", entry.finding.before_capture), ("after", entry.finding.after_capture))
    with reading(settings.store) as db:
        found = [(side, item) for side, capture in sides for item in evidence(db, capture)]
    for side, item in found:
        if save is not None:
            path = save / f"{entry.finding.id}-{side}-{item.name}"
            save.mkdir(parents=True, exist_ok=True)
            path.write_bytes(blobs.get(item.sha256))
            say(f"wrote {path}  sha256 {item.sha256}")
        elif not quiet:
            print_text(f"Evidence {side}: {item.name} of {item.url}\n  {blobs.path(item.sha256)}")
