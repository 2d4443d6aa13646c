"""`watcher ack` and `watcher snooze`: somebody takes a change upon them, or puts it off."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from getpass import getuser
from typing import Annotated

import typer

from watcher.cli.changes import ChangeId, named
from watcher.cli.options import ConfigPath, StorePath, open_context
from watcher.cli.printing import say
from watcher.core.model import Ack
from watcher.settings import Settings
from watcher.store.database import open_database, transaction
from watcher.store.queries import acknowledge

_LONGEST = timedelta(days=366)
By = Annotated[str | None, typer.Option("--by", help="Who takes it (default: your login name).", show_default=False)]
Note = Annotated[str, typer.Option("--note", help="What will be done, for the record.")]


def ack(change: ChangeId, by: By = None, note: Note = "", config: ConfigPath = None, store: StorePath = None) -> None:
    """Record that somebody has taken a change upon them: reminders and escalations end."""
    settings = open_context(config, store).settings
    taken = Ack(finding=named(settings, change).finding.id, at=datetime.now(UTC), by=by or getuser(), note=note)
    _record(settings, taken)
    say(f"{taken.finding}: taken by {taken.by}")


def snooze(
    change: ChangeId,
    until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="The day on which it comes back.")],
    by: By = None,
    note: Note = "",
    config: ConfigPath = None,
    store: StorePath = None,
) -> None:
    """Put a change off until a day: no reminder and no escalation comes before it."""
    settings = open_context(config, store).settings
    now = datetime.now(UTC)
    if not now.date() < until.date() <= (now + _LONGEST).date():
        raise typer.BadParameter("give a day from tomorrow on, at most a year ahead", param_hint="--until")
    put_off = Ack(finding=named(settings, change).finding.id, at=now, by=by or getuser(), note=note, until=until.date())
    _record(settings, put_off)
    say(f"{put_off.finding}: put off until {put_off.until} by {put_off.by}")


def _record(settings: Settings, taken: Ack) -> None:
    with closing(open_database(settings.store)) as db, transaction(db):
        acknowledge(db, taken)
