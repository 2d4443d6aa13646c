"""Tells with what letters the texts begin that an entry of a word list matches."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

_Tree: TypeAlias = dict[str, "_Tree"]

ANYTHING = ""
"""The opening of an entry of which it cannot be told with what it begins."""

DIGITS = "0"
"""The opening of an entry that begins with a number."""

_LOOKBEHIND = re.compile(r"\(\?<[!=][^()\\]*\)")
_LETTERS = re.compile(r"[^\W\d_]*")
_SIGNS = re.compile(r"\[([^\\^\]\w-]+)\]")
_CHOICE = re.compile(r"\(([^\W\d_]+(?:\|[^\W\d_]+)*)\)")
_OPTIONAL = ("?", "*", "{")
_ENDS_WORD = (" ", "$", "'", "-")
_NO_BRANCH = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")
# What a pattern that ignores case takes for an "i" though it does not fold to one.
_DOTS = str.maketrans({"ı": "i", "İ": "i"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How the first word of what matches begins; `whole` where that is all of the word."""

    text: str
    whole: bool = False


def folded(word: str) -> str:
    """The same for words that no pattern which ignores case can tell apart."""
    return word.translate(_DOTS).casefold()


def openings(entry: str) -> Iterator[Opening]:
    """One for every way in which what an entry matches may begin. Rather too many than one too few."""
    if _branches(entry):
        yield Opening(text=ANYTHING)
        return
    if behind := _LOOKBEHIND.match(entry):
        entry = entry[behind.end() :]
    words, rest = _first_words(entry)
    if rest.startswith(_OPTIONAL):
        words = [ANYTHING]
    for word in words:
        yield Opening(text=word, whole=word.isalpha() and rest.startswith(_ENDS_WORD) and rest[1:2] not in _OPTIONAL)


def _first_words(entry: str) -> tuple[list[str], str]:
    """What an entry begins with, as far as it is spelt out, and the rest of the entry."""
    if entry.startswith(r"\d"):
        return [DIGITS], entry[2:]
    if signs := _SIGNS.match(entry):
        return list(signs[1]), entry[signs.end() :]
    if choice := _CHOICE.match(entry):
        return choice[1].split("|"), entry[choice.end() :]
    letters = _LETTERS.match(entry)
    word = letters[0] if letters else ""
    rest = entry[len(word) :]
    # In "fees?" the question is of the last letter alone.
    return ([word[:-1]], "") if rest.startswith(_OPTIONAL) else ([word], rest)


def _branches(entry: str) -> bool:
    """Whether an entry is a choice as a whole: "a|b", not "(a|b)"."""
    depth = 0
    for sign in _NO_BRANCH.sub("", entry):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            return True
    return False


def any_word(beginnings: Iterable[str]) -> re.Pattern[str]:
    """A pattern of all words and signs that begin so, ignoring case. What begins alike is tried once.

    Of a word that is far longer than any of these, a part is enough.
    """
    beginnings = list(beginnings)
    longest = max(map(len, beginnings), default=0)
    tree: _Tree = {}
    signs = set()
    for beginning in beginnings:
        if not beginning.isalnum():
            signs.add(re.escape(beginning))
            continue
        branch = tree
        for letter in beginning.lower():
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    either = sorted(signs) + ([rf"{_expression(tree)}\w{{0,{longest}}}"] if tree else [])
    return re.compile(rf"(?<!\w)(?:{'|'.join(filter(None, either)) or '(?!)'})", re.IGNORECASE)


def _expression(tree: _Tree) -> str:
    if "" in tree:
        return ""
    parts = (
        (r"\d" if letter == DIGITS else re.escape(letter)) + _expression(branch) for letter, branch in tree.items()
    )
    return f"(?:{'|'.join(parts)})"
