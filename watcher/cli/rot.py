"""`watcher catalog check`: which addresses of the catalogue no longer lead to their documents."""

import asyncio
from collections.abc import Iterator
from typing import Annotated

import typer

from watcher.app import check_addresses
from watcher.cli.naming import known
from watcher.cli.options import AsJson, ConfigPath, open_context
from watcher.cli.printing import print_json, print_rows, say
from watcher.context import load_config
from watcher.core.text import visible
from watcher.daemon.rotting import Address
from watcher.targets.catalog.read import Platform, read_all


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
    addresses = [address for platform in platforms for address in _addresses(platform)]
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


def _addresses(platform: Platform) -> Iterator[Address]:
    """All addresses but those that need a server's name."""
    for name, document in platform.entry.documents.items():
        urls = [*document.urls]
        for variant in document.variants.values():
            urls += [part.url for part in variant.parts] if variant.parts else [variant.url or ""]
        for url in urls:
            if "{" not in url:
                yield Address(document=f"{platform.id}/{name}", url=url, subject=document.subject)
