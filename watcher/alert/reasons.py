"""Says in one sentence why a message was not taken, whether waiting helps, and what to do."""

import math
import smtplib
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urlsplit

import requests

from watcher.alert.secrets import redact
from watcher.core.model import Channel, Undelivered

_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
_LOGIN = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_NO_SUCH = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_READABLE = ("text/plain", "application/json")
_SNIPPET = 2000


def of_mail(error: Exception, server: str, channel: Channel, known: tuple[str, ...]) -> Undelivered:
    """Why a mail server did not take a mail. `server` is "host:port", `known` what may be shown of the URL."""
    who = f"mail server {server}"
    match error:
        case smtplib.SMTPAuthenticationError():
            told = _answer(error.smtp_code, error.smtp_error, channel, known)
            advice = "" if _passes(error.smtp_code) else f". Check the user and password of channel {channel.id}"
            return Undelivered(reason=f"{who} refused the login: {told}{advice}", transient=_passes(error.smtp_code))
        case smtplib.SMTPSenderRefused():
            told = _answer(error.smtp_code, error.smtp_error, channel, known)
            return Undelivered(
                reason=f"{who} refused the sender {error.sender}: {told}. Check from= and the login of channel"
                f" {channel.id}",
                transient=_passes(error.smtp_code),
            )
        case smtplib.SMTPRecipientsRefused():
            return of_recipients(error.recipients, server, channel, known)
        case smtplib.SMTPResponseException():
            told = _answer(error.smtp_code, error.smtp_error, channel, known)
            return Undelivered(reason=f"{who} refused the mail: {told}", transient=_passes(error.smtp_code))
        case smtplib.SMTPServerDisconnected():
            return Undelivered(reason=f"{who} closed the connection", transient=True, unsure=True)
        case smtplib.SMTPNotSupportedError():
            return Undelivered(
                reason=f"{who} cannot do what channel {channel.id} asks for: a login without TLS, or an address"
                " with letters outside ASCII. Check mode= and the addresses",
                transient=False,
            )
        case smtplib.SMTPException():
            return Undelivered(
                reason=f"{who} offers no way to log in that is known here. Check channel {channel.id}", transient=False
            )
    return _of_network(error, who, channel)


def no_starttls(server: str, channel: Channel) -> Undelivered:
    return Undelivered(
        reason=f"mail server {server} offers no STARTTLS. Give channel {channel.id} mode=ssl and the matching port, or"
        " mailto:// where the network is trusted",
        transient=False,
    )


def of_recipients(
    refused: dict[str, tuple[int, bytes]], server: str, channel: Channel, known: tuple[str, ...]
) -> Undelivered:
    """Why a mail did not reach some of its recipients."""
    told = "; ".join(
        f"{address} ({_answer(code, answer, channel, known)})" for address, (code, answer) in sorted(refused.items())
    )
    passes = any(_passes(code) for code, _ in refused.values())
    advice = "" if passes else f". Check the addresses of channel {channel.id}"
    return Undelivered(reason=f"mail server {server} refused recipients: {told}{advice}", transient=passes)


def of_response(response: requests.Response, channel: Channel, now: datetime) -> Undelivered:
    """Why a web service did not take a message, from its answer."""
    who, status = _host(response.url), response.status_code
    known = (who, who.partition(":")[0])
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    reason = f"{who} answered {status} {phrase}".rstrip() + _snippet(response, channel, known)
    if status in _PASSING or status >= 500:
        retry_after_s = _retry_after(response.headers.get("Retry-After"), now)
        return Undelivered(reason=reason, transient=True, retry_after_s=retry_after_s)
    if status in _LOGIN:
        advice = f"Check the token or password of channel {channel.id}"
    elif status in _NO_SUCH:
        advice = f"The address of channel {channel.id} exists no more: make a new webhook"
    elif 300 <= status < 400:
        advice = f"Give channel {channel.id} the address that it redirects to"
    else:
        advice = f"Check the URL of channel {channel.id}"
    return Undelivered(reason=f"{reason}. {advice}", transient=False)


def of_request(error: requests.RequestException, channel: Channel) -> Undelivered:
    """Why a web service could not be asked."""
    url = error.request.url if error.request is not None else None
    who = _host(str(url)) if url else f"the service of channel {channel.id}"
    match error:
        case requests.exceptions.Timeout():
            unsure = not isinstance(error, requests.exceptions.ConnectTimeout)
            return Undelivered(reason=f"{who} did not answer in time", transient=True, unsure=unsure)
        case requests.exceptions.TooManyRedirects():
            return Undelivered(reason=f"{who} redirects in a circle. Check channel {channel.id}", transient=False)
        case ValueError():
            return Undelivered(reason=f"channel {channel.id} has a URL that cannot be asked", transient=False)
    return _of_network(error, who, channel)


def silent(channel: Channel, error: Exception | None = None) -> Undelivered:
    """A refusal that nothing was said about."""
    said = f" ({type(error).__name__})" if error else ""
    return Undelivered(reason=f"the service of channel {channel.id} did not take the message{said}", transient=True)


def _of_network(error: Exception, who: str, channel: Channel) -> Undelivered:
    """Trouble on the way to a server, read from the error that the system raised in the first place."""
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                return Undelivered(
                    reason=f"{who} shows a certificate that is not trusted: {cause.verify_message}", transient=False
                )
            case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
                return Undelivered(reason=f"{who} closed the connection", transient=True)
            case ssl.SSLError():
                return Undelivered(
                    reason=f"{who} does not speak TLS on this port ({cause.reason}). Check the port and mode of channel"
                    f" {channel.id}",
                    transient=False,
                )
            case socket.gaierror():
                return Undelivered(
                    reason=f"{who}: the name cannot be resolved ({cause.strerror}). Check the host of channel"
                    f" {channel.id} and the network",
                    transient=True,
                )
            case TimeoutError():
                return Undelivered(reason=f"{who} did not answer in time", transient=True, unsure=True)
            case ConnectionResetError() | BrokenPipeError():
                return Undelivered(reason=f"{who} closed the connection", transient=True, unsure=True)
            case OSError() if cause.errno is not None:
                return Undelivered(reason=f"{who} cannot be reached: {cause.strerror}", transient=True)
    return Undelivered(reason=f"{who} cannot be reached ({type(error).__name__})", transient=True)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, the first cause first."""
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain and len(chain) < 20:
        chain.append(current)
        current = current.__cause__ or current.__context__
    return reversed(chain)


def _passes(code: int) -> bool:
    return 400 <= code < 500


def _answer(code: int, answer: bytes | str, channel: Channel, known: tuple[str, ...]) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {redact(text, channel, known=known)}".strip()


def _host(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2] or "the service"


def _snippet(response: requests.Response, channel: Channel, known: tuple[str, ...]) -> str:
    if not response.headers.get("Content-Type", "").startswith(_READABLE):
        return ""
    text = redact(response.content[:_SNIPPET].decode("utf-8", "replace"), channel, known=known)
    return f": {text}" if text else ""


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds, from a number of seconds or an HTTP date; None when the header is missing or makes no sense."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    wait = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    return max(wait.total_seconds(), 0.0) if math.isfinite(wait.total_seconds()) else None
