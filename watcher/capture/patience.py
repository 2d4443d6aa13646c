"""How long a visit waits for what, and how much it takes in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Caps inside the deadline of a visit; times in seconds, sizes as the names say.

    A page that runs scripts is looked at for at least `scripted_s` after it has loaded, and for `unscrolled_s` where it
    is not scrolled, so that what it inserts late is seen; a page without scripts is ready when it has loaded. A page
    whose process holds more than `page_bytes` is ended alone; a browser that holds more than `browser_bytes` is
    replaced.
    """

    load_s: float = 10.0
    settle_s: float = 5.0
    scripted_s: float = 1.0
    unscrolled_s: float = 1.5
    scroll_s: float = 5.0
    scroll_steps: int = 24
    step_s: float = 10.0
    optional_step_s: float = 3.0
    walk_s: float = 5.0
    screenshot_s: float = 20.0
    close_s: float = 5.0
    body_bytes: int = 20_000_000
    dom_nodes: int = 200_000
    screenshot_height: int = 16_000
    screenshot_width: int = 4_096
    documents: int = 20
    dialogs: int = 10
    popups: int = 3
    consent_clicks: int = 2
    consent_rounds: int = 4
    page_bytes: int = 1_500_000_000
    browser_bytes: int = 3_000_000_000
