"""Makes text from monitored pages harmless before it reaches a mail or a chat."""

import re

from watcher.core.text import visible

_SPACES = re.compile(r"\s+")
# How many raw characters are looked at for each one that may be shown: bounds the work on a hostile page.
_LOOK_AHEAD = 8
_SCHEME = re.compile(r"\b([a-z][a-z0-9+.-]{0,20})://([^\s/?#]*)", re.IGNORECASE)
_BARE_HOST = re.compile(r"\b(?:www(?:\.[\w-]+)+|(?:[\w-]+\.)+[^\W\d_]{2,}(?=/\w))", re.IGNORECASE)
_CHAT_MARKS = str.maketrans({"<": "‹", ">": "›", "`": "'"})
_MENTION = re.compile(r"@(?=\w)")


def clean(text: str, limit: int) -> str:
    """One line of at most `limit` characters without control, bidirectional-override and other invisible characters."""
    return shorten(_SPACES.sub(" ", visible(text[: limit * _LOOK_AHEAD])).strip(), limit)


def clean_lines(text: str, limit: int) -> str:
    """Like `clean`, but line breaks stay."""
    lines = [_SPACES.sub(" ", visible(line)).strip() for line in text[: limit * _LOOK_AHEAD].splitlines()]
    return shorten("\n".join(lines).strip(), limit)


def quote(text: str, limit: int) -> str:
    """A page's words as they may be shown: cleaned, with every link defanged."""
    return defang(clean(text, limit))


def defang(text: str) -> str:
    """Breaks what mail clients and chats would turn into a link: `https://a.b/c` becomes `hxxps://a[.]b/c`."""
    return _BARE_HOST.sub(lambda found: _dots(found[0]), _SCHEME.sub(_defanged_link, text))


def calm(text: str) -> str:
    """Text in which no chat finds a mention, a labelled link, an image or code."""
    text = text.translate(_CHAT_MARKS).replace("](", "] (").replace("![", "! [")
    return _MENTION.sub("@\u200b", text)


def shorten(text: str, limit: int) -> str:
    """The text itself, or its beginning up to a word's end, with an ellipsis: never longer than `limit`."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at = head.rfind(" ")
    return (head[:at] if at > limit // 2 else head).rstrip() + "…"


def _defanged_link(found: re.Match[str]) -> str:
    scheme, host = found[1], found[2]
    lowered = scheme.lower()
    if lowered.startswith("hxxp"):
        return found[0]
    if lowered in {"http", "https"}:
        return f"hxxp{lowered[4:]}://{_dots(host)}"
    return f"{scheme}[:]//{_dots(host)}"


def _dots(host: str) -> str:
    return host.replace(".", "[.]")
