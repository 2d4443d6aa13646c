"""What happened to an element is said so that a manager sees it, in both languages."""

from dataclasses import replace

import pytest

from tests.fakes.alert_samples import DESKTOP, PAGE
from tests.unit.alert.page_samples import (
    GONE_TAB,
    LOW_SHOP,
    LOW_TAB,
    NEW_TEASER,
    PHONE,
    PHONE_PAGE,
    SHOP,
    TEASER,
    change,
    page_finding,
)
from watcher.alert.english import ENGLISH
from watcher.alert.german import GERMAN
from watcher.alert.layout import seen_in, sentence
from watcher.alert.wording import LayoutForm, Wording
from watcher.core.model import Box, LayoutChange, LayoutOp

STORE = replace(SHOP, name="Store")
FOOT_LINK = replace(LOW_SHOP, role="link", landmark="contentinfo")
LINKED, RELINKED = (replace(SHOP, href=f"https://shop.example/{end}") for end in "ab")


@pytest.mark.parametrize(
    ("event", "english", "german"),
    [
        (
            GONE_TAB,
            "The tab “Shop” is gone; it was at the top of the page, visible without scrolling (240 px from the top).",
            "Der Tab „Shop“ ist verschwunden; er stand oben auf der Seite, ohne Scrollen sichtbar (240 px von oben).",
        ),
        (
            NEW_TEASER,
            "An image is new; it is further down the page, visible only after scrolling (900 px from the top).",
            "Ein Bild ist neu; es steht weiter unten auf der Seite, erst nach dem Scrollen sichtbar (900 px von oben).",
        ),
        (
            LOW_TAB,
            (
                "The tab “Shop” can no longer be seen without scrolling: it is now further down the page"
                " (240 → 1,460 px from the top)."
            ),
            (
                "Der Tab „Shop“ ist ohne Scrollen nicht mehr zu sehen: er steht jetzt weiter unten auf der Seite"
                " (240 → 1.460 px von oben)."
            ),
        ),
        (
            change(LayoutOp.MOVED, SHOP, FOOT_LINK, left_fold=True),
            (
                "The tab “Shop” can no longer be seen without scrolling: it is now further down the page;"
                " it is now a link (navigation → footer; 240 → 1,460 px from the top)."
            ),
            (
                "Der Tab „Shop“ ist ohne Scrollen nicht mehr zu sehen: er steht jetzt weiter unten auf der Seite;"
                " er ist jetzt ein Link (Navigation → Fußzeile; 240 → 1.460 px von oben)."
            ),
        ),
        (
            replace(LOW_TAB, pushed_by="Try Platform Plus"),
            (
                "The tab “Shop” can no longer be seen without scrolling: it is now further down the page,"
                " pushed down by “Try Platform Plus” (240 → 1,460 px from the top)."
            ),
            (
                "Der Tab „Shop“ ist ohne Scrollen nicht mehr zu sehen: er steht jetzt weiter unten auf der Seite,"
                " verdrängt durch „Try Platform Plus“ (240 → 1.460 px von oben)."
            ),
        ),
        (
            replace(LOW_TAB, pushed_by="ad", by_ad=True),
            (
                "The tab “Shop” can no longer be seen without scrolling: it is now further down the page,"
                " pushed down by an advertisement (240 → 1,460 px from the top)."
            ),
            (
                "Der Tab „Shop“ ist ohne Scrollen nicht mehr zu sehen: er steht jetzt weiter unten auf der Seite,"
                " verdrängt durch eine Anzeige (240 → 1.460 px von oben)."
            ),
        ),
        (
            change(LayoutOp.MOVED, LOW_SHOP, SHOP),
            "The tab “Shop” is now further up the page (1,460 → 240 px from the top).",
            "Der Tab „Shop“ steht jetzt weiter oben auf der Seite (1.460 → 240 px von oben).",
        ),
        (
            change(LayoutOp.MOVED, SHOP, LOW_SHOP),
            "The tab “Shop” is now further down the page (240 → 1,460 px from the top).",
            "Der Tab „Shop“ steht jetzt weiter unten auf der Seite (240 → 1.460 px von oben).",
        ),
        (
            change(LayoutOp.MOVED, SHOP, replace(SHOP, landmark="main")),
            (
                "The tab “Shop” is now in another place on the page"
                " (navigation → main part of the page; 240 → 240 px from the top)."
            ),
            (
                "Der Tab „Shop“ steht jetzt an anderer Stelle der Seite"
                " (Navigation → Hauptbereich; 240 → 240 px von oben)."
            ),
        ),
        (
            change(LayoutOp.RESIZED, TEASER, replace(TEASER, box=Box(x=0, y=900, w=300, h=150))),
            "An image is smaller than before (600 × 300 → 300 × 150 px).",
            "Ein Bild ist kleiner als vorher (600 × 300 → 300 × 150 px).",
        ),
        (
            change(LayoutOp.RESIZED, TEASER, replace(TEASER, box=Box(x=0, y=900, w=900, h=450))),
            "An image is larger than before (600 × 300 → 900 × 450 px).",
            "Ein Bild ist größer als vorher (600 × 300 → 900 × 450 px).",
        ),
        (
            change(LayoutOp.COVERED, SHOP, replace(SHOP, covered=0.6)),
            "The tab “Shop” is now covered by something else, in whole or in part (60% covered, before 0%).",
            (
                "Der Tab „Shop“ ist jetzt ganz oder teilweise von etwas anderem verdeckt"
                " (zu 60 % verdeckt, vorher zu 0 %)."
            ),
        ),
        (
            change(LayoutOp.RENAMED, SHOP, STORE),
            "The tab “Shop” is now called “Store”.",
            "Der Tab „Shop“ heißt jetzt „Store“.",
        ),
        (
            change(LayoutOp.RENAMED, SHOP, replace(SHOP, name="")),
            "The tab “Shop” has lost its name.",
            "Der Tab „Shop“ hat keine Beschriftung mehr.",
        ),
        (
            change(LayoutOp.RESTYLED, LINKED, RELINKED),
            "The tab “Shop” now leads elsewhere (hxxps://shop[.]example/a → hxxps://shop[.]example/b).",
            "Der Tab „Shop“ führt jetzt anderswohin (hxxps://shop[.]example/a → hxxps://shop[.]example/b).",
        ),
        (
            change(LayoutOp.RESTYLED, SHOP, SHOP),
            "The tab “Shop” looks different.",
            "Der Tab „Shop“ sieht anders aus.",
        ),
    ],
)
def test_every_event_has_its_sentence(event: LayoutChange, english: str, german: str) -> None:
    assert sentence(event, ENGLISH, DESKTOP).full == english
    assert sentence(event, GERMAN, DESKTOP).full == german


@pytest.mark.parametrize("say", [ENGLISH, GERMAN])
@pytest.mark.parametrize("op", [op for op in LayoutOp if not change(op, SHOP, STORE).of_page])
def test_an_event_without_its_elements_is_still_told(op: LayoutOp, say: Wording) -> None:
    event = LayoutChange(op=op, role="tab", name="Shop", before="Shop", after="Store", sentence="-")
    assert say.quotation.format("Shop") in sentence(event, say, DESKTOP).full


def test_nothing_is_said_of_scrolling_where_the_screen_is_not_known() -> None:
    assert sentence(GONE_TAB, ENGLISH, None).full == "The tab “Shop” is gone (240 px from the top)."


def test_a_role_without_a_word_is_an_element() -> None:
    event = change(LayoutOp.RENAMED, replace(SHOP, role="marquee"), replace(STORE, role="marquee"))
    assert sentence(event, GERMAN, DESKTOP).said == "Das Element „Shop“ heißt jetzt „Store“"


def test_every_form_and_role_has_words_in_both_languages() -> None:
    assert set(ENGLISH.layout) == set(GERMAN.layout) == set(LayoutForm)
    assert set(ENGLISH.roles) == set(GERMAN.roles)


def test_the_screen_is_the_one_of_the_findings_stream() -> None:
    seen = page_finding(GONE_TAB, stream="acme-facebook@mobile/en-GB+login")
    assert seen_in(seen, PHONE_PAGE) == PHONE
    assert seen_in(seen, PAGE) is None
