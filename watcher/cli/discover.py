"""`watcher discover`: which policy documents a site links."""

import asyncio
from typing import Annotated
from urllib.parse import urlsplit

import typer

from watcher.app import look_around
from watcher.cli.options import AsJson, ConfigPath, open_context
from watcher.cli.printing import print_json, print_text, say
from watcher.context import load_config
from watcher.core.model import Config, TargetKind
from watcher.core.text import visible
from watcher.daemon.discovering import Found
from watcher.targets.addresses import read_url
from watcher.targets.catalog.add import add_targets, open_draft
from watcher.targets.catalog.links import PolicyLink, same_page, same_site
from watcher.targets.catalog.subjects import Subject
from watcher.targets.edit import Plain
from watcher.targets.imports.carried import as_id, as_title


def discover(
    url: Annotated[str, typer.Argument(help="A site, or its page that lists its documents.")],
    locale: Annotated[str, typer.Option(help="Language in which pages are asked for.")] = "en-GB",
    config: ConfigPath = None,
    as_json: AsJson = False,
) -> None:
    """Find the policy documents that a site links (foot, legal pages, sitemap), by kind, as targets to copy."""
    try:
        address = read_url(url)
    except ValueError as error:
        say(str(error))
        raise typer.Exit(2) from None
    context = open_context(config, None)
    loaded = load_config(context.settings) if context.settings.config.exists() else None
    allow = loaded.network_allow if loaded else ()
    found = asyncio.run(look_around(context.settings, allow, address, locale, context.log))
    for failure in found.failures:
        say(visible(f"not seen: {failure.url}: {failure.kind}: {failure.message}"))
    watched = _watched(loaded, address)
    new = tuple(link for link in found.documents if same_page(link.url) not in watched)
    if as_json:
        for link in found.documents:
            target = watched.get(same_page(link.url))
            print_json({"url": link.url, "text": link.text, "subject": link.subject.value, "target": target})
    elif new:
        print_text(_targets(new, address))
    _say_what_is_watched(found, watched)
    say(
        f"{len(found.documents)} documents on {len(found.visited)} pages and in the sitemap, {len(new)} not watched yet"
    )
    if not found.documents:
        raise typer.Exit(1)


def _watched(config: Config | None, address: str) -> dict[str, str]:
    """The targets that read policy documents of this site, by their addresses."""
    targets = [target for target in config.targets if target.kind is TargetKind.POLICY] if config else []
    parts = [(part.url, target.id) for target in targets for part in target.parts if same_site(part.url, address)]
    return {same_page(url): target for url, target in parts}


def _say_what_is_watched(found: Found, watched: dict[str, str]) -> None:
    linked = {same_page(link.url) for link in found.documents}
    present = dict.fromkeys(target for page, target in watched.items() if page in linked)
    lost = dict.fromkeys(target for page, target in watched.items() if page not in linked)
    if present:
        say(f"watched already: {', '.join(present)}")
    if lost:
        say(f"watched, but not linked there: {', '.join(lost)}")


def _targets(documents: tuple[PolicyLink, ...], address: str) -> str:
    """The documents as YAML, those of a kind together."""
    site = (urlsplit(address).hostname or "").removeprefix("www.")
    lines = ["targets:"]
    for subject in Subject:
        targets = [_target(link, site) for link in documents if link.subject is subject]
        text = add_targets(open_draft("", None), targets).text.removeprefix("targets:\n").rstrip("\n")
        lines += [f"  # {subject.value.replace('_', ' ')}", text] if targets else []
    return "\n".join(lines)


def _target(link: PolicyLink, site: str) -> dict[str, Plain]:
    path = urlsplit(link.url).path.rpartition(".")[0] or urlsplit(link.url).path
    named = as_title(link.text)
    target: dict[str, Plain] = {
        "id": as_id(f"{site.split('.')[0]} {path}", link.url),
        "kind": "policy",
        "url": link.url,
    }
    return {**target, "title": named} if named else target
