"""`watcher catalog lookalikes`: handles that may be taken for a brand's own, and which of them exist."""

import asyncio
from typing import Annotated

import typer

from watcher.app import look_at_lookalikes
from watcher.cli.naming import known
from watcher.cli.options import AsJson, ConfigPath, open_context
from watcher.cli.printing import print_json, print_rows, say
from watcher.context import load_config
from watcher.daemon.impostors import Sighting
from watcher.targets.catalog.lookalikes import lookalikes_on
from watcher.targets.catalog.render import page_address

MOST_LOOKS = 50


def lookalikes(
    platform: Annotated[str, typer.Argument()],
    handle: Annotated[str, typer.Argument(help="The brand's own handle there.")],
    first: Annotated[int, typer.Option(min=1, max=1000, help="How many, the most suspicious first.")] = 50,
    look: Annotated[int, typer.Option(min=0, max=MOST_LOOKS, help="How many to visit, with pauses.")] = 0,
    config: ConfigPath = None,
    as_json: AsJson = False,
) -> None:
    """List handles that look like a brand's own; with --look, say which exist. Exit status 1 if one does."""
    place = known(platform)
    if place.entry.page is None or place.entry.page.url is None or "{handle}" not in place.entry.page.url:
        say(f"pages of {place.entry.name} have no handle of their own")
        raise typer.Exit(2)
    found = lookalikes_on(place, handle)[:first]
    sightings: dict[str, Sighting] = {}
    if look:
        context = open_context(config, None)
        allow = load_config(context.settings).network_allow if context.settings.config.exists() else ()
        seen = asyncio.run(look_at_lookalikes(context.settings, allow, place, found[:look], context.log))
        sightings = {one.lookalike.handle: one for one in seen}
    rows = []
    for one in found:
        sighting = sightings.get(one.handle)
        presence = sighting and sighting.presence.value
        rows.append((one.handle, one.rank, one.reason, page_address(place, one.handle), presence))
        if as_json:
            print_json(
                {
                    "handle": one.handle,
                    "rank": one.rank,
                    "reason": one.reason,
                    "url": page_address(place, one.handle),
                    "presence": presence,
                    "seen": sighting and sighting.reason,
                }
            )
    if not as_json:
        print_rows(("HANDLE", "RANK", "REASON", "ADDRESS", "PRESENCE"), rows)
    if any(sighting.presence == "there" for sighting in sightings.values()):
        raise typer.Exit(1)
