"""Options that commands share, and what they stand for."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from watcher.context import Log, load_config
from watcher.core.model import Config
from watcher.logs import open_log
from watcher.settings import Settings, read_settings

ConfigPath = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        help="targets.yaml to work with (default: $WATCHER_CONFIG or ./targets.yaml).",
        show_default=False,
    ),
]
StorePath = Annotated[
    Path | None,
    typer.Option(
        "--store",
        help="Folder of the store (default: $WATCHER_STORE or snapshots/ beside targets.yaml).",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON (docs/json.md) instead of text.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    settings: Settings
    log: Log

    def config(self) -> Config:
        return load_config(self.settings)


def open_context(config: Path | None, store: Path | None) -> Context:
    settings = read_settings(config=config, store=store)
    return Context(settings=settings, log=open_log(settings.log_level, settings.log_json))
