"""Tells from one look whether a platform shows a page under a handle, or what it shows for handles nobody has."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from watcher.core.model import (
    BlockKind,
    Capture,
    Failure,
    FailureKind,
    PageState,
    Part,
    Presence,
    Snapshot,
)
from watcher.extract.read import read

_LETTERS = "bcdfghjkmpqrtvwxz"
_LONGEST, _SHORTEST = 15, 4
# Of what every page of nobody says, so much may be missing; and so much may be new, besides what differs among them.
_MISSING, _NEW, _VARYING = 0.1, 0.1, 1.5

Says = Mapping[PageState, Sequence[str]]
"""Sentences by which a platform says what state a page is in, as its catalogue file has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What was seen under a handle: its words and its title and first heading without the handle itself.

    `names_it` is whether the handle stands anywhere on the page.
    """

    capture: Capture
    snapshot: Snapshot
    words: frozenset[str]
    head: tuple[str, str]
    names_it: bool


def read_sight(seen: Capture | Failure, handle: str, says: Says) -> Sight | Failure:
    """A failure where there is no page to read; one of kind GONE where the platform says that there is none."""
    if not isinstance(seen, Capture):
        return seen
    snapshot = read(seen, tuple(Part(url=part.url) for part in seen.parts))
    if not isinstance(snapshot, Snapshot):
        return snapshot
    title = snapshot.metadata[0].title
    state, reason = snapshot.state, snapshot.state_reason
    if state in {PageState.OK, PageState.EMPTY}:
        state, reason = _said(f"{title}\n{snapshot.text}", says) or (state, reason)
    if state in {PageState.OK, PageState.EMPTY}:
        heading = next((block.text for block in snapshot.blocks if block.kind is BlockKind.HEADING), "")
        text, name = f"{snapshot.text}\n{title}".casefold(), handle.removeprefix("@").casefold()
        return Sight(
            capture=seen,
            snapshot=snapshot,
            words=frozenset(text.replace(name, "").split()),
            head=(title.casefold().replace(name, "").strip(), heading.casefold().replace(name, "").strip()),
            names_it=name in text,
        )
    kind = FailureKind.GONE if state is PageState.GONE else FailureKind.BLOCKED
    part = seen.parts[0]
    return Failure(kind=kind, message=reason, url=part.url, status=part.status, took_s=seen.took_s)


def decide(seen: Sight | Failure, nobody: Sequence[Sight | Failure]) -> tuple[Presence, str]:
    """Whether there is a page, and why. `nobody` are looks at handles that no one has, at least one where it counts."""
    if isinstance(seen, Failure):
        return (Presence.ABSENT if seen.kind is FailureKind.GONE else Presence.UNKNOWN), seen.message
    shown = [one for one in nobody if isinstance(one, Sight)]
    if shown:
        if resembles(seen.words, [one.words for one in shown]) or any(_same_head(seen, one) for one in shown):
            return Presence.ABSENT, "it shows what it shows for a handle that nobody has"
        return Presence.THERE, "it shows other words than for a handle that nobody has"
    if any(isinstance(one, Failure) and one.kind is FailureKind.GONE for one in nobody):
        return Presence.THERE, "it shows a page, where a handle that nobody has shows none"
    why = next((one.message for one in nobody if isinstance(one, Failure)), "it was not looked at")
    return Presence.UNKNOWN, f"what is shown for a handle that nobody has could not be seen: {why}"


def resembles(words: frozenset[str], nobody: Sequence[frozenset[str]]) -> bool:
    """Whether a page says what all pages of nobody say, and not much more than they say differently each time."""
    core = frozenset.intersection(*nobody)
    if not core:
        return not words or not words - frozenset.union(*nobody)
    varying = max(len(one - core) for one in nobody)
    return len(core - words) <= _MISSING * len(core) and len(words - core) <= _VARYING * varying + _NEW * len(core)


def _same_head(seen: Sight, nobody: Sight) -> bool:
    """Whether both are headed alike, as where other posts or accounts are shown below each time.

    Only a page of somebody names the handle where one of nobody does not.
    """
    return any(seen.head) and seen.head == nobody.head and (nobody.names_it or not seen.names_it)


def nobodys_handle(pattern: str | None) -> str:
    """A handle that nobody has, of a form that the platform allows, another one each time."""
    for length in range(_LONGEST, _SHORTEST, -1):
        made = "".join(random.choices(_LETTERS, k=length))  # noqa: S311 - nobody is to be kept from guessing it
        if pattern is None or re.fullmatch(pattern, made):
            return made
    return "".join(random.choices(_LETTERS, k=_LONGEST))  # noqa: S311


def _said(text: str, says: Says) -> tuple[PageState, str] | None:
    folded = text.casefold().replace("’", "'")
    for state, sentences in says.items():
        for sentence in sentences:
            if sentence.casefold().replace("’", "'") in folded:
                return state, f"The page says “{sentence}”."
    return None
