"""`watcher calendar`: the days that matter, for people's calendars."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import ConfigPath, StorePath, open_context
from watcher.cli.printing import say
from watcher.cli.writing import write_whole
from watcher.report.calendar import calendar_of
from watcher.store.database import FILE_NAME, reading
from watcher.store.queries import dated_findings

_REMEMBERED = timedelta(days=800)


def calendar(
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write it here (.ics), whole or not at all.", show_default=False),
    ] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", help="Only what concerns this owner.", show_default=False)
    ] = None,
    config: ConfigPath = None,
    store: StorePath = None,
) -> None:
    """Print an iCalendar file of all effective dates, deadlines, and first and last days of investments.

    Written by a timer to where a web server or a share finds it, it is a feed that calendars subscribe to.
    """
    context = open_context(config, store)
    loaded = context.config()
    known = [entry.id for entry in (*loaded.owners, loaded.operator)]
    if owner is not None and owner not in known:
        raise typer.BadParameter(f"{loaded.source} has no owner {owner}; it has: {', '.join(known)}")
    folder = context.settings.store
    findings = []
    if (folder / FILE_NAME).exists():
        with reading(folder) as db:
            findings = dated_findings(db, datetime.now(UTC) - _REMEMBERED)
    text = calendar_of(findings, loaded, owner).decode()
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        write_whole(out, text)
    except OSError as error:
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror or error}", param_hint="--out") from error
    say(f"wrote {out}")
