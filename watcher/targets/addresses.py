"""Reads the addresses of pages and of networks."""

import re
from functools import lru_cache
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from watcher.targets.shown import in_quotes, shown
from watcher.targets.spelling import nearest

URL = r"https?://[^\s/?#@\\]+([/?#]\S*)?"
LONGEST_URL = 2000
EXAMPLE_URL = "https://www.facebook.com/acme"
_HOSTS_AT_HAND = 1024
_SEVERAL = re.compile(r"[\s,;|]https?://")
_USE_PARTS = "Several that make one document go under `parts`, each on a line of its own after a hyphen and a space"
NETWORK = (
    r"(?:\[([0-9A-Fa-f:.]+)\](/[0-9]{1,3})?|([0-9.]+)(/[0-9]{1,2})?)(?::([0-9]{1,5}))?"
    r"|([0-9A-Fa-f]*:[0-9A-Fa-f:.]+)(/[0-9]{1,3})?"
)


def read_url(value: object) -> str:
    """An absolute http(s) address without a user name. Raises ValueError."""
    if isinstance(value, list):
        raise ValueError(f"a list is not a web address. {_USE_PARTS}")
    if not isinstance(value, str):
        raise ValueError(f"{_shown(value)} is not a web address. Write it as in the browser, for example {EXAMPLE_URL}")
    if "://" not in value and re.fullmatch(r"[\w-]+(\.[\w-]+)+([:/?#]\S*)?", value):
        raise ValueError(f'{shown(value)} is not complete. Put "https://" in front of it')
    if re.match(r"https?://[^/?#]*@", value):
        raise ValueError(
            "carries a user name or a password, which would end up in the evidence. Delete it; for pages "
            "behind a login use the key `login`"
        )
    if _SEVERAL.search(value.partition("?")[0]):
        raise ValueError(f"has more than one address. {_USE_PARTS}")
    if len(value) > LONGEST_URL or not re.fullmatch(URL, value) or not _splits(value):
        raise ValueError(f"{_shown(value)} is not a web address. Write it as in the browser, for example {EXAMPLE_URL}")
    return value


def read_network(value: object) -> str:
    """An address or a block of them in CIDR form, on one port or on all. Raises ValueError."""
    found = re.fullmatch(NETWORK, value) if isinstance(value, str) else None
    if found:
        *network, port, bare, bare_bits = found.groups("")
        if _is_network("".join((*network, bare, bare_bits))) and 1 <= int(port or 1) <= 65535:
            return found[0]
    raise ValueError(
        f"{shown(value)} is not a network address. Write numbers, with a port if you like, for example "
        "127.0.0.1:8080, 192.168.0.0/24 or [::1]:8080"
    )


def is_loopback(url: str) -> bool:
    """Whether a valid address leads to this very machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(value: object) -> str:
    """Web addresses are no secret, but what stands before an @ or after a ? may be one, and other addresses may be."""
    if not isinstance(value, str) or ("//" in value and not nearest(value.partition("://")[0], ("http", "https"))):
        return shown(value)
    before_query, mark, _ = value[:LONGEST_URL].partition("?")
    return in_quotes(re.sub(r"//[^/]*@", "//…@", before_query) + (f"{mark}…" if mark else ""))


def _splits(url: str) -> bool:
    """Of an address of the right form, only host and port can be wrong."""
    return _is_host(re.split("[/?#]", url.partition("//")[2], maxsplit=1)[0])


@lru_cache(maxsize=_HOSTS_AT_HAND)
def _is_host(host: str) -> bool:
    try:
        parts = urlsplit(f"//{host}")
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True
