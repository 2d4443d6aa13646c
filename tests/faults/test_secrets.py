"""Secrets of every kind are planted; what the programs write, send, print and keep is searched for them."""

import json
import re
from pathlib import Path

import pytest
import zstandard

from tests.e2e.daemon.conftest import Daemon, rules, wait_until
from tests.e2e.daemon.test_running import free_port
from tests.fakes.webhook_server import WebhookServer
from tests.faults.conftest import Figure
from tests.site import Site
from watcher.demo.inbox import MailInbox

SECRETS = {
    "PASSWORD": "canary-pass-51f0",
    "TOKEN": "canarytoken9e1",
    "CREDENTIAL": "canary-cred-77",
    "COOKIE": "canary-cookie-3b",
}
COMMANDS = (
    ["validate"], ["status"], ["status", "--json"], ["changes", "--all"], ["changes", "--json"], ["alerts", "list"],
    ["alerts", "list", "--json"], ["alerts", "test"], ["doctor"], ["doctor", "--json"], ["stakes", "--json"],
    ["calendar"],
    ["verify", "--json"], ["check", "--json"],
)  # fmt: skip


def targets(site: Site, mail: int, hook: int, closed: int) -> str:
    return (
        f'network: {{allow: ["{site.allow}"]}}\n'
        "defaults: {every: 1s, owner: team, confirm_after: 1s, confirm_for: 0s, learn_for: 0s}\n"
        "channels:\n"
        f'  mail: {{url: "mailto://127.0.0.1:{mail}?mode=insecure&from=w@acme.example&to=team@acme.example"}}\n'
        f'  hook: {{url: "json://127.0.0.1:{hook}/${{TOKEN}}"}}\n'
        f'  down: {{url: "mailto://watcher:${{PASSWORD}}@127.0.0.1:{closed}'
        '?mode=insecure&from=w@a.example&to=b@a.example"}\n'
        f'  chat: {{url: "mmost://127.0.0.1:{closed}/${{credential:chat}}"}}\n'
        '  odd: {url: "slack://${TOKEN}"}\n'
        "owners:\n  team: {name: Team, push: [mail, hook, down, chat], push_from: 1}\n"
        "operator: {push: [mail, hook]}\n"
        "targets:\n"
        f"  - {{id: rules, kind: policy, url: {site.url('rules')}, login: login.json}}\n"
    )


def found_in(folder: Path, secrets: dict[str, str]) -> list[str]:
    """Files that hold a secret, also compressed ones."""
    found = []
    for path in folder.rglob("*"):
        if not path.is_file() or path.name in {"login.json", "chat"}:
            continue
        content = path.read_bytes()
        if content.startswith(b"\x28\xb5\x2f\xfd"):
            content = zstandard.ZstdDecompressor().decompressobj().decompress(content)
        found += [f"{path}: {name}" for name, secret in secrets.items() if secret.encode() in content]
    return found


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.experiment(21, "planted secrets are in no log, store, mail, backup, output or error")
def test_no_secret_gets_out(daemon: Daemon, site: Site, figure: Figure) -> None:
    (daemon.folder / "credentials").mkdir()
    (daemon.folder / "credentials" / "chat").write_text(SECRETS["CREDENTIAL"])
    cookie = {"name": "s", "value": SECRETS["COOKIE"], "domain": "127.0.0.1", "path": "/", "expires": -1,
              "httpOnly": False, "secure": False, "sameSite": "Lax"}  # fmt: skip
    (daemon.folder / "login.json").write_text(json.dumps({"cookies": [cookie], "origins": []}))
    take = free_port()
    daemon.environment |= SECRETS | {
        "CREDENTIALS_DIRECTORY": str(daemon.folder / "credentials"),
        "WATCHER_TAKE_URL": f"http://127.0.0.1:{take}/take",
        "WATCHER_TAKE_PORT": str(take),
    }
    said: list[str] = []
    with MailInbox() as inbox, WebhookServer() as hooks:
        daemon.config.write_text(targets(site, inbox.port, hooks.port, free_port()))
        daemon.start()
        wait_until(lambda: daemon.counts().get("unchanged"), "a look")
        site.serve("rules", rules("You must not offer more than 3 prizes, from 1 January 2030."))
        wait_until(lambda: inbox.messages and hooks.posts, "alerts")
        wait_until(lambda: daemon.events("channel_failing"), "failing channels are noticed")
        assert daemon.stop() == 0
        secrets = SECRETS | {"KEY": (daemon.store / "take.key").read_text()}
        said += [f"{run.stdout}{run.stderr}" for run in (daemon.command(*command) for command in COMMANDS)]
        change = daemon.findings(severity=1)[0].finding.id
        shown = daemon.command("show", change, "--save", str(daemon.folder / "saved"))
        said.append(shown.stdout + shown.stderr)
        for saved in ("backup", "backup.tar"):
            assert daemon.command("backup", str(daemon.folder / saved)).returncode == 0
        for broken in ("channels: 3\n", "channels:\n  x: {url: 'slack://${TOKEN}', urk: 1}\n", "targets: [\n"):
            daemon.config.write_text(daemon.config.read_text() + broken)
            run = daemon.command("validate")
            assert run.returncode == 2
            said.append(run.stdout + run.stderr)
        mails = "".join(str(mail) for mail in inbox.messages)
        posts = b"".join(post.body for post in hooks.posts).decode()
    (daemon.store / "take.key").unlink()
    everywhere = "\n".join([*said, mails, posts, daemon.log.read_text()])
    assert [name for name, secret in secrets.items() if secret in everywhere] == []
    assert found_in(daemon.folder, secrets) == []
    # the search would find them: the cookie was sent, and the token is in the hook's address
    assert any(SECRETS["COOKIE"] in request.headers.get("Cookie", "") for request in site.requests)
    assert any(SECRETS["TOKEN"] in post.path for post in hooks.posts)
    files = sum(path.is_file() for path in daemon.folder.rglob("*"))
    sent = len(re.findall("^Subject:", mails, re.MULTILINE))
    figure(f"{len(secrets)} secrets, {files} files, {len(said)} outputs, {sent} mails: 0 found")
