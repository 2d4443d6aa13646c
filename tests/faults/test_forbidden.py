"""Thirty spellings of what must never be visited, through the real browser."""

import pytest

from tests.faults.conftest import Figure
from tests.orders import order_for, real_pool
from tests.site import Site
from watcher.core.model import Failure, FailureKind

SPELLINGS = (
    "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://127.0.1:{port}/", "http://0:{port}/",
    "http://0.0.0.0:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0x7f.0.0.1:{port}/",
    "http://0177.0.0.1:{port}/", "http://0177.0x0.0.01:{port}/", "http://localhost:{port}/", "http://LOCALHOST:{port}/",
    "http://localhost.:{port}/", "http://x.localhost:{port}/", "http://[::1]:{port}/", "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://[::]:{port}/",
    "http://user:pass@127.0.0.1:{port}/", "http://good.example@127.0.0.1:{port}/", "http://127.0.0.1:{port}#@good.example/",
    "http://127。0。0。1:{port}/", "http://①②⑦.0.0.1:{port}/", "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/", "http://192.168.0.1/", "http://[fd00:ec2::254]/", "http://[64:ff9b::7f00:1]:{port}/",
    "http://100.100.100.200/", "https://127.0.0.1:{port}/", "file:///etc/passwd", "FILE:///etc/passwd",
    "file://localhost/etc/passwd", "view-source:file:///etc/passwd", "chrome://version", "data:text/html,x",
    "javascript:alert(1)", "ftp://127.0.0.1/", "blob:http://127.0.0.1:{port}/x",
)  # fmt: skip


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="function")
@pytest.mark.experiment(22, "spellings of forbidden addresses: every one refused, no connection made")
async def test_no_spelling_gets_in(figure: Figure) -> None:
    kinds: dict[str, FailureKind] = {}
    with Site() as inside:
        async with real_pool([]) as pool:
            for spelling in SPELLINGS:
                seen = await pool.capture(order_for(spelling.format(port=inside.port), deadline_s=20))
                assert isinstance(seen, Failure), spelling
                kinds[spelling] = seen.kind
        assert inside.connections == 0
    others = {spelling: kind for spelling, kind in kinds.items() if kind is not FailureKind.FORBIDDEN}
    assert set(others.values()) <= {FailureKind.DNS, FailureKind.BROWSER}, others
    figure(f"{len(kinds)} spellings, {len(kinds) - len(others)} forbidden, {len(others)} no addresses, 0 connections")
