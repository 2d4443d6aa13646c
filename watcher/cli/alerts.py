"""`watcher alerts`: messages on their way, dead letters, and a test of every channel."""

import asyncio
from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated

import typer

from watcher.app import send_samples
from watcher.cli.options import AsJson, ConfigPath, StorePath, open_context
from watcher.cli.printing import print_json, print_rows, say
from watcher.core.model import Delivered
from watcher.report.facts import alert_json
from watcher.store.database import open_database, reading, transaction
from watcher.store.queries import alerts as stored_alerts
from watcher.store.queries import revive_dead

app = typer.Typer(no_args_is_help=True, help="Messages on their way, dead letters, and a test of every channel.")


@app.command("list")
def list_alerts(
    dead: Annotated[bool, typer.Option("--dead", help="Only what could not be delivered for days.")] = False,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only what is still to be sent.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many, newest first.")] = 50,
    config: ConfigPath = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """List alerts: delivered, waiting (with the last error) and dead."""
    state = "dead" if dead else "waiting" if waiting else None
    with reading(open_context(config, store).settings.store) as db:
        records = stored_alerts(db, state=state, finding=None, limit=limit)
    if as_json:
        for record in records:
            print_json(alert_json(record))
        return
    print_rows(
        ("STATE", "CREATED (UTC)", "TO", "CHANNEL", "TRIES", "SUBJECT", "LAST ERROR"),
        [
            (
                record.state,
                f"{record.alert.created_at:%Y-%m-%d %H:%M}",
                record.alert.owner,
                record.alert.channel,
                record.tries,
                record.alert.subject,
                record.last_error,
            )
            for record in records
        ],
    )


@app.command("retry")
def retry(config: ConfigPath = None, store: StorePath = None) -> None:
    """Put dead letters back among the waiting: the daemon, or `watcher check`, sends them."""
    folder = open_context(config, store).settings.store
    with closing(open_database(folder)) as db, transaction(db):
        count = revive_dead(db, datetime.now(UTC))
    say(f"{count} dead letters wait to be sent again")


@app.command("test")
def test(
    owners: Annotated[
        list[str] | None, typer.Argument(help="Owners (default: all, and the operator).", show_default=False)
    ] = None,
    config: ConfigPath = None,
    as_json: AsJson = False,
) -> None:
    """Send a sample through every channel and say which failed, and why. Exit status 1 if one failed."""
    loaded = open_context(config, None).config()
    known = [owner.id for owner in (*loaded.owners, loaded.operator)]
    unknown = [owner for owner in owners or () if owner not in known]
    if unknown:
        raise typer.BadParameter(f"{loaded.source} has no owner {', '.join(unknown)}; it has: {', '.join(known)}")
    sent = asyncio.run(send_samples(loaded, owners or None))
    rows = []
    for alert, delivery in sent:
        reason = None if isinstance(delivery, Delivered) else delivery.reason
        rows.append((alert.owner, alert.channel, "failed" if reason else "delivered", reason))
    if as_json:
        for owner, channel, state, reason in rows:
            print_json({"owner": owner, "channel": channel, "state": state, "reason": reason})
    else:
        print_rows(("OWNER", "CHANNEL", "STATE", "REASON"), rows)
    if any(reason for *_, reason in rows) or not rows:
        raise typer.Exit(1)
