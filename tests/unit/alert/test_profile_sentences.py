"""What is said of a page as a whole, in both languages."""

from datetime import UTC, datetime

import pytest

from watcher.alert.languages import wording
from watcher.alert.layout import sentence
from watcher.alert.profile import profile_advice
from watcher.core.model import FactKind, FigureKind, Language, LayoutChange, LayoutOp

SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def event(op: LayoutOp, role: str, before: str, after: str) -> LayoutChange:
    return LayoutChange(op=op, role=role, name="", before=before, after=after, sentence="-", since=SINCE)


FELL = event(LayoutOp.FELL, "followers", "125000", "81000")


@pytest.mark.parametrize(
    ("change", "english", "german"),
    [
        (
            FELL,
            "The page lost 35% of its followers within a short time: 125,000 → 81,000",
            "Die Seite hat in kurzer Zeit 35\u00a0% ihrer Follower verloren: 125.000 → 81.000",
        ),
        (
            event(LayoutOp.FELL, "rating", "4.6", "4.1"),
            "The page's rating fell from 4.6 to 4.1 within a short time",
            "Die Bewertung der Seite fiel in kurzer Zeit von 4,6 auf 4,1",
        ),
        (
            event(LayoutOp.ROSE, "members", "81000", "124000"),
            "The page's members are back: 81,000 → 124,000",
            "Die Mitglieder der Seite sind wieder da: 81.000 → 124.000",
        ),
        (
            event(LayoutOp.PROFILE, "name", "Acme", "Crypto Deals"),
            "The page is now called “Crypto Deals”, before “Acme”",
            "Die Seite heißt jetzt „Crypto Deals“, vorher „Acme“",
        ),
        (
            event(LayoutOp.PROFILE, "verified", "yes", "no"),
            "The page has lost its mark of verification",
            "Die Seite ist nicht mehr als verifiziert gekennzeichnet",
        ),
        (
            event(LayoutOp.QUIET, "posted", "2026-11-01", "31"),
            "There has been no new post since 1 November 2026, for 31 days",
            "Seit dem 1. November 2026, also seit 31 Tagen, gibt es keinen neuen Beitrag",
        ),
    ],
    ids=["fell", "rating", "rose", "name", "mark", "quiet"],
)
def test_sentences(change: LayoutChange, english: str, german: str) -> None:
    assert sentence(change, wording(Language.EN), None).said == english
    assert sentence(change, wording(Language.DE), None).said == german


def test_what_a_fall_can_mean_is_said_with_it_and_what_to_do() -> None:
    for language, words in (
        (Language.EN, ("unpublished", "restricted", "merged", "hacked", "renamed")),
        (Language.DE, ("unveröffentlicht", "eingeschränkt", "zusammengeführt", "gehackt", "umbenannt")),
    ):
        said = sentence(FELL, wording(language), None)
        assert all(word in said.detail for word in words)
        assert profile_advice(FELL, wording(language))


def test_every_fact_and_figure_has_its_words() -> None:
    for language in Language:
        for kind in FactKind:
            assert sentence(event(LayoutOp.PROFILE, kind, "a", "b"), wording(language), None).said
        for figure in FigureKind:
            assert sentence(event(LayoutOp.FELL, figure, "4", "3"), wording(language), None).said


def test_what_a_page_calls_itself_is_shown_inert() -> None:
    hostile = event(LayoutOp.PROFILE, "name", "Acme", "\u202ehttps://evil.example/\r\nBcc: all")
    said = sentence(hostile, wording(Language.EN), None).said
    assert "\u202e" not in said
    assert "\n" not in said
    assert "https://evil.example" not in said
