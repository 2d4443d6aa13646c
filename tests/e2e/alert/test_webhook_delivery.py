"""Alerts travel through apprise to real web servers on loopback."""

import logging
import time
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest
from apprise.plugins.slack import NotifySlack

from tests.fakes.alert_samples import LIKE_GATE, NOTICE, NOW, RULES, config, rule_finding
from tests.fakes.mail_server import SilentServer
from tests.fakes.webhook_server import WebhookServer
from watcher.alert.channels import open_channel
from watcher.alert.compose import compose, compose_operator
from watcher.alert.courier import AppriseCourier
from watcher.alert.message import join
from watcher.alert.webhook import send_webhook
from watcher.core.model import Alert, Channel, Delivered, Delivery, Reason, Secret, Undelivered

CANARY = "Kanarienvogel-7f3a"
HOSTILE = (
    "<!channel> <https://evil.example|click> @everyone [pay](https://evil.example) `x` ![p](https://evil.example/p)"
)


def alert(headline: str = "Umlaute: Frühling") -> Alert:
    """A finding whose headline, quotes and headings all say `headline`."""
    clauses = (LIKE_GATE, replace(NOTICE, heading=headline, after=headline))
    reasons = (Reason(rule="new_prohibition", quote=headline, weight=1.0),)
    finding = rule_finding(headline=headline, clauses=clauses, reasons=reasons)
    return compose(finding, target=RULES, config=config(), now=NOW)[1]


async def send(url: str, headline: str = "Umlaute: Frühling", timeout_s: float = 10.0) -> Delivery:
    courier = AppriseCourier(timeout_s=timeout_s, clock=lambda: NOW)
    return await courier.send([alert(headline)], Channel(id="social-chat", url=Secret(url)))


async def test_a_json_webhook_gets_title_text_and_key() -> None:
    with WebhookServer() as hooks:
        assert await send(hooks.url("json")) == Delivered()
    [post] = hooks.posts
    assert post.json["title"].startswith("[Watcher 3/3] Facebook Pages, Groups and Events Policies: strenger: ")
    assert post.json["title"].endswith("„Umlaute: Frühling“ ab 1. April 2027")
    assert "läuft bis 30. April 2027" in post.json["message"]
    assert "[-may-] {+must not+}" in post.json["message"]
    assert post.json["type"] == "failure"
    assert post.headers["X-Alert-Id"] == alert().key


async def test_mattermost_gets_readable_text_without_foreign_pictures() -> None:
    with WebhookServer() as hooks:
        assert await send(hooks.url("mmost", "/token")) == Delivered()
    [post] = hooks.posts
    assert post.path == "/hooks/token"
    assert "Frühlings-Gewinnspiel" in post.json["text"]
    assert "icon_url" not in post.json


async def test_teams_gets_a_card_with_line_breaks_and_the_way_on() -> None:
    with WebhookServer(tls=True) as hooks:
        assert await send(hooks.url("workflows", "/WORKFLOW/SIGNATURE?verify=no")) == Delivered()
    [post] = hooks.posts
    body = post.json["attachments"][0]["content"]["body"]
    assert not [block for block in body if block["type"] == "Image"]
    text = next(block["text"] for block in body if block.get("id") == "body")
    assert "\n\n" in text
    assert "Fund 3f9a1c0b7e52" in text
    assert len(text) < 1500


async def test_slack_gets_escaped_text() -> None:
    with WebhookServer() as hooks:
        channel = Channel(id="slack", url=Secret("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"))
        plugin = open_channel(channel)
        assert isinstance(plugin, NotifySlack)
        plugin.webhook_url = f"http://127.0.0.1:{hooks.port}/services"  # Slack's own address is not for tests
        assert send_webhook(plugin, join([alert("A & B <!channel>")], NOW), channel, timeout_s=5) == Delivered()
    [post] = hooks.posts
    assert post.path == "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    header, section, *_ = post.json["attachments"][0]["blocks"]
    assert (header["type"], section["type"]) == ("header", "section")
    assert "A &amp; B ‹!channel›" in header["text"]["text"]
    assert section["text"]["type"] == "plain_text"
    assert "WAS AUF DEM SPIEL STEHT" in section["text"]["text"]


async def test_slacks_refusal_is_explained() -> None:
    with WebhookServer() as hooks:
        hooks.answer(404, "no_service")
        channel = Channel(id="slack", url=Secret("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"))
        plugin = open_channel(channel)
        assert isinstance(plugin, NotifySlack)
        plugin.webhook_url = f"http://127.0.0.1:{hooks.port}/services"
        delivery = send_webhook(plugin, join([alert()], NOW), channel, timeout_s=5)
    assert isinstance(delivery, Undelivered)
    assert not delivery.transient
    assert "404 Not Found: no_service. The address of channel slack exists no more" in delivery.reason


@pytest.mark.parametrize("scheme", ["json", "mmost", "form"])
async def test_no_chat_finds_a_mention_or_link_in_what_a_page_said(scheme: str) -> None:
    with WebhookServer() as hooks:
        channel = Channel(id="c", url=Secret(hooks.url(scheme)))
        courier = AppriseCourier(clock=lambda: NOW)
        assert await courier.send([alert(HOSTILE)], channel) == Delivered()
    body = hooks.posts[0].body.decode()
    for mark in ("<!channel>", "@everyone", "](", "https://evil", "!["):
        assert mark not in body


async def test_rocket_chat_finds_none_either() -> None:
    with WebhookServer() as hooks:
        url = f"rocket://{'a' * 17}/{'b' * 43}@127.0.0.1:{hooks.port}/#room"
        assert await send(url, HOSTILE) == Delivered()
    text = hooks.posts[0].json["text"]
    for mark in ("<!channel>", "@everyone", "](", "https://evil", "!["):
        assert mark not in text


async def test_an_error_of_the_server_passes() -> None:
    with WebhookServer() as hooks:
        hooks.answer(500, "oops")
        failed = await send(hooks.url("json"))
        assert failed == Undelivered(
            reason=f"127.0.0.1:{hooks.port} answered 500 Internal Server Error: oops", transient=True
        )
        assert await send(hooks.url("json")) == Delivered()


@pytest.mark.parametrize("scheme", ["json", "mmost"])
@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120.0), (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300.0), ("soon", None)],
)
async def test_too_many_requests_says_when_to_come_back(scheme: str, header: str, seconds: float | None) -> None:
    with WebhookServer() as hooks:
        hooks.answer(429, Retry_After=header)
        delivery = await send(hooks.url(scheme))
    assert isinstance(delivery, Undelivered)
    assert delivery.transient
    assert delivery.retry_after_s == seconds


@pytest.mark.parametrize(
    ("status", "transient", "said"),
    [
        (503, True, "503 Service Unavailable"),
        (401, False, "Check the token or password of channel social-chat"),
        (403, False, "Check the token or password of channel social-chat"),
        (404, False, "make a new webhook"),
        (410, False, "make a new webhook"),
        (400, False, "Check the URL of channel social-chat"),
        (302, False, "302 Found"),
        (299, None, ""),
        (599, True, "answered 599"),
    ],
)
async def test_answers_are_told_apart(status: int, transient: bool | None, said: str) -> None:
    with WebhookServer() as hooks:
        hooks.answer(status, Location="/elsewhere")
        delivery = await send(hooks.url("json"))
    if transient is None:
        assert delivery == Delivered()
        return
    assert isinstance(delivery, Undelivered)
    assert delivery.transient is transient
    assert said in delivery.reason
    assert len(hooks.posts) == 1


async def test_a_page_of_html_is_not_quoted() -> None:
    with WebhookServer() as hooks:
        hooks.answer(502, "<html><script>x</script>", Content_Type="text/html")
        delivery = await send(hooks.url("json"))
    assert isinstance(delivery, Undelivered)
    assert "html" not in delivery.reason


async def test_a_hung_webhook_is_left_after_the_time_bound() -> None:
    with SilentServer() as server:
        started = time.monotonic()
        delivery = await send(f"json://127.0.0.1:{server.port}/x?rto=60", timeout_s=0.5)
        assert time.monotonic() - started < 2
    assert isinstance(delivery, Undelivered)
    assert delivery.transient


async def test_a_server_that_drips_is_left_and_not_waited_for_without_end() -> None:
    with SilentServer(drip=b"x") as server:
        courier = AppriseCourier(timeout_s=0.3, clock=lambda: NOW)
        channel = Channel(id="tarpit", url=Secret(f"mailto://127.0.0.1:{server.port}?from=w@a.example&to=b@a.example"))
        reasons = []
        for n in range(4):
            delivery = await courier.send([replace(alert(), key=f"k{n}")], channel)
            assert isinstance(delivery, Undelivered)
            assert delivery.transient
            reasons.append(delivery.reason)
    assert reasons[:3] == ["the server of channel tarpit did not finish within 0.3 s"] * 3
    assert reasons[3] == "the server of channel tarpit still keeps earlier tries waiting"


async def test_tls_trouble_is_for_the_operator() -> None:
    with WebhookServer(tls=True) as hooks:
        unknown = await send(hooks.url("jsons"))
    with WebhookServer() as plain:
        wrong = await send(plain.url("jsons"))
    assert isinstance(unknown, Undelivered)
    assert not unknown.transient
    assert "certificate that is not trusted" in unknown.reason
    assert isinstance(wrong, Undelivered)
    assert not wrong.transient
    assert "does not speak TLS" in wrong.reason


async def test_a_missing_secret_is_named() -> None:
    channel = Channel(id="chat", url=Secret("${SLACK_URL}"), missing=("SLACK_URL",))
    delivery = await AppriseCourier().send([alert()], channel)
    assert isinstance(delivery, Undelivered)
    assert not delivery.transient
    assert "channel chat needs secrets that are not set: SLACK_URL" in delivery.reason


async def test_failures_reach_the_operator() -> None:
    alerts = compose_operator(key="stale:acme", subject="No capture", text="line\nline", config=config(), now=NOW)
    with WebhookServer() as hooks:
        channel = Channel(id="ops", url=Secret(hooks.url("json")))
        assert await AppriseCourier(clock=lambda: NOW).send(alerts, channel) == Delivered()
    assert hooks.posts[0].json["title"] == "[Watcher] No capture"
    assert hooks.posts[0].json["type"] == "warning"


async def test_tokens_are_shown_nowhere(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG), WebhookServer() as hooks:
        urls = [
            hooks.url("json", f"/{CANARY}?-sig={CANARY}"),
            hooks.url("mmost", f"/{CANARY}"),
            f"json://127.0.0.1:9/{CANARY}",
        ]
        deliveries = []
        for url in urls:
            hooks.answer(403, f"token {CANARY} at /{CANARY} is not valid")
            deliveries.append(await send(url))
        deliveries.append(await send(f"jsons://u:{CANARY}@nowhere.invalid/{CANARY}"))
        deliveries.append(await send(f"slack://{CANARY}/x/y"))
    assert all(isinstance(delivery, Undelivered) for delivery in deliveries)
    shown = repr(deliveries) + caplog.text + "".join(capfd.readouterr())
    assert CANARY.lower() not in shown.lower()


@pytest.mark.parametrize("asked", ["", "?blocks=yes"])
async def test_slack_gets_no_more_than_it_takes_however_much_there_is_to_say(asked: str) -> None:
    """Slack takes 40,000 characters of text, 100 attachments, and of blocks 3,000 characters a text and 50 blocks."""
    many = [replace(alert("A & B <!channel> " + "x" * 1_000_000), key=f"k{n:03}", gist=f"g{n}") for n in range(100)]
    with WebhookServer() as hooks:
        channel = Channel(id="slack", url=Secret("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ" + asked))
        plugin = open_channel(channel)
        assert isinstance(plugin, NotifySlack)
        plugin.webhook_url = f"http://127.0.0.1:{hooks.port}/services"  # Slack's own address is not for tests
        assert send_webhook(plugin, join(many, NOW), channel, timeout_s=5) == Delivered()
    for post in hooks.posts:
        assert len(post.body) < 100_000
        assert len(post.json.get("text", "")) <= 40_000
        assert len(post.json["attachments"]) <= 100
        blocks = [block for attached in post.json["attachments"] for block in attached.get("blocks", [])]
        assert len(blocks) <= 50
        for block in blocks:
            assert 1 <= len(block.get("text", {}).get("text", "x")) <= {"header": 150}.get(block["type"], 3_000)
            assert len(block.get("elements", [])) <= 10
        assert all(len(attached.get("text", "")) <= 40_000 for attached in post.json["attachments"])
        assert b"<!channel>" not in post.body
    assert len([one for one in many if any(one.key.encode() in post.body for post in hooks.posts)]) >= 90
