"""Cuts out what stands around a place in a text, letter for letter."""

import re
from collections.abc import Iterator

# A stop after one letter or a day's number ends no sentence: "e.g.", "am 5. Januar".
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b\w\.)(?<!\b\d\.)(?<!\b\d\d\.)\s+|\n")
_PHRASE = re.compile(rf"{_SENTENCE.pattern}|;|,\s(?!20\d\d)|\b(?:and|und|et)\b")
_LONGEST = 280


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
    first, last = 0, len(text)
    for found in breaks.finditer(text):
        if found.end() <= start:
            first = found.end()
        elif found.start() >= end:
            last = found.start()
            break
    return first, last
