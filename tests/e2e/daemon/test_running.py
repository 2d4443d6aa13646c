"""The daemon at work: what changes on the site reaches the inbox, whatever is down or broken meanwhile."""

import signal
import socket
from http import HTTPStatus

import pytest

from tests.e2e.daemon.conftest import Daemon, rules, wait_until
from tests.site import Site
from watcher.demo.inbox import MailInbox, WebhookInbox

pytestmark = pytest.mark.browser

FORBIDDEN = rules(
    "You must not require that people like your page before they enter a promotion. This rule takes effect on"
    " 1 March 2030."
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_changed_rule_reaches_the_inbox_once(daemon: Daemon, site: Site) -> None:
    with MailInbox() as mails:
        daemon.write_targets(site, mail=mails.port)
        daemon.start()
        wait_until(lambda: daemon.counts().get("unchanged"), "a baseline that is looked at again")
        site.serve("rules", FORBIDDEN)
        (mail,) = mails.wait_for(1, 60)
        seen = daemon.counts()["unchanged"]
        wait_until(lambda: daemon.counts()["unchanged"] > seen + 1, "two more looks")
        assert daemon.stop() == 0
    assert len(mails.messages) == 1
    plain = mail.get_body(("plain",))
    assert plain is not None
    text = plain.get_content()
    assert "{+must not+}" in text or "must not" in text
    assert "2030" in text
    (recorded,) = daemon.findings(severity=2)
    assert recorded.finding.effective_date is not None
    assert recorded.finding.effective_date.isoformat() == "2030-03-01"
    assert "Traceback" not in daemon.log.read_text()


def test_a_mail_server_that_is_down_delays_and_a_failing_webhook_is_retried(daemon: Daemon, site: Site) -> None:
    port = free_port()
    with WebhookInbox(statuses=(HTTPStatus.INTERNAL_SERVER_ERROR,)) as hooks:
        daemon.write_targets(site, mail=port, hook=hooks.port)
        daemon.start()
        wait_until(lambda: daemon.counts().get("unchanged"), "a baseline")
        site.serve("rules", FORBIDDEN)
        wait_until(lambda: daemon.events("channel_failing"), "a try while the mail server is down")
        assert len(hooks.wait_for(2, 60)) == 2
        with MailInbox(port) as mails:
            assert len(mails.wait_for(1, 60)) == 1
            wait_until(lambda: all(record.state == "delivered" for record in daemon.alerts()), "all settled")
    assert len(daemon.alerts()) == 2


def test_a_new_configuration_is_taken_and_a_broken_one_is_reported(daemon: Daemon, site: Site) -> None:
    site.serve("more", rules("Another document."))
    with MailInbox() as mails:
        daemon.write_targets(site, mail=mails.port)
        daemon.start()
        wait_until(lambda: daemon.counts().get("first"), "a baseline")
        daemon.write_targets(site, mail=mails.port, extra=f"  - {{id: more, kind: policy, url: {site.url('more')}}}\n")
        wait_until(lambda: daemon.counts().get("first") == 2, "the new target's baseline")
        daemon.config.write_text("targets: [{id: rules, urk: nowhere}]\n")
        daemon.signal(signal.SIGHUP)
        (mail,) = mails.wait_for(1, 60)
        seen = daemon.counts()["unchanged"]
        wait_until(lambda: daemon.counts()["unchanged"] > seen, "another look with the last good configuration")
    assert "targets.yaml is broken" in mail["Subject"]
    assert "urk" in str(mail.get_body(("plain",)))


def test_a_stopped_daemon_leaves_nothing_open(daemon: Daemon, site: Site) -> None:
    with MailInbox() as mails:
        daemon.write_targets(
            site, mail=mails.port, extra=f"  - {{id: hang, kind: policy, url: {site.url('hang')}, deadline: 60s}}\n"
        )
        daemon.start()
        wait_until(lambda: any(request.path == "/hang" for request in site.requests), "a visit that hangs")
        assert daemon.stop(30) == 0
    assert daemon.events("given_back")
    assert daemon.events("stopped")


def test_a_store_has_one_daemon(daemon: Daemon, site: Site) -> None:
    with MailInbox() as mails:
        daemon.write_targets(site, mail=mails.port)
        daemon.start()
        wait_until(lambda: daemon.events("started"), "a start")
        second = daemon.command("run")
    assert second.returncode == 2
    assert "another daemon" in second.stderr


def test_a_failing_target_is_the_operators_business(daemon: Daemon, site: Site) -> None:
    with MailInbox() as mails:
        daemon.write_targets(
            site,
            mail=mails.port,
            extra=f"  - {{id: picky, kind: policy, url: {site.url('rules')}, select: '#nowhere'}}\n",
        )
        daemon.start()
        (mail,) = mails.wait_for(1, 60)
        wait_until(lambda: daemon.counts().get("failure:selector", 0) > 2, "more tries")
    assert len(mails.messages) == 1
    assert "picky" in mail["Subject"]
    assert "#nowhere" in str(mail.get_body(("plain",)))
