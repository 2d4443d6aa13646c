"""The `watcher` command: its sub-commands, and how errors become messages and exit statuses."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from watcher.capture.render import RenderError
from watcher.cli import (
    add,
    alerts,
    browser,
    calendar,
    catalog,
    changes,
    configuration,
    demo,
    discover,
    doctor,
    documents,
    importing,
    init,
    inspect,
    keeping,
    lookalikes,
    rot,
    service,
    stakes,
    store,
    taking,
    watching,
)
from watcher.cli.printing import print_text, say
from watcher.core.ports import BlobDamagedError, BlobMissingError
from watcher.extract.file import DocumentError
from watcher.report.agreement import LabelsError
from watcher.settings import SettingsError
from watcher.store.database import StoreError
from watcher.targets.errors import ConfigError

_WRONG_USE = 2
_FELL_SHORT = 1

app = typer.Typer(
    name="watcher",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Watches brand pages and platform rules, and tells their owners of the changes that matter.",
    epilog="Exit status: 0 done, 1 something fell short, 2 wrong usage or configuration. Logs go to stderr.",
)
app.command()(watching.run)
app.command()(watching.check)
app.command()(configuration.validate)
app.command("schema")(configuration.print_schema)
app.add_typer(catalog.app, name="catalog")
app.command()(init.init)
catalog.app.command("check")(rot.check)
catalog.app.command()(lookalikes.lookalikes)
app.command()(discover.discover)
app.command()(add.add)
app.command()(inspect.inspect)
app.add_typer(importing.app, name="import")
app.command()(changes.changes)
app.command()(changes.show)
app.command()(taking.ack)
app.command()(taking.snooze)
app.command()(documents.compare)
app.command()(documents.backtest)
app.add_typer(alerts.app, name="alerts")
app.command()(stakes.stakes)
app.command()(calendar.calendar)
app.command()(store.status)
app.command()(store.verify)
app.command()(keeping.prune)
app.command()(keeping.backup)
app.command()(keeping.restore)
app.command()(keeping.forget)
app.command("install-service")(service.install_service)
app.command()(doctor.doctor)
app.command()(browser.browser)
app.command()(demo.demo)


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
    except (ConfigError, DocumentError, LabelsError, SettingsError, StoreError) as error:
        say(str(error))
        sys.exit(_WRONG_USE)
    except RenderError as error:
        say(str(error))
        sys.exit(_FELL_SHORT)
    except (BlobMissingError, BlobDamagedError) as error:
        say(f"evidence is missing or damaged: {error}; run `watcher verify`")
        sys.exit(_FELL_SHORT)
