"""Reads what a page shows of itself: figures, name and marks, and when it posted last."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from watcher.core.model import (
    NO_PROFILE,
    Capture,
    Fact,
    FactKind,
    Figure,
    FigureKind,
    Part,
    PartCapture,
    Profile,
    Source,
)
from watcher.extract.bounds import TangledError, check_bounds
from watcher.extract.decode import decode
from watcher.extract.figures import figures_of_text, visible_figures
from watcher.extract.identity import meta_facts, reduced, visible_facts
from watcher.extract.linked_data import facts_of, figures_of, linked_nodes, owner_of, post_dates_of
from watcher.extract.microdata import microdata_facts, microdata_figures
from watcher.extract.opaque import without_opaque
from watcher.extract.post_dates import newest, post_dates
from watcher.extract.shown_texts import shown_texts

_HTML = re.compile(rb"(?i)<(?:!doctype|html|head|body|div)\b")
_SVG = re.compile(
    r"<svg\b(?P<attributes>[^<>]{0,2000})>(?:\s*<title[^<>]{0,200}>(?P<title>[^<]{0,80})</title>)?", re.IGNORECASE
)
_LABEL = re.compile(r"aria-label\s*=\s*(?:\"([^\"]{0,80})\"|'([^']{0,80})')", re.IGNORECASE)
_DESCRIPTIONS = ("description", "og:description", "twitter:description")


def read_profile(capture: Capture, parts: Sequence[Part] = ()) -> Profile:
    """What the capture's first part shows of its owner; nothing where that is no HTML or cannot be parsed.

    `parts` say what to ignore, matched with what was captured by URL.
    """
    captured = capture.parts[0]
    if "pdf" in captured.content_type or not _HTML.search(captured.body[:4_096]):
        return NO_PROFILE
    ignore = next((part.ignore for part in parts if part.url == captured.url), ())
    try:
        return _read(captured, ignore, capture.at)
    except TangledError:
        return NO_PROFILE


def _read(captured: PartCapture, ignore: Sequence[str], at: datetime) -> Profile:
    source = decode(captured.body, captured.content_type)
    url = captured.final_url or captured.url
    plain = without_opaque(_SVG.sub(_as_picture, source)) or "<html></html>"
    check_bounds(plain)
    parser = LexborHTMLParser(plain)
    root = parser.body or parser.root
    texts = list(shown_texts(root, _dropped(parser, ignore))) if root else []
    nodes = linked_nodes(source)
    owner = owner_of(nodes)
    metas = {
        (meta.attributes.get("property") or meta.attributes.get("name") or "").lower(): meta.attributes.get("content")
        or ""
        for meta in parser.css("meta[content]")
    }
    figures = (
        *(figures_of(owner) if owner else ()),
        *microdata_figures(parser),
        *(one for name in _DESCRIPTIONS for one in figures_of_text(metas.get(name, ""), Source.META)),
        *visible_figures(texts),
    )
    facts = (
        *(facts_of(owner) if owner else ()),
        *microdata_facts(parser),
        *meta_facts(metas, url),
        *visible_facts(texts, url, is_profile=owner is not None or bool(figures)),
    )
    dates = [*post_dates_of(nodes), *post_dates(texts, at)]
    return Profile(
        figures=tuple(_best(figures)),
        facts=tuple(_distinct(facts)),
        posted_at=newest(dates, at),
    )


def _best(figures: Sequence[Figure]) -> Iterator[Figure]:
    """Of each kind what visitors see, as exactly as it is printed anywhere; without that, the first source.

    What search engines are told may be months old: where both are there and differ, the visible one is the page's.
    """
    for kind in FigureKind:
        found = [figure for figure in figures if figure.kind is kind]
        seen = [figure for figure in found if figure.source is Source.VISIBLE]
        chosen = next(iter(seen or found), None)
        if chosen is None:
            continue
        slack = (chosen.high - chosen.low) / 2
        same = [one for one in found if one.low <= chosen.high + slack and chosen.low - slack <= one.high]
        yield min(same, key=lambda one: one.high - one.low)


def _distinct(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The first fact of each kind and source, reduced to what lasts."""
    known: set[tuple[FactKind, Source]] = set()
    for fact in facts:
        value = reduced(fact.kind, fact.value)
        if value and (fact.kind, fact.source) not in known:
            known.add((fact.kind, fact.source))
            yield Fact(kind=fact.kind, value=value, source=fact.source)


def _as_picture(found: re.Match[str]) -> str:
    """A drawing goes with its source; what it is called stays, as the name of a picture."""
    label = _LABEL.search(found["attributes"])
    name = (label and (label[1] or label[2])) or found["title"] or ""
    return f'<img alt="{name.replace(chr(34), "")}">{found[0]}' if name.strip() else found[0]


def _dropped(parser: LexborHTMLParser, ignore: Sequence[str]) -> frozenset[int]:
    found: set[int] = set()
    for selector in ignore:
        try:
            found.update(node.mem_id for node in parser.css(selector))
        except (SelectolaxError, ValueError):
            continue  # whoever reads the page's text says so
    return frozenset(found)
