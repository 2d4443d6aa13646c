"""Names the files that hold secrets of a configuration."""

import re
from collections.abc import Iterator
from pathlib import Path

from watcher.core.model import Config

_REFERENCE = re.compile(r"\$\{file:([^{}]+)\}")
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)


def secret_files(source: Path, config: Config | None, credentials: Path | None) -> Iterator[Path]:
    """Files that channels name, logins of targets, and what systemd has passed."""
    if source.is_file():
        text = _COMMENT.sub("", source.read_text(errors="replace"))
        yield from (source.parent / name.strip() for name in dict.fromkeys(_REFERENCE.findall(text)))
    if config is not None:
        yield from (Path(login) for login in dict.fromkeys(target.login for target in config.targets) if login)
    if credentials is not None and credentials.is_dir():
        yield from sorted(path for path in credentials.iterdir() if path.is_file())
