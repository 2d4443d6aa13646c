"""Makes one message of one alert, or of the alerts of one digest."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.alert.inert import clean
from watcher.alert.render import page
from watcher.core.model import Alert, AlertKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes to a channel. `id` names the alert or the digest; `token` is equal for every try of the same alerts."""

    id: str
    token: str
    kind: AlertKind
    severity: int
    subject: str
    text: str
    html: str
    sent_at: datetime


def join(alerts: Sequence[Alert], sent_at: datetime) -> Message:
    """The alerts as one message, the gravest first; raises ValueError when there are none."""
    if not alerts:
        raise ValueError("a message needs at least one alert")
    ordered = sorted(alerts, key=lambda alert: (-alert.severity, alert.created_at, alert.key))
    first = ordered[0]
    more = f" (+{len(ordered) - 1})" if len(ordered) > 1 else ""
    subject = clean(first.subject, 180) + more
    keys = "\n".join(sorted(alert.key for alert in ordered))
    return Message(
        id=clean(first.digest if more and first.digest else first.key, 200),
        token=hashlib.sha256(keys.encode()).hexdigest()[:32],
        kind=first.kind,
        severity=first.severity,
        subject=subject,
        text=f"\n{'=' * 60}\n\n".join(alert.text for alert in ordered),
        html=page(subject, [alert.html for alert in ordered]),
        sent_at=sent_at,
    )
