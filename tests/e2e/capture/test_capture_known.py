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
