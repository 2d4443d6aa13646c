"""Counts the words that make rules."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from watcher.judge.openings import ANYTHING, DIGITS, any_word, folded, openings

_KNOWN_WORDS = 20_000
_AT_HAND = 16


class WordLists(Mapping[str, re.Pattern[str]]):
    """Word lists by what their words stand for, as patterns; `count` counts in all of them in one pass.

    Only where a word opens like one of a list's entries is that list's pattern tried.
    """

    def __init__(self, stems: Mapping[str, Sequence[str]]) -> None:
        self._patterns = {name: _compile(entries) for name, entries in stems.items()}
        self._whole: dict[str, set[str]] = {}
        self._begin: dict[str, set[str]] = {}
        found = [(name, opening) for name in stems for entry in stems[name] for opening in openings(entry)]
        for name, opening in found:
            (self._whole if opening.whole else self._begin).setdefault(folded(opening.text), set()).add(name)
        self._anywhere = frozenset(self._begin.pop(ANYTHING, ()))
        self._longest = max(map(len, self._begin), default=0)
        self._candidate = any_word(opening.text for _, opening in found)
        # Texts repeat their words: what a word may open is looked up once, for as many as a long document has.
        self._opened = lru_cache(maxsize=_KNOWN_WORDS)(self._open)

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self._patterns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._patterns)

    def __len__(self) -> int:
        return len(self._patterns)

    def count(self, text: str) -> dict[str, int]:
        """How often each list's words occur, as its pattern's `findall` finds them; lists without any are left out."""
        times = {name: len(found) for name in self._anywhere if (found := self._patterns[name].findall(text))}
        ends: dict[str, int] = {}
        for token in self._candidate.finditer(text):
            for name in self._opened(token[0]):
                start = token.start()
                if start >= ends.get(name, 0) and (word := self._patterns[name].match(text, start)):
                    times[name] = times.get(name, 0) + 1
                    ends[name] = word.end()
        return times

    def _open(self, word: str) -> tuple[str, ...]:
        """The lists that have an entry which may begin with this word."""
        word = folded(word)
        names = set(self._whole.get(word, ()))
        for length in range(1, min(len(word), self._longest) + 1):
            names.update(self._begin.get(word[:length], ()))
        if word[0].isdecimal():
            names.update(self._begin.get(DIGITS, ()))
        return tuple(names - self._anywhere)


def load_patterns(name: str) -> WordLists:
    """The patterns of a word list beside this module, by what its words stand for."""
    return WordLists(tomllib.loads(files("watcher.judge").joinpath(name).read_text(encoding="utf-8")))


@lru_cache(maxsize=_AT_HAND)
def count(text: str) -> Mapping[str, int]:
    """How often each kind of word occurs. Several rules in turn ask this of one clause."""
    return MappingProxyType(_NONE | LEXICON.count(text.replace("’", "'")))


def _compile(stems: Sequence[str]) -> re.Pattern[str]:
    # "$" in the file means the end of a word.
    alternatives = "|".join(
        f"(?:{stem.removesuffix('$')}{chr(92) + 'b' if stem.endswith('$') else ''})" for stem in stems
    )
    return re.compile(rf"(?<!\w)(?:{alternatives})", re.IGNORECASE)


LEXICON = load_patterns("lexicon.toml")
_NONE = dict.fromkeys(LEXICON, 0)
