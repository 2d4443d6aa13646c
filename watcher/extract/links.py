"""Reduces a link to where it leads, without what varies from visit to visit."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

_REDIRECTORS = {"l.facebook.com": "u", "l.instagram.com": "u", "lm.facebook.com": "u", "www.google.com": "q"}
_REDIRECT_PATHS = frozenset({"/l.php", "/", "/url"})
_TRACKING = re.compile(
    r"(?i)^(utm_.*|fbclid|gclid|dclid|msclkid|mc_.*|igshid?|ref|ref_src|ref_url|helpref|entry_point|source_ref|src|source|"
    r"sourceid|s_cid|cid|trk|trackingid|hl|locale2?|lang|cft\w*|__.*|_nc_.*|oh|oe|stp|ccb|efg|h|rdrhc|visit_id|rd|sjid|"
    r"jsessionid|phpsessid|sid|session\w*|token|nonce|ts|timestamp|cache\w*|_ga|_gl|v\d+)$"
)
_ABSOLUTE = re.compile(r"https?(?::|%3A)//", re.IGNORECASE)
_WRAPPED = re.compile(r"https?://.+", re.IGNORECASE)
# The part of a path that says in which language or region it is read: /en-gb/, /de_AT/, /intl/fr/.
_LOCALE = re.compile(r"/(?:intl/\w{2}(?:[-_][^\W_]{2,4})*|[a-z]{2}[-_][A-Za-z]{2}(?:_[A-Z]{2})?)(?=/|$)")
_DEEPEST = 4
# No browser asks for longer ones; what wraps links that often wants to exhaust its reader.
_LONGEST = 8_000
_RANDOM = re.compile(r"^(?=.*\d)(?=.*[A-Za-z])[\w-]{20,}$")


def canonical(href: str, base: str = "") -> str:
    """The link's host, path and telling parameters; "" for links that lead nowhere or into the same page."""
    href = href.strip()
    if len(href) > _LONGEST:
        return href[:200]
    if not href or href.startswith("#") or href[:11].lower() in {"javascript:", "data:"}:
        return ""
    try:
        parts = urlsplit(urljoin(base, href))
        query = parse_qsl(parts.query)
    except ValueError:
        return href[:200]
    if parts.scheme in {"mailto", "tel"}:
        return f"{parts.scheme}:{unquote(parts.path).lower()}"
    host = parts.netloc.lower()
    wrapped = _REDIRECTORS.get(host)
    if wrapped and parts.path in _REDIRECT_PATHS:
        inner = dict(query).get(wrapped, "")
        if inner.startswith("http"):
            return canonical(inner)
    for _, value in query:
        # A redirector or a login page that leads on: what counts is where to.
        if _ABSOLUTE.match(value):
            return canonical(_inner(value))
    if wrapped_at := _WRAPPED.search(unquote(parts.path)):
        return canonical(_inner(wrapped_at[0]))
    path = _LOCALE.sub("", parts.path)
    kept = [
        (key.removeprefix("amp;"), value)
        for key, value in query
        if not _TRACKING.match(key.removeprefix("amp;")) and not _RANDOM.match(value)
    ]
    tail = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{host}{path.rstrip('/')}{tail}"


def _inner(wrapped: str) -> str:
    """The innermost address, however often it was wrapped and escaped on the way."""
    for _ in range(_DEEPEST):
        plain = unquote(wrapped)
        if plain == wrapped:
            break
        wrapped = plain
    starts = [found.start() for found in _ABSOLUTE.finditer(wrapped)]
    return wrapped[starts[-1] :] if starts else wrapped
