"""What is seen: visits that were ordered, and what they brought."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from watcher.core.model.targets import Part, Step, Viewport


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A kept capture of one address by the SHA-256 of its body and of its elements, in hexadecimal.

    `essence` is the body's digest without what no visitor sees, None for one of long ago. `user_agent` is what the
    browser called itself.
    """

    capture: str
    at: datetime
    url: str
    body: str
    elements: str | None
    essence: str | None = None
    user_agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A document as the browser got it, before scripts ran. `content_type` is as stated, `digest` without noise."""

    body: bytes
    content_type: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One visit to be made: all parts of a target in one viewport. `deadline_s` bounds the whole visit, in seconds.

    With `obeys_robots`, what robots.txt asks not to visit is not visited. Of what is `known` already no picture is
    taken; if it `may_stay`, a page that shows it before it was scrolled is not scrolled. With `keeps_served`, the
    capture tells what came before scripts ran, too.
    """

    target: str
    parts: tuple[Part, ...]
    viewport: Viewport
    locale: str
    timezone: str
    steps: tuple[Step, ...] = ()
    login: str | None = None
    watch_selectors: tuple[str, ...] = ()
    watch_texts: tuple[str, ...] = ()
    deadline_s: float = 60.0
    obeys_robots: bool = False
    known: Seal | None = None
    may_stay: bool = False
    keeps_served: bool = False

    @property
    def stream(self) -> str:
        """What a capture may be compared with: the same target, viewport, locale and login."""
        login = "+login" if self.login else ""
        return f"{self.target}@{self.viewport.name}/{self.locale}{login}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a capture was made. Layouts are compared only between equal recipes."""

    browser: str
    capturer: str
    viewport: Viewport
    locale: str
    timezone: str
    user_agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCapture:
    """What one URL showed.

    `body` is the rendered HTML in UTF-8, or the document's own bytes where `content_type` is not HTML.
    `screenshot` is a full-page PNG. `elements` is the raw walk over the visible elements, as JSON.
    `notes` records what was done or met on the way: dialogs, popups, steps, clipped pictures. `essence` is a
    digest of `body` without what no visitor sees: scripts, tokens, hidden fields. `same` is whether a visitor would see
    what the order said to be known: then there is no picture. It was `scrolled` unless that was seen before. `wait_s`
    is how long the site asks to be left alone, in seconds. Neither that nor what was `served` is kept.
    """

    url: str
    final_url: str
    status: int
    content_type: str
    body: bytes
    screenshot: bytes | None = None
    elements: bytes | None = None
    redirects: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    same: bool = False
    scrolled: bool = True
    wait_s: float = 0.0
    served: Served | None = None
    essence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One visit's evidence. `id` is unique; `took_s` is in seconds."""

    id: str
    target: str
    stream: str
    at: datetime
    took_s: float
    parts: tuple[PartCapture, ...]
    recipe: Recipe


class FailureKind(StrEnum):
    TIMEOUT = "timeout"
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    HTTP_ERROR = "http_error"
    BLOCKED = "blocked"
    LOGIN_WALL = "login_wall"
    CONSENT_WALL = "consent_wall"
    WRONG_REGION = "wrong_region"
    TRUNCATED = "truncated"
    EMPTY = "empty"
    GONE = "gone"
    WRONG_PAGE = "wrong_page"
    SELECTOR = "selector"
    STEP = "step"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    BROWSER = "browser"
    FORBIDDEN = "forbidden"
    GIVEN_BACK = "given_back"

    @property
    def transient(self) -> bool:
        """Whether another try soon may succeed without anybody's help."""
        match self:
            case (
                FailureKind.TIMEOUT
                | FailureKind.DNS
                | FailureKind.CONNECT
                | FailureKind.HTTP_ERROR
                | FailureKind.BLOCKED
                | FailureKind.LOGIN_WALL
                | FailureKind.CONSENT_WALL
                | FailureKind.WRONG_REGION
                | FailureKind.TRUNCATED
                | FailureKind.EMPTY
                | FailureKind.WRONG_PAGE
                | FailureKind.BROWSER
                | FailureKind.GIVEN_BACK
            ):
                return True
            case (
                FailureKind.TLS
                | FailureKind.GONE
                | FailureKind.SELECTOR
                | FailureKind.STEP
                | FailureKind.UNSUPPORTED
                | FailureKind.TOO_LARGE
                | FailureKind.FORBIDDEN
            ):
                return False
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A visit that gave nothing to compare: never a change. `message` says what happened and what to do.

    `wait_s` is how long the site asks to be left alone, in seconds.
    """

    kind: FailureKind
    message: str
    url: str
    status: int | None = None
    took_s: float = 0.0
    wait_s: float = 0.0
