"""Reduces a text to what two settings of the same words share."""

import re
import unicodedata

_SIGNS = "€$£¥%§<>.,"
_NOT_WORD = re.compile(rf"[^\w{_SIGNS}]+")
_SEPARATOR = re.compile(r"[.,](?:(?!\d)|(?<!\d[.,]))")
# The same for plain letters, many times as fast: most blocks are nothing else.
_PLAIN = {code: chr(code).lower() if chr(code).isalnum() or chr(code) in f"{_SIGNS}_" else None for code in range(0x80)}


def squash(text: str) -> str:
    """Folded letters, digits and signs that carry meaning, without spaces.

    Separators inside numbers stay: 1.5 is not 15.
    """
    if text.isascii():
        folded = text.translate(_PLAIN)
    else:
        folded = _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _SEPARATOR.sub("", folded)
