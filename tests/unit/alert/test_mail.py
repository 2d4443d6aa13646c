"""A mail is well-formed whatever stands in it."""

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fakes.alert_samples import NOW, PAGE, RULES, config, layout_finding, rule_finding
from watcher.alert.compose import compose
from watcher.alert.inert import clean
from watcher.alert.mail import write_mail
from watcher.alert.mailbox import Mailbox
from watcher.alert.message import Message, join
from watcher.core.model import Language, Picture

BOX = Mailbox(
    host="mail.acme.example",
    port=25,
    mode="insecure",
    user="watcher",
    password="geheim",
    verify=True,
    timeout_s=5,
    sender=("Wächter, der", "watcher@acme.example"),
    to=(("Müller, Jürgen", "social@acme.example"),),
    cc=(),
    bcc=(("", "hidden@acme.example"),),
    reply_to=(("", "reply@acme.example"),),
)


def message(subject: str = "", html: str | None = None) -> Message:
    built = join(compose(rule_finding(), target=RULES, config=config(), now=NOW)[:1], NOW)
    return replace(built, subject=subject or built.subject, html=html or built.html)


def sent(written: EmailMessage) -> EmailMessage:
    received = email.message_from_bytes(written.as_bytes(), policy=email.policy.default)
    assert isinstance(received, EmailMessage)
    return received


def test_names_with_umlauts_and_commas_arrive() -> None:
    mail = sent(write_mail(BOX, message()))
    assert mail["From"].addresses[0].display_name == "Wächter, der"
    assert [address.display_name for address in mail["To"].addresses] == ["Müller, Jürgen"]
    assert mail["Reply-To"] == "reply@acme.example"
    assert "hidden" not in str(mail)


def test_the_mail_is_pure_ascii_on_the_way() -> None:
    assert write_mail(BOX, message()).as_bytes().isascii()


def test_pictures_are_parts_of_the_mail_and_shown_where_the_page_has_a_place_for_them() -> None:
    def draw(finding: str, language: Language) -> list[Picture]:
        return [Picture(name="event-1.jpg", jpeg=f"{finding} {language}".encode())]

    alerts = compose(layout_finding(), target=PAGE, config=config(), now=NOW)[:1]
    mail = sent(write_mail(BOX, join(alerts, NOW), draw))
    (picture,) = (part for part in mail.walk() if part.get_content_maintype() == "image")
    assert picture["Content-ID"] == "<a77d20b4e911.1@watcher>"
    assert picture.get_content_disposition() == "inline"
    assert picture.get_payload(decode=True) == f"a77d20b4e911 {alerts[0].language}".encode()
    html = mail.get_body(("html",))
    assert html is not None
    assert html.get_content().count('src="cid:a77d20b4e911.1@watcher"') == 1
    assert "src=" not in str(write_mail(BOX, join(alerts, NOW)).get_body(("html",)))


def test_the_password_is_not_in_the_mailbox_s_name() -> None:
    assert "geheim" not in repr(BOX)


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=300))
@example("[Watcher 3/3] Facebook: “Größe” " + "ß" * 140)
@example("a" * 150)
@example("=?utf-8?q?x?= ü")
@example("=?utf-8?q?x=0d=0aBcc:_y@z?=")
@example('Subject: x, <y@z> "q" (c)')
def test_any_subject_arrives_as_it_was_composed(text: str) -> None:
    subject = clean(text, 150) or "x"
    mail = sent(write_mail(BOX, message(subject)))
    assert mail["Subject"] == subject.replace("=?", "= ?")
    assert mail["X-Alert-Id"] == "3f9a1c0b7e52:social-team:social-mail"
    assert len(list(mail.iter_parts())) == 2


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=2000))
def test_any_body_arrives(text: str) -> None:
    mail = sent(write_mail(BOX, message(html=text or "x")))
    html = list(mail.iter_parts())[1].get_content()
    assert html.splitlines() == (text or "x").splitlines()
