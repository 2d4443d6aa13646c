"""Where the catalogue's documents stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from watcher.targets.catalog.read import Platform
from watcher.targets.catalog.subjects import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address that should lead to a document of a kind; `document` is its name, with the platform's."""

    document: str
    url: str
    subject: Subject


def addresses_of(platforms: Iterable[Platform]) -> Iterator[Address]:
    """All addresses, of all languages, but those that need a server's name."""
    for platform in platforms:
        for name, document in platform.entry.documents.items():
            urls = [*document.urls]
            for variant in document.variants.values():
                urls += [part.url for part in variant.parts] if variant.parts else [variant.url or ""]
            for url in urls:
                if "{" not in url:
                    yield Address(document=f"{platform.id}/{name}", url=url, subject=document.subject)
