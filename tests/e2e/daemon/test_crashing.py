"""kill -9 at any moment: no change and no alert is lost or invented, and the evidence is whole."""

import json
import random
import time
from dataclasses import dataclass

import pytest

from tests.e2e.daemon.conftest import Daemon, rules, wait_until
from tests.site import Site
from watcher.demo.inbox import MailInbox

pytestmark = pytest.mark.browser

KILLS = 5


def version(n: int) -> str:
    return rules(
        f"You must not offer more than {n} prizes in one promotion, and you are required to pay a fee of {n} EUR."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was found, told more than once, and kept."""

    findings: int
    doubles: int
    blobs: int


def kill_again_and_again(daemon: Daemon, site: Site, kills: int) -> Outcome:
    """Kills the daemon at a random moment after each change; raises AssertionError where anything was lost."""
    chance = random.Random(7)
    with MailInbox() as mails:
        daemon.write_targets(site, mail=mails.port)
        daemon.start()
        wait_until(lambda: daemon.counts().get("first"), "a baseline")
        for n in range(2, 2 + kills):
            site.serve("rules", version(n))
            time.sleep(chance.uniform(0.0, 2.5))
            daemon.kill()
            starts = len(daemon.events("started"))
            daemon.start()
            wait_until(
                lambda n=n: any(str(n) in c.after for f in daemon.findings() for c in f.finding.clauses),  # type: ignore[misc]
                f"version {n} is found",
            )
        wait_until(lambda: all(record.state == "delivered" for record in daemon.alerts()), "all delivered")
        wait_until(lambda: len(daemon.events("started")) > starts, "the last start")
        assert daemon.stop() == 0
    verified = daemon.command("verify", "--json")
    assert verified.returncode == 0, verified.stdout
    assert json.loads(verified.stdout)["blobs"] > 0
    alerting = {recorded.finding.id for recorded in daemon.findings(severity=1)}
    assert len(alerting) == kills
    assert {record.alert.finding for record in daemon.alerts()} == alerting
    assert len(daemon.alerts()) == len(alerting)
    delivered = [mail["X-Alert-Id"] for mail in mails.messages]
    assert set(delivered) == {record.alert.key for record in daemon.alerts()}
    return Outcome(
        findings=len(alerting), doubles=len(delivered) - len(set(delivered)), blobs=json.loads(verified.stdout)["blobs"]
    )


def test_killed_again_and_again(daemon: Daemon, site: Site) -> None:
    assert kill_again_and_again(daemon, site, KILLS).findings == KILLS
