"""Asks robots.txt before a page is visited, where that is wanted (RFC 9309)."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from watcher.capture.fetch import Fetcher, UnreachedError
from watcher.core.model import Failure, FailureKind

PRODUCT = "watcher"
_KEPT_S = 86_400.0
_BYTES = 512_000
_WAIT_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """A site's rules as they were read; None where it has none. `closed` says why nothing may be visited now."""

    read_at: float
    rules: Protego | None
    closed: str = ""


class Robots:
    """Remembers each site's rules for a day."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._sites: dict[str, _Rules] = {}

    async def forbids(self, url: str, agent: str, now: float) -> Failure | None:
        """Why the page may not be visited, if so. `agent` is what the browser calls itself, `now` the loop's time.

        A site that does not answer at all is left to the visit, which says so better.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        known = self._sites.get(site)
        if known is None or now - known.read_at > _KEPT_S:
            try:
                known = await _read(self._fetcher, f"{site}/robots.txt", agent, now)
            except UnreachedError:
                return None
            if not known.closed:
                self._sites[site] = known
        if known.closed:
            return Failure(kind=FailureKind.HTTP_ERROR, message=known.closed, url=url)
        if known.rules is None or all(known.rules.can_fetch(url, name) for name in (PRODUCT, agent)):
            return None
        message = (
            f"{site}/robots.txt asks not to visit this page; `robots: ignore` at the target visits it all the same"
        )
        return Failure(kind=FailureKind.FORBIDDEN, message=message, url=url)


async def _read(fetcher: Fetcher, url: str, agent: str, now: float) -> _Rules:
    """Through the guard, as everything else; raises UnreachedError where the site does not answer."""
    answer = await fetcher.fetch(url, {"User-Agent": agent}, within_s=_WAIT_S, max_bytes=_BYTES, clips=True)
    if answer.status >= 500:
        return _Rules(read_at=now, rules=None, closed=f"{url} answers {answer.status}: nothing is visited meanwhile")
    if not 200 <= answer.status < 300:
        return _Rules(read_at=now, rules=None)
    return _Rules(read_at=now, rules=Protego.parse(answer.body.decode("utf-8", "replace")))
