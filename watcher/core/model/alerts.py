"""Who is told, through which channel, and how that ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


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
    same `digest` (not None) that are due together are sent as one message.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The channel took the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """The channel did not take the message. `reason` is for the operator and holds no secret.

    Retried in any case; `transient` is False where somebody must help first (a wrong password, a bad URL).
    `retry_after_s` is the channel's own wish, in seconds.
    """

    reason: str
    transient: bool
    retry_after_s: float | None = None


Delivery: TypeAlias = Delivered | Undelivered
