"""Nothing that a page does reaches an address that is not public, whichever way it tries."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.capture.conftest import BRISK, Visitor
from tests.orders import order_for, real_pool
from tests.site import Site
from watcher.capture.pool import BrowserPool
from watcher.core.model import Capture, Failure, FailureKind

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

# {inside} is host:port of a server that must not be reached.
VECTORS = """<!doctype html><title>Vectors</title><h1>Vectors</h1>
<link rel=preconnect href="http://{inside}"><link rel=prefetch href="http://{inside}/prefetch">
<link rel=stylesheet href="http://{inside}/style"><script src="http://{inside}/script"></script>
<img src="http://{inside}/img"><img src="/moved-to?url=http://{inside}/redirected-img">
<img src="http://localhost:{port}/localhost"><img src="http://2130706433:{port}/decimal">
<img src="http://0x7f.1:{port}/hex"><img src="http://[::ffff:127.0.0.1]:{port}/mapped">
<img src="http://[::1]:{port}/six"><img src="http://0.0.0.0:{port}/zero">
<iframe src="http://{inside}/iframe"></iframe><iframe src="/moved-to?url=http://{inside}/redirected-iframe"></iframe>
<object data="http://{inside}/object"></object><video src="http://{inside}/video"></video>
<form id=f action="http://{inside}/form" method=post target=hole></form><iframe name=hole></iframe>
<style>@font-face {{ font-family: x; src: url(http://{inside}/font) }} h1 {{ font-family: x;
 background: url(http://{inside}/background) }}</style>
<script>
fetch("http://{inside}/fetch", {{mode: "no-cors"}}).catch(() => 0);
fetch("/moved-to?url=http://{inside}/redirected-fetch", {{mode: "no-cors"}}).catch(() => 0);
navigator.sendBeacon("http://{inside}/beacon", "x"); new EventSource("http://{inside}/events");
new WebSocket("ws://{inside}/socket"); new Image().src = "https://{inside}/tls";
new Worker(URL.createObjectURL(new Blob(["fetch('http://{inside}/worker', {{mode: 'no-cors'}}).catch(() => 0)"])));
const shared = "fetch('http://{inside}/shared', {{mode: 'no-cors'}}).catch(() => 0)";
new SharedWorker(URL.createObjectURL(new Blob([shared])));
const turn = {{urls: "turn:{inside}?transport=tcp", username: "u", credential: "c"}};
const peer = new RTCPeerConnection({{iceServers: [turn]}});
peer.createDataChannel("x"); peer.createOffer().then(offer => peer.setLocalDescription(offer));
window.open("http://{inside}/popup"); f.submit();
</script>"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def closed() -> AsyncIterator[BrowserPool]:
    """A pool that may visit nothing but the public internet."""
    async with real_pool([], patience=BRISK) as pool:
        yield pool


def asked_for(site: Site) -> set[str]:
    return {request.path for request in site.requests}


async def test_no_way_leads_inside(visitor: Visitor) -> None:
    with Site() as inside:
        target = f"{inside.host}:{inside.port}"
        visitor.site.serve("vectors", VECTORS.format(inside=target, port=inside.port))

        part = await visitor.see("vectors")

        assert b"<h1>Vectors</h1>" in part.body
        assert not asked_for(inside)
        assert inside.connections == 0
        # The vectors are real: with the server allowed, most of them arrive.
        async with real_pool([visitor.site.allow, inside.allow], patience=BRISK) as open_pool:
            assert isinstance(await open_pool.capture(order_for(visitor.site.url("vectors"))), Capture)
        assert len(asked_for(inside)) >= 15


async def test_a_private_address_is_refused_with_what_to_do(site: Site, closed: BrowserPool) -> None:
    failure = await closed.capture(order_for(site.url("pricing")))

    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.FORBIDDEN
    assert f'"127.0.0.1/32:{site.port}"' in failure.message
    assert "network: allow:" in failure.message
    assert site.hits("pricing") == 0


async def test_https_to_a_private_address_is_refused_alike(closed: BrowserPool) -> None:
    with Site(tls=True) as private:
        failure = await closed.capture(order_for(private.url("pricing")))

    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.FORBIDDEN
    assert f'"127.0.0.1/32:{private.port}"' in failure.message


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_redirect_to_a_private_address_is_refused(visitor: Visitor, scheme: str) -> None:
    with Site(tls=scheme == "https") as inside:
        failure = await visitor.fail(f"moved-to?url={inside.url('secret')}")

        assert failure.kind is FailureKind.FORBIDDEN
        assert inside.url("secret") in failure.message or f'"127.0.0.1/32:{inside.port}"' in failure.message
        assert not asked_for(inside)


async def test_a_script_that_leads_to_a_private_address_is_refused(visitor: Visitor) -> None:
    with Site() as inside:
        visitor.site.serve("leads", f"<p>Wait<script>location.href = '{inside.url('secret')}'</script>")
        failure = await visitor.fail("leads")

        assert failure.kind is FailureKind.FORBIDDEN
        assert not asked_for(inside)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_name_that_does_not_exist(visitor: Visitor, scheme: str) -> None:
    failure = await visitor.pool.capture(order_for(f"{scheme}://nobody.invalid/terms"))

    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.DNS
    assert "nobody.invalid" in failure.message


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_closed_port(scheme: str) -> None:
    with Site() as gone:
        port = gone.port
    async with real_pool([f"127.0.0.1/32:{port}"]) as pool:
        failure = await pool.capture(order_for(f"{scheme}://127.0.0.1:{port}/"))

    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.CONNECT
    assert str(port) in failure.message


async def test_a_certificate_that_nobody_trusts() -> None:
    with Site(tls=True) as secure:
        async with real_pool([secure.allow]) as pool:
            failure = await pool.capture(order_for(secure.url("pricing")))

    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.TLS
    assert "cert" in failure.message
