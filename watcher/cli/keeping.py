"""`watcher prune`, `backup`, `restore` and `forget`: how long evidence is kept, and where else."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import AsJson, ConfigPath, StorePath, open_context
from watcher.cli.printing import print_json, print_text, say
from watcher.context import blobs_of, now
from watcher.store.backup import Copy, back_up
from watcher.store.backup import restore as restore_copy
from watcher.store.database import open_database, open_read_only, reading
from watcher.store.forgetting import forget as forget_target
from watcher.store.retention import plan
from watcher.store.retention import prune as prune_store


def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
    config: ConfigPath = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Remove evidence that nothing refers to and that is older than WATCHER_KEEP_DAYS, as the daemon does.

    What a finding of severity 1 or more compares, the last good capture and states in quarantine always stay.
    """
    settings = open_context(config, store).settings
    before = now() - settings.keep if settings.keep else None
    blobs = blobs_of(settings.store)
    with reading(settings.store) as db:
        removal = plan(db, blobs, before)
    if not dry_run:
        writable = open_database(settings.store)
        try:
            removal = prune_store(writable, blobs, settings.store, before)
        finally:
            writable.close()
    if as_json:
        facts = {
            "captures": removal.captures,
            "visits": removal.visits,
            "readings": removal.readings,
            "blobs": removal.blobs,
            "bytes": removal.size,
        }
        print_json({"removed": not dry_run} | facts)
    else:
        print_text(
            f"{'would remove' if dry_run else 'removed'} {removal.captures} captures and {removal.visits} records of"
            f" visits; {removal.blobs} pieces of evidence, {removal.size / 1e6:.1f} MB"
        )


def backup(
    target: Annotated[Path, typer.Argument(help="A folder, brought up to date, or a .tar, written anew.")],
    config: ConfigPath = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Copy the store, also while the daemon runs; every piece is re-hashed. Exit status 1 if evidence is damaged."""
    _report(back_up(open_context(config, store).settings.store, target), "backed up", as_json)


def restore(
    source: Annotated[Path, typer.Argument(help="What `watcher backup` wrote.")],
    config: ConfigPath = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Make a store of a backup, in an empty place; every piece is re-hashed. Exit status 1 if evidence is damaged."""
    _report(restore_copy(source, open_context(config, store).settings.store), "restored", as_json)


def forget(
    target: Annotated[str, typer.Argument(help="Id of a target that targets.yaml does not have any more.")],
    config: ConfigPath = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Remove all that was seen of a target, found in it and told of it, evidence included. This cannot be undone."""
    context = open_context(config, store)
    loaded = context.config()
    if loaded.target(target) is not None:
        raise typer.BadParameter(f"{loaded.source} still has the target {target}; take it out first")
    open_read_only(context.settings.store).close()
    db = open_database(context.settings.store)
    try:
        done = forget_target(db, blobs_of(context.settings.store), context.settings.store, target, now())
    finally:
        db.close()
    known = bool(done.captures or done.visits or done.findings)
    if as_json:
        print_json(asdict(done))
    elif known:
        print_text(
            f"forgot {target}: {done.captures} captures, {done.visits} visits, {done.findings} findings,"
            f" {done.messages} messages; {done.blobs} pieces of evidence"
        )
    if not known:
        say(f"the store knows nothing of {target}")
        raise typer.Exit(1)


def _report(copy: Copy, what: str, as_json: bool) -> None:
    if as_json:
        damages = [{"what": damage.what, "message": damage.message} for damage in copy.damages]
        print_json({"blobs": copy.blobs, "added": copy.added, "damages": damages})
    else:
        for damage in copy.damages:
            print_text(f"{damage.what}: {damage.message}")
        print_text(
            f"{what}: {copy.blobs} pieces of evidence verified, {copy.added} of them new, {len(copy.damages)} damages"
        )
    if copy.damages:
        raise typer.Exit(1)
