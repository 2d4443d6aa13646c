"""Keeps what a channel's URL holds out of everything that is shown."""

import base64
import re
from urllib.parse import unquote, unquote_plus

from watcher.alert.inert import clean
from watcher.core.model import Channel

_PARTS = re.compile(r"[/:@?&=#,;+]+")
_AFTER_AUTHORITY = re.compile(r"[/?#]")
_SHORTEST = 4
_SHOWN = 200


def redact(answer: str, channel: Channel, *, known: tuple[str, ...]) -> str:
    """What a server said, on one line of at most 200 characters, without any part of the channel's URL.

    `known` may be shown although it stands in the URL: host names and mail addresses, but never the password.
    """
    shown = {part.lower() for text in known for part in (text, *_PARTS.split(text))}
    url = channel.url.reveal().strip().partition("://")[2]
    hidden = (_parts(url) - shown) | _passwords(url)
    for secret in sorted(hidden, key=len, reverse=True):
        answer = re.sub(re.escape(secret), "****", answer, flags=re.IGNORECASE)
    return clean(answer, _SHOWN)


def _parts(url: str) -> set[str]:
    """Every part of a URL that is long enough to be a secret, in lower case, as it is written and as it is sent."""
    forms = {form for part in _PARTS.split(url) for form in (part, unquote(part), unquote_plus(part))}
    return {form.lower() for form in forms if len(form) >= _SHORTEST}


def _passwords(url: str) -> set[str]:
    """The password as it is written, as it is sent, and in Base64: servers echo what they do not understand."""
    user, _, password = _AFTER_AUTHORITY.split(url, maxsplit=1)[0].rpartition("@")[0].partition(":")
    if not password:
        return set()
    user, plain = unquote(user), unquote(password)
    encoded = [base64.b64encode(text.encode()).decode() for text in (plain, f"\0{user}\0{plain}", f"{user}:{plain}")]
    return {password.lower(), plain.lower(), *(form.lower() for form in encoded)}
