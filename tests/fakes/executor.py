"""An Executor without a browser: it shows what a test has scripted for each target."""

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self, TypeAlias

from watcher.capture.essence import digest_of
from watcher.core.model import Capture, Failure, FailureKind, Order, PartCapture, Recipe


def _known(part: PartCapture, order: Order, *, grows: bool) -> PartCapture:
    """As a real visit does: no picture of what is known, and no scrolling where it is seen without."""
    part = part if part.essence else replace(part, essence=digest_of(part.body, part.content_type))
    walked = hashlib.sha256(part.elements).hexdigest() if part.elements is not None else None
    known = (part.url, part.essence, walked)
    if order.known is None or known != (order.known.url, order.known.essence, order.known.elements):
        return part
    return replace(part, same=True, screenshot=None, scrolled=grows or not order.may_stay)


class Hang:
    """A visit that does not end by itself."""


Scene: TypeAlias = str | bytes | PartCapture | Failure | Hang


class FakeExecutor:
    """Shows each target's scenes one visit after the other, and the last one from then on.

    A string or bytes is the HTML of every part; a tuple of scenes gives each part its own. A page that `grows` shows
    all of it only when it was scrolled. `orders` are the visits made so far.
    """

    def __init__(
        self,
        scenes: Mapping[str, Sequence[Scene | tuple[Scene, ...]]],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        browser: str = "Fake/1",
        grows: bool = False,
    ) -> None:
        self.orders: list[Order] = []
        self._scenes = {target: list(shown) for target, shown in scenes.items()}
        self._clock = clock
        self._browser = browser
        self._grows = grows

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def capture(self, order: Order) -> Capture | Failure:
        self.orders.append(order)
        at = self._clock()
        shown = self._scenes[order.target]
        scene = shown.pop(0) if len(shown) > 1 else shown[0]
        scenes = scene if isinstance(scene, tuple) else (scene,) * len(order.parts)
        parts = []
        try:
            async with asyncio.timeout(order.deadline_s):
                for part, one in zip(order.parts, scenes, strict=True):
                    seen = await _play(part.url, one)
                    if isinstance(seen, Failure):
                        return seen
                    parts.append(_known(seen, order, grows=self._grows))
        except TimeoutError:
            return Failure(kind=FailureKind.TIMEOUT, message="not done in time", url=order.parts[0].url)
        return Capture(
            id=f"{at.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(6)}",
            target=order.target,
            stream=order.stream,
            at=at,
            took_s=0.0,
            parts=tuple(parts),
            recipe=Recipe(
                browser=self._browser,
                capturer="1",
                viewport=order.viewport,
                locale=order.locale,
                timezone=order.timezone,
                user_agent="fake",
            ),
        )


async def _play(url: str, scene: Scene) -> PartCapture | Failure:
    match scene:
        case Hang():
            await asyncio.Event().wait()
            raise AssertionError("unreachable")
        case Failure() | PartCapture():
            return scene
        case str() | bytes():
            body = scene.encode() if isinstance(scene, str) else scene
            return PartCapture(url=url, final_url=url, status=200, content_type="text/html; charset=utf-8", body=body)
