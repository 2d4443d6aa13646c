"""Handles that may be taken for a brand's own: confusable letters, slips of the finger, official-sounding words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from watcher.targets.catalog.read import Platform

SEPARATORS = ("_", ".", "-", "")
WORDS = (
    "official",
    "offiziell",
    "hilft",
    "help",
    "support",
    "service",
    "kundenservice",
    "care",
    "team",
    "real",
    "original",
    "de",
    "deutschland",
    "germany",
    "gewinnspiel",
    "giveaway",
    "shop",
    "store",
    "news",
    "jobs",
    "online",
    "app",
)
"""In the order in which impostors use them, most often first."""

_ALIKE = {
    "l": ("I", "1", "i"),
    "i": ("l", "1", "I", "j"),
    "I": ("l", "1"),
    "1": ("l", "i"),
    "o": ("0", "q"),
    "0": ("o",),
    "e": ("3",),
    "a": ("4",),
    "s": ("5", "z"),
    "z": ("2", "s"),
    "b": ("6", "8"),
    "g": ("9", "q"),
    "t": ("7",),
    "q": ("g",),
    "u": ("v",),
    "v": ("u",),
    "c": ("k",),
    "k": ("c",),
    "m": ("rn", "n"),
    "n": ("m",),
    "w": ("vv",),
    "d": ("cl",),
    "h": ("b",),
    "y": ("v",),
}
_PAIRS = {"rn": "m", "vv": "w", "cl": "d", "ae": "a", "oe": "o", "ue": "u", "ss": "s", "ck": "k", "ph": "f"}
# Latin letters and those of other scripts that look the same (from the Unicode list of confusables).
_SCRIPTS = {
    "a": "а",
    "c": "с",
    "e": "е",
    "i": "і",
    "j": "ј",
    "o": "о",
    "p": "р",
    "s": "ѕ",
    "x": "х",
    "y": "у",
    "h": "һ",
    "k": "к",
    "n": "п",
    "u": "υ",
    "v": "ν",
}
_NEIGHBOURS = ("qwertzuiop", "asdfghjkl", "yxcvbnm", "qwertyuiop", "zxcvbnm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """A handle, how suspicious it would be if it existed (0 to 1), and why."""

    handle: str
    rank: float
    reason: str


def lookalikes(handle: str) -> tuple[Lookalike, ...]:
    """Handles like this one, the most suspicious first, each once; whether they exist is not known."""
    best: dict[str, Lookalike] = {}
    for one in _candidates(handle.removeprefix("@")):
        known = best.get(one.handle)
        if one.handle and one.handle != handle and (known is None or known.rank < one.rank):
            best[one.handle] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.rank, one.handle)))


def _candidates(handle: str) -> Iterator[Lookalike]:
    yield from _confused(handle, 1.0)
    yield from _worded(handle)
    yield from _separated(handle)
    yield from _slipped(handle)
    for confused in list(_confused(handle, 1.0)):
        yield from _confused(confused.handle, 0.6)


def _confused(handle: str, rank: float) -> Iterator[Lookalike]:
    for at, letter in enumerate(handle):
        for depth, other in enumerate(_ALIKE.get(letter, ())):
            made = handle[:at] + other + handle[at + 1 :]
            yield _like(made, rank - 0.04 * depth, f"{other} in place of {letter}")
        if foreign := _SCRIPTS.get(letter):
            made = handle[:at] + foreign + handle[at + 1 :]
            yield _like(made, rank - 0.1, f"a letter of another script in place of {letter}")
    for pair, single in _PAIRS.items():
        if pair in handle:
            yield _like(handle.replace(pair, single, 1), rank - 0.05, f"{single} in place of {pair}")
    for letter, others in _ALIKE.items():
        if handle.count(letter) > 1:
            yield _like(handle.replace(letter, others[0]), rank - 0.05, f"{others[0]} in place of each {letter}")


def _worded(handle: str) -> Iterator[Lookalike]:
    for depth, word in enumerate(WORDS):
        if word in handle:
            continue
        for step, separator in enumerate(SEPARATORS):
            rank = 0.95 - 0.02 * depth - 0.03 * step
            yield _like(f"{handle}{separator}{word}", rank, f"with the word {word}")
            yield _like(f"{word}{separator}{handle}", rank - 0.12, f"with the word {word} in front")
    for tail in ("_", "__", "1", ".", "_1", "2", "24", "x"):
        yield _like(f"{handle}{tail}", 0.8, f"with {tail} behind it")
    yield _like(f"_{handle}", 0.78, "with _ in front")
    yield _like(f"the{handle}", 0.7, "with the in front")


def _separated(handle: str) -> Iterator[Lookalike]:
    for old in "_.-":
        if old in handle:
            for new in SEPARATORS:
                if new != old:
                    yield _like(handle.replace(old, new), 0.93, f"{new or 'nothing'} in place of {old}")
    for at in range(2, len(handle) - 1):
        yield _like(f"{handle[:at]}_{handle[at:]}", 0.45, "with _ inside")


def _slipped(handle: str) -> Iterator[Lookalike]:
    for at, letter in enumerate(handle):
        if letter.isalnum():
            yield _like(handle[:at] + letter + handle[at:], 0.84, f"{letter} doubled")
            yield _like(handle[:at] + handle[at + 1 :], 0.74, f"without {letter}")
        if at + 1 < len(handle) and letter != handle[at + 1]:
            made = handle[:at] + handle[at + 1] + letter + handle[at + 2 :]
            yield _like(made, 0.82, f"{letter} and {handle[at + 1]} swapped")
        for row in _NEIGHBOURS:
            place = row.find(letter)
            for other in row[max(place - 1, 0) : place + 2] if place >= 0 else "":
                if other != letter:
                    yield _like(handle[:at] + other + handle[at + 1 :], 0.5, f"{other} beside {letter} on the keyboard")


def _like(handle: str, rank: float, reason: str) -> Lookalike:
    return Lookalike(handle=handle, rank=round(rank, 3), reason=reason)


def fit_platform(found: Iterable[Lookalike], platform: Platform) -> tuple[Lookalike, ...]:
    """Those that can be handles on the platform; all where it is not known what can be one."""
    page = platform.entry.page
    pattern = page.handle if page and page.handle else ".*"
    return tuple(one for one in found if re.fullmatch(pattern, one.handle, re.ASCII))
