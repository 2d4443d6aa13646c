"""The sub-commands by name, imported when they are used: help, completion and the version stay quick."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup


@dataclass(frozen=True, slots=True)
class Command:
    """A name, the module and attribute that hold the function or `typer.Typer`, and the help in one line."""

    name: str
    place: str
    help: str

    def load(self) -> Any:
        """The command as typer builds it; a test holds its short help equal to `help`."""
        module, attribute = self.place.split(":")
        made = getattr(import_module(f"watcher.cli.{module}"), attribute)
        if not isinstance(made, typer.Typer):
            alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            alone.command(self.name)(made)
            made = alone
        command = typer.main.get_command(made)
        command.name = self.name
        return command


COMMANDS = (
    Command(
        "run",
        "watching:run",
        "Run the daemon: visit every target on its schedule and send alerts, until it is stopped.",
    ),
    Command("check", "watching:check", "Look at targets once, now, and send what is to be sent."),
    Command(
        "validate",
        "configuration:validate",
        "Check targets.yaml: every error with its line, doubts, and what the file amounts to.",
    ),
    Command("schema", "configuration:print_schema", "Print the JSON Schema of targets.yaml, for editors."),
    Command("catalog", "catalog:app", "Platforms that Watcher knows: documents, brand pages, what has ended."),
    Command(
        "init", "init:init", "Write a first targets.yaml: which platforms, which pages, what is at stake, who is told."
    ),
    Command(
        "discover",
        "discover:discover",
        "Find the policy documents that a site links (foot, legal pages, sitemap), by kind, as targets to copy.",
    ),
    Command(
        "add",
        "add:add",
        "Add a platform's documents, a brand's page and what depends on them to targets.yaml; the rest is kept.",
    ),
    Command(
        "inspect",
        "inspect:inspect",
        "Show a page as Watcher sees it: its elements, numbered on a picture, and a `watch:` block to copy.",
    ),
    Command("import", "importing:app", "Take over what other programs watch; what cannot be carried over is listed."),
    Command("changes", "changes:changes", "List what was found, newest first."),
    Command("show", "changes:show", "Show one change: what it means, the redline, why, and where its evidence lies."),
    Command(
        "figures",
        "figures:figures",
        "Show a page's followers, posts, name, marks and picture over time: a line for each value, the oldest first.",
    ),
    Command("ack", "taking:ack", "Record that somebody has taken a change upon them: reminders and escalations end."),
    Command("snooze", "taking:snooze", "Put a change off until a day: no reminder and no escalation comes before it."),
    Command(
        "compare", "documents:compare", "Judge two saved documents: what changed, how much it matters, and from when."
    ),
    Command(
        "backtest",
        "documents:backtest",
        "Judge every saved pair in a folder and, with labels, say how far that agrees with people.",
    ),
    Command("alerts", "alerts:app", "Messages on their way, dead letters, and a test of every channel."),
    Command(
        "stakes",
        "stakes:stakes",
        "List what is at stake: value, reach, what it depends on, what is open about it, and what was never watched.",
    ),
    Command(
        "calendar",
        "calendar:calendar",
        "Print an iCalendar file of all effective dates, deadlines, and first and last days of investments.",
    ),
    Command("status", "store:status", "Show every target: the last look, the last good capture, the next look."),
    Command(
        "verify", "store:verify", "Check the whole store: the database, and every piece of evidence against its hash."
    ),
    Command(
        "prune",
        "keeping:prune",
        "Remove evidence that nothing refers to and that is older than WATCHER_KEEP_DAYS, as the daemon does.",
    ),
    Command("backup", "keeping:backup", "Copy the store, also while the daemon runs; every piece is re-hashed."),
    Command("restore", "keeping:restore", "Make a store of a backup, in an empty place; every piece is re-hashed."),
    Command(
        "forget",
        "keeping:forget",
        "Remove all that was seen of a target, found in it and told of it, evidence included.",
    ),
    Command(
        "install-service", "service:install_service", "Print systemd's units for this installation, or write them."
    ),
    Command("doctor", "doctor:doctor", "Check that Watcher can do its work, and say what to do."),
    Command("browser", "browser:browser", "Print the path of the browser that Watcher uses."),
    Command(
        "demo",
        "demo:demo",
        "See Watcher do its main job in a minute: an embedded platform changes its layout and its rules.",
    ),
)


class LazyGroup(TyperGroup):
    """Shows its commands by name and help line, and loads the one that is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, shown, rest = super().resolve_command(ctx, args)
        found = next((command for command in COMMANDS if command.name == name), None)
        return name, shown if found is None or shown is None else found.load(), rest


def announce(app: typer.Typer) -> None:
    """Puts every command's name and help line into `app`, whose group has to be a `LazyGroup`."""
    for command in COMMANDS:
        app.command(command.name, help=command.help)(_stand_in)


def _stand_in() -> None:
    raise AssertionError("commands are loaded before they are called")
