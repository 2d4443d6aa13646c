"""Says in one line for a manager what changed."""

import re
from collections.abc import Sequence
from datetime import date

from watcher.core.model import ClauseOp, Direction
from watcher.judge.evidence import Weighed, telling_sentence

LONGEST = 140
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_YEAR = re.compile(r"\b20\d\d\b")
_BANNED = re.compile(
    r"(?i)^(?P<what>.{4,90}?) (?:is|are|will be) (?:now )?(?:strictly )?(?:no longer|not|prohibited|forbidden|banned)"
    r"(?: (?:allowed|permitted|eligible))?\b"
)
_MUST_NOT = re.compile(r"(?i)^(?P<who>[\w ]{3,40}?) (?:may|must|can|shall)(?: not|not) (?P<what>.+)$")
_LEAD = re.compile(r"^\W*(?:\d+(?:\.\d+)+\.?\s+|\(?(?:\d{1,3}|[a-z])[.)]\s*)")
_DATE_LINE_WORDS = 25


def headline(name: str, weighed: Sequence[Weighed], direction: Direction, effective: date | None) -> str:
    """At most 140 characters: the document, what the strongest clause says now, and from when."""
    when = f" from {shown_date(effective)}" if effective else ""
    if not weighed:
        return shortened(f"{name}: changed{when}", LONGEST)
    entry = next((entry for entry in weighed if not _is_date_line(entry)), weighed[0])
    name = shortened(name, 60)
    said = _LEAD.sub("", telling_sentence(entry.edit)).rstrip(" .;,").replace("“", "‘").replace("”", "’")
    return shortened(f"{name}: {_news(entry, said, direction, LONGEST - len(name) - len(when) - 2)}{when}", LONGEST)


def _news(entry: Weighed, said: str, direction: Direction, room: int) -> str:
    forbids = "prohibition" in entry.turned
    banned, must_not = _BANNED.match(said), _MUST_NOT.match(said)
    if entry.edit.change.op is ClauseOp.REMOVED:
        return f"drops “{shortened(said, room - 8)}”"
    if banned and forbids:
        return f"{shortened(banned['what'], room - 18)} no longer allowed"
    if must_not and forbids:
        who = "you" if must_not["who"] == "You" else must_not["who"]
        return f"{who} must not {shortened(must_not['what'], room - len(who) - 10)}"
    verb = {Direction.TIGHTENS: "stricter: ", Direction.LOOSENS: "relaxed: "}.get(direction, "now says ")
    return f"{verb}“{shortened(said, room - len(verb) - 2)}”"


def _is_date_line(entry: Weighed) -> bool:
    """Whether a clause says little more than since when the document holds."""
    text = entry.edit.change.after
    return len(text.split()) <= _DATE_LINE_WORDS and bool(_YEAR.search(text)) and "announcement" in entry.edit.balance


def shown_date(day: date) -> str:
    """5 November 2026, whatever the machine's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def shortened(text: str, longest: int) -> str:
    """The text, cut between words."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[: max(longest - 1, 0)].rpartition(" ")[0] or text[: max(longest - 1, 0)]
    return f"{cut.rstrip(' ,;:–-')}…"
