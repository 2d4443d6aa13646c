"""Tells which links of a page lead to policy documents, and to which kind, by their English or German words."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from watcher.targets.catalog.subjects import Subject

LONGEST_URL = 2000
MOST_LINKS = 5_000
_LONGEST_TEXT = 90
_WORDS = tomllib.loads(files("watcher.targets.catalog").joinpath("links.toml").read_text(encoding="utf-8"))


def _any_of(words: Sequence[str], edge: str = r"\b") -> re.Pattern[str]:
    return re.compile(f"{edge}(?:{'|'.join(words)}){edge}", re.IGNORECASE)


_SUBJECTS = tuple((Subject(name), _any_of(words)) for name, words in _WORDS["subjects"].items())
_OF_LAW, _HUB, _OTHER = _any_of(_WORDS["of_law"]), _any_of(_WORDS["hub"]), _any_of(_WORDS["other"], "/")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLink:
    """A link to a document, and what it is there for."""

    url: str
    text: str
    subject: Subject


def policy_links(html: bytes, base: str) -> Iterator[PolicyLink]:
    """The links of a page that lead to policy documents, each address once, in the page's order."""
    for url, text in _links(html, base):
        if subject := classify(url, text):
            yield PolicyLink(url=url, text=text, subject=subject)


def hub_links(html: bytes, base: str) -> Iterator[str]:
    """The links of the same site that lead to where documents are listed."""
    host = _site(base)
    for url, text in _links(html, base):
        if _site(url) == host and len(text) <= _LONGEST_TEXT and _HUB.search(f"{text} {_path_words(url)}"):
            yield url


def classify(url: str, text: str) -> Subject | None:
    """What kind of document a link leads to, if to any."""
    text = " ".join(text.split())
    if len(text) > _LONGEST_TEXT or _OTHER.search(f"{urlsplit(url).path}/"):
        return None
    for said in (text, _path_words(url)):
        if not _OF_LAW.search(said):
            continue
        for subject, words in _SUBJECTS:
            if words.search(said):
                return subject
    return None


def sitemap_addresses(content: bytes) -> Iterator[str]:
    """The addresses that a sitemap lists, whether it comes as XML or as the browser shows it."""
    text = content.decode("utf-8", errors="replace")
    for found in re.findall(r"(?:<|&lt;)loc(?:>|&gt;)\s*([^<&\s]+)", text)[:MOST_LINKS]:
        if len(found) <= LONGEST_URL:
            yield found


def distinct(links: Iterable[PolicyLink]) -> tuple[PolicyLink, ...]:
    """Each page once."""
    first: dict[str, PolicyLink] = {}
    for link in links:
        first.setdefault(same_page(link.url), link)
    return tuple(first.values())


def same_page(url: str) -> str:
    """What addresses of one page have in common, with www. or without, with a last slash or without."""
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/").lower()


def same_site(url: str, other: str) -> bool:
    return _site(url) == _site(other)


def _links(html: bytes, base: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for anchor in LexborHTMLParser(html).css("a[href]")[:MOST_LINKS]:
        href = (anchor.attributes.get("href") or "").strip()
        try:
            url = urldefrag(urljoin(base, href)).url
            is_page = urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
        except ValueError:
            continue
        if not is_page or len(url) > LONGEST_URL or url in seen or re.search(r"\s", url):
            continue
        seen.add(url)
        yield url, " ".join(anchor.text(separator=" ").split())


def _path_words(url: str) -> str:
    return " ".join(re.split(r"[^\w]+|_", urlsplit(url).path))


def _site(url: str) -> str:
    """The last two labels of the host, or all of an address in numbers."""
    host = urlsplit(url).hostname or ""
    return host if re.fullmatch(r"[\d.]+|.*:.*", host) else ".".join(host.split(".")[-2:])
