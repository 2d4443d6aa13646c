"""A secret of this store: made once, readable by its owner alone, and in no backup."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from watcher.core.model import Secret

_NAME = "take.key"


def signing_key(folder: Path) -> Secret:
    """The key that signs links, made where there is none. It appears whole or not at all, whoever else makes one."""
    path = folder / _NAME
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{_NAME}.{secrets.token_hex(8)}"
        draft.touch(mode=0o600, exist_ok=False)
        draft.write_text(secrets.token_urlsafe(32), encoding="ascii")
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return Secret(path.read_text(encoding="ascii"))
