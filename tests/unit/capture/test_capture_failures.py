"""Network error codes as kinds of failure."""

import pytest

from watcher.capture.failures import describe, kind_of, network_error
from watcher.core.model import FailureKind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ERR_NAME_NOT_RESOLVED", FailureKind.DNS),
        ("ERR_DNS_TIMED_OUT", FailureKind.DNS),
        ("ERR_CONNECTION_REFUSED", FailureKind.CONNECT),
        ("ERR_CONNECTION_RESET", FailureKind.CONNECT),
        ("ERR_CONNECTION_CLOSED", FailureKind.CONNECT),
        ("ERR_EMPTY_RESPONSE", FailureKind.CONNECT),
        ("ERR_ADDRESS_UNREACHABLE", FailureKind.CONNECT),
        ("ERR_INTERNET_DISCONNECTED", FailureKind.CONNECT),
        ("ERR_NETWORK_CHANGED", FailureKind.CONNECT),
        ("ERR_TUNNEL_CONNECTION_FAILED", FailureKind.CONNECT),
        ("ERR_CERT_DATE_INVALID", FailureKind.TLS),
        ("ERR_CERT_AUTHORITY_INVALID", FailureKind.TLS),
        ("ERR_SSL_PROTOCOL_ERROR", FailureKind.TLS),
        ("ERR_SSL_VERSION_OR_CIPHER_MISMATCH", FailureKind.TLS),
        ("ERR_BAD_SSL_CLIENT_AUTH_CERT", FailureKind.TLS),
        ("ERR_TIMED_OUT", FailureKind.TIMEOUT),
        ("ERR_CONNECTION_TIMED_OUT", FailureKind.TIMEOUT),
        ("ERR_TOO_MANY_REDIRECTS", FailureKind.WRONG_PAGE),
        ("ERR_ABORTED", FailureKind.WRONG_PAGE),
        ("ERR_PROXY_CONNECTION_FAILED", FailureKind.BROWSER),
        ("ERR_INSUFFICIENT_RESOURCES", FailureKind.BROWSER),
        ("ERR_UNSAFE_PORT", FailureKind.FORBIDDEN),
        ("ERR_UNSAFE_REDIRECT", FailureKind.FORBIDDEN),
        ("ERR_BLOCKED_BY_RESPONSE", FailureKind.FORBIDDEN),
        ("ERR_DISALLOWED_URL_SCHEME", FailureKind.FORBIDDEN),
        ("ERR_INVALID_URL", FailureKind.UNSUPPORTED),
        ("ERR_HTTP2_PROTOCOL_ERROR", FailureKind.HTTP_ERROR),
        ("ERR_QUIC_PROTOCOL_ERROR", FailureKind.HTTP_ERROR),
        ("ERR_INVALID_HTTP_RESPONSE", FailureKind.HTTP_ERROR),
        ("ERR_INVALID_CHUNKED_ENCODING", FailureKind.HTTP_ERROR),
        ("ERR_CONTENT_LENGTH_MISMATCH", FailureKind.HTTP_ERROR),
        ("ERR_CONTENT_DECODING_FAILED", FailureKind.HTTP_ERROR),
        ("ERR_RESPONSE_HEADERS_TOO_BIG", FailureKind.HTTP_ERROR),
        ("ERR_SOMETHING_NEW", FailureKind.CONNECT),
    ],
)
def test_codes(code: str, kind: FailureKind) -> None:
    assert kind_of(code) is kind


def test_the_code_is_found_in_a_message() -> None:
    message = "Page.goto: net::ERR_CONNECTION_REFUSED at http://a.example/\nCall log:\n  - navigating"

    assert network_error(message) == "ERR_CONNECTION_REFUSED"
    assert network_error("Page.goto: Target page, context or browser has been closed") is None


def test_a_code_in_plain_words() -> None:
    assert describe("ERR_CERT_DATE_INVALID") == "cert date invalid"
