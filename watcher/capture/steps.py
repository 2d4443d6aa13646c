"""What an owner has a visit do on a page before it is captured: agree, open, type, wait, hide."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import assert_never

from playwright.async_api import Error, Locator, Page
from playwright.async_api import TimeoutError as NotFound

from watcher.capture.patience import Patience
from watcher.capture.settle import scroll_through
from watcher.capture.turns import Turn
from watcher.capture.world import ScriptError, World
from watcher.core.model import Step, StepKind

_HIDE = Path(__file__).with_name("hide.js").read_text(encoding="utf-8")


async def run_steps(
    page: Page, world: World, turn: Turn, steps: Sequence[Step], patience: Patience
) -> tuple[tuple[str, ...], str | None]:
    """Runs the steps in order; gives notes, and what went wrong if a step failed that must not."""
    notes: list[str] = []
    for number, step in enumerate(steps, start=1):
        trouble = await _try(page, world, turn, step, patience)
        if trouble is None:
            notes.append(f"step {number} ({_name(step)}) done")
        elif step.optional:
            notes.append(f"step {number} ({_name(step)}) skipped: {trouble}")
        else:
            return tuple(notes), f"step {number} ({_name(step)}) failed: {trouble}"
    return tuple(notes), None


async def hide_again(world: World, steps: Sequence[Step]) -> None:
    """Hides what matches by now: what is to be hidden often appears late, or again."""
    for step in steps:
        if step.kind is StepKind.HIDE and step.selector:
            await _hide(world, step.selector)


async def _try(page: Page, world: World, turn: Turn, step: Step, patience: Patience) -> str | None:
    wait_s = patience.optional_step_s if step.optional else patience.step_s
    try:
        await _run(page, world, turn, step, patience, wait_s)
    except NotFound:
        return f"nothing visible matches within {wait_s:g} s, or it cannot be used"
    except ScriptError as error:
        return error.message.splitlines()[0]
    except Error as error:
        await world.evaluate("1")  # raises where not the step failed but the page or the browser
        return error.message.splitlines()[0]
    return None


async def _run(page: Page, world: World, turn: Turn, step: Step, patience: Patience, wait_s: float) -> None:
    timeout = wait_s * 1000
    match step.kind:
        case StepKind.CLICK:
            await _visible(page, step).click(timeout=timeout)
        case StepKind.TYPE:
            await _visible(page, step).fill(step.text or "", timeout=timeout)
        case StepKind.WAIT_FOR:
            await _visible(page, step).wait_for(timeout=timeout)
        case StepKind.WAIT:
            async with turn.lent():
                await asyncio.sleep(step.seconds or 0)
        case StepKind.SCROLL if step.selector:
            await _visible(page, step).scroll_into_view_if_needed(timeout=timeout)
        case StepKind.SCROLL:
            await scroll_through(world, turn, patience)
        case StepKind.HIDE:
            await _hide(world, step.selector or "")
        case _:
            assert_never(step.kind)


def _visible(page: Page, step: Step) -> Locator:
    return page.locator(f"css={step.selector}").filter(visible=True).first


async def _hide(world: World, selector: str) -> None:
    await world.evaluate(f"({_HIDE})({json.dumps(selector)})")


def _name(step: Step) -> str:
    return f"{step.kind.value} {step.selector}" if step.selector else step.kind.value
