"""`watcher init` and `watcher add`: what they write, and what they leave as it is."""

import os
import pty
import select
import signal
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.unit.cli.conftest import Run
from watcher.cli.main import app
from watcher.core.model import Config, StakeKind
from watcher.targets.load import load

NOTE = "  # a note of our own\n"


def loaded(folder: Path) -> Config:
    return load(folder / "targets.yaml", environment={"SMTP_USER": "u", "SMTP_PASSWORD": "p"}, credentials=None)


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_from_an_empty_folder_to_a_file_without_a_warning(fresh: Run, tmp_path: Path) -> None:
    given = ("--platform", "facebook=https://www.facebook.com/acme", "--stake", "contest", "--language", "de")
    assert fresh("init", *given, "--mail", "team@acme.example", "--yes").exit_code == 0
    config = loaded(tmp_path / "empty")
    assert config.warnings == ()
    assert config.targets[0].id == "acme-facebook"
    assert config.targets[0].parts[0].url == "https://www.facebook.com/acme"
    [stake] = config.stakes
    assert (stake.id, stake.kind) == ("facebook-contest", StakeKind.CONTEST)
    assert {"acme-facebook", "facebook-promotions"} <= set(stake.targets)
    assert (config.owners[0].language, config.targets[0].locale) == ("de", "de-DE")


def test_init_overwrites_nothing_and_asks_nobody_who_is_not_there(fresh: Run) -> None:
    assert "--yes" in fresh("init").stderr
    assert fresh("init", "--platform", "x=acme", "--yes").exit_code == 0
    before = Path("targets.yaml").read_bytes()
    assert fresh("init", "--platform", "x=acme", "--yes").exit_code == 2
    assert Path("targets.yaml").read_bytes() == before


@pytest.mark.parametrize("wrong", ["facebok", "vine", "x=far-too-long-for-one"])
def test_init_writes_nothing_when_something_is_wrong(fresh: Run, wrong: str) -> None:
    result = fresh("init", "--platform", wrong, "--yes")
    assert result.exit_code == 2
    assert result.stderr
    assert not Path("targets.yaml").exists()


@pytest.mark.parametrize(
    ("mail", "server"),
    [
        ("team", ""),
        ("team@acme", ""),
        ("te am@acme.example", ""),
        ("team@acme.example", "contest tab"),
    ],
)
def test_init_takes_no_mail_address_or_server_that_cannot_be_one(fresh: Run, mail: str, server: str) -> None:
    result = fresh("init", "--platform", "x=acme", "--mail", mail, "--server", server, "--yes")
    assert result.exit_code == 2
    assert (server or mail) in result.stderr
    assert not Path("targets.yaml").exists()


def test_init_takes_what_mail_addresses_may_hold(fresh: Run, tmp_path: Path) -> None:
    given = ("--platform", "x=acme", "--mail", "team+alerts@acme.example", "--server", "localhost:2525")
    assert fresh("init", *given, "--yes").exit_code == 0
    assert (
        "@localhost:2525?from=team%2Balerts@acme.example&to=team%2Balerts@acme.example"
        in (tmp_path / "empty" / "targets.yaml").read_text()
    )


def test_init_asks_again_in_a_terminal_and_loses_no_answer(tmp_path: Path) -> None:
    answers = [
        "facebok", "facebook", "acme", "xx", "en", "Berlin", "Europe/Berlin",
        "team", "team@acme.example", "contest tab", "", "lottery", "contest", "Spring", "many", "45000 EUR", "", "",
    ]  # fmt: skip
    shown = _typed(tmp_path, answers)
    assert (tmp_path / "targets.yaml").exists(), shown
    config = loaded(tmp_path)
    (stake,) = config.stakes
    assert (stake.kind, stake.title) == (StakeKind.CONTEST, "Spring")
    assert stake.value is not None
    assert "@mail.acme.example?" in (tmp_path / "targets.yaml").read_text()
    for wrong in ("facebok", "de or en", "Berlin", "not an e-mail address", "contest tab", "lottery", "many"):
        assert wrong in shown


def _typed(folder: Path, answers: list[str]) -> str:
    """What a terminal shows of `watcher init` in a folder, each answer typed once the program waits for it."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-c", "from watcher.cli.main import main; main()", "init"])
    shown, seen, waiting = "", 0, list(answers)
    while select.select([terminal], [], [], 20)[0]:
        try:
            shown += os.read(terminal, 4096).decode()
        except OSError:
            break
        if waiting and shown[seen:].endswith(": "):
            seen = len(shown)
            os.write(terminal, waiting.pop(0).encode() + b"\n")
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    return shown


def test_add_writes_the_page_its_documents_and_the_stake(run: Run, folder: Path) -> None:
    path = folder / "targets.yaml"
    path.write_text(path.read_text() + NOTE)
    before = path.read_text().splitlines()
    result = run("add", "facebook", "--page", "https://www.facebook.com/acme", "--contest", "--ends", "2027-04-30")
    assert result.exit_code == 0, result.stderr
    after = path.read_text().splitlines()
    assert [line for line in after if line in before] == before
    assert all(f"+ {line}" in result.stdout for line in after if line not in before)
    stake = next(stake for stake in loaded(folder).stakes if stake.id == "facebook-contest")
    assert stake.targets == ("acme-facebook", "facebook-terms", "facebook-community", *stake.targets[3:])
    assert str(stake.ends) == "2027-04-30"


def test_add_notices_what_is_watched_already(run: Run, folder: Path) -> None:
    assert run("add", "facebook", "--page", "acme", "--document", "terms").exit_code == 0
    before = (folder / "targets.yaml").read_bytes()
    again = run("add", "https://www.facebook.com/acme", "--document", "terms")
    assert "watched already: acme-facebook, facebook-terms" in again.stderr
    assert (folder / "targets.yaml").read_bytes() == before


def test_add_gives_an_existing_stake_more_to_depend_on(run: Run, folder: Path) -> None:
    assert run("add", "x", "--document", "promotions", "--stake", "contest").exit_code == 0
    [stake] = loaded(folder).stakes
    assert stake.targets == ("terms", "x-promotions")


def test_a_dry_run_writes_nothing(run: Run, folder: Path) -> None:
    before = (folder / "targets.yaml").read_bytes()
    result = run("add", "bluesky", "--dry-run")
    assert "+   - {id: bluesky-terms, platform: bluesky, document: terms}" in result.stdout
    assert (folder / "targets.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("google-plus",), "ended on 2019-04-02"),
        (("facebook", "--document", "term"), "not in the catalogue"),
        (("facebok",), "did you mean facebook?"),
        (("x", "--page", "far-too-long-for-one"), "write it as in acme"),
        (("facebook", "--contest", "--value", "much"), "is not an amount of money"),
    ],
)
def test_add_writes_nothing_when_something_is_wrong(
    run: Run, folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = (folder / "targets.yaml").read_bytes()
    result = run("add", *arguments)
    assert said in (result.stderr or str(result.exception))
    assert result.exit_code != 0
    assert (folder / "targets.yaml").read_bytes() == before


def test_add_without_a_file_says_how_to_begin(fresh: Run) -> None:
    assert "`watcher init` makes one" in fresh("add", "x").stderr


def test_import_appends_and_lists_what_is_lost(run: Run, folder: Path) -> None:
    jobs = folder / "jobs.yaml"
    jobs.write_text("url: https://a.example/terms\n---\ncommand: date\n---\nurl: https://platform.example/terms\n")
    before = (folder / "targets.yaml").read_text()
    result = run("import", "urlwatch", str(jobs))
    assert result.exit_code == 0, result.stderr
    new = "  - {id: a-example-terms, url: https://a.example/terms}\n"
    assert (folder / "targets.yaml").read_text() == before + new
    assert "not carried over: date: runs a command" in result.stderr
    assert "watched already: terms" in result.stderr
    assert "3 entries: 2 carried over whole, 0 in part, 1 not at all" in result.stderr


def test_import_of_another_format_names_the_file(run: Run, folder: Path) -> None:
    (folder / "jobs.yaml").write_text("[")
    result = run("import", "ota", "jobs.yaml")
    assert (result.exit_code, "jobs.yaml: is not JSON" in result.stderr) == (2, True)
    assert run("import", "ota", "nowhere.json").exit_code == 2
