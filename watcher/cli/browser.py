"""`watcher browser`: which browser is used, and getting one."""

from typing import Annotated

import typer

from watcher.app import find_or_install
from watcher.cli.options import ConfigPath, open_context
from watcher.cli.printing import print_text, say


def browser(
    install: Annotated[bool, typer.Option("--install", help="Get one where none is found.")] = False,
    config: ConfigPath = None,
) -> None:
    """Print the path of the browser that Watcher uses. Exit status 1 if there is none."""
    path = find_or_install(open_context(config, None).settings, install=install, say=say)
    if path is None:
        say(
            "no Chromium or Chrome found. `watcher browser --install` gets one; or install Chromium or Google Chrome"
            " yourself; or set WATCHER_BROWSER to the path of one"
        )
        raise typer.Exit(1)
    print_text(str(path))
