"""The demo's targets.yaml: its shape, and that its channels really deliver to the inboxes."""

from datetime import date
from pathlib import Path
from typing import Any

import apprise
import pytest
from ruamel.yaml import YAML

from watcher.demo.inbox import MailInbox, WebhookInbox
from watcher.demo.platform import Platform
from watcher.demo.targets import RECIPIENT, SENDER, write_targets
from watcher.targets.load import load


def read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(path)
    return loaded


def test_the_targets_are_those_of_the_running_platform(tmp_path: Path) -> None:
    with Platform(date(2026, 11, 25)) as platform:
        path = write_targets(tmp_path / "new" / "folder", platform, 2525, 8080)
        config = read(path)
        assert config["network"] == {"allow": [f"127.0.0.1/32:{platform.port}"]}
        assert {target["id"]: target["url"] for target in config["targets"]} == {
            "acme-facepage": f"{platform.url}/acme",
            "facepage-promotions": f"{platform.url}/policies/promotions",
            "facepage-pages": f"{platform.url}/policies/pages",
        }
    assert path == tmp_path / "new" / "folder" / "targets.yaml"
    assert config["stakes"]["spring-contest"]["ends"] == date(2027, 1, 24)
    assert config["targets"][0]["watch"] == [
        {"role": "tab", "name": "Spring Contest", "threat": ["gone", "below_fold"]}
    ]


def test_the_file_is_one_that_watcher_accepts_without_a_doubt(tmp_path: Path) -> None:
    today = date(2026, 11, 25)
    with Platform(today) as platform:
        config = load(write_targets(tmp_path, platform, 2525, 8080), environment={}, credentials=None, today=today)
    assert config.warnings == ()
    assert [target.confirm_after.total_seconds() for target in config.targets] == [1, 1, 1]
    assert [(stake.targets, str(stake.value)) for stake in config.stakes] == [
        (("acme-facepage", "facepage-promotions"), "45,000 EUR")
    ]
    assert [(owner.push, owner.language) for owner in config.owners] == [(("demo-mail", "demo-hook"), "en")]


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "targets.yaml").write_text("precious")
    with Platform(date(2026, 11, 25)) as platform, pytest.raises(FileExistsError):
        write_targets(tmp_path, platform, 2525, 8080)
    assert (tmp_path / "targets.yaml").read_text() == "precious"


def test_the_channels_reach_the_inboxes(tmp_path: Path) -> None:
    with Platform(date(2026, 11, 25)) as platform, MailInbox() as mail, WebhookInbox() as hook:
        config = read(write_targets(tmp_path, platform, mail.port, hook.port))
        for channel in config["channels"].values():
            sender = apprise.Apprise()
            assert sender.add(channel["url"])
            assert sender.notify(title="Tab gone", body="Spring Contest")
        (message,) = mail.wait_for(1, 5)
        (posted,) = hook.wait_for(1, 5)
    assert message["subject"] == "Tab gone"
    assert SENDER in message["from"]
    assert RECIPIENT in message["to"]
    assert posted.target == "/hooks/social-team"
    assert (posted.json()["title"], posted.json()["message"]) == ("Tab gone", "Spring Contest")
