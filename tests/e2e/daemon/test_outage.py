"""A site that is shut down and comes back: one message to the operator each, and none to the owners."""

import json

import pytest

from tests.e2e.daemon.conftest import Daemon, rules, wait_until
from tests.site import Site
from watcher.demo.inbox import MailInbox

pytestmark = pytest.mark.browser

NAMES = ("one", "two")
TEXT = "You may require that people like your page before they enter a promotion."


def serve(site: Site) -> None:
    for name in ("rules", *NAMES):
        site.serve(name, rules(TEXT))


def test_a_site_that_is_shut_down_is_told_once_and_when_it_is_back(daemon: Daemon) -> None:
    with MailInbox() as mails:
        with Site() as site:
            serve(site)
            port = site.port
            pages = (
                f"  - {{id: {name}, kind: policy, url: {site.url(name)}, stale_after: {n + 5}s}}\n"
                for n, name in enumerate(NAMES)
            )
            daemon.write_targets(site, mail=mails.port, extra="".join(pages))
            daemon.start()
            wait_until(lambda: daemon.counts().get("first") == 3, "baselines")
        (down,) = mails.wait_for(1, 60)
        open_ones = [json.loads(line) for line in daemon.command("status", "--incidents", "--json").stdout.splitlines()]
        with Site(port=port) as site:
            serve(site)
            mails.wait_for(2, 60)
            wait_until(lambda: all(record.state == "delivered" for record in daemon.alerts()), "all settled")
            assert daemon.stop() == 0
    assert [entry["hosts"] for entry in open_ones] == [[f"127.0.0.1:{port}"]]
    up = mails.messages[1]
    assert len(mails.messages) == 2
    assert f"127.0.0.1:{port} is down: 3 targets not seen since" in str(down["Subject"]).replace("\n", "")
    assert f"127.0.0.1:{port} is up again" in str(up["Subject"])
    assert {record.alert.owner for record in daemon.alerts()} == {"operator"}
    assert daemon.findings(severity=1) == []
