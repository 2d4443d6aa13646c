"""`watcher validate`, `watcher schema` and `watcher stakes`: what targets.yaml says."""

import json
from datetime import UTC, datetime

import typer

from watcher.alert.courier import problem
from watcher.cli.options import AsJson, ConfigPath, open_context
from watcher.cli.printing import print_json, print_rows, print_text, say
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
        f"{loaded.source} is valid: {len(loaded.targets)} targets, {len(loaded.stakes)} stakes,"
        f" {len(loaded.owners)} owners, {len(loaded.channels)} channels"
    )


def print_schema(config: ConfigPath = None) -> None:
    """Print the JSON Schema of targets.yaml, for editors."""
    print_text(json.dumps(schema(), indent=2, ensure_ascii=False))


def stakes(config: ConfigPath = None, as_json: AsJson = False) -> None:
    """List what is at stake: investments, what they are worth, and what they depend on."""
    loaded = open_context(config, None).config()
    today = datetime.now(UTC).date()
    facts = [
        {
            "id": stake.id,
            "title": stake.title,
            "kind": stake.kind.value,
            "owners": list(stake.owners),
            "value": str(stake.value) if stake.value else None,
            "reach": stake.reach,
            "starts": stake.starts and stake.starts.isoformat(),
            "ends": stake.ends and stake.ends.isoformat(),
            "days_left": (stake.ends - today).days if stake.ends else None,
            "targets": list(stake.targets),
            "topics": [topic.value for topic in stake.topics],
        }
        for stake in loaded.stakes
    ]
    if as_json:
        for fact in facts:
            print_json(fact)
        return
    print_rows(
        ("STAKE", "KIND", "OWNERS", "VALUE", "REACH", "ENDS", "DEPENDS ON"),
        [
            (
                fact["title"],
                fact["kind"],
                ", ".join(stake.owners),
                fact["value"],
                fact["reach"],
                fact["ends"],
                ", ".join([*stake.targets, *(topic.value for topic in stake.topics)]),
            )
            for fact, stake in zip(facts, loaded.stakes, strict=True)
        ],
    )
