"""Secrets in channel addresses: found, fitted in, and never shown."""

import pickle
import traceback
from pathlib import Path

import apprise
import pytest
from apprise.plugins.email import NotifyEmail

from watcher.core.model import Config
from watcher.targets.channels import LARGEST_SECRET
from watcher.targets.errors import ConfigError
from watcher.targets.load import loads
from watcher.targets.secret_urls import has_clear_secret, parse, read_template

TRICKY = "p@ss/w:rd #?&%41+ü${HOME}$$"


def read(
    url: str,
    environment: dict[str, str] | None = None,
    credentials: Path | None = None,
    folder: Path = Path("/nowhere"),
) -> Config:
    quoted = url.replace("'", "''")
    text = (
        f"channels: {{c: {{url: '{quoted}'}}}}\noperator: {{push: c}}\ntargets: [{{id: a, url: 'https://a.example/'}}]"
    )
    return loads(text.encode(), environment=environment or {}, credentials=credentials, folder=folder)


def opened(url: str, environment: dict[str, str] | None = None) -> str:
    config = read(url, environment)
    assert config.channels[0].missing == ()
    return config.channels[0].url.reveal()


def test_password_reaches_the_mail_plugin_whatever_its_letters() -> None:
    url = opened(
        "mailtos://${USER}:${PW}@mail.acme.example?to=a@acme.example", {"USER": "w@acme.example", "PW": TRICKY}
    )
    plugin = apprise.Apprise.instantiate(url)
    assert isinstance(plugin, NotifyEmail)
    assert (plugin.user, plugin.password, plugin.smtp_host) == ("w@acme.example", TRICKY, "mail.acme.example")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("${V}", "a@b/c"),
        ("slack://${V}/#social", "slack://a@b/c/#social"),
        ("mailto://u:${V}@${V}/?to=${V}", "mailto://u:a%40b%2Fc@a@b/c/?to=a@b/c"),
        ("mailto://u@acme.example:${V}@host/", "mailto://u@acme.example:a%40b%2Fc@host/"),
        ("mailto://u:x${V}y@host", "mailto://u:xa%40b%2Fcy@host"),
        ("json://host/$${V}/$$/$", "json://host/${V}/$/$"),
        ("json://host/?to=x@y&z=${V}", "json://host/?to=x@y&z=a@b/c"),
        ("  json://host/  ", "json://host/"),
    ],
)
def test_only_user_name_and_password_are_encoded(template: str, expected: str) -> None:
    assert opened(template, {"V": "a@b/c"}) == expected


def test_sources(tmp_path: Path) -> None:
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "smtp").write_bytes(b"from-systemd\n")
    (tmp_path / "secret").write_bytes(b"\xef\xbb\xbffrom-file\r\n")
    template = f"json://${{ENV}}/${{file:secret}}/${{file:{tmp_path}/secret}}/${{credential:smtp}}"
    config = read(template, {"ENV": "from-env\n"}, tmp_path / "credentials", tmp_path)
    assert config.channels[0].url.reveal() == "json://from-env/from-file/from-file/from-systemd"
    assert config.warnings == ()


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("NOT_SET", "the environment variable NOT_SET is empty or not set"),
        ("EMPTY", "the environment variable EMPTY is empty or not set"),
        ("file:none", "the file none is not there"),
        ("file:.", "the file . is not there"),
        ("file:empty", "the file empty is empty"),
        ("file:binary", "the file binary is not UTF-8 text"),
        ("file:large", "the file large is too large for a secret"),
        ("file:/dev/zero", "the file /dev/zero is not there"),
        ("credential:none", "the credential none is not there"),
    ],
)
def test_missing_secret_is_a_warning(tmp_path: Path, reference: str, reason: str) -> None:
    (tmp_path / "empty").write_bytes(b"\n")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "large").write_bytes(b"x" * (LARGEST_SECRET + 1))
    config = read(f"json://host/${{{reference}}}", {"EMPTY": ""}, tmp_path, tmp_path)
    assert config.channels[0].missing == (reference,)
    assert [(problem.key, problem.message) for problem in config.warnings] == [
        ("channels.c.url", f"{reason}: nothing can be sent through this channel until it is there")
    ]


def test_no_credentials_folder() -> None:
    config = read("${credential:smtp}")
    assert config.channels[0].missing == ("credential:smtp",)
    assert "systemd has passed none" in config.warnings[0].message


@pytest.mark.parametrize("template", ["${V}", "json://${V}/"])
def test_secret_that_makes_no_address_is_a_warning(template: str) -> None:
    config = read(template, {"V": "top\nsecret"})
    assert ["does not make an address" in problem.message for problem in config.warnings] == [True]
    assert "top" not in str(config.warnings)


@pytest.mark.parametrize(
    ("template", "clear"),
    [
        ("mailtos://watcher:${PW}@mail.acme.example", False),
        ("mailtos://${USER}:${PW}@mail.acme.example", False),
        ("mailtos://watcher@acme.example:${PW}@mail.acme.example", False),
        ("mailtos://mail.acme.example:465/?to=social@acme.example", False),
        ("http://127.0.0.1:8025/hook", False),
        ("${URL}", False),
        ("slack://${TOKEN}/#social", False),
        ("mailtos://mail.acme.example?user=w&pass=${PW}", False),
        ("mailtos://watcher:geheim@mail.acme.example", True),
        ("mailtos://watcher:pre${PW}@mail.acme.example", True),
        ("mailtos://watcher:1234@mail.acme.example", True),
        ("mailtos://watcher:ge/h#eim@mail.acme.example", True),
        ("mailtos://mail.acme.example?user=w&pass=geheim", True),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#social", True),
        ("https://hooks.slack.example/services/T1/B2/TIiajkdnlazkcOXrIdevi7FQ", True),
        ("tgram://123456789:abcdefg_hijklmnop1/chat", True),
    ],
)
def test_clear_text_is_noticed(template: str, clear: bool) -> None:
    assert has_clear_secret(parse(template)) is clear


@pytest.mark.parametrize(
    "template",
    [
        *("", "  ", 5, None, "host/path", "json://${}", "json://${A B}", "json://${A", "${file:}", "${file:~/x}"),
        *("${credential:}", "${credential:../x}", "${credential:..}", "${credential:.x}", "${vault:x}", "json://a\nb"),
        "json://" + "x" * 5000,
    ],
)
def test_template_that_cannot_be_read(template: object) -> None:
    with pytest.raises(ValueError):
        read_template(template)


def test_nothing_that_is_printed_has_the_secret() -> None:
    config = read("mailtos://u:${PW}@host?to=a@b.example", {"PW": "hunter2"})
    assert "hunter2" in config.channels[0].url.reveal()
    for text in (repr(config), str(config), f"{config.channels[0].url}", str(config.warnings)):
        assert "hunter2" not in text
    assert pickle.loads(pickle.dumps(config)) == config


def test_error_carries_no_secret_along() -> None:
    """Neither the error nor what it was raised from, which a traceback with locals would show."""
    with pytest.raises(ConfigError) as caught:
        read("mailtos://u:hunter2@host/${", {"PW": "hunter2"})
    error = caught.value
    assert (error.__cause__, error.__context__) == (None, None)
    assert "hunter2" not in "".join(traceback.format_exception_only(error)) + repr(error)
