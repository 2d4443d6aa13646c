"""Compares where a visit was to go with where it ended."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

# Not any two letters: /hp and /lg are brands.
_LOCALE = re.compile(
    r"(?:en|de|fr|es|it|pt|nl|pl|tr|ru|ja|zh|ko|ar|cs|da|fi|sv|no|nb|el|hu|ro|uk|us|gb|ca|at|ch|be|ie|au|nz|in|br|mx|cn|"
    r"jp|kr|eu|intl|int)|[a-z]{2}[-_][a-z]{2,4}"
)
_HOME = frozenset(["home", "start", "startseite", "accueil", "welcome", "index", "default", "main"])
_INDEX = re.compile(r"\.(?:html?|php|aspx?|jsp)$")
_SAME_PAGE = re.compile(
    r"(?i)utm_\w+|hl|gl|lang|language|locale|lc|region|country|ref|refsrc|src|source|from|_rdr|_rdc|_fb_noscript|fbclid|gclid|"
    r"next|redirect\w*|return\w*|continue|url|error|e|notfound|originalsubdomain|trk|igsh\w*|s|t"
)
_FRONTS = re.compile(r"^(?:www\d?|m|mobile|web)\.")
_SHORT_LABEL = 3
_LOGIN_HOST = re.compile(r"^(?:login|accounts?|auth|signin|sso|idp?|identity)\.")
_LOGIN_PATH = re.compile(
    r"(?i)/(?:accounts/|account/|i/flow/|users?/)?"
    r"(?:login|log_in|signin|sign-in|sign_in|log-in|authwall|uas/login|checkpoint|servicelogin|"
    r"anmelden|anmeldung|einloggen|connexion|se-connecter|identification)(?:[/?.]|$)"
)


def same_place(url: str, other: str) -> bool:
    """Whether two URLs lead to the same page of the same site, in whatever language and by whichever front door."""
    return _bare_host(url) == _bare_host(other) and _path(url) == _path(other) and _query(url) == _query(other)


def same_site(url: str, other: str) -> bool:
    """Whether two hosts belong together by their names: help.acme.example and acme.example do."""
    return _family(url) == _family(other)


def is_home(url: str) -> bool:
    """Whether a URL is a site's first page, in whatever language."""
    parts = urlsplit(url)
    return not _path(url) and not _query(url) and "/" not in parts.fragment


def is_login(url: str) -> bool:
    """Whether a URL leads to a login page, by its name."""
    parts = urlsplit(url)
    return bool(_LOGIN_PATH.search(parts.path) or _LOGIN_HOST.search(_host(url)))


def locale_of(url: str) -> str:
    """The locale that a URL names in its path, folded: "de-de" in /de-DE/terms; "" for none."""
    return next((segment.replace("_", "-") for segment in _segments(url)[:2] if _LOCALE.fullmatch(segment)), "")


def _path(url: str) -> tuple[str, ...]:
    """The path's segments without a locale in front, and without what stands for nothing behind."""
    segments = _segments(url)
    while segments and _LOCALE.fullmatch(segments[0]):
        segments = segments[1:]
    if segments and _INDEX.sub("", segments[-1]) in _HOME:
        segments = segments[:-1]
    return tuple(_INDEX.sub("", segment) for segment in segments)


def _segments(url: str) -> list[str]:
    return [segment for segment in unquote(urlsplit(url).path).lower().split("/") if segment]


def _query(url: str) -> frozenset[tuple[str, str]]:
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return frozenset((key.lower(), value) for key, value in pairs if not _SAME_PAGE.fullmatch(key))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _bare_host(url: str) -> str:
    return _FRONTS.sub("", _host(url))


def _family(url: str) -> str:
    """The name that is registered, near enough: two labels, or three where the second is one such as "co" in co.uk."""
    host = _host(url)
    labels = host.split(".")
    if host.replace(".", "").isdigit() or ":" in host:
        return host
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= _SHORT_LABEL else labels[-2:])
