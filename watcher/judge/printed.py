"""Reads the date that a document prints of itself, and how it moved."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from watcher.core.model import Change, Snapshot
from watcher.judge.dates import Meaning, find_dates

_HEAD = 12
_TAIL = 4


class Printed(StrEnum):
    """What became of the date that a document prints at its head or foot."""

    ADVANCED = "date_advanced"
    KEPT = "date_kept"
    BACK = "date_back"
    ABSENT = "date_absent"


def printed(change: Change, today: date) -> Printed:
    """How the document's own date moved."""
    before, after = (printed_date(snapshot, today) for snapshot in (change.before, change.after))
    if before is None or after is None:
        return Printed.ABSENT
    if before == after:
        return Printed.KEPT
    return Printed.ADVANCED if after > before else Printed.BACK


def printed_date(snapshot: Snapshot, today: date) -> date | None:
    """The date at the document's head, else at its foot, that says since when the text stands."""
    texts = [block.text for block in snapshot.blocks]
    return _first_date(texts[:_HEAD], today) or _first_date(texts[-_TAIL:], today)


def _first_date(texts: Iterable[str], today: date) -> date | None:
    for text in texts:
        for stated in find_dates(text[:400], today):
            if stated.meaning in {Meaning.EFFECTIVE, Meaning.UPDATED} and not stated.guessed_year:
                return stated.day
    return None
