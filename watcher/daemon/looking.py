"""A single look at an address that is no target of its own."""

from watcher.core.model import DESKTOP, Order, Part


def look_order(
    url: str,
    *,
    target: str = "look",
    locale: str,
    timezone: str = "UTC",
    deadline_s: float = 60.0,
    robots: bool = False,
) -> Order:
    """In the usual screen; with `robots`, what robots.txt asks not to visit is not visited."""
    return Order(
        target=target,
        parts=(Part(url=url),),
        viewport=DESKTOP,
        locale=locale,
        timezone=timezone,
        deadline_s=deadline_s,
        obeys_robots=robots,
    )
