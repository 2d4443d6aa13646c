"""Who is told, through which channel, and how that ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from watcher.core.model.terms import Language


class AlertKind(StrEnum):
    CHANGE = "change"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    NOTE = "note"
    OPERATOR = "operator"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message for one person through one channel.

    `key` is unique for ever: queueing it again changes nothing. It is not sent before `not_before`. Alerts with the
    same `digest` (not None) that are due together are sent as one message; those of the same `bundle`, owner and
    channel go with the first of them that is due. `gist` is equal for alerts that say the same, of other pages too:
    one whose gist was told within a day waits until `again_at`, and of the same page it is not sent at all.
    `page` names the page or document that it is about, if it is about one.
    """

    key: str
    kind: AlertKind
    owner: str
    channel: str
    severity: int
    subject: str
    text: str
    html: str
    created_at: datetime
    not_before: datetime
    finding: str | None = None
    digest: str | None = None
    bundle: str | None = None
    gist: str | None = None
    again_at: datetime | None = None
    language: Language = Language.EN
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The SHA-256 of what each part of a target showed before and after, in hexadecimal."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A JPEG of a page, before and after; `name` is what its file may be called."""

    name: str
    jpeg: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The channel took the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """The channel did not take the message. `reason` is for the operator and holds no secret.

    Retried in any case; `transient` is False where somebody must help first (a wrong password, a bad URL).
    `retry_after_s` is the channel's own wish, in seconds. `unsure` is whether it may have arrived all the same: then
    it is tried again as the very same message.
    """

    reason: str
    transient: bool
    retry_after_s: float | None = None
    unsure: bool = False


Delivery: TypeAlias = Delivered | Undelivered
