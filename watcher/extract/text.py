"""Cleans the text of a block, so that equal readings have equal bytes."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """One line in NFC: runs of white space become one space, invisible characters go."""
    if not (text.isascii() and text.isprintable()):
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.split())
