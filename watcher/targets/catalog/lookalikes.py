"""Handles that may be taken for a brand's own: confusable letters, slips of the finger, official-sounding words."""

import re
from collections.abc import Iterator
from dataclasses import replace

from watcher.core.model import Brand, Likeness, Lookalike
from watcher.targets.catalog.read import Platform

MOST_WATCHED = 200
"""So many candidates of a brand's handle are looked at: about nine of ten impersonations are among them."""

SEPARATORS = ("_", ".", "-", "")
WORDS = (
    "official",
    "support",
    "help",
    "hilft",
    "offiziell",
    "service",
    "de",
    "team",
    "kundenservice",
    "giveaway",
    "gewinnspiel",
    "info",
    "care",
    "real",
    "original",
    "shop",
    "store",
    "sale",
    "online",
    "com",
    "deutschland",
    "germany",
    "news",
    "jobs",
    "promo",
    "aktion",
    "security",
    "sicherheit",
    "kontakt",
    "contact",
    "refund",
    "verify",
    "outlet",
    "rewards",
    "bonus",
    "app",
)
"""In the order in which impostors use them, most often first."""

# What impostors put in front, too.
_FRONT = frozenset(["official", "offiziell", "real", "original", "team", "support", "help", "service", "kundenservice"])
# How much less likely a word stands behind this sign.
_SETTING = {"_": 0.0, ".": 0.05, "": 0.12, "-": 0.2}

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
# Digits that are read as letters, but seen to be none; 0 and 1 are not seen.
_DIGITS, _PLAIN = frozenset("23456789"), 0.03
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
# The shortest part of a name that may be a word of its own.
_PART = 3
_ANY = r"[\w.-]{1,63}"
_NEIGHBOURS = ("qwertzuiop", "asdfghjkl", "yxcvbnm", "qwertyuiop", "zxcvbnm")


def lookalikes(handle: str) -> tuple[Lookalike, ...]:
    """Handles like this one, the most suspicious first, each once; whether they exist is not known."""
    best: dict[str, Lookalike] = {}
    for one in _candidates(handle.removeprefix("@")):
        known = best.get(one.handle)
        if one.handle and one.handle != handle and (known is None or known.rank < one.rank):
            best[one.handle] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.rank, one.handle)))


def lookalikes_on(platform: Platform | None, handle: str) -> tuple[Lookalike, ...]:
    """Those that can be handles on the platform. Of a handle with a server or a domain, only the name varies."""
    page = platform.entry.page if platform else None
    pattern = page.handle if page and page.handle else _ANY
    start, end = _varying(pattern, handle)
    made = (replace(one, handle=f"{handle[:start]}{one.handle}{handle[end:]}") for one in lookalikes(handle[start:end]))
    return tuple(one for one in made if re.fullmatch(pattern, one.handle, re.ASCII))


def watched_lookalikes(brand: Brand, platform: Platform | None) -> tuple[Lookalike, ...]:
    """The candidates that the platform can tell from the brand's own handles and from each other."""
    ignored = (platform and platform.entry.page and platform.entry.page.ignored) or ""
    seen = {handle_key(own, ignored) for own in (brand.handle, *brand.known)}
    found: list[Lookalike] = []
    for one in lookalikes_on(platform, brand.handle):
        key = handle_key(one.handle, ignored)
        if key not in seen:
            seen.add(key)
            found.append(one)
    return tuple(found[:MOST_WATCHED])


def handle_key(handle: str, ignored: str = "") -> str:
    """Equal for handles that lead to the same page: no platform minds capitals, and some ignore a sign."""
    return handle.removeprefix("@").casefold().translate(dict.fromkeys(map(ord, ignored)))


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
            plain = _PLAIN if other in _DIGITS else 0.0
            yield _confusable(made, rank - 0.04 * depth - plain, other, letter)
        if foreign := _SCRIPTS.get(letter):
            made = handle[:at] + foreign + handle[at + 1 :]
            reason = f"a letter of another script in place of {letter}"
            yield _like(made, rank - 0.1, reason, Likeness.CONFUSABLE, f"{foreign} (U+{ord(foreign):04X}) ↔ {letter}")
    for pair, single in _PAIRS.items():
        if pair in handle:
            yield _confusable(handle.replace(pair, single, 1), rank - 0.05, single, pair)
    for letter, others in _ALIKE.items():
        if handle.count(letter) > 1:
            made = handle.replace(letter, others[0])
            reason = f"{others[0]} in place of each {letter}"
            yield _like(made, rank - 0.05, reason, Likeness.CONFUSABLE, f"{others[0]} ↔ {letter}")


def _worded(handle: str) -> Iterator[Lookalike]:
    for depth, word in enumerate(WORDS):
        if word in re.split(r"[._-]", handle) or (len(word) > _PART and word in handle):
            yield from _reworded(handle, word)
            continue
        for separator, cost in _SETTING.items():
            rank = 0.95 - 0.008 * depth - cost
            yield _worded_like(f"{handle}{separator}{word}", rank, f"with the word {word}", word)
            if word in _FRONT:
                yield _worded_like(f"{word}{separator}{handle}", rank - 0.12, f"with the word {word} in front", word)
    for tail in ("_", "__", "1", ".", "_1", "2", "24", "x"):
        yield _like(f"{handle}{tail}", 0.8, f"with {tail} behind it", Likeness.SEPARATED, f"+ {tail}")
    yield _like(f"_{handle}", 0.78, "with _ in front", Likeness.SEPARATED, "+ _")
    yield _worded_like(f"the{handle}", 0.7, "with the in front", "the")


def _reworded(handle: str, word: str) -> Iterator[Lookalike]:
    """Another word in the place of one that the brand has itself."""
    for depth, other in enumerate(one for one in WORDS if one != word):
        made = (
            re.sub(rf"(?<![^\W_]){word}(?![^\W_])", other, handle)
            if len(word) <= _PART
            else handle.replace(word, other)
        )
        yield _like(made, 0.85 - 0.015 * depth, f"{other} in place of {word}", Likeness.WORDED, f"{other} ↔ {word}")


def _separated(handle: str) -> Iterator[Lookalike]:
    for old in "_.-":
        if old in handle:
            for new in SEPARATORS:
                if new != old:
                    reason = f"{new or 'nothing'} in place of {old}"
                    sign = f"{new} ↔ {old}" if new else f"− {old}"
                    yield _like(handle.replace(old, new), 0.93, reason, Likeness.SEPARATED, sign)
    for at in range(2, len(handle) - 1):
        rank = 0.7 if min(at, len(handle) - at) >= _PART and "_" not in handle else 0.45
        yield _like(f"{handle[:at]}_{handle[at:]}", rank, "with _ inside", Likeness.SEPARATED, "+ _")


def _slipped(handle: str) -> Iterator[Lookalike]:
    for at, letter in enumerate(handle):
        if letter.isalnum():
            yield _slip(handle[:at] + letter + handle[at:], 0.84, f"{letter} doubled", f"+ {letter}")
            yield _slip(handle[:at] + handle[at + 1 :], 0.74, f"without {letter}", f"− {letter}")
        if at + 1 < len(handle) and letter != handle[at + 1]:
            made = handle[:at] + handle[at + 1] + letter + handle[at + 2 :]
            other = handle[at + 1]
            yield _slip(made, 0.82, f"{letter} and {other} swapped", f"{other}{letter} ↔ {letter}{other}")
        for row in _NEIGHBOURS:
            place = row.find(letter)
            for other in row[max(place - 1, 0) : place + 2] if place >= 0 else "":
                if other != letter:
                    reason = f"{other} beside {letter} on the keyboard"
                    yield _slip(handle[:at] + other + handle[at + 1 :], 0.5, reason, f"{other} ↔ {letter}")


def _confusable(handle: str, rank: float, new: str, old: str) -> Lookalike:
    return _like(handle, rank, f"{new} in place of {old}", Likeness.CONFUSABLE, f"{new} ↔ {old}")


def _worded_like(handle: str, rank: float, reason: str, word: str) -> Lookalike:
    return _like(handle, rank, reason, Likeness.WORDED, f"+ {word}")


def _slip(handle: str, rank: float, reason: str, sign: str) -> Lookalike:
    return _like(handle, rank, reason, Likeness.SLIPPED, sign)


def _like(handle: str, rank: float, reason: str, likeness: Likeness, sign: str) -> Lookalike:
    return Lookalike(handle=handle, rank=round(rank, 3), reason=reason, likeness=likeness, sign=sign)


def _varying(pattern: str, handle: str) -> tuple[int, int]:
    """Where the name stands in a handle."""
    found = re.fullmatch(pattern, handle)
    name = next((group for group in ("user", "varies") if found and group in found.groupdict()), None)
    return found.span(name) if found and name else (0, len(handle))
