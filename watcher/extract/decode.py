"""Turns the bytes of a text into characters."""

import re

_DECLARED = re.compile(rb"(?i)charset\s*=\s*[\"']?([\w.:-]{2,40})")


def decode(body: bytes, content_type: str = "") -> str:
    """UTF-8 where it is; else the declared character set, else Windows-1252."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    declared = _DECLARED.search(content_type.encode("ascii", "ignore")) or _DECLARED.search(body[:2_048])
    try:
        return body.decode(declared[1].decode("ascii") if declared else "cp1252", errors="replace")
    except LookupError:
        return body.decode("cp1252", errors="replace")
