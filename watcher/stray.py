"""Tells a look that ended elsewhere, or in another language, from a document that has changed."""

import re
from dataclasses import dataclass

from watcher.core.model import Metadata, PageState, Snapshot, Target, TargetKind
from watcher.core.text import squash
from watcher.extract.places import is_home, locale_of, same_place, same_site
from watcher.judge.language import language_of

_RUN = 3
_SAME_TEXT = 0.3
_SAME_TITLE = 0.6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """`reason` says what shows it, and what to do where it is meant."""

    state: PageState
    reason: str


def find_stray(before: Snapshot, after: Snapshot, target: Target) -> Stray | None:
    """Why a good capture cannot be the next state of the document before it; None where it can.

    A document that has moved, with its text or under its title, is no stray, wherever it is now. One that speaks
    neither its own language nor that of the target's locale is: another visit, or another exit to the internet, sees
    it as it was.
    """
    if foreign := _foreign(before, after, target):
        return foreign
    for known, seen in zip(before.metadata, after.metadata, strict=False):
        if not known.final_url or not seen.final_url or same_place(known.final_url, seen.final_url):
            continue
        if _has_text_of(before, after):
            return None
        if stray := _elsewhere(known, seen):
            return stray
    return None


def _foreign(before: Snapshot, after: Snapshot, target: Target) -> Stray | None:
    known, seen = language_of(before.text), language_of(after.text)
    if known is None or seen is None or seen in {known, target.locale.partition("-")[0].lower()}:
        return None
    if target.kind is TargetKind.PAGE and _stated(before) == _stated(after):
        return None  # a brand posts in several languages
    reason = (
        f"The page speaks {seen} now; until now it spoke {known}, and the target's locale is {target.locale}."
        f" If it is to be watched like this, set `locale: {seen}`."
    )
    return Stray(state=PageState.WRONG_REGION, reason=reason)


def _stated(snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(part.language.partition("-")[0].lower() for part in snapshot.metadata)


def _elsewhere(known: Metadata, seen: Metadata) -> Stray | None:
    ended = f"The visit ended at {seen.final_url}, until now at {known.final_url}"
    related = same_site(known.final_url, seen.final_url)
    region, other = locale_of(known.final_url), locale_of(seen.final_url)
    if is_home(seen.final_url):
        return Stray(state=PageState.REDIRECTED, reason=f"{ended}: a site's first page, with another text.")
    if related and region and other and region != other:
        return Stray(state=PageState.WRONG_REGION, reason=f"{ended}: another region's page, with another text.")
    if _is_titled_alike(known.title, seen.title):
        return None
    where = "another document" if related else "another site, with another text"
    advice = "If it has moved there for good, set `url` to it."
    return Stray(state=PageState.REDIRECTED, reason=f"{ended}: {where}. {advice}")


def _has_text_of(before: Snapshot, after: Snapshot) -> bool:
    old, new = _runs(before.text), _runs(after.text)
    return bool(old) and len(old & new) >= _SAME_TEXT * len(old)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """All runs of a few words: two texts on the same subject share words, but few of these."""
    words = _WORD.findall(text.casefold())
    return frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))


def _is_titled_alike(title: str, other: str) -> bool:
    old, new = ({squash(word) for word in _WORD.findall(one)} for one in (title, other))
    return bool(old and new) and len(old & new) >= _SAME_TITLE * max(len(old), len(new))
