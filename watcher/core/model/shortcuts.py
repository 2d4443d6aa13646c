"""What is known of asking a server whether a document is as it was, instead of visiting it."""

from dataclasses import dataclass
from datetime import datetime

from watcher.core.model.captures import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A document as it was sent to somebody who asked without a browser.

    `url` is where redirects led, `digest` what is left of it without noise; `etag` and `modified` are its ETag and
    Last-Modified, "" for none.
    """

    url: str
    digest: str
    etag: str = ""
    modified: str = ""

    @property
    def is_conditional(self) -> bool:
        return bool(self.etag or self.modified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whether a document is what was `sent`; None where nothing is known yet.

    With `is_test`, a server that says so is asked the same of a version that never was.
    """

    user_agent: str
    sent: Sent | None = None
    is_test: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a question: whether the server says it is the `same`, and what it sent, if that is known.

    `lie` says how it was caught out in a test. `failure` is there where the site asks not to be visited now. `trouble`
    says why there was no answer. `took_s` is in seconds.
    """

    same: bool = False
    sent: Sent | None = None
    lie: str = ""
    failure: Failure | None = None
    trouble: str = ""
    took_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """How asking has fared beside visits of one address.

    `sent` was seen together with a visit that read the digest `reads`, last at `visited_at`. So many looks in a row
    `agreed` on what came, or else `missed`. What does not suit is not tried again until `rests_until`. A server that
    `lied` is never asked again.
    """

    url: str
    sent: Sent | None = None
    reads: str = ""
    agreed: int = 0
    missed: int = 0
    visited_at: datetime | None = None
    rests_until: datetime | None = None
    lied: str = ""
