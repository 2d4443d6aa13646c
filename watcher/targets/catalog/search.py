"""Finds documents of the catalogue by words."""

from collections.abc import Iterable, Iterator, Sequence

from watcher.targets.catalog.models import DocumentEntry
from watcher.targets.catalog.read import Platform

_MEANT = {
    "gewinnspiel": "promotions",
    "gewinnspiele": "promotions",
    "contest": "promotions",
    "werbung": "advertising",
    "agb": "terms",
    "datenschutz": "privacy",
    "urheberrecht": "copyright",
    "marke": "brand",
    "schnittstelle": "developer",
    "api": "developer",
}


def search(platforms: Iterable[Platform], words: Sequence[str]) -> Iterator[tuple[Platform, str, DocumentEntry]]:
    """The documents that have every word, or what it means, in their platform's names or in what is said of them."""
    wanted = [{word.casefold(), _MEANT.get(word.casefold(), word.casefold())} for word in words]
    for platform in platforms:
        for name, document in platform.entry.documents.items():
            said = _said(platform, name, document)
            if all(any(word in said for word in either) for either in wanted):
                yield platform, name, document


def _said(platform: Platform, name: str, document: DocumentEntry) -> str:
    texts = (
        platform.id,
        platform.entry.name,
        *platform.entry.aliases,
        name,
        document.title,
        document.subject,
        *document.topics,
        *document.stakes,
        *document.urls,
    )
    return "\n".join(texts).casefold()
