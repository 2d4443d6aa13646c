"""Alerts travel as real mail to a real SMTP server on loopback."""

import asyncio
import logging
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.fakes.alert_samples import LEGAL, LIKE_GATE, NOW, RULES, SOCIAL, config, rule_finding
from tests.fakes.mail_server import MailServer, SilentServer, free_port
from watcher.alert.compose import compose, samples
from watcher.alert.courier import AppriseCourier
from watcher.core.model import Alert, Channel, Delivered, Language, Secret, Undelivered

CANARY = "Kanarienvogel-7f3a"
TO = "to=social@acme.example"


def mail_channel(url: str) -> Channel:
    return Channel(id="social-mail", url=Secret(url))


def alerts(severity: int = 3) -> tuple[Alert, ...]:
    """One alert for the German owner."""
    finding = rule_finding(severity=severity)
    return compose(finding, target=replace(RULES, owners=()), config=config(), now=NOW)[:1]


def courier(timeout_s: float = 10.0) -> AppriseCourier:
    return AppriseCourier(timeout_s=timeout_s, clock=lambda: NOW)


async def test_a_mail_has_text_and_html_and_its_headers() -> None:
    with MailServer() as server:
        url = server.url("to=Social Team<social@acme.example>,x@acme.example&cc=chef@acme.example&bcc=b@acme.example")
        assert await courier().send(alerts(), mail_channel(url)) == Delivered()
    [mail] = server.mails
    message = mail.message
    assert mail.sender == "watcher@acme.example"
    assert set(mail.recipients) == {"social@acme.example", "x@acme.example", "chef@acme.example", "b@acme.example"}
    # Folding a long header, Python's email package may double a space.
    assert message["Subject"].split() == alerts()[0].subject.split()
    assert message["From"] == "Watcher <watcher@acme.example>"
    assert message["X-Alert-Id"] == "3f9a1c0b7e52:social-team:social-mail"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Importance"] == "high"
    assert message["Date"].datetime == NOW
    assert "b@acme.example" not in mail.raw.decode()
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    text, html = (part.get_content() for part in message.iter_parts())
    assert text.replace("\r\n", "\n") == alerts()[0].text
    assert "Frühlings-Gewinnspiel" in html
    assert "<title>[Watcher 3/3] Facebook" in html
    assert all(len(line) <= 998 for line in mail.raw.split(b"\r\n"))


async def test_every_header_stands_once() -> None:
    with MailServer() as server:
        url = server.url(f"{TO}&+Message-ID=<x@y>&+X-Alert-Id=forged&+X-Team=Größe")
        await courier().send(alerts(), mail_channel(url))
    [mail] = server.mails
    names = [name.lower() for name in mail.message]
    assert len(names) == len(set(names))
    assert mail.message["X-Alert-Id"] != "forged"
    assert mail.message["X-Team"] == "Größe"


async def test_a_server_that_is_down_delays_and_does_not_lose() -> None:
    port = free_port()
    server = MailServer(port=port)
    sender, channel = courier(), mail_channel(server.url(TO))
    down = await sender.send(alerts(), channel)
    assert isinstance(down, Undelivered)
    assert down.transient
    assert down.reason == f"mail server 127.0.0.1:{port} cannot be reached: Connection refused"
    with server:
        assert await sender.send(alerts(), channel) == Delivered()
    assert len(server.mails) == 1


async def test_two_tries_have_the_same_message_id() -> None:
    with MailServer() as server:
        for _ in range(2):
            await courier().send(alerts(), mail_channel(server.url(TO)))
        await courier().send(alerts(severity=2), mail_channel(server.url(TO)))
    first, second, _ = (mail.message["Message-ID"] for mail in server.mails)
    assert first == second
    assert first.endswith("@acme.example>")


async def test_a_wrong_password_gives_one_clear_message() -> None:
    with MailServer(login=("watcher", "right")) as server:
        url = server.url(TO, login=f"watcher:{CANARY}@")
        refused = await courier().send(alerts(), mail_channel(url))
    assert refused == Undelivered(
        reason=f"mail server 127.0.0.1:{server.port} refused the login: 535 5.7.8 Authentication credentials invalid."
        " Check the user and password of channel social-mail",
        transient=False,
    )
    assert not server.mails


@pytest.mark.parametrize("password", ["right", "rücht ig:@/", "100%"])
async def test_the_right_password_lets_in(password: str) -> None:
    with MailServer(login=("watcher", password)) as server:
        quoted = "".join(f"%{byte:02x}" for byte in password.encode())
        delivery = await courier().send(alerts(), mail_channel(server.url(TO, login=f"watcher:{quoted}@")))
    assert delivery == Delivered()
    assert len(server.mails) == 1


async def test_a_missing_login_is_named() -> None:
    with MailServer(login=("watcher", "right")) as server:
        refused = await courier().send(alerts(), mail_channel(server.url(TO)))
    assert isinstance(refused, Undelivered)
    assert not refused.transient
    assert "refused the sender watcher@acme.example: 530" in refused.reason


async def test_starttls_is_used_and_its_certificate_checked() -> None:
    with MailServer(tls=True, login=("watcher", "right")) as server:
        login = {"scheme": "mailtos", "login": "watcher:right@"}
        unknown = await courier().send(alerts(), mail_channel(server.url(TO, **login)))
        trusted = await courier().send(alerts(), mail_channel(server.url(f"{TO}&verify=no", **login)))
    assert isinstance(unknown, Undelivered)
    assert not unknown.transient
    assert "certificate that is not trusted" in unknown.reason
    assert trusted == Delivered()


async def test_a_server_without_starttls_is_told_apart() -> None:
    with MailServer() as server:
        refused = await courier().send(alerts(), mail_channel(server.url(TO, scheme="mailtos")))
        wrong_mode = await courier().send(alerts(), mail_channel(server.url(f"{TO}&mode=ssl", scheme="mailtos")))
    assert isinstance(refused, Undelivered)
    assert "offers no STARTTLS" in refused.reason
    assert isinstance(wrong_mode, Undelivered)
    assert "does not speak TLS on this port" in wrong_mode.reason
    assert not refused.transient
    assert not wrong_mode.transient


async def test_a_name_that_cannot_be_resolved_is_tried_again() -> None:
    url = f"mailto://mail.invalid:25?from=w@acme.example&{TO}"
    delivery = await courier().send(alerts(), mail_channel(url))
    assert isinstance(delivery, Undelivered)
    assert delivery.transient
    assert "mail server mail.invalid:25: the name cannot be resolved" in delivery.reason


async def test_one_bad_recipient_does_not_send_the_mail_to_the_others_twice() -> None:
    refuses = {"gone@acme.example": "550 5.1.1 No such user", "late@acme.example": "451 Try again later"}
    with MailServer(refuses=refuses) as server:
        channel = mail_channel(server.url(f"{TO},late@acme.example,gone@acme.example"))
        sender = courier()
        partly = await sender.send(alerts(), channel)
        assert isinstance(partly, Undelivered)
        assert partly.transient
        assert "gone@acme.example (550 5.1.1 No such user); late@acme.example (451 Try again later)" in partly.reason
        del server.refuses["late@acme.example"]
        again = await sender.send(alerts(), channel)
        assert isinstance(again, Undelivered)
        assert not again.transient
        del server.refuses["gone@acme.example"]
        assert await sender.send(alerts(), channel) == Delivered()
    assert [mail.recipients for mail in server.mails] == [
        ("social@acme.example",),
        ("late@acme.example",),
        ("gone@acme.example",),
    ]


async def test_a_hung_server_is_left_after_the_time_bound() -> None:
    with SilentServer() as server:
        channel = mail_channel(f"mailto://127.0.0.1:{server.port}?from=w@acme.example&{TO}&cto=60")
        sender = courier(timeout_s=0.5)
        started = time.monotonic()
        delivery = await sender.send(alerts(), channel)
        assert time.monotonic() - started < 2
    assert isinstance(delivery, Undelivered)
    assert delivery.transient
    assert "0.5 s" in delivery.reason or "in time" in delivery.reason


async def test_sends_at_the_same_time_do_not_mix_their_reasons() -> None:
    with MailServer(login=("watcher", "right")) as strict, MailServer(refuses={"a@b.example": "550 no"}) as picky:
        channels = {
            "strict": strict.url(TO, login="watcher:wrong@"),
            "picky": picky.url("to=a@b.example"),
            "down": f"mailto://127.0.0.1:{free_port()}?from=w@acme.example&{TO}",
            "bad": "slack://nonsense",
            "hook": f"json://127.0.0.1:{free_port()}/x",
        }
        sender = courier()
        names = list(channels) * 4
        deliveries = await asyncio.gather(
            *(sender.send(alerts(), Channel(id=name, url=Secret(channels[name]))) for name in names)
        )
    said = {
        "strict": "refused the login: 535",
        "picky": "a@b.example (550 no)",
        "down": "cannot be reached: Connection refused",
        "bad": "slack:// URL is not complete",
        "hook": "cannot be reached: Connection refused",
    }
    for name, delivery in zip(names, deliveries, strict=True):
        assert isinstance(delivery, Undelivered)
        assert said[name] in delivery.reason
        others = {words for other, words in said.items() if words != said[name] and other != name}
        assert not [words for words in others if words in delivery.reason]


async def test_a_digest_is_one_mail() -> None:
    low = [
        compose(
            rule_finding(
                id=f"finding{number}",
                severity=1,
                headline=f"Change {number}",
                clauses=(replace(LIKE_GATE, after=f"Contests must not last longer than {number + 2} weeks."),),
            ),
            target=RULES,
            config=config(replace(SOCIAL, language=Language.EN)),
            now=NOW,
        )[0]
        for number in range(3)
    ]
    with MailServer() as server:
        assert await courier().send(low, mail_channel(server.url(TO))) == Delivered()
    [mail] = server.mails
    assert mail.message["Subject"].startswith("[Watcher 1/3] Digest: 3 changes; gravest: Facebook: Change ")
    assert mail.message["X-Alert-Id"] == "social-team:2027-03-15T08:00:00+00:00"
    text, html = (part.get_content() for part in mail.message.iter_parts())
    for number in range(3):
        assert f"Change {number}" in text
        assert f"Change {number}" in html
    assert html.count("<html") == 1


async def test_a_test_message_arrives_in_each_language() -> None:
    with MailServer() as server:
        for alert in samples(config(SOCIAL, LEGAL), None, datetime.now(UTC)):
            assert await courier().send([alert], mail_channel(server.url(TO))) == Delivered()
    subjects = [mail.message["Subject"] for mail in server.mails]
    assert "[Watcher] Testnachricht für Social-Media-Team über social-mail" in subjects
    assert "[Watcher] Test message for Legal & Compliance through legal-mail" in subjects


async def test_the_password_is_shown_nowhere(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG), MailServer(login=("watcher", "right")) as server:
        picky = {f"{name}@acme.example": f"550 AUTH PLAIN {CANARY}" for name in ("social", "x")}
        echoing = MailServer(refuses=picky, login=("watcher", CANARY))
        with echoing:
            channels = [
                mail_channel(server.url(TO, login=f"watcher:{CANARY}@")),
                mail_channel(echoing.url(f"{TO},x@acme.example", login=f"watcher:{CANARY}@")),
                mail_channel(f"mailtos://{CANARY}:{CANARY}@127.0.0.1:{free_port()}?{TO}"),
                mail_channel(f"mailto://u:{CANARY}@"),
                Channel(id="social-mail", url=Secret(f"mailto://u:{CANARY}@h.example"), missing=("X",)),
            ]
            deliveries = [await courier().send(alerts(), channel) for channel in channels]
    assert all(isinstance(delivery, Undelivered) for delivery in deliveries)
    logged = [record.getMessage() for record in caplog.records if record.name != "mail.log"]  # the fake server's own
    shown = "\n".join([repr(deliveries), repr(channels), *logged, *capfd.readouterr()])
    assert CANARY.lower() not in shown.lower()
