"""When an alert that was not delivered is tried again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.model import Undelivered


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """The first wait is at most `base`, it doubles up to `cap`; after `expiry` the alert becomes a dead letter."""

    base: timedelta = timedelta(seconds=5)
    cap: timedelta = timedelta(minutes=15)
    expiry: timedelta = timedelta(hours=72)


PATIENCE = Patience()


def next_try(
    *,
    tries: int,
    undelivered: Undelivered,
    queued_at: datetime,
    at: datetime,
    jitter: float,
    patience: Patience = PATIENCE,
) -> datetime | None:
    """When to try again, or None when the alert is given up.

    `tries` counts the tries before the one that has just failed at `at`; `queued_at` is when the alert first wanted to
    be sent (for one that was held back: its `not_before`); `jitter` is random, from 0 to 1. What the channel asks for
    is kept, and the last try is made at the expiry.
    """
    expires = queued_at + patience.expiry
    if at >= expires:
        return None
    wait = _wait(tries, undelivered, jitter, patience)
    return min(at + wait, expires)


def pause(*, tries: int, retry_after_s: float | None, jitter: float, patience: Patience = PATIENCE) -> timedelta:
    """How long to leave alone what has failed `tries` times before and once more: doubled, with full jitter."""
    wait: timedelta = min(patience.base * 2 ** min(tries, 30), patience.cap) * jitter
    if retry_after_s is None:
        return wait
    # Everybody who was told the same number must not come back in the same second.
    asked = min(timedelta(seconds=min(max(retry_after_s, 0.0), 1e6)), patience.expiry)
    return max(wait, asked + patience.base * jitter)


def _wait(tries: int, undelivered: Undelivered, jitter: float, patience: Patience) -> timedelta:
    wait = pause(tries=tries, retry_after_s=undelivered.retry_after_s, jitter=jitter, patience=patience)
    # Where somebody must help first, knocking more often would only lock an account.
    return wait if undelivered.transient else max(wait, patience.cap * (0.5 + 0.5 * jitter))
