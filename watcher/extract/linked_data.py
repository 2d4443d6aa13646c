"""Reads what a page says of its owner in JSON-LD and microdata."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from watcher.core.model import Fact, FactKind, Figure, FigureKind, Source
from watcher.extract.figures import rating_of
from watcher.extract.notation import read_count
from watcher.extract.post_dates import read_moment
from watcher.extract.text import clean

Node: TypeAlias = Mapping[str, object]

_SCRIPT = re.compile(
    r"<script\b[^<>]*\btype\s*=\s*[\"']?application/ld\+json\b[^<>]*>(.*?)</script", re.IGNORECASE | re.DOTALL
)
_LARGEST = 2_000_000
_MOST = 3_000
_DEEP = 30
# fmt: off
_CONTENT = re.compile(
    r"Posting$|Article$|^(?:VideoObject|ImageObject|AudioObject|Comment|Review|Product|Offer|Event|Episode|Recipe|"
    r"MusicRecording|MusicAlbum|CreativeWork|Answer|Question|Clip|BroadcastEvent|Book|Movie|Course|JobPosting|"
    r"WebSite|BreadcrumbList|SearchAction|MediaObject|PodcastEpisode|HowTo|FAQPage|Photograph)$"
)
_POST = re.compile(
    r"Posting$|Article$|^(?:VideoObject|ImageObject|AudioObject|Photograph|PodcastEpisode|Clip|Episode)$"
)
_OWNER = re.compile(
    r"(?:Organization|Corporation|Business|Person|Brand|Group|Team|Store|Restaurant|NGO|Company|Hotel|Agency|School|"
    r"ProfilePage|PerformingGroup|Place|Service|Dealer|Shop|Bakery|Cafe\w*|Salon|Channel|SoftwareApplication)$"
)
# fmt: on
_ACTIONS = {
    "FollowAction": FigureKind.FOLLOWERS,
    "SubscribeAction": FigureKind.SUBSCRIBERS,
    "LikeAction": FigureKind.LIKES,
    "JoinAction": FigureKind.MEMBERS,
    "RegisterAction": FigureKind.MEMBERS,
    "WatchAction": FigureKind.VIEWS,
    "ViewAction": FigureKind.VIEWS,
    "WriteAction": FigureKind.POSTS,
}
_HANDLE = re.compile(r"@?[\w][\w.-]{1,40}")
_DATES = ("datePublished", "uploadDate", "dateCreated")


def linked_nodes(source: str) -> tuple[Node, ...]:
    """Every object of the page's JSON-LD, the outer before the inner; what is malformed is left out."""
    nodes: list[Node] = []
    for found in _SCRIPT.finditer(source):
        if len(found[1]) > _LARGEST:
            continue
        try:
            document = json.loads(found[1])
        except (ValueError, RecursionError):
            continue
        nodes.extend(_nodes(document))
    return tuple(nodes[:_MOST])


def owner_of(nodes: Sequence[Node]) -> Node | None:
    """Whom the page is of: what a ProfilePage is about, or else the first owner that has figures, or a name."""
    for node in nodes:
        main = node.get("mainEntity")
        if "ProfilePage" in _types(node) and isinstance(main, dict):
            known = _by_id(nodes, main)
            return {**{key: node[key] for key in node if key.endswith("nteractionStatistic")}, **known, **main}
    owners = [node for node in nodes if any(map(_OWNER.search, _types(node))) and node.get("#within") is not True]
    counted = [node for node in owners if "interactionStatistic" in node or "agentInteractionStatistic" in node]
    return next(iter(counted), next((node for node in owners if node.get("name")), None))


def figures_of(owner: Node) -> Iterator[Figure]:
    """What others did to the owner, and what the owner wrote; whom the owner follows is none of it."""
    seen: set[FigureKind] = set()
    for key, kinds in (("interactionStatistic", set(FigureKind)), ("agentInteractionStatistic", {FigureKind.POSTS})):
        for counter in _list(owner.get(key)):
            kind = _ACTIONS.get(_action(counter.get("interactionType"))) if isinstance(counter, dict) else None
            said = counter.get("userInteractionCount") if isinstance(counter, dict) else None
            read = read_count(str(said)) if isinstance(said, int | str) and not isinstance(said, bool) else None
            if kind in kinds and kind is not None and kind not in seen and read:
                seen.add(kind)
                yield Figure(
                    kind=kind,
                    value=read.value,
                    low=read.low,
                    high=read.high,
                    quote=f"{said} {kind.value}",
                    source=Source.JSON_LD,
                )
    rating = owner.get("aggregateRating")
    if isinstance(rating, dict) and str(rating.get("bestRating", 5)) in {"5", "5.0"}:
        figure = rating_of(str(rating.get("ratingValue")), f"rating {rating.get('ratingValue')}", Source.JSON_LD)
        if figure:
            yield figure


def facts_of(owner: Node) -> Iterator[Fact]:
    """The owner's name, handle, picture and category, as they stand there."""
    for kind, value in (
        (FactKind.NAME, _text(owner.get("name"))),
        (FactKind.HANDLE, next(_handles(owner), "")),
        (FactKind.PICTURE, _address(owner.get("image")) or _address(owner.get("logo"))),
        (FactKind.CATEGORY, _text(owner.get("category")) or _text(owner.get("industry"))),
    ):
        if value:
            yield Fact(kind=kind, value=value, source=Source.JSON_LD)


def post_dates_of(nodes: Sequence[Node]) -> Iterator[datetime]:
    for node in nodes:
        if any(map(_POST.search, _types(node))):
            for key in _DATES:
                value = node.get(key)
                if isinstance(value, str) and (at := read_moment(value)):
                    yield at


def is_owner(type_name: str) -> bool:
    """Whether a type of schema.org, by its address or name, is that of somebody who has a page."""
    return _OWNER.search(type_name.rstrip("/")) is not None


def kind_of_action(action: str) -> FigureKind | None:
    """Which figure counts an interaction of schema.org, by its address or name."""
    return _ACTIONS.get(_action(action))


def _nodes(document: object) -> Iterator[Node]:
    stack = [(document, 0, False)]
    count = 0
    while stack and count < _MOST:
        value, depth, within = stack.pop()
        if depth > _DEEP:
            continue
        if isinstance(value, list):
            stack.extend((entry, depth + 1, within) for entry in reversed(value))
        elif isinstance(value, dict):
            count += 1
            yield {**value, "#within": within}
            content = within or any(map(_CONTENT.search, _types(value)))
            inner = [entry for key, entry in value.items() if isinstance(entry, dict | list)]
            stack.extend((entry, depth + 1, content) for entry in reversed(inner))


def _by_id(nodes: Sequence[Node], reference: Node) -> Node:
    name = reference.get("@id")
    found = (node for node in nodes if isinstance(name, str) and node.get("@id") == name and len(node) > 2)
    return next(found, {})


def _types(node: Node) -> list[str]:
    return [entry.rpartition("/")[2] for entry in _list(node.get("@type")) if isinstance(entry, str)]


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def _action(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("@type") or value.get("@id")
    if isinstance(value, list):
        value = value[0] if value else ""
    return value.rstrip("/").rpartition("/")[2].rpartition(":")[2] if isinstance(value, str) else ""


def _handles(owner: Node) -> Iterator[str]:
    for entry in (*_list(owner.get("alternateName")), *_list(owner.get("identifier"))):
        text = _text(entry)
        if text.startswith("@") and _HANDLE.fullmatch(text):
            yield text.lstrip("@").lower()


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return clean(value[:300]) if isinstance(value, str) else ""


def _address(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl")
    return value[:2_000] if isinstance(value, str) else ""
