"""What servers answer is shown without anything from the channel's URL."""

import base64

import pytest

from watcher.alert.secrets import redact
from watcher.core.model import Channel, Secret


def shown(answer: str, url: str, *known: str) -> str:
    return redact(answer, Channel(id="c", url=Secret(url)), known=known)


@pytest.mark.parametrize(
    "echo",
    [
        "geheim+wort",
        "geheim%2Bwort",
        "GEHEIM+WORT",
        base64.b64encode(b"geheim+wort").decode(),
        base64.b64encode(b"\0watcher\0geheim+wort").decode(),
        base64.b64encode(b"watcher:geheim+wort").decode(),
    ],
)
def test_a_password_is_hidden_in_every_form(echo: str) -> None:
    url = "mailto://watcher:geheim%2Bwort@mail.acme.example?to=social@acme.example"
    said = shown(f"bad line: {echo} from social@acme.example", url, "mail.acme.example", "social@acme.example")
    assert said == "bad line: **** from social@acme.example"


def test_a_password_is_hidden_even_if_it_stands_in_an_address() -> None:
    assert shown("acme is wrong", "mailto://u:acme@mail.example?to=a@acme.example", "a@acme.example") == "**** is wrong"


def test_tokens_in_paths_and_queries_are_hidden() -> None:
    url = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/secretsecret?sig=SIGNATURE"
    assert shown("no T1JJ3T3L2 secretsecret signature at hooks.slack.com", url, "hooks.slack.com") == (
        "no **** **** **** at hooks.slack.com"
    )


def test_answers_are_one_short_line() -> None:
    assert shown("a\r\nb\x00" + "c" * 500, "json://h/x").startswith("a b")
    assert len(shown("c" * 5000, "json://h/x")) <= 200
