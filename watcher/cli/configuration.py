"""`watcher validate` and `watcher schema`: what targets.yaml says."""

import json

import typer

from watcher.alert.courier import problem
from watcher.cli.options import ConfigPath, open_context
from watcher.cli.printing import print_text, say
from watcher.core.text import counted
from watcher.targets.schema import schema


def validate(config: ConfigPath = None) -> None:
    """Check targets.yaml: every error with its line, doubts, and what the file amounts to."""
    context = open_context(config, None)
    loaded = context.config()
    for warning in loaded.warnings:
        say(f"warning: {warning}")
    broken = [(channel, reason) for channel in loaded.channels if not channel.missing and (reason := problem(channel))]
    for channel, reason in broken:
        say(f"error: {loaded.source}: channels.{channel.id}: {reason}")
    if broken:
        raise typer.Exit(2)
    print_text(
        f"{loaded.source} is valid: {counted(len(loaded.targets), 'target')}, {counted(len(loaded.stakes), 'stake')},"
        f" {counted(len(loaded.owners), 'owner')}, {counted(len(loaded.channels), 'channel')}"
    )


def print_schema(config: ConfigPath = None) -> None:
    """Print the JSON Schema of targets.yaml, for editors."""
    print_text(json.dumps(schema(), indent=2, ensure_ascii=False))
