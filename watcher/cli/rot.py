"""`watcher catalog check`: which addresses of the catalogue no longer lead to their documents."""

import asyncio
from typing import Annotated

import typer

from watcher.app import check_addresses
from watcher.cli.naming import known
from watcher.cli.options import AsJson, ConfigPath, open_context
from watcher.cli.printing import print_json, print_rows, say
from watcher.context import load_config
from watcher.core.text import visible
from watcher.targets.catalog.addresses import addresses_of
from watcher.targets.catalog.read import read_all


def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[PLATFORM...]", show_default=False)] = None,
    locale: Annotated[str, typer.Option(help="Language in which pages are asked for.")] = "en-GB",
    config: ConfigPath = None,
    as_json: AsJson = False,
) -> None:
    """Visit the catalogue's addresses: which have moved, are gone or are no documents, and where these may be now.

    Exit status 1 if there is anything to mend. Without platforms, all are visited, one page after the other.
    """
    platforms = [known(name) for name in names] if names else list(read_all())
    addresses = list(addresses_of(platforms))
    context = open_context(config, None)
    allow = load_config(context.settings).network_allow if context.settings.config.exists() else ()
    say(f"visiting {len(addresses)} addresses ...")
    doubtful, unseen = asyncio.run(check_addresses(context.settings, allow, addresses, locale, context.log))
    for address, failure in unseen:
        say(visible(f"not seen: {address.document}: {address.url}: {failure.kind}: {failure.message}"))
    if as_json:
        for one in doubtful:
            print_json(
                {
                    "document": one.document,
                    "url": one.url,
                    "rot": one.rot.value,
                    "reason": one.reason,
                    "proposal": one.proposal,
                }
            )
    elif doubtful:
        rows = [(one.document, one.rot.value, one.url, one.proposal, one.reason) for one in doubtful]
        print_rows(("DOCUMENT", "ROT", "ADDRESS", "PROPOSAL", "REASON"), rows)
    say(f"{len(addresses)} addresses: {len(doubtful)} to mend, {len(unseen)} could not be seen")
    if doubtful:
        raise typer.Exit(1)
