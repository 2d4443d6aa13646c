"""Reduces a link to where it leads, so that tracking marks do not make it another link."""

import re
from urllib.parse import parse_qsl, urlsplit

_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|igshid|igsh|mc_\w+|ref|ref_\w+|si|_\w+|__\w+|feature|src|source|"
    r"trk\w*|session\w*|token|sig|ts|t|h|s|v|cb)$",
    re.IGNORECASE,
)
_WRAPPED = ("u", "q", "url", "target", "to")
_LONG_NUMBER = re.compile(r"\d{3,}")


def leads_to(href: str) -> str:
    """Host, path and what of the query names the page; the address inside, where a platform wraps it in its own."""
    try:
        parts = urlsplit(href)
        query = parse_qsl(parts.query, max_num_fields=50)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return href
    for key, value in query:
        if key in _WRAPPED and value.startswith(("http://", "https://")):
            return leads_to(value)
    kept = [f"{key}={value}" for key, value in sorted(query) if not _TRACKING.match(key)]
    where = f"{host}{parts.path.rstrip('/')}{'?' + '&'.join(kept) if kept else ''}"
    fragment = f"#{parts.fragment}" if parts.fragment and not parts.fragment.startswith(":~:") else ""
    return _LONG_NUMBER.sub("#", where + fragment)


def host_of(href: str) -> str:
    return leads_to(href).partition("/")[0].partition("?")[0].partition("#")[0]
