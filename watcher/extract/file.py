"""Makes a capture of a saved document."""

import hashlib
from datetime import datetime
from pathlib import Path

from watcher.core.errors import ExpectedError
from watcher.core.model import Capture, PartCapture, Recipe, Viewport

_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
}


class DocumentError(ExpectedError):
    """A saved document that cannot be read; the message says which and why."""


def capture_file(path: Path, at: datetime) -> Capture:
    """The document as if it had been visited. Raises DocumentError for one of unknown kind and one that cannot be read.

    An empty one is read: it is what a visit to an emptied page brings.
    """
    content_type = _TYPES.get(path.suffix.lower())
    if content_type is None:
        known = ", ".join(sorted(_TYPES))
        raise DocumentError(
            f"{path}: cannot tell what {path.suffix or 'a file without a suffix'} is; known are {known}"
        )
    try:
        body = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: {error.strerror or 'cannot be read'}") from error
    part = PartCapture(url=path.name, final_url="", status=200, content_type=content_type, body=body)
    recipe = Recipe(
        browser="none",
        capturer="file",
        viewport=Viewport(name="file", width=0, height=0),
        locale="",
        timezone="UTC",
        user_agent="",
    )
    identity = hashlib.sha256(body).hexdigest()[:16]
    return Capture(
        id=f"file-{identity}", target=path.stem, stream="file", at=at, took_s=0.0, parts=(part,), recipe=recipe
    )
