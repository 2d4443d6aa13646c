"""Takes the numbers of clauses, and references to them, out of a text."""

import re

from watcher.core.text import squash
from watcher.judge.days import MONTH

_UNIT = r"[%€$£¥]|(?:per|percent|prozent|euros?|eur|usd|chf|francs?|franken|cents?|million\w*|mio|pro|je|im|par)\b"
# An amount, a share or a day of the month at the start of a row is not the row's number.
_ENUMERATOR = re.compile(
    r"^[^\w€$£¥%§]*"
    r"(?:\d{1,2}(?:\.\d{1,2})+[.):]?(?!\d)|\(?(?:\d{1,3}|[a-z]|[ivxIVX]{1,5}|[A-Z])[.):](?!\d)|§\s*\d+)"
    rf"(?!\s*(?i:{_UNIT}|(?:{MONTH})\b))\s*"
)
_REFERENCE = re.compile(
    # What none of these letters begins is passed over at once.
    r"(?i)(?=[scpaznb§])(?:\b(?:sections?|clauses?|paragraphs?|articles?|parts?|ziffern?|nummern?|nr\.|abschnitte?|absatz(?:es)?|abs\.|satz|"
    r"anhang|annex|appendix)|§+)\s*\(?[\dIVX]+(?:\.\d+)*\)?(?:\s*\(?[a-z]\)?(?!\w))?(?:\s*buchstabe\s[a-z]\b)?(?:[,\s]*(?=§|abs|satz|nr))?"
)
_REFERENCES = re.compile(r"(?:§[\s,]*)+")


def unnumbered(text: str) -> str:
    """The text without its rows' numbers, and with one sign for every reference to a clause."""
    return "\n".join(map(_unnumbered, text.split("\n")))


def only_numbering(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but such numbers."""
    return squash(unnumbered(before)) == squash(unnumbered(after))


def _unnumbered(row: str) -> str:
    number = _ENUMERATOR.match(row)
    row = _REFERENCE.sub("§", row[number.end() :] if number else row)
    return _REFERENCES.sub("§", row) if "§" in row else row
