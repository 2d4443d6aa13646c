"""Visits pages under handles that look like a brand's own, and says which of them exist."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from watcher.core.model import Lookalike, Presence
from watcher.core.ports import Executor
from watcher.daemon.looking import look_order
from watcher.daemon.presence import Says, decide, read_sight


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
    says: Says,
) -> list[Sighting]:
    """Looks at one page after the other, with pauses.

    `nobody` is a handle that no one has: what the platform shows for it, it shows for others that are not there, even
    if it answers 200 and says nothing of the kind.
    """
    empty = read_sight(await executor.capture(look_order(address(nobody), locale=locale)), nobody, says)
    sightings: list[Sighting] = []
    for one in candidates:
        await pause()
        url = address(one.handle)
        seen = read_sight(await executor.capture(look_order(url, locale=locale)), one.handle, says)
        presence, reason = decide(seen, [empty])
        sightings.append(Sighting(lookalike=one, url=url, presence=presence, reason=reason))
    return sightings
