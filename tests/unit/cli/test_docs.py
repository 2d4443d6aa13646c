"""What README and docs say is so: their commands exist, their configuration loads, their keys are printed."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.facts import NOON, a_finding, an_alert
from watcher.cli.commands import COMMANDS as ALL
from watcher.core.model import AlertRecord, Incident, RecordedFinding, TargetStatus, Trouble
from watcher.report.facts import alert_json, incident_json, recorded_json, status_json
from watcher.targets.load import loads

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TROUBLE = Trouble(kind="timeout", message="", url="", lasting=False, of_host=True)
COMMANDS = {command.name: command for command in ALL}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_are_named_exist(page: Path) -> None:
    for command, sub in re.findall(r"`watcher ([a-z][a-z-]*)(?: ([a-z]+))?", page.read_text()):
        assert command in COMMANDS, f"watcher {command}"
        if command in ("alerts", "catalog") and sub:
            assert sub in COMMANDS[command].load().commands, f"watcher {command} {sub}"


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text()
    assert [name for name in COMMANDS if not re.search(rf"`[^`\n]*\b{name}\b", text)] == []


def test_the_readmes_configuration_loads() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    config = loads(block.encode(), environment={"SMTP_PASSWORD": "secret"}, credentials=None, folder=ROOT)
    assert [target.id for target in config.targets] == ["our-page", "facebook-promotions"]
    assert config.warnings == ()


def test_make_targets_that_are_named_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for name in re.findall(r"make ([a-z]+)", (ROOT / "README.md").read_text()):
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), f"make {name}"


def test_ci_calls_the_readmes_test_command() -> None:
    assert "$ make test" in (ROOT / "README.md").read_text()
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text()


def test_json_keys_are_documented() -> None:
    text = (ROOT / "docs" / "json.md").read_text()
    status = TargetStatus(
        target="t",
        due=NOON,
        leased=False,
        failures=0,
        last_good_at=None,
        last_at=None,
        outcome=None,
        message=None,
        captures=0,
    )
    record = AlertRecord(
        alert=an_alert(), state="waiting", tries=0, due=NOON, last_try_at=None, last_error=None, settled_at=None
    )
    incident = Incident(id="i", key="k", outage=True, hosts=(), targets=(), trouble=TROUBLE, since=NOON, opened_at=NOON)
    finding = recorded_json(RecordedFinding(finding=a_finding(), acks=()))
    for key in [*finding, *status_json(status), *alert_json(record), *incident_json(incident)]:
        assert f"`{key}`" in text, key


def test_settings_are_documented() -> None:
    settings = (ROOT / "watcher" / "settings.py").read_text()
    operations = (ROOT / "docs" / "operations.md").read_text()
    for name in set(re.findall(r'"(WATCHER_[A-Z_]+)"', settings)):
        assert f"`{name}`" in operations, name


def test_the_unit_names_what_exists() -> None:
    unit = (ROOT / "systemd" / "watcher.service").read_text()
    assert re.search(r"^ExecStart=\S+/watcher run$", unit, re.MULTILINE)
    assert YAML(typ="safe").load((ROOT / "targets.yaml").read_text())["targets"]
