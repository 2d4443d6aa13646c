"""Sends a message as mail.

apprise reads the channel's URL. Its own way to send makes the text part out of the HTML and keeps the server's answer
to itself, so the mail is written and handed over here.
"""

import base64
import contextlib
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from apprise.plugins.email import SecureMailMode

from watcher.alert import reasons
from watcher.alert.inert import clean
from watcher.alert.mailbox import Mailbox, Person
from watcher.alert.message import Message
from watcher.alert.render import picture_id, with_pictures
from watcher.core.model import AlertKind, Channel, Delivered, Delivery, Language, Picture
from watcher.core.ports import Illustrate

_PICTURED = 4
_OWN_HEADERS = {
    "from",
    "to",
    "cc",
    "bcc",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "x-alert-id",
    "references",
    "in-reply-to",
}


class _NoStartTlsError(Exception):
    """The server does not offer the encryption that the channel asks for."""


def send_mail(
    box: Mailbox, mail: EmailMessage, channel: Channel, *, timeout_s: float, answer_s: float, reached: set[str]
) -> Delivery:
    """Hands the mail to its server; every wait is bounded, those before the mail is sent by `timeout_s`.

    The others are bounded by `answer_s`: servers may look through a mail for minutes before they say that they have it.

    Recipients in `reached` are left out, those who were accepted are added to it: a retry for one bad address does
    not send the mail to the others again.
    """
    known = (box.host, box.sender[1], *box.recipients)
    wanted = [address for address in box.recipients if address not in reached]
    if not wanted:
        return Delivered()
    try:
        with contextlib.closing(_connect(box, timeout_s)) as line:
            if line.sock is not None:
                line.sock.settimeout(answer_s)
            refused = line.send_message(mail, box.sender[1], wanted)
            # The mail is taken: how the connection ends does not matter.
            with contextlib.suppress(OSError, smtplib.SMTPException):
                line.quit()
    except _NoStartTlsError:
        return reasons.no_starttls(box.server, channel)
    except (OSError, smtplib.SMTPException) as error:
        return reasons.of_mail(error, box.server, channel, known)
    reached.update(address for address in wanted if address not in refused)
    if not refused:
        return Delivered()
    return replace(reasons.of_recipients(refused, box.server, channel, known), unsure=bool(reached))


def no_pictures(finding: str, language: Language) -> Sequence[Picture]:
    """`watcher.core.ports.Illustrate` where there is no evidence."""
    return ()


def write_mail(box: Mailbox, message: Message, illustrate: Illustrate = no_pictures) -> EmailMessage:
    """The mail with a text and an HTML form. Its Message-ID is the same at every try, so mailboxes drop a double.

    Pictures are parts of the mail: nothing is loaded from elsewhere when it is read.
    """
    written = EmailMessage(policy=SMTP)
    written["From"] = _addresses([box.sender])
    written["To"] = _addresses(box.to)
    if box.cc:
        written["Cc"] = _addresses(box.cc)
    if box.reply_to:
        written["Reply-To"] = _addresses(box.reply_to)
    written["Subject"] = _header(message.subject)
    written["Date"] = message.sent_at
    written["Message-ID"] = f"<{message.token}@{box.sender[1].rpartition('@')[2]}>"
    written["X-Alert-Id"] = _header(message.id)
    written["Auto-Submitted"] = "auto-generated"
    if message.thread:
        # The root is no mail: mailboxes put together what names the same one.
        root = f"<{_header(message.thread)}.change@{box.sender[1].rpartition('@')[2]}>"
        written["In-Reply-To"] = root
        written["References"] = root
    if message.kind not in {AlertKind.OPERATOR, AlertKind.TEST} and message.severity >= 3:
        written["Importance"] = "high"
    for name, value in box.headers:
        if name.lower() not in _OWN_HEADERS:
            written[name] = _header(value)
    written.set_content(message.text, cte="quoted-printable")
    drawn = {
        picture_id(finding, number): picture
        for finding in message.told[:_PICTURED]
        for number, picture in enumerate(illustrate(finding, message.language), 1)
    }
    written.add_alternative(with_pictures(message.html, drawn), subtype="html", cte="quoted-printable")
    html = list(written.iter_parts())[-1]
    for name, picture in drawn.items():
        html.add_related(picture.jpeg, "image", "jpeg", cid=f"<{name}>", filename=picture.name, disposition="inline")
    return written


def _connect(box: Mailbox, timeout_s: float) -> smtplib.SMTP:
    """A connection that is secured and logged in as the channel's URL says."""
    context = ssl.create_default_context()
    if not box.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    timeout_s = min(timeout_s, box.timeout_s)
    if box.mode == SecureMailMode.SSL:
        line: smtplib.SMTP = smtplib.SMTP_SSL(box.host, box.port, timeout=timeout_s, context=context)
    else:
        line = smtplib.SMTP(box.host, box.port, timeout=timeout_s)
    try:
        line.ehlo_or_helo_if_needed()
        if box.mode == SecureMailMode.STARTTLS:
            if not line.has_extn("starttls"):
                raise _NoStartTlsError
            line.starttls(context=context)
            line.ehlo()
        if box.user and box.password:
            _log_in(line, box.user, box.password)
    except BaseException:
        line.close()
        raise
    return line


def _log_in(line: smtplib.SMTP, user: str, password: str) -> None:
    """smtplib can only send ASCII; PLAIN is UTF-8 (RFC 4616), so a password with an umlaut goes that way."""
    if user.isascii() and password.isascii():
        line.login(user, password)
        return
    token = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    code, answer = line.docmd("AUTH", f"PLAIN {token}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, answer)


def _header(text: str) -> str:
    """A header's text. What looks like an encoded word is broken: a page could hide anything in one."""
    return clean(text, 500).replace("=?", "= ?")


def _addresses(people: Sequence[Person]) -> list[Address]:
    parts = [(clean(name, 100), *address.rpartition("@")) for name, address in people]
    return [Address(display_name=name, username=user, domain=domain) for name, user, _, domain in parts]
