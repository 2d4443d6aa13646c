"""What an unquoted YAML 1.2 scalar stands for (core schema, section 10.3.2 of the specification)."""

import re
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | None

LONGEST_NUMBER = 40  # Python refuses to read integers of thousands of digits
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBERS_BEGIN = frozenset("+-.0123456789")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def read_plain(text: str) -> Value:
    """Dates and times stay texts: they are read by the key that wants them."""
    if text in _NULLS:
        return None
    if text in _TRUTHS:
        return _TRUTHS[text]
    if len(text) > LONGEST_NUMBER or text[0] not in _NUMBERS_BEGIN:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
