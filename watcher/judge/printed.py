"""Reads the date that a document prints for itself."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from watcher.core.model import Change, Snapshot
from watcher.judge.dates import Meaning, Stated, find_dates
from watcher.judge.days import DayOrder, day_order

_HEAD = 12
_TAIL = 4
_LINE = 400


class Printed(StrEnum):
    """What became of the date that a document prints at its head or foot."""

    ADVANCED = "date_advanced"
    KEPT = "date_kept"
    BACK = "date_back"
    ABSENT = "date_absent"


def printed(change: Change, today: date) -> Printed:
    """How the document's own date moved."""
    order = habit(change)
    before, after = (_stated(snapshot, today, order) for snapshot in (change.before, change.after))
    if before is None or after is None:
        return Printed.ABSENT
    if before[1].day == after[1].day:
        return Printed.KEPT
    if before[1].ambiguous or after[1].ambiguous:
        return Printed.ABSENT
    return Printed.ADVANCED if after[1].day > before[1].day else Printed.BACK


def printed_date(snapshot: Snapshot, today: date) -> date | None:
    """The date at the document's head, else at its foot, that says since when the text stands."""
    found = _stated(snapshot, today, day_order(snapshot.text))
    return found[1].day if found else None


def printed_line(snapshot: Snapshot, today: date) -> tuple[str, Stated] | None:
    """The text of the block that prints this date, and the date in it."""
    return _stated(snapshot, today, day_order(snapshot.text))


def habit(change: Change) -> DayOrder | None:
    """In which order the document writes days and months, on either side of the change."""
    return day_order(change.after.text) or day_order(change.before.text)


def _stated(snapshot: Snapshot, today: date, order: DayOrder | None) -> tuple[str, Stated] | None:
    texts = [block.text for block in snapshot.blocks]
    return _first(texts[:_HEAD], today, order) or _first(texts[-_TAIL:], today, order)


def _first(texts: Iterable[str], today: date, order: DayOrder | None) -> tuple[str, Stated] | None:
    for text in texts:
        for stated in find_dates(text[:_LINE], today, order):
            if stated.meaning in {Meaning.EFFECTIVE, Meaning.UPDATED} and not stated.guessed_year:
                return text, stated
    return None
