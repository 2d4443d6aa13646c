"""Finds what a page says differently of itself: its name, handle, marks, picture, link and category."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from watcher.core.marks import is_verified, without_mark
from watcher.core.model import Fact, FactKind, LayoutChange, LayoutOp, Profile, Source
from watcher.diff.names import steady_name

_ORDER = (Source.VISIBLE, Source.JSON_LD, Source.MICRODATA, Source.META)
_YES = "yes"
_MARKS = re.compile(r"[^\w&+#]+")
_SENTENCES: Mapping[FactKind, str] = {
    FactKind.NAME: "The page is now called “{after}”, before “{before}”",
    FactKind.HANDLE: "The page's handle is now @{after}, before @{before}",
    FactKind.PICTURE: "The page's profile picture was replaced",
    FactKind.BIO_LINK: "The link in the page's profile now leads to {after}, before to {before}",
    FactKind.CATEGORY: "The page's category is now “{after}”, before “{before}”",
}


def compare_profiles(before: Profile, after: Profile) -> Iterator[LayoutChange]:
    """What both sides say, and say differently; nothing where the second shows too little to be the same page."""
    if _shows_little(before, after):
        return
    for kind in FactKind:
        was, now = _common(before.facts, after.facts, kind)
        if was and now and _steady(kind, was) != _steady(kind, now):
            yield LayoutChange(
                op=LayoutOp.PROFILE,
                role=kind.value,
                name="",
                before=was,
                after=now,
                sentence=_sentence(kind, was, now),
            )


def unite(layout: Sequence[LayoutChange], profile: Sequence[LayoutChange]) -> tuple[LayoutChange, ...]:
    """Both, what is the same told once: of the page, with the element that shows it."""
    told = []
    rest = list(layout)
    for event in profile:
        same = [other for other in rest if _tells_same(other, event)]
        rest = [other for other in rest if other not in same]
        shown = next((other for other in same if other.before_element), same[0] if same else event)
        told.append(replace(event, before_element=shown.before_element, after_element=shown.after_element))
    return (*told, *rest)


def _common(before: Sequence[Fact], after: Sequence[Fact], kind: FactKind) -> tuple[str, str]:
    """The fact on both sides as the same source says it: two sources need not agree."""
    old, new = ({fact.source: fact.value for fact in side if fact.kind is kind} for side in (before, after))
    source = next((source for source in _ORDER if source in old and source in new), None)
    return (old[source], new[source]) if source else ("", "")


def _shows_little(before: Profile, after: Profile) -> bool:
    old = {fact.kind for fact in before.facts} | {figure.kind for figure in before.figures}
    new = {fact.kind for fact in after.facts} | {figure.kind for figure in after.figures}
    return 2 * len(old & new) < len(old)


def _steady(kind: FactKind, value: str) -> str:
    if kind not in {FactKind.NAME, FactKind.CATEGORY}:
        return value
    name = steady_name(without_mark(value))
    return _MARKS.sub(" ", name).strip() or name


def _sentence(kind: FactKind, was: str, now: str) -> str:
    if kind is FactKind.VERIFIED:
        return (
            "The page now has a mark of verification" if now == _YES else "The page has lost its mark of verification"
        )
    return _SENTENCES[kind].format(before=was, after=now)


def _tells_same(event: LayoutChange, profile: LayoutChange) -> bool:
    """Whether a change of an element is what the profile's change says."""
    match profile.role:
        case FactKind.NAME:
            element = event.before_element
            return event.op is LayoutOp.RENAMED and element is not None and element.level == 1
        case FactKind.VERIFIED:
            badge = event.op in {LayoutOp.REMOVED, LayoutOp.ADDED} and is_verified(event.name)
            heading = event.op is LayoutOp.RENAMED and without_mark(event.before) == without_mark(event.after)
            return badge or heading
        case FactKind.BIO_LINK:
            return event.role == "link" and any(
                value in unquote(element.href)
                for element, value in (
                    (event.before_element, profile.before),
                    (event.after_element, profile.after),
                )
                if element
            )
        case FactKind.HANDLE:
            return event.op is LayoutOp.RENAMED and f"@{profile.before}" in event.before.casefold()
        case _:
            return False
