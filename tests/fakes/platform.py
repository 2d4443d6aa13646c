"""A platform without a browser: profiles by handle, and one page for all handles that nobody has."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self
from uuid import uuid4

from watcher.core.model import Capture, Failure, FailureKind, Order, PartCapture, Recipe

NOBODY = "<h1>Join us</h1><p>Sign up and share with your friends what matters to you today and tomorrow.</p>"


@dataclass
class FakePlatform:
    """`profiles` are the HTML under each handle. `visits` are the times and handles of all that was asked for."""

    clock: Callable[[], datetime]
    profiles: dict[str, str] = field(default_factory=dict)
    nobody: str = NOBODY
    status: int = 200
    down: bool = False
    visits: list[tuple[datetime, str]] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def capture(self, order: Order) -> Capture | Failure:
        await asyncio.sleep(0)
        url = order.parts[0].url
        handle = url.rpartition("/")[2]
        self.visits.append((self.clock(), handle))
        if self.down:
            return Failure(kind=FailureKind.BLOCKED, message="turned away", url=url, status=403)
        there = handle in self.profiles
        part = PartCapture(
            url=url,
            final_url=url,
            status=200 if there else self.status,
            content_type="text/html",
            body=self.profiles.get(handle, self.nobody).encode(),
        )
        recipe = Recipe(
            browser="Fake/1",
            capturer="1",
            viewport=order.viewport,
            locale=order.locale,
            timezone=order.timezone,
            user_agent="fake",
        )
        return Capture(
            id=uuid4().hex,
            target=order.target,
            stream=order.stream,
            at=self.clock(),
            took_s=0.1,
            parts=(part,),
            recipe=recipe,
        )
