"""Backup, loss, restore: the store is whole, and the next look raises no alert. And a full disk, for real."""

import json
import shutil
from urllib.request import urlopen

import pytest

from tests.e2e.daemon.conftest import Daemon, rules, wait_until
from tests.e2e.daemon.test_running import free_port
from tests.site import Site
from watcher.demo.inbox import MailInbox

pytestmark = pytest.mark.browser


def test_a_restored_store_is_whole_and_raises_no_alert(daemon: Daemon, site: Site) -> None:
    with MailInbox() as inbox:
        daemon.write_targets(site, mail=inbox.port)
        site.serve("rules", rules("Entrants must be 16 years of age or older."))
        assert daemon.command("check").returncode == 0
        site.serve("rules", rules("Entrants must be 21 years of age or older."))
        daemon.command("check")
        found, alerts = daemon.findings(), daemon.alerts()
        assert [entry.finding.severity for entry in found] != []
        backed_up = json.loads(daemon.command("backup", str(daemon.folder / "backup"), "--json").stdout)
        shutil.rmtree(daemon.store)
        restored = daemon.command("restore", str(daemon.folder / "backup"), "--json")
        assert restored.returncode == 0, restored.stderr
        assert json.loads(restored.stdout)["blobs"] == backed_up["blobs"] > 0
        verified = daemon.command("verify", "--json")
        assert json.loads(verified.stdout) == {"blobs": backed_up["blobs"], "damages": []}
        assert daemon.findings() == found
        again = daemon.command("check", "--json")
        assert json.loads(again.stdout)["outcome"] == "unchanged"
        assert len(daemon.alerts()) == len(alerts)


def test_on_a_full_disk_nothing_is_looked_at_and_the_operator_hears_of_it_once(daemon: Daemon, site: Site) -> None:
    with MailInbox() as inbox:
        daemon.write_targets(site, mail=inbox.port)
        site.serve("rules", rules("Entrants must be 16 years of age or older."))
        daemon.environment["WATCHER_DISK_RESERVE_MB"] = "10000000"
        daemon.start()
        wait_until(lambda: inbox.messages, "the operator's mail")
        daemon.stop()
        port = free_port()
        daemon.environment["WATCHER_METRICS_PORT"] = str(port)
        daemon.start()
        wait_until(lambda: len(daemon.events("disk")) == 2, "a second daemon sees it")
        assert urlopen(f"http://127.0.0.1:{port}/health").read() == b"ok\n"
        assert b'watcher_messages{state="delivered"} 1\n' in urlopen(f"http://127.0.0.1:{port}/metrics").read()
        daemon.stop()
        assert [alert.alert.kind.value for alert in daemon.alerts()] == ["operator"]
        assert daemon.counts() == {}
