"""A page that does not show its text is told from one that speaks of such things."""

import pytest

from tests.readings import a_reading
from watcher.core.model import PageState

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
