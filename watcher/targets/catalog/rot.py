"""Tells from one look whether an address still leads to its document, and where the document may have gone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from watcher.targets.catalog.links import PolicyLink
from watcher.targets.catalog.subjects import Subject

_LANGUAGE = re.compile(r"^/(?:[a-z]{2}(?:[-_][a-zA-Z]{2,4})?|intl/[\w-]+)(?=/|$)")


class Rot(StrEnum):
    MOVED = "moved"
    GONE = "gone"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """An address that no longer leads to its document. `proposal` is where it may stand now."""

    document: str
    url: str
    rot: Rot
    reason: str
    proposal: str | None = None


def has_moved(url: str, final_url: str) -> bool:
    """Whether a visit ended on another page, not only in another language, on www. or behind another slash."""
    return _key(url) != _key(final_url)


def propose(subject: Subject, dead: str, links: Iterable[PolicyLink]) -> str | None:
    """Of the documents of the same kind that a site links, the one whose address has most words of the dead one."""
    words = _words(dead)
    fitting = [link for link in links if link.subject is subject and link.url != dead]
    best = max(fitting, key=lambda link: len(words & _words(f"{link.url} {link.text}")), default=None)
    return best.url if best else None


def _key(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port else ""
    return f"{host}{port}{_LANGUAGE.sub('', parts.path).rstrip('/').lower()}"


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{3,}", text.lower())) - {"http", "https", "www", "com", "html"}
