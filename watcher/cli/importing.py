"""`watcher import`: takes over what other programs watch."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from watcher.cli.add import DryRun, read_draft, write_draft
from watcher.cli.options import ConfigPath
from watcher.cli.printing import say
from watcher.core.text import visible
from watcher.settings import read_settings
from watcher.targets.catalog.add import add_targets, open_draft
from watcher.targets.edit import EditError
from watcher.targets.imports.carried import Carried, ImportFormatError
from watcher.targets.imports.changedetection import read_changedetection
from watcher.targets.imports.ota import read_ota
from watcher.targets.imports.urlwatch import read_urlwatch

app = typer.Typer(
    no_args_is_help=True, help="Take over what other programs watch; what cannot be carried over is listed."
)
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", show_default=False)]
Read: TypeAlias = Callable[[bytes], Iterable[Carried]]
_LARGEST = 20_000_000


@app.command()
def ota(files: Files, config: ConfigPath = None, dry_run: DryRun = False) -> None:
    """Declarations in the format of Open Terms Archive (JSON)."""
    _import(files, read_ota, config, dry_run=dry_run)


@app.command()
def urlwatch(files: Files, config: ConfigPath = None, dry_run: DryRun = False) -> None:
    """Job lists of urlwatch and webchanges (YAML)."""
    _import(files, read_urlwatch, config, dry_run=dry_run)


@app.command()
def changedetection(files: Files, config: ConfigPath = None, dry_run: DryRun = False) -> None:
    """Exports of changedetection.io (url-watches.json, the API's list, or a list of addresses)."""
    _import(files, read_changedetection, config, dry_run=dry_run)


def _import(files: list[Path], read: Read, config: Path | None, *, dry_run: bool) -> None:
    carried = [one for file in files for one in _read(file, read)]
    path = read_settings(config=config).config
    path, draft = read_draft(config) if path.exists() else (path, open_draft("", None))
    before = draft.text
    try:
        draft = add_targets(draft, [one.target for one in carried if one.target is not None])
    except EditError as error:
        say(str(error))
        raise typer.Exit(2) from None
    write_draft(path, before, draft, dry_run=dry_run)
    for one in carried:
        for what in one.lost:
            say(visible(f"not carried over: {one.name}: {what}"))
    whole = sum(one.target is not None and not one.lost for one in carried)
    partly = sum(one.target is not None and bool(one.lost) for one in carried)
    not_at_all = len(carried) - whole - partly
    say(f"{len(carried)} entries: {whole} carried over whole, {partly} in part, {not_at_all} not at all")


def _read(file: Path, read: Read) -> Iterator[Carried]:
    try:
        if file.stat().st_size > _LARGEST:
            raise ImportFormatError(f"is larger than {_LARGEST // 1_000_000} MB")
        yield from read(file.read_bytes())
    except OSError as error:
        say(f"{file}: cannot be read ({error.strerror})")
        raise typer.Exit(2) from None
    except ImportFormatError as error:
        say(visible(f"{file}: {error}"))
        raise typer.Exit(2) from None
