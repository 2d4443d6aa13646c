"""Says in one line for a manager what changed."""

import re
from collections.abc import Sequence
from datetime import date

from watcher.core.model import BlockKind, Direction
from watcher.judge.evidence import Weighed, is_dropped, telling_sentence

LONGEST = 140
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_YEAR = re.compile(r"\b20\d\d\b")
# What opens with a condition, or holds a comma, is no subject.
_SUBJECT = r"(?!(?:if|when|where|while|in|for|to|as|you|we|it|this|that|there)\b)[^,;:]{4,90}?"
_BANNED = re.compile(
    rf"(?i)^(?P<what>{_SUBJECT}) (?:is|are|will be) (?:now )?(?:strictly )?"
    r"(?P<how>prohibited|forbidden|banned)\b(?P<rest>.*)$"
)
_NOT_ALLOWED = re.compile(
    rf"(?i)^(?P<what>{_SUBJECT}) (?:is|are|will) (?:no longer|not) (?:be )?"
    r"(?P<how>allowed|permitted|eligible|accepted)\b(?P<rest>.*)$"
)
_MUST_NOT = re.compile(
    r"(?i)^(?P<who>(?!(?:we|it|this|that|there|nothing|doing)\b)(?:(?!(?:who|that|which)\b)\w+ ){0,3}"
    r"(?!(?:who|that|which)\b)\w+) (?:(?:may|must|can) not|cannot) "
    r"(?P<what>(?!(?:be (?:able|responsible|liable|available)|guarantee|want|wish|know|need)\b).+)$"
)
_YOU_SHALL_NOT = re.compile(r"(?i)^(?P<who>you) shall not (?P<what>.+)$")
_LEAD = re.compile(r"^[|*•·▪\s]+|^\W*(?:\d+(?:\.\d+)+\.?\s+|\(?(?:\d{1,3}|[a-z])[.)]\s*)")
_DATE_LINE_WORDS = 25
_FIGURE_WORDS = 3
_FIGURE = 20
_STRICT = frozenset(["enforcement", "modal", "prohibition", "sunset"])
_RULES = frozenset(["modal", "money", "prohibition", "sunset"])
_INNER_QUOTES = str.maketrans("„“”", "‚‘’")


def headline(name: str, weighed: Sequence[Weighed], direction: Direction, effective: date | None) -> str:
    """At most 140 characters: the document, what the strongest clause says now, and from when."""
    when = f" from {shown_date(effective)}" if effective else ""
    if not weighed:
        return shortened(f"{name}: changed{when}", LONGEST)
    entry = next((entry for entry in weighed if not _is_label(entry)), weighed[0])
    name = shortened(name, 60)
    said = _LEAD.sub("", telling_sentence(entry.edit)).rstrip(" .;,").translate(_INNER_QUOTES)
    room = LONGEST - len(name) - len(when) - 2
    ban = _ban(entry, said, name)
    if ban:
        return f"{name}: {shortened(ban, room)}{when}"
    verb, was = _verb(entry, said, direction), _was(entry)
    return f"{name}: {verb}“{shortened(said, room - len(verb) - len(was) - 2)}”{was}{when}"


def _ban(entry: Weighed, said: str, name: str) -> str | None:
    """A prohibition in fewer words than its own, where its sentence has one of the common forms."""
    if "prohibition" in entry.turned and not is_dropped(entry.edit):
        if banned := _BANNED.match(said):
            return f"{banned['what']} now {banned['how']}{banned['rest']}"
        if refused := _NOT_ALLOWED.match(said):
            return f"{refused['what']} no longer {refused['how']}{refused['rest']}"
        must_not = _MUST_NOT.match(said) or _YOU_SHALL_NOT.match(said)
        # What the platform itself cannot or will not do is no ban.
        if must_not and must_not["who"].casefold() not in name.casefold():
            who = "you" if must_not["who"] == "You" else must_not["who"]
            return f"{who} must not {must_not['what']}"
    return None


def _verb(entry: Weighed, said: str, direction: Direction) -> str:
    """Stricter or relaxed only where the quoted clause itself shows what the whole change is."""
    if is_dropped(entry.edit):
        return "drops "
    if "announcement" in entry.turned or ("sunset" in entry.turned and _YEAR.search(said)):
        return "announces "
    if direction in {Direction.TIGHTENS, Direction.MIXED} and entry.turned & _STRICT:
        return "stricter: "
    return "relaxed: " if direction is Direction.LOOSENS and "permission" in entry.turned else "now says "


def _was(entry: Weighed) -> str:
    """The figure that another one has replaced."""
    old, new = entry.edit.deleted.strip(" .,;"), entry.edit.inserted
    single = "…" not in old and all(0 < len(words.split()) <= _FIGURE_WORDS for words in (old, new))
    return f" (was {old})" if single and "numbers" in entry.turned and len(old) <= _FIGURE else ""


def _is_label(entry: Weighed) -> bool:
    """Whether a clause is a heading, or says little more than since when the document holds."""
    text = entry.edit.change.after
    if entry.edit.change.kind is BlockKind.HEADING:
        return True
    short = len(text.split()) <= _DATE_LINE_WORDS and bool(_YEAR.search(text))
    return short and "announcement" in entry.edit.balance and not entry.turned & _RULES


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
