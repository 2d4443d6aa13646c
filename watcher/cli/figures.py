"""`watcher figures`: what a page has shown of itself, and when that changed."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from watcher.cli.options import AsJson, ConfigPath, StorePath, open_context
from watcher.cli.printing import print_json, print_rows, say
from watcher.report.figures import reading_json, shown_value
from watcher.store.database import reading
from watcher.store.readings import readings_of


def figures(
    target: Annotated[str, typer.Argument(help="Id of a target.", metavar="TARGET")],
    days: Annotated[
        int | None, typer.Option("--days", min=1, max=36500, help="Only of the last days.", show_default=False)
    ] = None,
    config: ConfigPath = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Show a page's followers, posts, name, marks and picture over time: a line for each value, the oldest first."""
    since = datetime.now(UTC) - timedelta(days=days) if days else None
    with reading(open_context(config, store).settings.store) as db:
        found = readings_of(db, target, since)
    if as_json:
        for entry in found:
            print_json(reading_json(target, entry))
        return
    print_rows(
        ("WHAT", "VALUE", "FROM (UTC)", "LAST SEEN", "LOOKS", "STREAM"),
        [
            (
                entry.name,
                shown_value(entry),
                f"{entry.at:%Y-%m-%d %H:%M}",
                f"{entry.until:%Y-%m-%d %H:%M}",
                entry.looks,
                entry.stream.partition("@")[2],
            )
            for entry in found
        ],
    )
    if not found:
        say(f"{target}: nothing was read of it yet: figures are read of pages (kind: page) that show some")
