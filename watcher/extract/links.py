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
_RANDOM = re.compile(r"^(?=.*\d)(?=.*[A-Za-z])[\w-]{20,}$")


def canonical(href: str, base: str = "") -> str:
    """The link's host, path and telling parameters; "" for links that lead nowhere or into the same page."""
    href = href.strip()
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
    kept = [(key, value) for key, value in query if not _TRACKING.match(key) and not _RANDOM.match(value)]
    tail = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{host}{parts.path.rstrip('/')}{tail}"
