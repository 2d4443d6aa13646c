"""A clock for tests that stands still until it is told to go on."""

from datetime import datetime, timedelta

from tests.facts import NOON


class FakeClock:
    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go(self, **wait: float) -> None:
        self.now += timedelta(**wait)
