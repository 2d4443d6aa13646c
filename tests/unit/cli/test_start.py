"""The command line starts quickly: help and the version load nothing that a command may need."""

import subprocess
import sys

import pytest

from watcher.cli.commands import COMMANDS, Command

HEAVY = {"apprise", "asyncio", "deepdiff", "lxml", "PIL", "playwright", "pypdf", "sqlite_utils", "yaml"}


def modules_after(*arguments: str) -> set[str]:
    code = (
        "import sys, watcher.cli.main as main\n"
        "try:\n    main.app(sys.argv[1:])\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(' '.join(['modules:', *sys.modules]))"
    )
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(run.stdout.rsplit("modules:", 1)[1].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_nothing_heavy_is_loaded_to_say_which_commands_there_are(option: str) -> None:
    assert HEAVY & modules_after(option) == set()


def test_a_command_loads_what_it_needs() -> None:
    loaded = modules_after("status", "--help")
    assert "sqlite_utils" in loaded
    assert {"playwright", "apprise", "deepdiff"} & loaded == set()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_help_line_is_the_commands_own(command: Command) -> None:
    loaded = command.load()
    assert loaded.name == command.name
    assert loaded.get_short_help_str(200) == command.help
