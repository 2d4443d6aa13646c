"""Where a visit ended, beside where it was to go."""

import pytest

from tests.facts import a_capture, a_part
from watcher.core.model import PageState, Part, Snapshot
from watcher.extract.places import is_home, is_login, locale_of, same_place, same_site
from watcher.extract.read import read


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://www.picto.example/terms", "http://picto.example/terms/"),
        ("https://picto.example/terms", "https://m.picto.example/de-de/terms?utm_source=x#top"),
        ("https://picto.example/terms.html", "https://picto.example/en/Terms"),
        ("https://picto.example/acme/", "https://picto.example/acme/?locale=de_DE&_rdr"),
    ],
)
def test_the_same_place(url: str, other: str) -> None:
    assert same_place(url, other)


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://picto.example/terms", "https://picto.example/privacy"),
        ("https://picto.example/doc?id=1", "https://picto.example/doc?id=2"),
        ("https://picto.example/terms", "https://elsewhere.example/terms"),
        ("https://picto.example/hp", "https://picto.example/"),
        ("https://[bad", "https://picto.example/"),
    ],
)
def test_another_place(url: str, other: str) -> None:
    assert not same_place(url.replace("[bad", "bad"), other)


@pytest.mark.parametrize("path", ["", "/", "/de", "/en-us/", "/home", "/index.html", "/?lang=de", "/fr/accueil"])
def test_first_pages(path: str) -> None:
    assert is_home(f"https://picto.example{path}")


@pytest.mark.parametrize("path", ["/acme", "/hp", "/?page_id=12", "/#/terms", "/de/agb"])
def test_pages_that_are_no_first_pages(path: str) -> None:
    assert not is_home(f"https://picto.example{path}")


def test_login_pages_are_known_by_their_names() -> None:
    assert is_login("https://picto.example/accounts/login/?next=%2Facme")
    assert is_login("https://accounts.picto.example/o/2")
    assert not is_login("https://picto.example/help/logins-and-passwords")


def test_sites_that_belong_together() -> None:
    assert same_site("https://help.picto.co.uk/a", "https://www.picto.co.uk/")
    assert not same_site("https://picto.co.uk/a", "https://other.co.uk/")
    assert not same_site("http://127.0.0.1:1/", "http://127.0.0.2:1/")


def test_the_locale_of_a_path() -> None:
    assert locale_of("https://picto.example/de_DE/terms") == "de-de"
    assert locale_of("https://picto.example/terms") == ""


def a_visit(url: str, final_url: str, body: bytes = b"<main><h1>Welcome</h1><p>Share your day.</p></main>") -> Snapshot:
    snapshot = read(a_capture(a_part(body, url=url, final_url=final_url)), (Part(url=url),))
    assert isinstance(snapshot, Snapshot)
    return snapshot


def test_a_visit_that_ends_on_the_first_page_is_no_document() -> None:
    seen = a_visit("https://picto.example/acme", "https://picto.example/?lang=en")
    assert seen.state is PageState.REDIRECTED
    assert "https://picto.example/?lang=en" in seen.state_reason


@pytest.mark.parametrize(
    ("url", "final_url"),
    [
        ("https://picto.example/", "https://picto.example/en/"),
        ("https://short.example/x1", "https://acme.example/"),
        ("https://picto.example/acme", "https://picto.example/acme.official"),
    ],
)
def test_a_visit_that_is_led_on_is_fine(url: str, final_url: str) -> None:
    assert a_visit(url, final_url).state is PageState.OK


def test_the_login_page_itself_may_be_watched() -> None:
    url = "https://picto.example/help/login"
    assert a_visit(url, url).state is PageState.OK
    assert a_visit("https://picto.example/acme", "https://picto.example/login").state is PageState.LOGIN_WALL


def test_a_page_of_one_endless_word_is_read_in_no_time() -> None:
    body = b"<main><h1>" + b"sorry" * 2_000_000 + b"</h1><p>We use cookies" + b"s" * 5_000_000 + b"</p></main>"
    assert a_visit("https://picto.example/a", "https://picto.example/a", body).state is PageState.OK
