"""What every Executor owes its callers, whatever is behind it."""

import asyncio
import pickle
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest

from tests.fakes.executor import FakeExecutor, Hang, Scene
from tests.orders import order_for, real_pool
from tests.site import Site
from watcher.core.model import Capture, Failure, FailureKind, Order
from watcher.core.ports import Executor

CLOSE_S = 6.0


@dataclass(frozen=True, kw_only=True)
class Stage:
    """An executor, and orders for it: a good one, one of two parts, one whose second part fails, one that hangs."""

    executor: Executor
    good: Order
    two_parts: Order
    half_bad: Order
    hanging: Order


@pytest.fixture(params=["fake", pytest.param("browser", marks=pytest.mark.browser)])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        if request.param == "fake":
            failure = Failure(kind=FailureKind.HTTP_ERROR, message="empty", url="http://fake/b", status=500)
            scenes: dict[str, list[Scene | tuple[Scene, ...]]] = {
                "good": ["<h1>Pricing"],
                "two": [("<p>a", "<p>b")],
                "half": [("<p>a", failure)],
                "hang": [Hang()],
            }
            executor: Executor = FakeExecutor(scenes)
            urls = [f"http://fake/{name}" for name in ("a", "b", "c", "d")]
        else:
            site = stack.enter_context(Site())
            executor = real_pool([site.allow])
            urls = [site.url(name) for name in ("pricing", "brand", "500-empty", "hang")]
        yield Stage(
            executor=await stack.enter_async_context(executor),
            good=order_for(urls[0], target="good"),
            two_parts=order_for(urls[0], urls[1], target="two"),
            half_bad=order_for(urls[0], urls[2], target="half"),
            hanging=order_for(urls[3], target="hang", deadline_s=1.5),
        )


async def test_a_capture_answers_its_order(stage: Stage) -> None:
    seen = await stage.executor.capture(stage.good)

    assert isinstance(seen, Capture)
    assert (seen.target, seen.stream) == (stage.good.target, stage.good.stream)
    assert seen.recipe.viewport == stage.good.viewport
    assert seen.at.tzinfo is not None
    assert b"Pricing" in seen.parts[0].body
    assert pickle.loads(pickle.dumps(seen)) == seen


async def test_all_parts_come_in_order(stage: Stage) -> None:
    seen = await stage.executor.capture(stage.two_parts)

    assert isinstance(seen, Capture)
    assert [part.url for part in seen.parts] == [part.url for part in stage.two_parts.parts]


async def test_one_bad_part_fails_the_visit_as_a_value(stage: Stage) -> None:
    seen = await stage.executor.capture(stage.half_bad)

    assert isinstance(seen, Failure)
    assert seen.kind is FailureKind.HTTP_ERROR
    assert seen.status == 500
    assert seen.message


async def test_ids_are_unique(stage: Stage) -> None:
    seen = [await stage.executor.capture(stage.good) for _ in range(2)]

    assert len({one.id for one in seen if isinstance(one, Capture)}) == 2


async def test_the_deadline_ends_a_visit_as_a_value(stage: Stage) -> None:
    begin = time.monotonic()
    seen = await stage.executor.capture(stage.hanging)

    assert isinstance(seen, Failure)
    assert seen.kind is FailureKind.TIMEOUT
    assert seen.kind.transient
    assert time.monotonic() - begin < stage.hanging.deadline_s + CLOSE_S


async def test_a_hanging_visit_does_not_hold_up_another(stage: Stage) -> None:
    hanging = asyncio.create_task(stage.executor.capture(stage.hanging))
    seen = await stage.executor.capture(stage.good)

    assert isinstance(seen, Capture)
    assert isinstance(await hanging, Failure)


async def test_a_cancelled_visit_frees_its_place(stage: Stage) -> None:
    for _ in range(3):
        visit = asyncio.create_task(stage.executor.capture(stage.hanging))
        await asyncio.sleep(0)
        visit.cancel()
        with pytest.raises(asyncio.CancelledError):
            await visit

    assert isinstance(await stage.executor.capture(stage.good), Capture)
