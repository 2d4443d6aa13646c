"""`watcher check`: one look now, side by side with a daemon or without one."""

import json

import pytest

from tests.e2e.daemon.conftest import Daemon, rules
from tests.site import Site
from watcher.demo.inbox import MailInbox

pytestmark = pytest.mark.browser


def test_one_look_finds_what_changed_and_sends_it(daemon: Daemon, site: Site) -> None:
    site.serve("refused", "<h1>Oops</h1>", status=500)
    with MailInbox() as mails:
        daemon.write_targets(
            site, mail=mails.port, extra=f"  - {{id: broken, kind: policy, url: {site.url('refused')}}}\n"
        )
        first = daemon.command("check", "rules", "--json")
        assert first.returncode == 0, first.stderr
        assert json.loads(first.stdout)["outcome"] == "first"
        site.serve("rules", rules("You must not require that people like your page, from 1 March 2030 on."))
        second = daemon.command("check", "--json")
        found = {entry["target"]: entry for entry in map(json.loads, second.stdout.splitlines())}
        assert len(mails.wait_for(1, 10)) == 1
    assert second.returncode == 1
    assert found["rules"]["outcome"] == "changed"
    assert found["rules"]["alerts"] == 1
    assert found["broken"]["failure"] == "http_error"


def test_a_look_by_hand_needs_room_on_the_disk_unless_somebody_insists(daemon: Daemon, site: Site) -> None:
    site.serve("rules", rules("You must not require that people like your page."))
    daemon.environment["WATCHER_DISK_RESERVE_MB"] = "9999999"
    daemon.write_targets(site, mail=9)
    full = daemon.command("check", "--json")
    forced = daemon.command("check", "--force", "--json")
    assert (full.returncode, full.stdout) == (1, "")
    assert "nothing is looked at" in full.stderr
    assert "Traceback" not in full.stderr
    assert json.loads(forced.stdout)["outcome"] == "first"
