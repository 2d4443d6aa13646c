"""Keeps visits to one host apart: one at a time, with a pause in between, a long one where the host is down."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

# all before the path, where that is written as everybody does
_ORIGIN = re.compile(r"https?://[^/?#\s\\]*(?=[/?#]|\Z)")
_HOSTS_AT_HAND = 1024
# what is longer was reckoned before the clock was set back
_LONGEST = timedelta(hours=1)


class HostPauses:
    """Which hosts may not be visited right now. Lives in one event loop; `pause` follows the end of each visit."""

    def __init__(self, pause: timedelta) -> None:
        self._pause = pause
        self._visited: set[str] = set()
        self._resting: dict[str, datetime] = {}
        self._down: dict[str, datetime] = {}

    def begin(self, host: str) -> None:
        self._visited.add(host)

    def end(self, host: str, now: datetime) -> None:
        self._visited.discard(host)
        self._resting[host] = now + self._pause

    def rest(self, until: Mapping[str, datetime]) -> None:
        """The hosts that are down, and until when each is left alone; those that were down before are not any more."""
        self._down = dict(until)

    def busy(self, now: datetime) -> frozenset[str]:
        """The hosts that are being visited or have just been, or are down and not to be tried yet."""
        # a rest that ends later than a whole pause from now began before the clock was set back
        self._resting = {host: until for host, until in self._resting.items() if now < until <= now + self._pause}
        self._down = {host: until for host, until in self._down.items() if now < until <= now + _LONGEST}
        return frozenset(self._visited | self._resting.keys() | self._down.keys())

    def next_free(self) -> datetime | None:
        """When the first of the resting hosts may be visited again."""
        return min((*self._resting.values(), *self._down.values()), default=None)


def host_of(url: str) -> str:
    """The host that politeness counts by: name and port in lower case, without a leading "www."."""
    origin = _ORIGIN.match(url)
    return _host_of_origin(origin[0] if origin else url)


@lru_cache(maxsize=_HOSTS_AT_HAND)
def _host_of_origin(origin: str) -> str:
    parts = urlsplit(origin)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}:{parts.port}" if parts.port else host
