"""Reduces a text to what two settings of the same words share."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^\w€$£¥%§<>.,]+")
_SEPARATOR = re.compile(r"(?<!\d)[.,]|[.,](?!\d)")
_TICKS = str.maketrans(dict.fromkeys("✓✔☑✅", "yes") | dict.fromkeys("✗✘✕✖☒❌🚫", "no"))


def squash(text: str) -> str:
    """Folded letters, digits and signs that carry meaning, without spaces.

    Separators inside numbers stay: 1.5 is not 15.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SEPARATOR.sub("", _NOT_WORD.sub("", folded))


def squash_row(text: str) -> str:
    """A table's row, squashed cell by cell: in which column a word stands carries meaning there, and so do ticks."""
    return "|".join(squash(cell.translate(_TICKS)) for cell in text.split("|")).rstrip("|")
