"""Looks around on a site for its policy documents."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from watcher.core.model import Capture, Failure, PartCapture
from watcher.core.ports import Executor
from watcher.daemon.looking import look_order
from watcher.targets.catalog.links import (
    PolicyLink,
    classify,
    distinct,
    hub_links,
    policy_links,
    sitemap_addresses,
)

MOST_HUBS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The documents of a site, and what could not be looked at."""

    documents: tuple[PolicyLink, ...]
    visited: tuple[str, ...]
    failures: tuple[Failure, ...]


async def discover(executor: Executor, url: str, locale: str, pause: Callable[[], Awaitable[None]]) -> Found:
    """Reads a page, the pages near it where documents are listed, and the sitemap; one after the other, with pauses."""
    links: list[PolicyLink] = []
    visited: list[str] = []
    failures: list[Failure] = []
    waiting = [url]
    while waiting and len(visited) <= MOST_HUBS:
        address = waiting.pop(0)
        if visited:
            await pause()
        visited.append(address)
        seen = await look(executor, address, locale)
        if isinstance(seen, Failure):
            failures.append(seen)
            continue
        if seen.status >= 400:
            continue
        base = seen.final_url or address
        links += policy_links(seen.body, base)
        near = [link.url for link in policy_links(seen.body, base)] if address == url else []
        hubs = list(hub_links(seen.body, base)) if len(visited) == 1 else []
        waiting += [one for one in dict.fromkeys([*hubs, *near]) if one not in visited and one not in waiting]
    await pause()
    sitemap = await look(executor, urljoin(url, "/sitemap.xml"), locale)
    if isinstance(sitemap, PartCapture) and sitemap.status < 400:
        for address in sitemap_addresses(sitemap.body):
            if subject := classify(address, ""):
                links.append(PolicyLink(url=address, text="", subject=subject))
    return Found(documents=distinct(links), visited=tuple(visited), failures=tuple(failures))


async def look(executor: Executor, url: str, locale: str) -> PartCapture | Failure:
    """One visit to one address."""
    order = look_order(url, locale=locale)
    seen = await executor.capture(order)
    return seen.parts[0] if isinstance(seen, Capture) else seen
