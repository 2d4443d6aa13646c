"""Puts the days that matter into an iCalendar file: when changes take effect, by when to act, when investments end."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from watcher.core.model import Config, Finding, Stake
from watcher.core.text import visible
from watcher.report.stakes import dates_of

_SUMMARY, _DESCRIPTION = 200, 2000
_WORDS = {"in force": "In force", "act by": "Act by today"}


def calendar_of(findings: Sequence[Finding], config: Config, owner: str | None = None) -> bytes:
    """All days as all-day events, which no time zone moves; `owner` leaves in what concerns one owner alone.

    An event keeps its UID for ever, so that a calendar which reads the file again changes it and adds none.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Watcher//platform changes//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Watcher")
    for stake in config.stakes:
        if owner is None or owner in stake.owners:
            for event in _of_stake(stake):
                calendar.add_component(event)
    for finding in findings:
        if owner is None or owner in _owners(finding, config):
            for event in _of_finding(finding, config):
                calendar.add_component(event)
    return bytes(calendar.to_ical())


def _owners(finding: Finding, config: Config) -> set[str]:
    target = config.target(finding.target)
    owners = {owner for stake in config.stakes if stake.id in finding.stakes for owner in stake.owners}
    return owners | set(target.owners if target else ())


def _of_finding(finding: Finding, config: Config) -> Iterator[Event]:
    target = config.target(finding.target)
    titles = [stake.title for stake in config.stakes if stake.id in finding.stakes]
    lines = [
        finding.headline,
        f"At stake: {', '.join(titles)}" if titles else "",
        f"Page: {target.parts[0].url}" if target else "",
        f"Seen on {finding.at:%Y-%m-%d}; severity {finding.severity} of 3",
        f"Details: watcher show {finding.id}",
    ]
    for day, what in dates_of(finding):
        yield _event(
            uid=f"{finding.id}-{what.replace(' ', '-')}",
            day=day,
            summary=f"{_WORDS[what]}: {finding.headline}",
            description="\n".join(filter(None, lines)),
            made=finding.at,
            category="change",
        )


def _of_stake(stake: Stake) -> Iterator[Event]:
    worth = f", worth {stake.value}" if stake.value else ""
    for day, what in ((stake.starts, "starts"), (stake.ends, "ends")):
        if day is not None:
            yield _event(
                uid=f"stake-{stake.id}-{what}",
                day=day,
                summary=f"{'First' if what == 'starts' else 'Last'} day: {stake.title}",
                description=f"{stake.kind.value}{worth}",
                made=datetime.combine(day, time(), UTC),
                category="stake",
            )


def _event(*, uid: str, day: date, summary: str, description: str, made: datetime, category: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@watcher")
    event.add("dtstamp", made.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", _inert(summary.replace("\n", " "), _SUMMARY))
    event.add("description", _inert(description, _DESCRIPTION))
    event.add("categories", [category])
    event.add("transp", "TRANSPARENT")
    return event


def _inert(text: str, limit: int) -> str:
    """Pages' words without control characters, at most so long."""
    shown = visible(text[: 4 * limit]).strip()
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"
