"""What the machine decides: paths, browser, logging, credentials. Nothing else reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from watcher.core.errors import ExpectedError

DEFAULT_CONFIG = "targets.yaml"
DEFAULT_STORE = "snapshots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Typed settings of one process.

    `store` is the folder of the database and the evidence. `browser` is a Chromium chosen by hand, `browser_downloads`
    where Playwright puts its own if not in its usual place. `environment` is where secrets of channels come from; it
    is never shown. `keep` is how long captures that nothing refers to are kept, None for ever; with less than
    `reserve` bytes free, no evidence is added. `take_url` is where links in mails lead to, and `take_port` the loopback
    port that answers there. `as_root` is whether the process runs as root, the only case in which Chromium may run
    without its sandbox.
    """

    config: Path
    store: Path
    browser: Path | None = None
    browser_downloads: Path | None = None
    user_agent: str | None = None
    slots: int = 2
    pause: timedelta = timedelta(seconds=2)
    keep: timedelta | None = timedelta(days=90)
    reserve: int = 300_000_000
    log_level: str = "info"
    log_json: bool | None = None
    credentials: Path | None = None
    notify_socket: str | None = None
    watchdog: timedelta | None = None
    metrics_port: int | None = None
    take_url: str | None = None
    take_port: int | None = None
    as_root: bool = False
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_settings(*, config: Path | None = None, store: Path | None = None) -> Settings:
    """Reads the environment; what was asked for on the command line comes first. Raises SettingsError.

    The store lies beside targets.yaml unless something else was said.
    """
    environment = dict(os.environ)
    take_url, take_port = _take(environment)
    path = config or Path(environment.get("WATCHER_CONFIG", DEFAULT_CONFIG))
    return Settings(
        config=path,
        store=store or _path(environment, "WATCHER_STORE") or path.parent / DEFAULT_STORE,
        browser=_path(environment, "WATCHER_BROWSER"),
        browser_downloads=_path(environment, "PLAYWRIGHT_BROWSERS_PATH"),
        user_agent=environment.get("WATCHER_USER_AGENT"),
        slots=_whole(environment, "WATCHER_SLOTS", default=_cores(), least=1, most=64),
        pause=timedelta(seconds=_whole(environment, "WATCHER_PAUSE", default=2, least=0, most=3600)),
        keep=timedelta(days=keep)
        if (keep := _whole(environment, "WATCHER_KEEP_DAYS", default=90, least=0, most=36_500))
        else None,
        reserve=_whole(environment, "WATCHER_DISK_RESERVE_MB", default=300, least=0, most=10_000_000) * 1_000_000,
        log_level=_choice(environment, "WATCHER_LOG", "info", ("debug", "info", "warning", "error")),
        log_json={"json": True, "text": False, "auto": None}[
            _choice(environment, "WATCHER_LOG_FORMAT", "auto", ("auto", "json", "text"))
        ],
        credentials=_path(environment, "CREDENTIALS_DIRECTORY"),
        notify_socket=environment.get("NOTIFY_SOCKET"),
        watchdog=_watchdog(environment),
        metrics_port=_whole(environment, "WATCHER_METRICS_PORT", default=0, least=0, most=65_535) or None,
        take_url=take_url,
        take_port=take_port,
        as_root=os.geteuid() == 0,
        environment=environment,
    )


class SettingsError(ExpectedError):
    """An environment variable has a value that makes no sense; the message names it and what is allowed."""


def _take(environment: Mapping[str, str]) -> tuple[str | None, int | None]:
    """Where links in mails lead to, and the port that answers there: both or none."""
    url = environment.get("WATCHER_TAKE_URL") or None
    port = _whole(environment, "WATCHER_TAKE_PORT", default=0, least=0, most=65_535) or None
    if url and not url.startswith(("https://", "http://")):
        raise SettingsError(f"WATCHER_TAKE_URL={url!r}: give an address that begins with https://")
    if (url is None) != (port is None):
        raise SettingsError("WATCHER_TAKE_URL and WATCHER_TAKE_PORT belong together: set both, or neither")
    return url, port


def _watchdog(environment: Mapping[str, str]) -> timedelta | None:
    """How long systemd waits for a sign of life, if it does so for this very process."""
    wanted, process = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", str(os.getpid()))
    if not wanted.isdecimal() or int(wanted) == 0 or process != str(os.getpid()):
        return None
    return timedelta(microseconds=int(wanted))


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    value = environment.get(name)
    return Path(value) if value else None


def _cores() -> int:
    """How many visits can work at once: a browser's page takes a core, and memory."""
    return max(2, min(os.cpu_count() or 2, 8))


def _whole(environment: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    value = environment.get(name, str(default))
    if not value.isdecimal() or not least <= int(value) <= most:
        raise SettingsError(f"{name}={value!r}: give a whole number from {least} to {most}")
    return int(value)


def _choice(environment: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = environment.get(name, default).lower()
    if value not in allowed:
        raise SettingsError(f"{name}={value!r}: give one of {', '.join(allowed)}")
    return value
