"""Reduces a text to what two settings of the same words share."""

import re
import unicodedata

_SIGNS = "€$£¥%§<>.,"
# The signs that most texts have beside plain letters; none is part of a word.
_TYPOGRAPHIC = re.compile("[‘’“”„–—•\u00a0]+")
_NOT_WORD = re.compile(rf"[^\w{_SIGNS}]+")
_SEPARATOR = re.compile(r"[.,](?:(?!\d)|(?<!\d[.,]))")
# The same for plain letters, many times as fast: most blocks are nothing else.
_PLAIN = {code: chr(code).lower() if chr(code).isalnum() or chr(code) in f"{_SIGNS}_" else None for code in range(0x80)}
_TICKS = str.maketrans(dict.fromkeys("✓✔☑✅", "yes") | dict.fromkeys("✗✘✕✖☒❌🚫", "no"))

# Joiners shape letters and emoji; every other invisible character can only hide or reorder text.
_KEPT_INVISIBLE = frozenset("\u200c\u200d")


# A name may have an ending: "Gewinnspiel" is meant by "Gewinnspielen".
_ENDING, _LONG_NAME = 3, 5


def squash(text: str) -> str:
    """Folded letters, digits and signs that carry meaning, without spaces.

    Separators inside numbers stay: 1.5 is not 15.
    """
    plain = text if text.isascii() else _TYPOGRAPHIC.sub("", text)
    if plain.isascii():
        folded = plain.translate(_PLAIN)
    else:
        folded = _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _SEPARATOR.sub("", folded)


def squash_row(text: str) -> str:
    """A table's row, squashed cell by cell: in which column a word stands carries meaning there, and so do ticks."""
    return "|".join(squash(cell.translate(_TICKS)) for cell in text.split("|")).rstrip("|")


def names(text: str, name: str) -> bool:
    """Whether a name stands in a casefolded text as words of its own, a long one also with a short ending."""
    words = r"\s+".join(re.escape(word) for word in name.casefold().split())
    ending = rf"\w{{0,{_ENDING}}}" if len(name) >= _LONG_NAME else ""
    return re.search(rf"(?<!\w){words}{ending}(?!\w)", text) is not None


def visible(text: str) -> str:
    """The text without control, bidirectional-override and other invisible characters; line breaks stay."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char == "\n" or char in _KEPT_INVISIBLE or (char.isascii() and char.isprintable()):
        return char
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} else char


def counted(number: int, what: str) -> str:
    """How many there are of something, in English: "1 stake", "2 stakes"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
