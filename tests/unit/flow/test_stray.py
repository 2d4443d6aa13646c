"""A look that ended elsewhere or speaks another language is a failure; a document that moved is not."""

import pytest

from tests.facts import NOON, a_target
from tests.unit.flow.test_weigh import NEW, OLD, OTHER, seen
from watcher.core.model import Changed, Failure, FailureKind, History, Outcome, Target, TargetKind, Unchanged
from watcher.flow import weigh

ASKED = "https://platform.example/terms"
GERMAN = (
    "<html lang=de><title>Bedingungen</title><main><h1>Bedingungen</h1>"
    + "".join(
        f"<h2>{n}. Abschnitt</h2><p>Abschnitt {n} sagt, wie eine Seite zu führen ist, wer für das haftet, was auf ihr"
        " steht, und wie die Betroffenen sich gegen eine Entscheidung wehren.</p>"
        for n in range(1, 9)
    )
    + "</main>"
).encode()


def weighed(body: bytes, final_url: str = ASKED, *, target: Target | None = None) -> Outcome:
    return weigh(seen(OLD), seen(body, final_url=final_url), target or a_target(), History(), NOON)


@pytest.mark.parametrize(
    "final_url",
    [
        "https://platform.example/",
        "https://platform.example/news",
        "https://elsewhere.example/terms",
        "https://login.platform.example/",
    ],
)
def test_another_document_at_another_place_is_a_failure(final_url: str) -> None:
    outcome = weighed(OTHER, final_url)
    assert isinstance(outcome, Failure)
    assert outcome.kind in {FailureKind.WRONG_PAGE, FailureKind.LOGIN_WALL}
    assert final_url in outcome.message


@pytest.mark.parametrize(
    "final_url", ["https://platform.example/legal/terms-2027", "https://platform-group.example/terms"]
)
def test_a_document_that_moved_with_its_text_is_weighed(final_url: str) -> None:
    moved = weighed(OLD, final_url)
    assert isinstance(moved, Changed)
    assert moved.finding.severity <= 1
    assert not moved.finding.clauses
    assert not isinstance(weighed(NEW, final_url), Failure)


def test_a_document_that_moved_under_its_title_and_was_rewritten_is_weighed() -> None:
    rewritten = OTHER.replace(b"<main><h1>News", b"<title>Terms</title><main><h1>Terms")
    assert not isinstance(weighed(rewritten, "https://platform.example/legal/terms"), Failure)


def test_another_region_is_a_failure() -> None:
    before = seen(OLD, final_url="https://platform.example/en-gb/terms")
    after = seen(OTHER, final_url="https://platform.example/en-us/terms/all")
    outcome = weigh(before, after, a_target(), History(), NOON)
    assert isinstance(outcome, Failure)
    assert outcome.kind is FailureKind.WRONG_REGION


def test_another_language_is_a_failure_that_says_what_to_set() -> None:
    outcome = weighed(GERMAN)
    assert isinstance(outcome, Failure)
    assert outcome.kind is FailureKind.WRONG_REGION
    assert "`locale: de`" in outcome.message


def test_the_language_of_the_target_is_never_wrong() -> None:
    assert not isinstance(weighed(GERMAN, target=a_target(locale="de-DE")), Failure)


def test_a_brand_may_post_in_another_language() -> None:
    page = a_target(kind=TargetKind.PAGE)
    assert not isinstance(weighed(GERMAN.replace(b"lang=de", b"lang=en"), target=page), Failure)
    assert isinstance(weighed(GERMAN, target=page), Failure)


def test_a_change_where_it_always_was_is_a_change() -> None:
    assert not isinstance(weighed(NEW), Failure | Unchanged)
