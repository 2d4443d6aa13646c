"""`watcher doctor`: everything that must be right for Watcher to do its work, and what to do where it is not."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import typer

from watcher.alert.channels import problem
from watcher.app import find_or_install
from watcher.capture.trial import Trial, try_browser
from watcher.cli.options import AsJson, ConfigPath, Context, StorePath, open_context
from watcher.cli.printing import print_json, print_rows, say
from watcher.context import now
from watcher.core.model import Config, Problem
from watcher.report.doctor import (
    Diagnosis,
    Health,
    diagnosis_json,
    judge_browser,
    judge_channels,
    judge_clock,
    judge_configuration,
    judge_disk,
    judge_messages,
    judge_secrets,
    judge_store,
    judge_targets,
)
from watcher.settings import Settings
from watcher.store.database import FILE_NAME, StoreError, reading
from watcher.store.incidents import open_incidents
from watcher.store.integrity import check_database
from watcher.store.lock import daemon_of
from watcher.store.queries import alerts, last_look, statuses
from watcher.targets.errors import ConfigError
from watcher.targets.secret_files import secret_files

_MANY = 10_000
_TIMESYNC = Path("/run/systemd/timesync")


def doctor(config: ConfigPath = None, store: StorePath = None, as_json: AsJson = False) -> None:
    """Check that Watcher can do its work, and say what to do. Nothing is sent. Exit status 1 if something is wrong."""
    context = open_context(config, store)
    found = list(_examine(context))
    if as_json:
        for entry in found:
            print_json(diagnosis_json(entry))
    else:
        print_rows(
            ("CHECK", "HEALTH", "WHAT", "WHAT TO DO"),
            [(entry.check, entry.health.value, entry.message, entry.advice) for entry in found],
        )
    wrong = sum(1 for entry in found if entry.health is Health.WRONG)
    doubts = sum(1 for entry in found if entry.health is Health.DOUBT)
    say(f"{wrong} wrong, {doubts} doubtful")
    if wrong:
        raise typer.Exit(1)


def _examine(context: Context) -> Iterator[Diagnosis]:
    settings = context.settings
    config, problems = _load(context)
    yield from judge_configuration(config, problems)
    yield _browser(settings)
    folder = next(path for path in (settings.store, *settings.store.resolve().parents) if path.exists())
    usage = shutil.disk_usage(folder)
    yield judge_disk(usage.free, usage.total, str(folder))
    yield from _store(settings, config)
    if config is not None:
        yield from judge_channels({channel.id: problem(channel) for channel in config.channels})
    files = secret_files(settings.config, config, settings.credentials)
    yield from judge_secrets({str(path): path.stat().st_mode if path.exists() else None for path in files})


def _load(context: Context) -> tuple[Config | None, tuple[Problem, ...]]:
    try:
        return context.config(), ()
    except ConfigError as error:
        return None, error.problems


def _browser(settings: Settings) -> Diagnosis:
    path = find_or_install(settings, install=False, say=say)
    trial = asyncio.run(try_browser(path, sandbox=not settings.as_root)) if path else "there is none"
    return judge_browser(
        str(path) if path else None,
        trial.product if isinstance(trial, Trial) else None,
        trial if isinstance(trial, str) else None,
        trial.sandboxed if isinstance(trial, Trial) else None,
        settings.as_root,
    )


def _store(settings: Settings, config: Config | None) -> Iterator[Diagnosis]:
    synchronised = (_TIMESYNC / "synchronized").exists() if _TIMESYNC.is_dir() else None
    try:
        with reading(settings.store) as db:
            yield judge_clock(now(), last_look(db), synchronised)
            damages = [f"{damage.what}: {damage.message}" for damage in check_database(db)]
            yield from judge_store(damages, daemon_of(settings.store))
            yield from judge_targets(statuses(db), open_incidents(db), config, now())
            dead = len(alerts(db, state="dead", finding=None, limit=_MANY))
            yield from judge_messages(dead, alerts(db, state="waiting", finding=None, limit=_MANY), now())
    except StoreError as error:
        yield judge_clock(now(), None, synchronised)
        made = (settings.store / FILE_NAME).exists()
        yield Diagnosis(
            check="store",
            health=Health.WRONG if made else Health.DOUBT,
            message=str(error),
            advice="see what the message says" if made else "nothing was looked at yet: `watcher run`",
        )
