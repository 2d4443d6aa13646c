"""Keeps the configuration current: a changed file is read, a broken one leaves the last good one in force."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from watcher.core.model import Config
from watcher.targets.errors import ConfigError


class LiveConfig:
    """The configuration in force. `load` reads the file and raises ConfigError."""

    def __init__(self, path: Path, load: Callable[[], Config]) -> None:
        self._path = path
        self._load = load
        self._signature = self._seen = self._sign()
        self.current = load()

    def reload(self, *, forced: bool = False) -> Config | ConfigError | None:
        """Reads the file if it changed: the new configuration, what is wrong with it, or None if nothing is new.

        A file that changed since the last call may still be being written: it is read when it holds still.
        """
        signature, seen = self._sign(), self._seen
        self._seen = signature
        if not forced and (signature == self._signature or signature != seen):
            return None
        self._signature = signature
        try:
            config = self._load()
        except ConfigError as error:
            return error
        if config == self.current and not forced:
            return None
        self.current = config
        return config

    def problem_key(self, error: ConfigError) -> str:
        """Equal for equal problems, so that the operator hears of each once."""
        return "config:" + hashlib.sha256(str(error).encode()).hexdigest()[:16]

    def _sign(self) -> tuple[int, int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino
