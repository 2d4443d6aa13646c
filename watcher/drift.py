"""Remembers where elements were before they moved or shrank a little at a time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from watcher.core.model import Element, LayoutChange, Place, Snapshot
from watcher.diff.names import steady_name

_PLACES = 200
_ROLES = frozenset(
    ["tab", "button", "menuitem", "clickable", "link", "heading", "image", "img", "video", "iframe", "element"]
)
_PASSING = frozenset(["article", "feed", "contentinfo"])
_Key = tuple[str, str, str]


def remember_places(
    known: Sequence[Place], before: Snapshot, after: Snapshot, told: Iterable[LayoutChange]
) -> tuple[Place, ...]:
    """The places to compare with once `after` is the baseline: those of `before` or older ones, where they differ.

    What was told starts anew from where it is now; what `after` does not show keeps its place.
    """
    places = {_key(place): place for place in known}
    was, now = _by_key(before.elements), _by_key(after.elements)
    settled = {_key(element) for event in told for element in (event.before_element, event.after_element) if element}
    return tuple(_places(places, was, now, before, settled))[:_PLACES]


def _places(
    known: Mapping[_Key, Place],
    was: Mapping[_Key, Element],
    now: Mapping[_Key, Element],
    before: Snapshot,
    settled: set[_Key],
) -> Iterator[Place]:
    for key, place in known.items():
        if key not in settled and (key not in now or now[key].box != place.box):
            yield place
    for key, element in was.items():
        if key not in known and key not in settled and key in now and now[key].box != element.box:
            yield Place(
                role=element.role, name=element.name, landmark=element.landmark, box=element.box, since=before.at
            )


def _by_key(elements: Sequence[Element]) -> dict[_Key, Element]:
    """What is there once only and counts: the same thing is found by it on the next look."""
    counts = Counter(_key(element) for element in elements)
    return {
        _key(element): element
        for element in elements
        if counts[_key(element)] == 1
        and (element.role in _ROLES or element.selectors)
        and element.name
        and not (element.row or element.aside or element.landmark in _PASSING)
    }


def _key(thing: Element | Place) -> _Key:
    return thing.role, steady_name(thing.name), thing.landmark
