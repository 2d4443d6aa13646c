"""A bad channel is named, its URL never is."""

import logging

import pytest

from watcher.alert.channels import open_channel, problem
from watcher.core.model import Channel, Secret

CANARY = "canary-7f3a"


def channel(url: str, *missing: str) -> Channel:
    return Channel(id="team", url=Secret(url), missing=missing)


@pytest.mark.parametrize(
    "url",
    [
        f"mailto://watcher:{CANARY}@mail.acme.example?to=social@acme.example",
        "mailtos://watcher:p%40ss@mail.acme.example:465?mode=ssl&to=a@acme.example,b@acme.example",
        "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ\n",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general",
        f"mmost://127.0.0.1:8065/{CANARY}",
        "json://127.0.0.1/hook",
        "workflows://prod-1.westeurope.logic.azure.com:443/WFID/SIGNATURE/",
    ],
)
def test_good_channels_have_no_problem(url: str) -> None:
    assert problem(channel(url)) is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"{CANARY}", "not one that apprise knows"),
        ("", "not one that apprise knows"),
        (f"https://example.com/{CANARY}", "not one that apprise knows"),
        (f"slack://{CANARY}", "slack:// URL is not complete"),
        (f"mmost://{CANARY}", "mmost:// URL is not complete"),
        (f"mailto://u:{CANARY}@mail.example:25?from=w@acme.example&to=nobody", "no recipient"),
        (f"mailto://u:{CANARY}@mail.example:25?from=w@acme.example&to=a@b.example&pgp=encrypt", "PGP"),
        (f"mailto://u:{CANARY}@mail.example:25?from=w@acme.example&to=a@b.example&+X%20Y=1", "not the name of a mail"),
    ],
)
def test_bad_channels_are_named_without_their_url(
    url: str, said: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        found = problem(channel(url))
    assert found is not None
    assert said in found
    assert "channel team" in found
    assert CANARY not in found + caplog.text + "".join(capfd.readouterr())


def test_a_channel_with_missing_secrets_says_which() -> None:
    found = problem(channel("mailtos://u:${SMTP_PASSWORD}@m.example", "SMTP_PASSWORD", "SLACK_URL"))
    assert found is not None
    assert "SMTP_PASSWORD, SLACK_URL" in found


def test_nothing_is_loaded_from_elsewhere_and_no_redirect_is_followed() -> None:
    plugin = open_channel(channel("mmost://127.0.0.1:8065/token"))
    assert not isinstance(plugin, str)
    assert plugin.redirects is False
    assert plugin.asset.image_url_mask == ""
