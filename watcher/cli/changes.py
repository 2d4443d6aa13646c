"""`watcher changes` and `watcher show`: what was found."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from watcher.alert.about import impostor
from watcher.cli.options import AsJson, ConfigPath, StorePath, open_context
from watcher.cli.printing import print_json, print_rows, print_text, say
from watcher.cli.redline import print_finding
from watcher.context import blobs_of
from watcher.core.model import Finding, Picture, Rebasing, RecordedFinding
from watcher.illustrating import pictures_of_twins, stored_shot
from watcher.report.facts import rebasing_json, recorded_json
from watcher.report.pictures import Shot, event_pictures
from watcher.settings import Settings
from watcher.store.database import reading
from watcher.store.queries import alerts as stored_alerts
from watcher.store.queries import evidence, findings, findings_named, rebasings

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
    everything: Annotated[
        bool, typer.Option("--all", help="The noise too, and where history was read anew (rebased).")
    ] = False,
    config: ConfigPath = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """List what was found, newest first. `-s 0` shows the noise too."""
    since = datetime.now(UTC) - timedelta(days=days) if days else None
    least = 0 if everything else severity
    with reading(open_context(config, store).settings.store) as db:
        recorded = findings(db, target=target, severity_from=least, since=since, limit=limit)
        anew = rebasings(db, target=target, since=since, limit=limit) if everything else []
    lines = [(entry.finding.at, recorded_json(entry), _row(entry)) for entry in recorded]
    lines += [(entry.at, rebasing_json(entry), _rebased_row(entry)) for entry in anew]
    newest = sorted(lines, key=lambda line: line[0], reverse=True)[:limit]
    if as_json:
        for _, facts, _ in newest:
            print_json(facts)
        return
    print_rows(("CHANGE", "SEEN", "TARGET", "SEV", "EFFECTIVE", "TAKEN BY", "HEADLINE"), [row for _, _, row in newest])


def _row(entry: RecordedFinding) -> tuple[object, ...]:
    finding = entry.finding
    confirmed = finding.confirmed or entry.confirmed_at
    states = (
        ("withdrawn", entry.withdrawn_at),
        ("back again", entry.back_at),
        ("gone", entry.vanished_at),
        ("unconfirmed", not confirmed),
    )
    state = next((f"[{name}] " for name, holds in states if holds), "")
    return (
        finding.id,
        f"{finding.at:%Y-%m-%d}",
        finding.target,
        finding.severity,
        finding.effective_date,
        ", ".join(entry.taken_by),
        f"{state}{finding.headline}",
    )


def _rebased_row(entry: Rebasing) -> tuple[object, ...]:
    return ("-", f"{entry.at:%Y-%m-%d}", entry.target, "-", None, "", f"[rebased] {entry.reason}")


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
    entry = named(settings, change)
    if as_json:
        print_json(recorded_json(entry))
    else:
        print_finding(entry.finding)
        if entry.withdrawn_at:
            print_text(f"Withdrawn on {entry.withdrawn_at:%Y-%m-%d %H:%M} UTC: the page is as it was before")
        if entry.vanished_at:
            print_text(f"The page was gone on {entry.vanished_at:%Y-%m-%d %H:%M} UTC")
        if entry.back_at:
            print_text(f"Back again since {entry.back_at:%Y-%m-%d %H:%M} UTC")
        for ack in entry.acks:
            what = f"Put off until {ack.until} by" if ack.until else "Taken by"
            print_text(f"{what} {ack.by} on {ack.at:%Y-%m-%d %H:%M} UTC{': ' + ack.note if ack.note else ''}")
        _tell_messages(settings, entry)
    _tell_evidence(settings, entry, save, quiet=as_json)


def named(settings: Settings, prefix: str) -> RecordedFinding:
    """The change that the beginning of an id names; raises BadParameter where it is none, or several."""
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


def _tell_messages(settings: Settings, entry: RecordedFinding) -> None:
    """Who was told when, reminded, and told because nobody had taken it."""
    with reading(settings.store) as db:
        sent = stored_alerts(db, state=None, finding=entry.finding.id, limit=200)
    for record in reversed(sent):
        alert, at = record.alert, record.settled_at or record.due
        where = f"{alert.kind} to {alert.owner} through {alert.channel}"
        print_text(f"Message: {where}: {record.state}, {at:%Y-%m-%d %H:%M} UTC")


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
    if save is not None:
        before, after = (stored_shot(blobs, [item for at, item in found if at == side]) for side, _ in sides)
        for picture in _pictures(entry.finding, before, after):
            path = save / f"{entry.finding.id}-{picture.name}"
            path.write_bytes(picture.jpeg)
            say(f"wrote {path}")


def _pictures(finding: Finding, before: Shot, after: Shot) -> list[Picture]:
    if impostor(finding):
        return pictures_of_twins(finding, before, after)
    return event_pictures(finding.layout, before, after)
