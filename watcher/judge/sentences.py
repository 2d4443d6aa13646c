"""Cuts out what stands around a place in a text, letter for letter."""

import re
from collections.abc import Iterator

# A stop after one letter or a day's number ends no sentence: "e.g.", "am 5. Januar".
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b\w\.)(?<!\b\d\.)(?<!\b\d\d\.)\s+|\n")
_PHRASE = re.compile(rf"{_SENTENCE.pattern}|;|,\s(?!20\d\d)|\b(?:and|und|et)\b")
_LONGEST = 280
_REACH = 2_000


def sentences(text: str) -> Iterator[str]:
    """Every sentence, without the white space around it."""
    return (piece.strip() for piece in _SENTENCE.split(text) if piece.strip())


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence in which `start` to `end` stands; of a long one, what is around that place."""
    first, last = _bounds(_SENTENCE, text, start, end)
    if last - first > _LONGEST:
        first = max(first, end - _LONGEST)
        last = min(last, first + _LONGEST)
    return text[first:last].strip()


def phrase_around(text: str, start: int, end: int) -> str:
    """The part of the sentence, between commas and "and", in which `start` to `end` stands."""
    first, last = _bounds(_PHRASE, text, start, end)
    return text[first:last].strip()


def _bounds(breaks: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int]:
    """What lies far off is not looked at: of a text without stops, that is enough."""
    first, last = max(0, start - _REACH), min(len(text), end + _REACH)
    for found in breaks.finditer(text, first, last):
        if found.end() <= start:
            first = found.end()
        elif found.start() >= end:
            last = found.start()
            break
    return first, last
