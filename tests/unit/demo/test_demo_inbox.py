"""The embedded inboxes, written to the way real senders write."""

import http.client
import json
import smtplib
import socket
import threading
import time
from email.message import EmailMessage
from http import HTTPStatus

import apprise
import pytest

from watcher.demo.inbox import MailInbox, WebhookInbox


def send(port: int, subject: str) -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "watcher@acme.example"
    message["To"] = "social@acme.example"
    message.set_content("Grüße")
    message.add_alternative("<p>Grüße</p>", subtype="html")
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
        client.send_message(message)


def post(port: int, target: str, body: bytes, method: str = "POST") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, target, body=body, headers={"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_mail_is_parsed_and_kept_in_order() -> None:
    with MailInbox() as inbox:
        send(inbox.port, "Tab gone: Spring Contest")
        send(inbox.port, "Größere Änderung")
        first, second = inbox.wait_for(2, 5)
    assert (first["subject"], second["subject"]) == ("Tab gone: Spring Contest", "Größere Änderung")
    html = second.get_body(("html",))
    assert html is not None
    assert html.get_content().strip() == "<p>Grüße</p>"
    assert inbox.messages == [first, second]


def test_waiting_ends_when_the_mail_comes() -> None:
    with MailInbox() as inbox:
        sender = threading.Timer(0.05, send, (inbox.port, "late"))
        sender.start()
        started = time.monotonic()
        assert [message["subject"] for message in inbox.wait_for(1, 10)] == ["late"]
        assert time.monotonic() - started < 5
        sender.join()


def test_waiting_in_vain_gives_what_there_is() -> None:
    with MailInbox() as inbox:
        send(inbox.port, "only one")
        assert [message["subject"] for message in inbox.wait_for(2, 0.05)] == ["only one"]


def test_the_mail_inbox_leaves_nothing_behind_even_with_a_client_connected(capfd: pytest.CaptureFixture[str]) -> None:
    threads_before = set(threading.enumerate())
    with MailInbox() as inbox:
        port = inbox.port
        idle = socket.create_connection(("127.0.0.1", port), timeout=5)
        assert idle.recv(100).startswith(b"220 ")
        talking = smtplib.SMTP("127.0.0.1", port, timeout=5)
        talking.ehlo()
        talking.mail("watcher@acme.example")
        started = time.monotonic()
    assert time.monotonic() - started < 1
    assert set(threading.enumerate()) <= threads_before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
    assert idle.recv(100) == b""
    idle.close()
    talking.close()
    assert capfd.readouterr() == ("", "")


def test_a_mail_inbox_can_come_back_on_its_port() -> None:
    with MailInbox() as inbox:
        port = inbox.port
        send(port, "before")
    with pytest.raises(RuntimeError):
        _ = inbox.port
    with MailInbox(port) as again:
        assert again.port == port
        send(port, "after")
        assert [message["subject"] for message in again.messages] == ["after"]
    assert [message["subject"] for message in inbox.messages] == ["before"]


def test_a_port_in_use_is_an_error_at_once() -> None:
    with MailInbox() as inbox, pytest.raises(OSError), MailInbox(inbox.port):
        pass


def test_webhooks_are_kept_and_answered_as_slack_answers() -> None:
    with WebhookInbox() as inbox:
        assert post(inbox.port, "/services/T0/B0/x?a=1", b'{"text": "Gr\\u00fc\\u00dfe"}') == (200, b"ok")
        (posted,) = inbox.wait_for(1, 5)
    assert (posted.target, posted.json()) == ("/services/T0/B0/x?a=1", {"text": "Grüße"})
    assert posted.headers["content-type"] == "application/json"
    assert inbox.requests == [posted]


def test_a_webhook_body_that_is_no_json_is_kept_as_it_came() -> None:
    with WebhookInbox() as inbox:
        post(inbox.port, "/", b"\xff\x00")
        (posted,) = inbox.wait_for(1, 5)
    assert posted.body == b"\xff\x00"
    with pytest.raises(ValueError):
        posted.json()


def test_a_webhook_inbox_can_fail_at_first() -> None:
    with WebhookInbox(statuses=(HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.TOO_MANY_REQUESTS)) as inbox:
        assert [post(inbox.port, "/", b"{}")[0] for _ in range(4)] == [500, 429, 200, 200]
        assert len(inbox.requests) == 4


def test_only_posts_reach_a_webhook_inbox() -> None:
    with WebhookInbox() as inbox:
        assert post(inbox.port, "/", b"", method="GET")[0] == 405
        assert inbox.requests == []


def test_posts_at_once_are_all_kept() -> None:
    with WebhookInbox() as inbox:
        senders = [
            threading.Thread(target=post, args=(inbox.port, "/", json.dumps({"n": n}).encode())) for n in range(30)
        ]
        for sender in senders:
            sender.start()
        assert {posted.json()["n"] for posted in inbox.wait_for(30, 10)} == set(range(30))
        for sender in senders:
            sender.join()


def test_mattermost_style_posts_arrive() -> None:
    with WebhookInbox() as inbox:
        channel = apprise.Apprise()
        assert channel.add(f"mmost://127.0.0.1:{inbox.port}/abcdefghijklmnopqrstuvwxyz")
        assert channel.notify(title="Tab gone", body="Spring Contest")
        (posted,) = inbox.wait_for(1, 5)
    assert "Spring Contest" in posted.json()["text"]
