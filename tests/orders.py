"""Orders and browsers for tests that make visits."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from watcher.capture.browser import find_browser
from watcher.capture.patience import Patience
from watcher.capture.pool import BrowserPool
from watcher.core.model import Order, Part, Viewport

DESKTOP = Viewport(name="desktop", width=1280, height=800)
PHONE = Viewport(name="phone", width=390, height=844, mobile=True)


def order_for(*urls: str, **changes: Any) -> Order:
    """A visit of these URLs as one document."""
    given: dict[str, Any] = {
        "target": "acme",
        "parts": tuple(Part(url=url) for url in urls),
        "viewport": DESKTOP,
        "locale": "en-US",
        "timezone": "Europe/Berlin",
        "deadline_s": 30.0,
    }
    return Order(**(given | changes))


def real_pool(
    allow: Sequence[str], *, slots: int = 2, patience: Patience | None = None, executable: Path | None = None
) -> BrowserPool:
    """A pool with this machine's Chromium; the sandbox is off only for root, where Chromium cannot have it."""
    executable = executable or find_browser()
    if executable is None:
        raise RuntimeError("these tests need Chromium")
    return BrowserPool(
        executable=executable,
        slots=slots,
        allow=tuple(allow),
        sandbox=os.geteuid() != 0,
        clock=lambda: datetime.now(UTC),
        log=structlog.get_logger(),
        patience=patience,
    )
