"""`watcher status` and `watcher verify`: how the targets and the store fare."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.progress import track

from watcher.cli.options import AsJson, ConfigPath, StorePath, open_context
from watcher.cli.printing import print_json, print_rows, print_text, say, stderr
from watcher.context import blobs_of
from watcher.core.model import Incident, TargetStatus
from watcher.report.facts import incident_json, status_json
from watcher.store.database import reading
from watcher.store.incidents import open_incidents
from watcher.store.integrity import check_blob, check_database, referenced
from watcher.store.queries import outcome_counts, statuses


def status(
    counts: Annotated[bool, typer.Option("--counts", help="Count how all visits ended instead.")] = False,
    troubles: Annotated[
        bool, typer.Option("--incidents", help="Show what keeps targets from being seen instead.")
    ] = False,
    config: ConfigPath = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Show every target: the last look, the last good capture, the next look."""
    with reading(open_context(config, store).settings.store) as db:
        found = outcome_counts(db) if counts else {}
        known = [] if counts or troubles else statuses(db)
        incidents = open_incidents(db)
    if counts:
        if as_json:
            print_json(found)
        else:
            print_rows(("OUTCOME", "VISITS"), list(found.items()))
        return
    if troubles:
        _print_incidents(incidents, as_json)
        return
    concerned = {target: incident for incident in incidents for target in incident.targets}
    if as_json:
        for entry in known:
            print_json(status_json(entry, concerned.get(entry.target)))
        return
    _print_statuses(known, concerned)
    told = sum(1 for incident in incidents if incident.told)
    if incidents:
        say(f"{len(incidents)} open incidents, {told} of them told to the operator: `watcher status --incidents`")


def _print_incidents(incidents: Sequence[Incident], as_json: bool) -> None:
    if as_json:
        for incident in incidents:
            print_json(incident_json(incident))
        return
    print_rows(
        ("INCIDENT", "TROUBLE", "HOSTS", "TARGETS", "NOT SEEN SINCE (UTC)", "TOLD", "WHAT"),
        [
            (
                incident.id,
                f"outage: {incident.trouble.kind}" if incident.outage else incident.trouble.kind,
                ", ".join(incident.hosts[:3]) + (f" (+{len(incident.hosts) - 3})" if len(incident.hosts) > 3 else ""),
                incident.targets[0] if len(incident.targets) == 1 else len(incident.targets),
                f"{incident.since:%Y-%m-%d %H:%M}",
                incident.told_at and f"{incident.told_at:%m-%d %H:%M}",
                incident.trouble.message,
            )
            for incident in incidents
        ],
    )


def _print_statuses(known: Sequence[TargetStatus], concerned: Mapping[str, Incident]) -> None:
    print_rows(
        ("TARGET", "OUTCOME", "LAST LOOK (UTC)", "NEXT LOOK", "FAILED", "LAST GOOD", "INCIDENT", "WHAT"),
        [
            (
                entry.target,
                f"{entry.outcome or 'not yet'}{' (learning)' if _is_new(entry) else ''}",
                entry.last_at and f"{entry.last_at:%Y-%m-%d %H:%M}",
                "now" if entry.leased else f"{entry.due:%m-%d %H:%M}",
                entry.failures or None,
                entry.last_good_at and f"{entry.last_good_at:%m-%d %H:%M}" if entry.failures else None,
                concerned[entry.target].id if entry.target in concerned else None,
                entry.message,
            )
            for entry in known
        ],
    )


def _is_new(entry: TargetStatus) -> bool:
    return entry.learning_until is not None and datetime.now(UTC) < entry.learning_until


def verify(config: ConfigPath = None, store: StorePath = None, as_json: AsJson = False) -> None:
    """Check the whole store: the database, and every piece of evidence against its hash. Exit status 1 if damaged."""
    folder = open_context(config, store).settings.store
    with reading(folder) as db:
        hashes = sorted(referenced(db))
        damages = list(check_database(db))
    blobs = blobs_of(folder)
    for sha256 in track(hashes, "verifying", console=stderr(), transient=True, disable=not stderr().is_terminal):
        damage = check_blob(blobs, sha256)
        if damage:
            damages.append(damage)
    if as_json:
        print_json({"blobs": len(hashes), "damages": [{"what": d.what, "message": d.message} for d in damages]})
    else:
        for damage in damages:
            print_text(f"{damage.what}: {damage.message}")
        print_text(f"{len(hashes)} pieces of evidence verified, {len(damages)} damages")
    if damages:
        raise typer.Exit(1)
