"""Makes one message of one alert, or of the alerts of one digest."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.alert.inert import clean, shorten
from watcher.alert.languages import wording
from watcher.alert.render import note_html, page
from watcher.core.model import Alert, AlertKind, Language

_SEVERITY = re.compile(r"\[Watcher \d/3\] ")
_MARK = re.compile(r"^\[Watcher[^\]]*\] ")
_IN_FULL = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes to a channel. `id` names the alert or the digest; `token` is equal for every try of the same alerts.

    `thread` is the finding that all of it is about, if it is one; `brief` names each of several alerts in a line.
    `told` are the findings that are told in full.
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
    brief: str = ""
    told: tuple[str, ...] = ()
    language: Language = Language.EN


def join(alerts: Sequence[Alert], sent_at: datetime) -> Message:
    """The alerts as one message, the gravest first; raises ValueError when there are none.

    What says the same of several pages is told in full once; of very many alerts only the first ones are. The others
    are listed, and none is left out.
    """
    if not alerts:
        raise ValueError("a message needs at least one alert")
    ordered = sorted(alerts, key=lambda alert: (-alert.severity, alert.created_at, alert.key))
    first = ordered[0]
    several = len(ordered) > 1
    told, listed = _parts(ordered)
    repeated = {alert.gist for alert in told}
    subject = clean(_counted(first, ordered) if several else first.subject, 180)
    keys = "\n".join(sorted(alert.key for alert in ordered))
    texts, cards = [alert.text for alert in told], [alert.html for alert in told]
    if listed:
        say = wording(first.language)
        title = say.further.format(number=say.number(len(listed)))
        lines = [_line(alert, named=alert.gist in repeated and alert.page != "") for alert in listed]
        texts.append("\n".join([title, "", *(f"- {line}" for line in lines)]) + "\n")
        cards.append(note_html(title, "\n".join(lines), "", first.language))
    return Message(
        id=clean(first.digest if several and first.digest else first.key, 200),
        token=hashlib.sha256(keys.encode()).hexdigest()[:32],
        kind=first.kind,
        severity=first.severity,
        subject=subject,
        text=f"\n{'=' * 60}\n\n".join(texts),
        html=page(subject, cards),
        sent_at=sent_at,
        thread=first.finding if all(alert.finding == first.finding for alert in ordered) else None,
        brief="\n".join(f"- {_line(alert)}" for alert in ordered) if several else "",
        told=tuple(dict.fromkeys(alert.finding for alert in told if alert.finding)),
        language=first.language,
    )


def _parts(ordered: Sequence[Alert]) -> tuple[list[Alert], list[Alert]]:
    """What is told in full, and what is only listed: repetitions, and what goes beyond a readable length."""
    told: list[Alert] = []
    listed: list[Alert] = []
    gists: set[str] = set()
    for alert in ordered:
        repeated = alert.gist is not None and alert.gist in gists
        (listed if repeated or len(told) >= _IN_FULL else told).append(alert)
        gists |= {alert.gist} if alert.gist else set()
    return told, listed


def _line(alert: Alert, *, named: bool = False) -> str:
    """One alert in one line: what, the way to more, and its key; where what is known, only the page is `named`."""
    said = "" if named else _MARK.sub("", alert.subject)
    where = "" if alert.page in said else f"{alert.page}: "
    more = f"watcher show {alert.finding}; " if alert.finding else ""
    return clean(f"{shorten(where + said, 200).removesuffix(': ')} ({more}{alert.key})", 400)


def _counted(first: Alert, ordered: Sequence[Alert]) -> str:
    """The subject of several alerts: how many, and the gravest."""
    say = wording(first.language)
    severity = _SEVERITY.match(first.subject)
    if severity is None:
        return f"{first.subject} (+{len(ordered) - 1})"
    said = first.subject.removeprefix(severity[0])
    mark = f"{say.digest_mark} "
    if said.startswith(mark):
        return severity[0] + say.digest_subject.format(number=len(ordered), said=said.removeprefix(mark))
    if first.gist and all(alert.gist == first.gist for alert in ordered):
        return severity[0] + say.same_subject.format(number=len(ordered) - 1, said=said)
    return severity[0] + say.bundle_subject.format(number=len(ordered), said=said)
