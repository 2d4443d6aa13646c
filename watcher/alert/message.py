"""Makes one message of one alert, or of the alerts of one digest."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.alert.inert import clean
from watcher.alert.languages import wording
from watcher.alert.render import page
from watcher.core.model import Alert, AlertKind, Language

_SEVERITY = re.compile(r"\[Watcher \d/3\] ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes to a channel. `id` names the alert or the digest; `token` is equal for every try of the same alerts.

    `thread` is the finding that all of it is about, if it is one.
    """

    id: str
    token: str
    kind: AlertKind
    severity: int
    subject: str
    text: str
    html: str
    sent_at: datetime
    thread: str | None = None


def join(alerts: Sequence[Alert], sent_at: datetime) -> Message:
    """The alerts as one message, the gravest first; raises ValueError when there are none."""
    if not alerts:
        raise ValueError("a message needs at least one alert")
    ordered = sorted(alerts, key=lambda alert: (-alert.severity, alert.created_at, alert.key))
    first = ordered[0]
    several = len(ordered) > 1
    subject = clean(_counted(first.subject, len(ordered)) if several else first.subject, 180)
    keys = "\n".join(sorted(alert.key for alert in ordered))
    return Message(
        id=clean(first.digest if several and first.digest else first.key, 200),
        token=hashlib.sha256(keys.encode()).hexdigest()[:32],
        kind=first.kind,
        severity=first.severity,
        subject=subject,
        text=f"\n{'=' * 60}\n\n".join(alert.text for alert in ordered),
        html=page(subject, [alert.html for alert in ordered]),
        sent_at=sent_at,
        thread=first.finding if all(alert.finding == first.finding for alert in ordered) else None,
    )


def _counted(subject: str, number: int) -> str:
    """A digest's subject with the number of its changes, in the language in which its mark was written."""
    severity = _SEVERITY.match(subject)
    if severity:
        for say in map(wording, Language):
            mark = f"{severity[0]}{say.digest_mark} "
            if subject.startswith(mark):
                return severity[0] + say.digest_subject.format(number=number, said=subject.removeprefix(mark))
    return f"{subject} (+{number - 1})"
