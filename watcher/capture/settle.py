"""Waits until a page has come to rest, so that two visits of an unchanged page see the same."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watcher.capture.patience import Patience
from watcher.capture.traffic import Traffic
from watcher.capture.turns import Turn
from watcher.capture.world import World

_PULSE = Path(__file__).with_name("pulse.js").read_text(encoding="utf-8")
_SCROLL = Path(__file__).with_name("scroll.js").read_text(encoding="utf-8")
_BEAT_S = 0.1
_STILL_S = 0.25
# so long nothing comes before others may work meanwhile
_SILENT_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How far a page is. Sizes in CSS pixels; `digest` counts elements, characters and height."""

    ready: bool
    fonts: bool
    lazy: bool
    digest: tuple[int, ...]
    width: int
    height: int
    view_width: int
    view_height: int

    @property
    def nodes(self) -> int:
        return self.digest[0]


async def take_pulse(world: World) -> Pulse:
    """Looks once, and stops the animations of the document that is shown now."""
    seen: dict[str, Any] = await world.evaluate(f"({_PULSE})()")
    (width, height), (view_width, view_height) = seen["doc"], seen["view"]
    return Pulse(
        ready=seen["ready"],
        fonts=seen["fonts"],
        lazy=seen["lazy"],
        digest=tuple(seen["digest"]),
        width=width,
        height=height,
        view_width=view_width,
        view_height=view_height,
    )


async def load(world: World, traffic: Traffic, turn: Turn, patience: Patience) -> tuple[Pulse, tuple[str, ...]]:
    """Waits for the load event, which one slow picture can hold up for long."""
    loop = asyncio.get_running_loop()
    end = loop.time() + patience.load_s
    while not (pulse := await take_pulse(world)).ready:
        if loop.time() > end:
            return pulse, (f"not fully loaded after {patience.load_s:g} s",)
        await _wait(traffic, turn, end, _BEAT_S / 2)
    return pulse, ()


async def scroll_through(world: World, turn: Turn, patience: Patience) -> None:
    """Scrolls down in steps, so that what loads when it comes into view does, and back to the top.

    A page that grows as it is scrolled is followed to its first height or five screens, not for ever.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + patience.scroll_s
    at = await _scroll(world, 0)
    stop = min(patience.screenshot_height, max(at["height"], 5 * at["view"]))
    position = 0.0
    for _ in range(patience.scroll_steps):
        position += 0.8 * at["view"]
        if position + 0.2 * at["view"] >= min(stop, at["height"]) or loop.time() > end:
            break
        at = await _scroll(world, position)
        await _let_be(turn, _BEAT_S / 2)
    await _scroll(world, min(stop, at["height"]))
    await _let_be(turn, _BEAT_S)
    await _scroll(world, 0)


async def settle(
    world: World, traffic: Traffic, turn: Turn, patience: Patience, *, scripted: bool, until: float
) -> tuple[Pulse, tuple[str, ...]]:
    """Waits for fonts, network and document to be still; notes what was not within the time.

    A page without scripts is still as soon as it is complete; one with scripts not before `until`, the loop's time.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + patience.settle_s
    pulse = await take_pulse(world)
    changed = loop.time()
    while True:
        now = loop.time()
        restless = _restless(pulse, traffic, scripted=scripted, still_s=now - changed)
        early = scripted and now < until
        if not restless and not early:
            return pulse, ()
        if now > end:
            return pulse, tuple(f"{what} after {patience.settle_s:g} s" for what in restless)
        if restless:
            await _wait(traffic, turn, end, _BEAT_S)
        else:
            await _let_be(turn, until - now)
        latest = await take_pulse(world)
        if latest.digest != pulse.digest:
            changed = loop.time()
        pulse = latest


async def _wait(traffic: Traffic, turn: Turn, end: float, beat_s: float) -> None:
    """Waits for a beat, or, where the network is silent, until it is not any more: others may work meanwhile."""
    if traffic.silent_for() < _SILENT_S:
        await _let_be(turn, beat_s)
        return
    async with turn.lent():
        await traffic.stir(end - asyncio.get_running_loop().time())


async def _let_be(turn: Turn, seconds: float) -> None:
    """Leaves the page to itself for so long at least; others may work meanwhile."""
    async with turn.lent():
        await asyncio.sleep(seconds)


def _restless(pulse: Pulse, traffic: Traffic, *, scripted: bool, still_s: float) -> tuple[str, ...]:
    quiet = traffic.quiet_for() >= _STILL_S if scripted else traffic.open == 0
    return tuple(
        what
        for what, holds in (
            ("fonts still loading", not pulse.fonts),
            (f"{traffic.open} requests still open", not quiet),
            ("still changing", scripted and still_s < _STILL_S),
        )
        if holds
    )


async def _scroll(world: World, to: float) -> dict[str, float]:
    at: dict[str, float] = await world.evaluate(f"({_SCROLL})({json.dumps(to)})")
    return at
