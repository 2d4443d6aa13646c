"""Documents that are asked for without the browser come through the same guard, within the same bounds."""

import gzip
import ssl
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.orders import order_for
from tests.site import CERTIFICATE, Site
from watcher.capture.addresses import parse_allowed
from watcher.capture.asking import Asking
from watcher.capture.fetch import Fetcher, UnreachedError
from watcher.capture.guard import Guard
from watcher.capture.robots import Robots
from watcher.core.model import FailureKind, Question

pytestmark = pytest.mark.asyncio

RULES = "<!doctype html><title>Rules</title><h1>Rules</h1><p>One rule.</p></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.serve("rules", RULES, headers=(("ETag", '"1"'), ("Last-Modified", "Wed, 25 Nov 2026 12:00:00 GMT")))
        yield running


@pytest_asyncio.fixture
async def fetcher(site: Site) -> AsyncIterator[Fetcher]:
    async with Guard(allow=[parse_allowed(site.allow)]) as guard:
        yield Fetcher(guard)


async def get(fetcher: Fetcher, url: str, *, within_s: float = 10.0, max_bytes: int = 1_000_000) -> bytes:
    return (await fetcher.fetch(url, {"User-Agent": "Test/1"}, within_s=within_s, max_bytes=max_bytes)).body


async def test_a_document_is_fetched_and_redirects_are_followed(site: Site, fetcher: Fetcher) -> None:
    site.serve("zipped", gzip.compress(RULES.encode()), headers=(("Content-Encoding", "gzip"),))
    assert await get(fetcher, site.url("rules")) == RULES.encode()
    assert await get(fetcher, site.url("zipped")) == RULES.encode()
    led = await fetcher.fetch(site.url("moved"), {}, within_s=10, max_bytes=1_000_000)
    assert led.url == site.url("pricing")
    with pytest.raises(UnreachedError, match="redirects"):
        await get(fetcher, site.url("loop"))


async def test_what_is_too_large_is_refused_before_it_is_unpacked(site: Site, fetcher: Fetcher) -> None:
    site.serve("bomb", gzip.compress(b"a" * 50_000_000), headers=(("Content-Encoding", "gzip"),))
    for name in ("bomb", "huge?megabytes=3"):
        with pytest.raises(UnreachedError, match="larger than 1 MB"):
            await get(fetcher, site.url(name))


@pytest.mark.parametrize("cut", ["length", "chunk"])
async def test_what_is_cut_off_is_no_document(site: Site, fetcher: Fetcher, cut: str) -> None:
    site.serve("cut", RULES, cut=cut)
    with pytest.raises(UnreachedError):
        await get(fetcher, site.url("cut"))


@pytest.mark.parametrize("name", ["hang", "drip", "reset"])
async def test_a_server_that_does_not_answer_costs_no_more_than_its_time(
    site: Site, fetcher: Fetcher, name: str
) -> None:
    with pytest.raises(UnreachedError):
        await get(fetcher, site.url(name), within_s=0.5)
    ends = time.monotonic() + 5
    while any(thread.name.startswith("fetch") for thread in threading.enumerate()):
        assert time.monotonic() < ends, "a thread stays behind"


async def test_private_addresses_are_refused_also_behind_redirects(site: Site, fetcher: Fetcher) -> None:
    with Site() as inside:
        for url in (inside.url("pricing"), site.url(f"moved-to?url={inside.url('pricing')}")):
            with pytest.raises(UnreachedError, match="not a public address"):
                await get(fetcher, url)
        assert inside.connections == 0
    with pytest.raises(UnreachedError, match="only http and https"):
        await get(fetcher, site.url("moved-to?url=file:///etc/passwd"))


async def test_https_goes_through_the_guard_and_its_certificate_counts(tmp_path: Path) -> None:
    with Site(tls=True) as site:
        site.serve("rules", RULES)
        trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
        trusting.check_hostname = False
        async with Guard(allow=[parse_allowed(site.allow)]) as guard:
            assert await get(Fetcher(guard, tls=trusting), site.url("rules")) == RULES.encode()
            with pytest.raises(UnreachedError, match="certificate"):
                await get(Fetcher(guard), site.url("rules"))
        async with Guard() as guard:
            with pytest.raises(UnreachedError, match="not a public address"):
                await get(Fetcher(guard, tls=trusting), site.url("rules"))


async def test_robots_txt_and_retry_after_hold_for_questions_too(site: Site, fetcher: Fetcher) -> None:
    site.serve("robots.txt", "User-agent: *\nDisallow: /rules\n", content_type="text/plain")
    asking = Asking(fetcher, Robots(fetcher), max_bytes=1_000_000)
    question = Question(user_agent="Test/1")
    closed = await asking.ask(order_for(site.url("rules"), obeys_robots=True), question)
    assert closed.failure
    assert closed.failure.kind is FailureKind.FORBIDDEN
    assert site.hits("rules") == 0
    later = await asking.ask(order_for(site.url("429")), question)
    assert later.failure
    assert (later.failure.kind, later.failure.wait_s) == (FailureKind.BLOCKED, 120.0)


async def test_an_answer_tells_what_was_sent_and_whether_it_is_the_same(site: Site, fetcher: Fetcher) -> None:
    asking = Asking(fetcher, Robots(fetcher), max_bytes=1_000_000)
    order = order_for(site.url("rules"))
    first = await asking.ask(order, Question(user_agent="Test/1"))
    assert first.sent
    assert (first.same, first.sent.etag, first.sent.url) == (False, '"1"', site.url("rules"))
    # this server knows no conditions
    second = await asking.ask(order, Question(user_agent="Test/1", sent=first.sent))
    assert second.same
    assert dict(site.requests[-1].headers)["If-None-Match"] == '"1"'
    site.serve("rules", RULES.replace("One", "Another"))
    third = await asking.ask(order, Question(user_agent="Test/1", sent=first.sent))
    assert not third.same
    for name in ("404", "500", "204", "hang"):
        failed = await asking.ask(order_for(site.url(name), deadline_s=0.5), Question(user_agent="Test/1"))
        assert failed.trouble
        assert not failed.same
