"""Finds out whether a passage stands in a long text, without reading the text again for each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

_SIZE = 12
_SURE = 2 * _SIZE - 1
_MANY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """A text and where its pieces of one size, laid end to end, stand."""

    text: str
    pieces: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, text: str) -> Self:
        pieces: dict[str, list[int]] = defaultdict(list)
        for start in range(0, len(text), _SIZE):
            pieces[text[start : start + _SIZE]].append(start)
        return cls(text=text, pieces=dict(pieces))

    def hold(self, passage: str) -> bool:
        """Whether the text has the passage, letter for letter. A piece begins early in a long one."""
        if len(passage) < _SURE:
            return passage in self.text
        for first in range(_SIZE):
            place, starts = first, self.pieces.get(passage[first : first + _SIZE], ())
            # All pieces that follow have to stand there too, and what is farthest is least of the same phrase.
            last = first + (len(passage) - first) // _SIZE * _SIZE - _SIZE
            for start in range(last, first, -_SIZE) if starts else ():
                following = self.pieces.get(passage[start : start + _SIZE], ())
                if len(following) < len(starts):
                    place, starts = start, following
                if not starts:
                    break
            if len(starts) > _MANY:
                return passage in self.text
            for start in starts:
                if start >= place and self.text.startswith(passage, start - place):
                    return True
        return False
