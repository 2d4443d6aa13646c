"""Visits pages under handles that look like a brand's own, and says which of them exist."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from watcher.core.model import Capture, Failure, FailureKind, Order, PageState, Part, Snapshot, Viewport
from watcher.core.ports import Executor
from watcher.extract.read import read
from watcher.targets.catalog.lookalikes import Lookalike

SAME = 0.9


class Presence(StrEnum):
    THERE = "there"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What a page under a handle showed. `reason` says why it is taken to be there, or not."""

    lookalike: Lookalike
    url: str
    presence: Presence
    reason: str


async def visit_lookalikes(
    executor: Executor,
    candidates: Sequence[Lookalike],
    address: Callable[[str], str],
    nobody: str,
    locale: str,
    pause: Callable[[], Awaitable[None]],
) -> list[Sighting]:
    """Looks at one page after the other, with pauses.

    `nobody` is a handle that no one has: what the platform shows for it, it shows for others that are not there, even
    if it answers 200 and says nothing of the kind.
    """
    empty = await _words(executor, address(nobody), nobody, locale)
    sightings: list[Sighting] = []
    for one in candidates:
        await pause()
        seen = await _words(executor, address(one.handle), one.handle, locale)
        presence, reason = _decide(seen, empty)
        sightings.append(Sighting(lookalike=one, url=address(one.handle), presence=presence, reason=reason))
    return sightings


def _decide(seen: frozenset[str] | Failure, empty: frozenset[str] | Failure) -> tuple[Presence, str]:
    if isinstance(seen, Failure):
        absent = seen.kind is FailureKind.GONE
        return (Presence.ABSENT if absent else Presence.UNKNOWN), seen.message
    if isinstance(empty, Failure):
        if empty.kind is FailureKind.GONE:
            return Presence.THERE, "it shows a page, where a handle that nobody has shows none"
        return Presence.UNKNOWN, f"what is shown for a handle that nobody has could not be seen: {empty.message}"
    alike = len(seen & empty) / max(len(seen | empty), 1)
    if alike >= SAME:
        return Presence.ABSENT, "it shows what it shows for a handle that nobody has"
    return Presence.THERE, f"it shows other words than for a handle that nobody has ({alike:.0%} the same)"


async def _words(executor: Executor, url: str, handle: str, locale: str) -> frozenset[str] | Failure:
    """The words of a page without the handle itself; a failure where there is no page to read."""
    order = Order(
        target="look",
        parts=(Part(url=url),),
        viewport=Viewport(name="desktop", width=1280, height=900),
        locale=locale,
        timezone="UTC",
    )
    seen = await executor.capture(order)
    if not isinstance(seen, Capture):
        return seen
    snapshot = read(seen, order.parts)
    if not isinstance(snapshot, Snapshot):
        return snapshot
    if snapshot.state in {PageState.OK, PageState.EMPTY}:
        text = f"{snapshot.text}\n{snapshot.metadata[0].title}".casefold().replace(handle.casefold(), "")
        return frozenset(text.split())
    kind = FailureKind.GONE if snapshot.state is PageState.GONE else FailureKind.BLOCKED
    return Failure(kind=kind, message=snapshot.state_reason, url=url, status=seen.parts[0].status)
