"""Shows a wrong value in a message, and never what might be a secret in it."""

import json
import re

LONGEST = 60
READ_AT_MOST = 2000
_ADDRESS = re.compile(r"((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)\S*")


def shown(value: object) -> str:
    """The value as a short text for people. Addresses keep only their scheme: the rest may be a password or a token."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case str():
            return quoted(value)
        case list():
            return "a list"
        case _:
            return "a block of keys"


def quoted(text: str) -> str:
    """The text in double quotes on one line, without what might be a secret."""
    safe = _ADDRESS.sub(r"\1…", text[:READ_AT_MOST])
    if "//" not in safe and "@" in safe and ":" in safe.split("@", 1)[0]:
        safe = "…@" + safe.rsplit("@", 1)[1]
    return in_quotes(safe)


def in_quotes(text: str) -> str:
    """Shortened, with control characters made visible."""
    short = text[:LONGEST] + "…" if len(text) > LONGEST else text
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in json.dumps(short, ensure_ascii=False))


def choices(words: list[str]) -> str:
    """`a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
