"""What went wrong, in our words: Chromium's network errors and Playwright's exceptions as kinds of failure."""

import re

from watcher.core.model import FailureKind

# Chromium's error codes are a published vocabulary (net/base/net_error_list.h); the first pattern that matches decides.
_CODE = re.compile(r"net::(ERR_[A-Z0-9_]+)")
_KINDS: tuple[tuple[re.Pattern[str], FailureKind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"ERR_(NAME_|DNS_|ICANN_NAME)", FailureKind.DNS),
        (r"ERR_(CERT_|SSL_|BAD_SSL|ECH_|TLS)", FailureKind.TLS),
        (r"ERR_(TIMED_OUT|CONNECTION_TIMED_OUT)", FailureKind.TIMEOUT),
        (r"ERR_TOO_MANY_REDIRECTS", FailureKind.WRONG_PAGE),
        (r"ERR_(PROXY_|MANDATORY_PROXY|INSUFFICIENT_RESOURCES|OUT_OF_MEMORY)", FailureKind.BROWSER),
        (
            r"ERR_(UNSAFE_|BLOCKED_|DISALLOWED_URL|UNKNOWN_URL|ACCESS_DENIED|NETWORK_ACCESS_DENIED)",
            FailureKind.FORBIDDEN,
        ),
        (r"ERR_(INVALID_URL|METHOD_NOT_SUPPORTED|NOT_IMPLEMENTED)", FailureKind.UNSUPPORTED),
        (r"ERR_ABORTED", FailureKind.WRONG_PAGE),
        (
            r"ERR_(HTTP|QUIC|INVALID_|RESPONSE_|CONTENT_|INCOMPLETE_|TOO_MANY_|UNEXPECTED|MISCONFIGURED)",
            FailureKind.HTTP_ERROR,
        ),
    )
)


def network_error(text: str) -> str | None:
    """The network error code in a text of Chromium's, such as "ERR_CONNECTION_REFUSED"."""
    found = _CODE.search(text)
    return found.group(1) if found else None


def kind_of(code: str) -> FailureKind:
    """The kind of failure that a network error code stands for."""
    return next((kind for pattern, kind in _KINDS if pattern.match(code)), FailureKind.CONNECT)


def describe(code: str) -> str:
    """The code in plain words: "ERR_CERT_DATE_INVALID" is "cert date invalid"."""
    return code.removeprefix("ERR_").replace("_", " ").lower()
