"""The `watcher` command: its sub-commands, and how errors become messages and exit statuses."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from watcher.cli.commands import LazyGroup, announce
from watcher.cli.printing import print_text, say
from watcher.core.errors import ExpectedError
from watcher.core.ports import BlobDamagedError, BlobMissingError

_FELL_SHORT = 1

app = typer.Typer(
    name="watcher",
    cls=LazyGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Watches brand pages and platform rules, and tells their owners of the changes that matter.",
    epilog="Exit status: 0 done, 1 something fell short, 2 wrong usage or configuration. Logs go to stderr.",
)
announce(app)


@app.callback(invoke_without_command=True)
def _options(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
) -> None:
    if show_version:
        print_text(f"watcher {version('platform-watcher')}")
        raise typer.Exit


def main() -> None:
    """Runs the command line; expected errors end with one clear message and status 2."""
    try:
        app()
    except ExpectedError as error:
        say(str(error))
        sys.exit(error.status)
    except (BlobMissingError, BlobDamagedError) as error:
        say(f"evidence is missing or damaged: {error}; run `watcher verify`")
        sys.exit(_FELL_SHORT)
