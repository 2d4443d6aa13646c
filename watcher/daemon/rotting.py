"""Visits the addresses of documents and says which of them no longer lead there."""

from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import urljoin

from watcher.core.model import Capture, Failure, FailureKind, PageState, Snapshot
from watcher.core.ports import Executor
from watcher.daemon.discovering import look
from watcher.daemon.looking import look_order
from watcher.extract.read import read
from watcher.targets.catalog.addresses import Address
from watcher.targets.catalog.links import PolicyLink, policy_links
from watcher.targets.catalog.rot import Doubtful, Rot, has_moved, propose

FEWEST_WORDS = 40


async def find_rot(
    executor: Executor, addresses: Iterable[Address], locale: str, pause: Callable[[], Awaitable[None]]
) -> tuple[list[Doubtful], list[tuple[Address, Failure]]]:
    """What is doubtful, and what could not be looked at, which says nothing about the address."""
    doubtful: list[Doubtful] = []
    unseen: list[tuple[Address, Failure]] = []
    for address in addresses:
        found = await _look_at(executor, address, locale)
        if isinstance(found, Failure):
            unseen.append((address, found))
        elif found is not None:
            doubtful.append(found)
        await pause()
    return doubtful, unseen


async def _look_at(executor: Executor, address: Address, locale: str) -> Doubtful | Failure | None:
    order = look_order(address.url, locale=locale)
    seen = await executor.capture(order)
    if isinstance(seen, Failure):
        return seen
    snapshot = read(seen, order.parts)
    if isinstance(snapshot, Failure):
        return snapshot
    rot = _rot(seen, snapshot)
    if isinstance(rot, Failure) or rot is None:
        return rot
    kind, reason = rot
    proposal = seen.parts[0].final_url if kind is Rot.MOVED else await _elsewhere(executor, address, locale)
    return Doubtful(document=address.document, url=address.url, rot=kind, reason=reason, proposal=proposal)


def _rot(seen: Capture, snapshot: Snapshot) -> tuple[Rot, str] | Failure | None:
    part = seen.parts[0]
    match snapshot.state:
        case PageState.GONE:
            return Rot.GONE, snapshot.state_reason
        case PageState.EMPTY:
            return Rot.EMPTY, snapshot.state_reason
        case PageState.OK if len(snapshot.text.split()) < FEWEST_WORDS:
            return Rot.EMPTY, f"the page has {len(snapshot.text.split())} words: that is no document"
        case PageState.OK if has_moved(part.url, part.final_url):
            return Rot.MOVED, f"the page leads on to {part.final_url}"
        case PageState.OK:
            return None
        case _:
            return Failure(kind=FailureKind.BLOCKED, message=snapshot.state_reason, url=part.url, status=part.status)


async def _elsewhere(executor: Executor, address: Address, locale: str) -> str | None:
    """Where the site's own pages link a document of the same kind: the page above, or the first one."""
    for near in dict.fromkeys((urljoin(address.url, "."), urljoin(address.url, "/"))):
        page = await look(executor, near, locale)
        if isinstance(page, Failure) or page.status >= 400:
            continue
        links: list[PolicyLink] = list(policy_links(page.body, page.final_url or near))
        if found := propose(address.subject, address.url, links):
            return found
    return None
