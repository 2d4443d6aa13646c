"""Reads what a page says of its owner in microdata."""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watcher.core.model import Fact, FactKind, Figure, FigureKind, Source
from watcher.extract.figures import rating_of
from watcher.extract.linked_data import is_owner, kind_of_action
from watcher.extract.notation import read_count
from watcher.extract.text import clean

_FACTS = {"name": FactKind.NAME, "image": FactKind.PICTURE, "logo": FactKind.PICTURE, "industry": FactKind.CATEGORY}
_ABOVE = 60


def microdata_figures(parser: LexborHTMLParser) -> Iterator[Figure]:
    """The counters of the page's owner, none of posts and comments."""
    seen: set[FigureKind] = set()
    for scope in parser.css("[itemprop=interactionStatistic]"):
        owner = _owner(scope)
        if owner is not None and not is_owner(owner.attributes.get("itemtype") or ""):
            continue
        kind = kind_of_action(_value(scope.css_first("[itemprop=interactionType]")))
        text = _value(scope.css_first("[itemprop=userInteractionCount]"))
        read = read_count(text)
        if kind and read and kind not in seen:
            seen.add(kind)
            yield Figure(
                kind=kind,
                value=read.value,
                low=read.low,
                high=read.high,
                quote=f"{text} {kind.value}"[:80],
                source=Source.MICRODATA,
            )
    for scope in parser.css("[itemprop=aggregateRating]")[:1]:
        owner = _owner(scope)
        text = _value(scope.css_first("[itemprop=ratingValue]"))
        best = _value(scope.css_first("[itemprop=bestRating]")) or "5"
        figure = rating_of(text, f"rating {text}", Source.MICRODATA) if best == "5" else None
        if figure and owner is not None and is_owner(owner.attributes.get("itemtype") or ""):
            yield figure


def microdata_facts(parser: LexborHTMLParser) -> Iterator[Fact]:
    """Name, picture and category of the first owner that the page describes."""
    scope = next(
        (one for one in parser.css("[itemscope][itemtype]") if is_owner(one.attributes["itemtype"] or "")), None
    )
    if scope is None or _owner(scope) is not None:
        return
    for name, kind in _FACTS.items():
        for node in scope.css(f"[itemprop={name}]"):
            owner = _owner(node)
            if owner is not None and owner.mem_id == scope.mem_id:
                if value := _value(node)[:300]:
                    yield Fact(kind=kind, value=value, source=Source.MICRODATA)
                break


def _owner(node: LexborNode) -> LexborNode | None:
    """The thing around a node that it describes."""
    above = node.parent
    for _ in range(_ABOVE):
        if above is None:
            return None
        if "itemscope" in above.attributes:
            return above
        above = above.parent
    return None


def _value(node: LexborNode | None) -> str:
    if node is None:
        return ""
    attributes = node.attributes
    stated = next((attributes[name] for name in ("content", "href", "src", "datetime") if attributes.get(name)), None)
    return clean(stated if stated is not None else node.text()[:300])
