"""A page that does not show its text is told from one that speaks of such things."""

import pytest

from tests.facts import a_capture, a_part
from tests.readings import a_reading
from watcher.core.model import Failure, FailureKind, PageState, Part
from watcher.extract.read import read

NOTICES = [
    (PageState.BLOCKED, "Checking your browser before accessing platform.example"),
    (PageState.BLOCKED, "Please solve the captcha to go on with your visit"),
    (PageState.BLOCKED, "Zugriff verweigert. Bitte versuchen Sie es später."),
    (PageState.GONE, "Sorry, this page isn't available. The link may be broken."),
    (PageState.GONE, "Diese Seite ist leider nicht verfügbar. Der Link ist defekt."),
    (PageState.GONE, "Cette page n’est pas disponible. Le lien est rompu."),
    (PageState.LOGIN_WALL, "Log in to continue to the platform and see this page"),
    (PageState.LOGIN_WALL, "Melde dich an, um fortzufahren und die Seite zu sehen"),
    (PageState.LOGIN_WALL, "Connectez-vous pour continuer sur la plateforme"),
    (PageState.ERROR, "Application error: a client-side exception has occurred"),
    (PageState.EMPTY, "Loading"),
]


@pytest.mark.parametrize(("state", "text"), NOTICES)
def test_notices_are_recognised(state: PageState, text: str) -> None:
    snapshot = a_reading(f"<p>{text}</p>", content_type="text/html")
    assert snapshot.state is state
    assert snapshot.state_reason


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (404, PageState.GONE), (410, PageState.GONE), (401, PageState.BLOCKED), (403, PageState.BLOCKED),
        (429, PageState.BLOCKED), (503, PageState.BLOCKED), (500, PageState.ERROR), (418, PageState.ERROR),
    ],
)  # fmt: skip
def test_the_status_decides(status: int, state: PageState) -> None:
    assert a_reading("<p>The rules of the house.</p>", content_type="text/html", status=status).state is state


@pytest.mark.parametrize(("state", "text"), NOTICES)
def test_a_document_that_speaks_of_such_things_is_fine(state: PageState, text: str) -> None:
    rules = "".join(f"<h2>{n}. Duty</h2><p>{'You must keep to the rules that follow here. ' * 6}</p>" for n in range(6))
    assert a_reading(f"<main>{rules}<p>{text}</p></main>", content_type="text/html").state is PageState.OK


def test_a_short_policy_is_fine() -> None:
    assert a_reading("<h1>Rules</h1><p>No like-gates.</p>", content_type="text/html").state is PageState.OK


def test_a_form_that_asks_for_a_password_is_a_wall() -> None:
    snapshot = a_reading("<p>Welcome back to us.</p><form><input type=password></form>", content_type="text/html")
    assert snapshot.state is PageState.LOGIN_WALL


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (PageState.BLOCKED, "<h1>Press &amp; Hold to confirm you are a human (and not a bot).</h1>"),
        (PageState.BLOCKED, "<p>Please enable JS and disable any ad blocker</p>"),
        (PageState.BLOCKED, "<p>JavaScript is not available.</p><p>Switch to a supported browser.</p>"),
        (PageState.BLOCKED, "<h2>You’re Temporarily Blocked</h2><p>You were going too fast.</p>"),
        (PageState.CONSENT_WALL, "<h1>Before you continue</h1><p>We use cookies and data to keep our services up.</p>"),
        (PageState.CONSENT_WALL, "<h1>Bevor Sie zu Platform weitergehen</h1><p>Wir verwenden Cookies und Daten.</p>"),
        (PageState.GONE, "<h1>Oops! We can’t find that page</h1><p>It may have moved.</p>"),
        (PageState.GONE, "<h2>Account suspended</h2><p>We suspend accounts which violate the rules.</p>"),
        (PageState.GONE, "<p>Dieser Inhalt ist momentan nicht verfügbar. Das liegt meist am Eigentümer.</p>"),
        (PageState.GONE, "<h1>Página no encontrada</h1>"),
        (PageState.GONE, "<h1>Pagina non trovata</h1>"),
        (PageState.GONE, "<h1>Nie znaleziono strony</h1>"),
        (PageState.ERROR, "<h1>We’ll be back soon!</h1><p>We are down for scheduled maintenance.</p>"),
        (PageState.ERROR, "<h1>Wartungsarbeiten</h1><p>Die Seite wird gerade gewartet.</p>"),
        (
            PageState.GONE,
            "<ul>" + '<li><a href="/m">Menu entry</a></li>' * 200 + "</ul><h1>This page could not be found.</h1>",
        ),
    ],
)
def test_walls_and_losses_in_other_words(state: PageState, text: str) -> None:
    assert a_reading(text, content_type="text/html").state is state


@pytest.mark.parametrize(
    "rule",
    [
        "You must not solve a CAPTCHA by machine. Accounts that do are restricted for seven days.",
        "We suspend accounts with unusual activity, such as bought likes.",
        "Apps that scrape are refused: access denied is what their users see.",
        "If the content has been removed you get a notice, and you can appeal within 14 days.",
        "Ads must not lead to a page that is not available. An error 404 gets the ad rejected.",
    ],
)
def test_a_short_rule_about_such_things_is_fine(rule: str) -> None:
    page = f"<main><h1>Automation</h1><p>{rule}</p></main>"
    assert a_reading(page, content_type="text/html").state is PageState.OK


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, bytes(4_096), b"\x1f\x8b\x08\x00" * 99])
def test_what_is_no_text_is_not_read_as_one(body: bytes) -> None:
    part = a_part(body, content_type="text/html", final_url="")
    failure = read(a_capture(part), (Part(url=part.url),))
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.UNSUPPORTED


@pytest.mark.parametrize(
    "rule",
    [
        "You must log in to enter a contest. Every entrant needs an account in their own name.",
        "You need to sign in with an account of your own when you take part in a promotion.",
        "Bitte melden Sie Verstöße innerhalb von 14 Tagen über das Formular.",
        "Sie müssen sich anmelden, um am Gewinnspiel teilzunehmen.",
        "Wer sich bei Instagram anmelden will, muss 13 Jahre alt sein.",
        "Vous devez être connecté pour participer au concours.",
        "Anyone can see a Page. Log in to Facebook with your own account when you run one.",
    ],
)
def test_a_short_rule_about_accounts_is_no_wall(rule: str) -> None:
    assert a_reading(f"<main><h1>Access</h1><p>{rule}</p></main>", content_type="text/html").state is PageState.OK


@pytest.mark.parametrize(
    "notice",
    [
        "You must log in to continue.",
        "You must be logged in.",
        "You need to sign in to your account to view this page.",
        "Please log in to your account",
        "Log in to Facebook",
        "Bitte melden Sie sich an, um fortzufahren.",
        "Du musst dich anmelden, um diese Seite zu sehen.",
        "Sie müssen sich zuerst anmelden.",
        "Vous devez vous connecter pour continuer.",
        "Vous devez être connecté.",
        "Veuillez vous connecter pour voir cette page.",
    ],
)
def test_login_walls_say_what_for(notice: str) -> None:
    page = f"<h1>{notice}</h1><p>Forgotten password?</p>"
    assert a_reading(page, content_type="text/html").state is PageState.LOGIN_WALL
