"""Reduces a text to what two settings of the same words share."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^\w€$£¥%§<>.,]+")
_SEPARATOR = re.compile(r"(?<!\d)[.,]|[.,](?!\d)")


def squash(text: str) -> str:
    """Folded letters, digits and signs that carry meaning, without spaces.

    Separators inside numbers stay: 1.5 is not 15.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SEPARATOR.sub("", _NOT_WORD.sub("", folded))
