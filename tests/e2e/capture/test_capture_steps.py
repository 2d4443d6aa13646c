"""Steps before the capture, and what is said when one fails."""

import pytest

from tests.e2e.capture.conftest import Visitor
from watcher.core.model import FailureKind, Step, StepKind

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_all_kinds_of_steps(visitor: Visitor) -> None:
    steps = (
        Step(kind=StepKind.CLICK, selector=".agree"),
        Step(kind=StepKind.WAIT_FOR, selector="#more"),
        Step(kind=StepKind.TYPE, selector="#q", text="typed <here>"),
        Step(kind=StepKind.HIDE, selector=".banner"),
        Step(kind=StepKind.SCROLL, selector="#more"),
        Step(kind=StepKind.SCROLL),
        Step(kind=StepKind.WAIT, seconds=0.05),
    )

    part = await visitor.see("steps", steps=steps)

    html = part.body.decode()
    assert '<p id="more">More</p>' in html
    assert '<p id="echo">typed &lt;here&gt;</p>' in html
    assert '<aside class="banner" style="display: none !important;">' in html
    assert part.elements is not None
    assert b"Cookies?" not in part.elements
    assert len(part.notes) == 7


async def test_a_click_that_leads_to_another_page(visitor: Visitor) -> None:
    visitor.site.serve("start", "<a href='/slow?seconds=0.5'>On</a>")

    part = await visitor.see("start", steps=(Step(kind=StepKind.CLICK, selector="a"),))

    assert b"At last" in part.body
    assert part.final_url == visitor.site.url("slow?seconds=0.5")
    assert part.redirects == (visitor.site.url("start"),)


async def test_a_click_that_opens_a_window_opens_nothing(visitor: Visitor) -> None:
    visitor.site.serve("window", "<a href='/brand' target=_blank>New</a>")
    hits = visitor.site.hits("brand")

    part = await visitor.see("window", steps=(Step(kind=StepKind.CLICK, selector="a"),))

    assert b"New</a>" in part.body
    # the shell without windows does not even ask for it
    assert "1 popups closed" in part.notes or visitor.site.hits("brand") == hits


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(kind=StepKind.CLICK, selector="#nothing"), "step 2 (click #nothing) failed"),
        (Step(kind=StepKind.WAIT_FOR, selector="#more"), "step 2 (wait_for #more) failed"),
        (Step(kind=StepKind.CLICK, selector="p:::"), "step 2 (click p:::) failed"),
        (Step(kind=StepKind.HIDE, selector="p:::"), "step 2 (hide p:::) failed"),
        (Step(kind=StepKind.TYPE, selector="h1", text="x"), "step 2 (type h1) failed"),
    ],
)
async def test_a_failing_step_fails_the_visit_and_says_which(visitor: Visitor, step: Step, said: str) -> None:
    steps = (Step(kind=StepKind.WAIT, seconds=0.0), step)

    failure = await visitor.fail("steps", steps=steps)

    assert failure.kind is FailureKind.STEP
    assert said in failure.message
    assert not failure.kind.transient


async def test_an_optional_step_may_fail(visitor: Visitor) -> None:
    part = await visitor.see("steps", steps=(Step(kind=StepKind.CLICK, selector="#nothing", optional=True),))

    assert part.notes[0].startswith("step 1 (click #nothing) skipped: ")


async def test_what_is_hidden_stays_hidden_when_it_comes_late(visitor: Visitor) -> None:
    visitor.site.serve(
        "late-banner",
        "<p>Text<script>setTimeout(() => document.body.insertAdjacentHTML('beforeend',"
        " '<aside class=banner>Cookies?</aside>'), 300)</script>",
    )

    part = await visitor.see("late-banner", steps=(Step(kind=StepKind.HIDE, selector=".banner"),))

    assert b'<aside class="banner" style="display: none !important;">' in part.body
