"""Of a page that shows what is known no picture is taken."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.e2e.capture.conftest import Visitor
from tests.orders import order_for
from watcher.core.model import Capture, PartCapture, Seal

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


def seal_of(part: PartCapture) -> Seal:
    assert part.elements is not None
    return Seal(
        capture="before",
        at=datetime.now(UTC),
        url=part.url,
        body=hashlib.sha256(part.body).hexdigest(),
        elements=hashlib.sha256(part.elements).hexdigest(),
        essence=part.essence,
    )


async def test_a_page_that_is_the_same_is_said_to_be_and_has_no_picture(visitor: Visitor) -> None:
    first = await visitor.see("pricing")
    assert first.screenshot is not None
    assert not first.same
    known = seal_of(first)
    again = await visitor.see("pricing", known=known)
    assert again.same
    assert again.screenshot is None
    for other in (
        replace(known, essence="0" * 64),
        replace(known, essence=None),
        replace(known, elements=None),
        replace(known, url="http://x.example/"),
    ):
        seen = await visitor.see("pricing", known=other)
        assert not seen.same
        assert seen.screenshot is not None


async def test_a_page_that_differs_in_a_word_has_a_picture(visitor: Visitor) -> None:
    visitor.site.serve("known", "<main><h1>Rules</h1><p>Fee: 3 EUR</p></main>")
    first = await visitor.see("known")
    visitor.site.serve("known", "<main><h1>Rules</h1><p>Fee: 4 EUR</p></main>")
    seen = await visitor.pool.capture(order_for(visitor.site.url("known"), known=seal_of(first)))
    assert isinstance(seen, Capture)
    assert not seen.parts[0].same
    assert seen.parts[0].screenshot is not None


async def test_a_page_that_differs_in_a_token_is_the_same(visitor: Visitor) -> None:
    page = "<main><h1>Rules</h1><form><input type=hidden value=N><p>Fee: 3 EUR</p></form></main><script>go(N)</script>"
    visitor.site.serve("known", page.replace("N", "1"))
    first = await visitor.see("known")
    visitor.site.serve("known", page.replace("N", "2"))
    seen = await visitor.see("known", known=seal_of(first))
    assert seen.body != first.body
    assert seen.same
    assert seen.screenshot is None


async def test_a_page_that_scrolling_adds_nothing_to_is_not_scrolled(visitor: Visitor) -> None:
    page = "<main><h1>Rules</h1><p style='height: 4000px'>Fee: 3 EUR</p></main><script>window.fee = 3</script>"
    counts = "<script>addEventListener('scroll', () => fetch('/scrolled'))</script>"
    visitor.site.serve("known", page + counts)
    first = await visitor.see("known")
    scrolled = visitor.site.hits("scrolled")
    again = await visitor.see("known", known=seal_of(first), may_stay=True)
    assert (again.same, again.scrolled) == (True, False)
    assert visitor.site.hits("scrolled") == scrolled > 0
    visitor.site.serve("known", page.replace("3 EUR", "4 EUR") + counts)
    changed = await visitor.see("known", known=seal_of(first), may_stay=True)
    assert (changed.same, changed.scrolled) == (False, True)
    assert changed.screenshot is not None
    assert visitor.site.hits("scrolled") > scrolled


async def test_a_page_that_shows_more_when_it_is_scrolled_is_scrolled(visitor: Visitor) -> None:
    first = await visitor.see("lazy")
    again = await visitor.see("lazy", known=seal_of(first), may_stay=True)
    assert (again.same, again.scrolled) == (True, True)
