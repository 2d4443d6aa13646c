"""Finds the platform that somebody names on the command line."""

import typer

from watcher.cli.printing import say
from watcher.targets.catalog.read import Platform, find_platform, meant_platform


def known(name: str) -> Platform:
    """The platform of this name; ends the command with a hint if there is none."""
    platform = find_platform(name)
    if platform is None:
        meant = meant_platform(name)
        hint = f"did you mean {meant}?" if meant else "`watcher catalog` lists those that are"
        say(f"{name!r} is not in the catalogue: {hint}")
        raise typer.Exit(2)
    return platform
