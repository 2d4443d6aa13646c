"""A letter's headline and subject say in the reader's language what happened, and from when."""

from dataclasses import replace
from datetime import date

import pytest

from tests.fakes.alert_samples import PAGE, RULES, rule_finding
from tests.unit.alert.page_samples import GONE_TAB, LOW_TAB, NEW_TEASER, PHONE_PAGE, gone_finding, page_finding
from watcher.alert.about import About, about
from watcher.alert.english import ENGLISH
from watcher.alert.german import GERMAN
from watcher.alert.headline import from_when, headline, names, subject
from watcher.core.model import Direction, EffectiveKind, Finding, Reason, Target, TargetKind

DROPPED = Reason(rule="dropped_modal", quote="You must ask.", weight=1.0)
LASTING = Reason(rule="lasting", quote="", weight=1.0)
REBUILT = page_finding(
    *[GONE_TAB] * 12, *[NEW_TEASER] * 9, reasons=(Reason(rule="layout_removed", quote="", weight=1.0),)
)


@pytest.mark.parametrize(
    ("finding", "target", "english", "german"),
    [
        (
            page_finding(LOW_TAB, NEW_TEASER),
            PAGE,
            "Acme on Facebook: the tab “Shop” can no longer be seen without scrolling: it is now further down the page",
            (
                "Acme on Facebook: der Tab „Shop“ ist ohne Scrollen nicht mehr zu sehen: er steht jetzt weiter unten"
                " auf der Seite"
            ),
        ),
        (
            page_finding(GONE_TAB, stream="acme-facebook@mobile/en-GB"),
            PHONE_PAGE,
            (
                "Acme on Facebook (mobile): the tab “Shop” is gone; it was at the top of the page, visible without"
                " scrolling"
            ),
            (
                "Acme on Facebook (mobile): der Tab „Shop“ ist verschwunden; er stand oben auf der Seite, ohne Scrollen"
                " sichtbar"
            ),
        ),
        (
            REBUILT,
            PAGE,
            "Acme on Facebook: the page was rebuilt: 12 elements are gone, 9 are new",
            "Acme on Facebook: die Seite wurde umgebaut: 12 Elemente sind verschwunden, 9 sind neu",
        ),
        (
            gone_finding(),
            PAGE,
            "Acme on Facebook: the page is gone",
            "Acme on Facebook: die Seite ist verschwunden",
        ),
        (
            gone_finding(),
            replace(PAGE, kind=TargetKind.POLICY),
            "Acme on Facebook: the document is gone from its address",
            "Acme on Facebook: das Dokument ist unter seiner Adresse verschwunden",
        ),
        (
            rule_finding(
                reasons=(
                    Reason(rule="document_listed", quote="Promotion Rules", weight=3.0),
                    Reason(rule="document_listed", quote="Contest Terms", weight=3.0),
                    Reason(rule="document_unlisted", quote="Page Rules", weight=3.0),
                )
            ),
            RULES,
            (
                "Facebook Pages, Groups and Events Policies: now lists “Promotion Rules”, “Contest Terms”, no longer"
                " lists “Page Rules”"
            ),
            (
                "Facebook Pages, Groups and Events Policies: führt jetzt auch „Promotion Rules“, „Contest Terms“ auf,"
                " führt „Page Rules“ nicht mehr auf"
            ),
        ),
        (
            rule_finding(reasons=(LASTING,)),
            PAGE,
            "Acme on Facebook: the page has shown something else for a day now; look at it",
            "Acme on Facebook: die Seite zeigt seit einem Tag etwas anderes; sehen Sie nach",
        ),
    ],
)
def test_what_is_known_is_said_in_both_languages(finding: Finding, target: Target, english: str, german: str) -> None:
    assert headline(finding, target, ENGLISH) == english
    assert headline(finding, target, GERMAN) == german


def test_clauses_keep_the_judges_headline_in_its_language() -> None:
    assert headline(rule_finding(), RULES, ENGLISH) == rule_finding().headline


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "strenger: „You must not require people to like your Page“ ab 1. April 2027"),
        (
            {"effective_kind": EffectiveKind.LAST_UPDATED, "direction": Direction.MIXED},
            "teils strenger, teils lockerer: „You must not require people to like your Page“",
        ),
        (
            {
                "direction": Direction.LOOSENS,
                "reasons": (Reason(rule="dropped_modal", quote="You must ask.", weight=1),),
            },
            "lockerer, gestrichen: „You must ask“ ab 1. April 2027",
        ),
        (
            {"direction": Direction.NEUTRAL, "reasons": (), "effective_date": date(2026, 11, 5)},
            "geändert ab 5. November 2026",
        ),
    ],
)
def test_german_clauses_are_told_by_direction_quote_and_date(changes: dict[str, object], said: str) -> None:
    assert headline(rule_finding(**changes), RULES, GERMAN) == f"Facebook Pages, Groups and Events Policies: {said}"


def test_a_line_that_only_dates_the_document_leads_no_headline() -> None:
    dated = Reason(rule="new_announcement", quote="Effective 1 April 2027.", weight=9.0)
    ruled = Reason(rule="new_modal", quote="You must ask first.", weight=1.0)
    assert "„You must ask first“" in headline(rule_finding(reasons=(dated, ruled)), RULES, GERMAN)
    assert "„Effective 1 April 2027“" in headline(rule_finding(reasons=(dated,)), RULES, GERMAN)


def test_layout_that_no_reason_cites_is_told_on_the_side() -> None:
    told = rule_finding(layout=(GONE_TAB,))
    assert about(told) is About.CLAUSES
    assert headline(told, PAGE, ENGLISH) == told.headline


def test_one_grave_event_among_many_is_named() -> None:
    finding = replace(REBUILT, reasons=(Reason(rule="layout_removed", quote="", weight=3.0),))
    assert about(finding) is About.LAYOUT


LONG = f"Ads: you must not {'ask anybody for anything ' * 7}from 1 March 2027"


@pytest.mark.parametrize("digest", [False, True])
def test_where_a_subject_is_cut_its_date_stays(digest: bool) -> None:
    shown = subject(LONG, RULES, 3, "from 1 March 2027", ENGLISH, digest=digest)
    assert len(shown) <= 180
    assert shown.startswith("[Watcher 3/3] ")
    assert shown.endswith("… from 1 March 2027")


def test_a_cut_quotation_is_closed() -> None:
    german = headline(rule_finding(), RULES, GERMAN).replace("like", "like " * 20)
    assert subject(german, RULES, 3, "ab 1. April 2027", GERMAN, digest=False).endswith("…“ ab 1. April 2027")


def test_a_subject_without_a_date_is_cut_at_its_end() -> None:
    shown = subject("word " * 100, RULES, 2, "", ENGLISH, digest=False)
    assert 170 < len(shown) <= 180
    assert shown.endswith("word…")


def test_no_day_is_named_that_is_not_the_first() -> None:
    assert from_when(rule_finding(effective_kind=EffectiveKind.LAST_UPDATED), GERMAN) == ""
    assert from_when(rule_finding(), GERMAN) == "ab 1. April 2027"


def test_the_platform_is_left_out_wherever_the_headline_names_it() -> None:
    assert (
        subject("ACME on facebook: gone", PAGE, 3, "", ENGLISH, digest=False) == "[Watcher 3/3] ACME on facebook: gone"
    )
    assert not names("The exchange of taxes", "X")
    assert names("Rules of X: new", "X")
