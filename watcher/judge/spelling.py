"""Tells words that are written differently from words that say something else."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

_VARIANTS = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|ing|ation|ations|er|ers)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|able|ably|ite|ites|ful|less|hood)?$)"), "or"),
    (re.compile(r"(?<=[a-z]{2})tre(?=s?$)"), "ter"),
    (re.compile(r"(?<=[aeiou])ll(?=(?:ed|ing|er|ers|ation)$)"), "l"),
    (re.compile(r"(?<=[a-z]{2})ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=[a-z]{2})ence(?=s?$)"), "ense"),
    (re.compile(r"(?<=practi)c(?=e)"), "s"),
    (re.compile(r"(?<=licen)c(?=e)"), "s"),
    (re.compile(r"^programme(?=s?$)"), "program"),
    (re.compile(r"(?<=dg)e(?=ment)"), ""),
    (re.compile(r"(?<=[a-zäöüß])(?:en)?[*:_/]-?in(?:nen)?"), ""),
)
_WORDS = tomllib.loads(files("watcher.judge").joinpath("spelling.toml").read_text(encoding="utf-8"))
_EQUAL: Mapping[str, str] = _WORDS["equal"]
_NUMERALS = frozenset(word for word, same in _EQUAL.items() if same.isdigit() and same != "1")
NUMBER_WORDS = tuple(sorted(word for word, same in _EQUAL.items() if same.isdigit()))
"""The numbers that are read in words."""

_FUNCTION = frozenset(_WORDS["function"])
_LIGHT = frozenset(_WORDS["light"])
_KNOWN_WORDS = 20_000
_LONG_WORD = 40
_TOKEN = re.compile(r"[\w*:'’-]+|[%€$£]")
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*|(?<![^\W\d_])(?:{'|'.join(sorted(_NUMERALS))})(?![^\W\d_])")
_THOUSANDS = re.compile(r"(?<=\d)[.,\s'](?=\d{3}\b)")
_CENTS = re.compile(r"(?<=\d)[.,]0+\b")
_BRITISH = re.compile(r"(?:is(?:e|ed|es|ing|ation)|ours?|oured|tres?)$")


def same_words(before: str, after: str) -> bool:
    """Whether two phrases differ only in spelling, hyphens, number format, a typo or words that carry no meaning."""
    old, new = _words(before), _words(after)
    if old == new or "".join(old) == "".join(new):
        return True
    return len(old) == len(new) and all(a == b or _is_typo(a, b) for a, b in zip(old, new, strict=True))


def is_regional(before: str, after: str) -> int:
    """1 where a word turned British, -1 where it turned American, 0 otherwise."""
    old, new = before.casefold().strip(".,;:()"), after.casefold().strip(".,;:()")
    if old == new:
        return 0
    if old.isalpha() and new.isalpha() and spell(old) == spell(new):
        return 1 if _BRITISH.search(new) else -1 if _BRITISH.search(old) else 0
    return 0


def numbers_differ(before: str, after: str) -> bool:
    """Whether two phrases state different figures; a number that is written out counts beside another number."""
    old, new = _figures(before), _figures(after)
    if not (old and new):
        return any(word[0].isdigit() for word in old + new)
    return [_EQUAL.get(word, word) for word in old] != [_EQUAL.get(word, word) for word in new]


def is_function_word(word: str) -> bool:
    """Whether a word carries no meaning of its own."""
    return word in _FUNCTION or word in _LIGHT


def number_of(word: str) -> str | None:
    """The figures of a number in digits or words, None where it is no number."""
    word = word.casefold()
    number = _EQUAL.get(word, word)
    return number.replace(",", ".") if number[:1].isdigit() else None


def spell(word: str) -> str:
    """One spelling for the ways to write a word."""
    return _spelled_often(word) if len(word) <= _LONG_WORD else _spelled(word)


def _spelled(word: str) -> str:
    word = _EQUAL.get(word, word)
    for pattern, replacement in _VARIANTS:
        word = pattern.sub(replacement, word)
    return word.replace("-", "").replace("ß", "ss")


_spelled_often = lru_cache(maxsize=_KNOWN_WORDS)(_spelled)


def _figures(text: str) -> list[str]:
    """The numbers of a text, as they are written. "One" is none: it mostly says "somebody"."""
    return _NUMBER.findall(text.casefold())


def _words(text: str) -> list[str]:
    text = _CENTS.sub("", _THOUSANDS.sub("", text.casefold().replace("’", "'")))
    text = re.sub(r"\b\w+innen und (?=\w)", "", text)
    return [spell(word) for word in _TOKEN.findall(text) if word not in _FUNCTION]


def _is_typo(a: str, b: str) -> bool:
    """Whether two longer words are one letter apart: one letter replaced, missing, or two swapped."""
    if a == f"{b}s" or b == f"{a}s":
        return min(len(a), len(b)) >= 2
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1 or any(map(str.isdigit, a + b)):
        return False
    start = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    x, y = a[start:], b[start:]
    swapped = len(x) == len(y) >= 2 and x[:2] == y[1::-1] and x[2:] == y[2:]
    return x[1:] == y[1:] or x[1:] == y or x == y[1:] or swapped
