"""Puts what the YAML parser stumbles over into words for the person who edits the file."""

import re
from dataclasses import dataclass
from typing import TypeAlias

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.scanner import ScannerError

from watcher.core.model import Problem

NO_BREAK = "\u00a0\u2007\u202f"
NO_BREAK_BEFORE = re.compile(rf"[ -]*[{NO_BREAK}]")
COPIED_SPACE = "has a no-break space, copied from elsewhere, where a space is needed: type spaces"
QUOTE_HASH = "text after # is a comment: put quotes around"

_NO_COLON = "has no colon followed by a space (key: value)"
_NO_SPACE = "a space is missing after the hyphen"
_INDENTED = "is indented differently from the lines around it"
_UNCLOSED = "what begins in this line is not closed: look for a missing quote or bracket"
_COLON = "a colon stands where none can: put quotes around a text that has a colon in it"
_GOES_ON = "a value that begins with [, {, * or a quote and goes on needs quotes around all of it"
_NO_COMMA = "a comma is missing here, or quotes around all of a text that has a colon, a bracket or quotes in it"
_NO_VALUE = "a value is missing before this line, or a bracket above it is not closed"
_REFERENCE = 'what has ${…} in it needs quotes around all of it, for example "${SLACK_URL}"'
_BACKSLASH = r"a backslash needs single quotes around the text, or another backslash before it (\\)"

_QUOTED_PART = re.compile(r"\"[^\"]*\"|'[^']*'")
_COMMENT_FOR_VALUE = re.compile(r"[:,\[{] *#[^\s#]")
_HYPHEN_WITHOUT_SPACE = re.compile(r"\s*-[^\s-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A character of the file, and the line that it stands in. Behind the last one there is none."""

    text: str
    index: int

    @property
    def number(self) -> int:
        return self.text.count("\n", 0, self.index) + 1

    @property
    def character(self) -> str:
        return self.text[self.index : self.index + 1]

    @property
    def line(self) -> str:
        end = self.text.find("\n", self.index)
        return self.before + self.text[self.index : end if end >= 0 else None].rstrip("\r")

    @property
    def before(self) -> str:
        return self.text[self.text.rfind("\n", 0, self.index) + 1 : self.index]

    @property
    def begins_line(self) -> bool:
        return not self.before.strip()

    def above(self) -> "Place | None":
        """The nearest line above that has more than a comment."""
        end = self.index - len(self.before) - 1
        while end >= 0:
            start = self.text.rfind("\n", 0, end) + 1
            if self.text[start:end].partition("#")[0].strip():
                return Place(text=self.text, index=start)
            end = start - 1
        return None


Reason: TypeAlias = tuple[Place, str]


def explain_syntax(error: MarkedYAMLError, text: str, source: str) -> Problem:
    """Repeats nothing of the file, which may be a secret."""
    mark = error.problem_mark or error.context_mark
    here = Place(text=text, index=mark.index if mark else 0)
    start = Place(text=text, index=error.context_mark.index) if error.context_mark else here
    read = _scanned if isinstance(error, ScannerError) else _parsed
    reason = _copied(here, start) or _commented(here, start) or read(here, start)
    place, message = reason or (here, f"is not valid YAML: {error.problem}")
    if re.search("[“”„«»]", place.line):
        message += ' (typographic quotes do not count: type " instead)'
    return Problem(file=source, line=place.number, key="yaml", message=message)


def _copied(here: Place, start: Place) -> Reason | None:
    if here.character == "\t":
        return here, "a tab stands where spaces are needed: indent with spaces"
    for place in (start, here.above(), here):
        if place and NO_BREAK_BEFORE.match(place.line):
            return place, COPIED_SPACE
    return None


def _commented(here: Place, start: Place) -> Reason | None:
    """In brackets, a comment swallows what closes them, and the parser stumbles only later."""
    for place in (start, here.above()):
        line = _QUOTED_PART.sub("q", place.line) if place else ""
        found = _COMMENT_FOR_VALUE.search(line)
        if place and found and re.search(r"[\[{]", line[: found.end()]):
            return place, f"{QUOTE_HASH} a text that begins with #"
    return None


def _scanned(here: Place, start: Place) -> Reason | None:
    """What cannot be split into words; `start` is where the word begins."""
    if here.character and here.character in "@`%":
        return here, _needs_quotes(here)
    if start.character and start.character in "&*|>!":
        return start, _needs_quotes(start)
    if start.index < here.index and here.text[here.index - 1] == "\\":
        return here, _BACKSLASH
    if start.number < here.number or not here.character:
        if start.character in ('"', "'") and start.line.count(start.character) % 2:
            return start, _UNCLOSED
        return start, _keyless(start)
    if here.character == ":":
        return _colon(here)
    if here.character in ("-", "?"):
        return here, _INDENTED if here.begins_line else _needs_quotes(here)
    return None


def _colon(here: Place) -> Reason:
    """A colon too many: in its line, or because the line above is no place for a block of keys."""
    above = here.above()
    if above is None or re.search(r":\s|[\[{]", here.before):
        return here, _COLON
    words = above.line.partition(" #")[0].strip()
    if _HYPHEN_WITHOUT_SPACE.match(words):
        return above, _NO_SPACE
    if not re.search(r":( |$)", words) and not re.fullmatch(r"- +[^ ]+", words):
        return above, _keyless(above)
    return here, _INDENTED


def _parsed(here: Place, start: Place) -> Reason | None:
    """What stands where it cannot; `start` is where the block, or what is in brackets, begins."""
    if here.character == "{" and here.before.endswith("$"):
        return here, _REFERENCE
    if not here.character:
        return start, _UNCLOSED
    if start.index == here.index:
        return here, _NO_VALUE if here.begins_line else _needs_quotes(here)
    if start.character in ("{", "["):
        goes_on_below = start.number == here.number or start.line.rstrip().endswith(("{", "[", ","))
        return (here, _NO_COMMA) if goes_on_below else (start, _UNCLOSED)
    if here.begins_line:
        return here, _NO_SPACE if _HYPHEN_WITHOUT_SPACE.match(here.line) else _INDENTED
    if here.character in ("}", "]"):
        return here, f"{here.character} closes a bracket that is not open"
    quote = here.before.rstrip()[-1:]
    if quote in ('"', "'") and here.before.count(quote) % 2:
        return _opened(here, quote), _UNCLOSED
    return here, _GOES_ON


def _keyless(place: Place) -> str:
    if _HYPHEN_WITHOUT_SPACE.match(place.line):
        return _NO_SPACE
    return COPIED_SPACE if re.search(rf":[{NO_BREAK}]", place.line) else _NO_COLON


def _needs_quotes(place: Place) -> str:
    return f"a value that begins with {place.character} needs quotes around it"


def _opened(here: Place, quote: str) -> Place:
    """The line above in which a quote is opened that only the one before `here` closes."""
    place = here.above()
    while place and place.line.count(quote) % 2 == 0:
        place = place.above()
    return place or here
