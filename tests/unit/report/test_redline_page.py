"""A finding as an HTML file that stands alone."""

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.facts import a_finding
from watcher.core.model import BlockKind, ClauseChange, ClauseOp, LayoutChange, LayoutOp, Reason
from watcher.diff.words import redline
from watcher.report.redline_page import redline_page

EDITED = ClauseChange(
    op=ClauseOp.EDITED,
    kind=BlockKind.PARAGRAPH,
    heading="Rules › Entry",
    before="You may ask people to like a page.",
    after="You must not ask people to like a page.",
    redline=redline("You may ask people to like a page.", "You must not ask people to like a page."),
)
MOVED = ClauseChange(
    op=ClauseOp.MOVED,
    kind=BlockKind.ITEM,
    heading="Rules › Prizes",
    before="Prizes are handed out.",
    after="Prizes are handed out.",
    heading_before="Rules › Entry",
    places=((3,), (9,)),
)
LINKS = ClauseChange(
    op=ClauseOp.EDITED,
    kind=BlockKind.PARAGRAPH,
    heading="Rules",
    before="Read the terms.",
    after="Read the terms.",
    links_only=True,
    links_before=("https://platform.example/terms",),
    links_after=("https://platform.example/legal",),
)
HOSTILE = "</p></details><script>alert(1)</script><img src=//evil.example/x onerror=alert(1)>\"'{{ 7*7 }}\u202e\x1b"


def a_page(*clauses: ClauseChange, noise: tuple[str, ...] = (), language: str = "") -> LexborHTMLParser:
    finding = a_finding(clauses=clauses, noise=noise)
    return LexborHTMLParser(redline_page(finding, before="before.md", after="after.md", language=language))


def text_of(page: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page.css(selector)]


def test_words_that_went_and_came_are_marked_with_and_without_colour() -> None:
    page = a_page(EDITED)
    (text,) = text_of(page, ".text")
    assert text == "You [-may-]{+must not+} ask people to like a page."
    assert text_of(page, ".text del") == ["[-may-]"]
    assert text_of(page, ".text ins") == ["{+must not+}"]
    assert text_of(page, "h3") == ["Rules › Entry"]


def test_moved_text_says_from_where_to_where() -> None:
    page = a_page(MOVED)
    assert text_of(page, ".label") == ["moved (list item)"]
    assert text_of(page, ".clause .aside")[1] == "Moved from “Rules › Entry” to “Rules › Prizes”."
    assert not page.css(".clause ins, .clause del")


def test_text_that_moved_under_its_heading_has_its_places() -> None:
    page = a_page(replace(MOVED, heading_before=MOVED.heading))
    assert "from paragraph 4 of the document to paragraph 10" in text_of(page, ".clause .aside")[1]


def test_links_are_shown_as_such_and_lead_nowhere() -> None:
    page = a_page(LINKS)
    assert text_of(page, ".label") == ["same words, other links"]
    assert text_of(page, ".links li") == ["https://platform.example/terms → https://platform.example/legal"]
    assert not page.css("a")


@pytest.mark.parametrize(
    ("places", "label"),
    [(((1,), (1, 2)), "changed and split into 2"), (((1, 2, 3), (1,)), "changed and merged from 3")],
)
def test_split_and_merged_clauses_say_so(places: tuple[tuple[int, ...], tuple[int, ...]], label: str) -> None:
    assert text_of(a_page(replace(EDITED, places=places)), ".label") == [label]


def test_noise_is_folded_with_its_reason() -> None:
    page = a_page(EDITED, MOVED, noise=("", "moved"))
    assert text_of(page, "summary") == ["Differences that do not count (1)"]
    assert "Does not count: the text only moved." in text_of(page, "details .aside")
    assert len(page.css("section > .clause")) == 1
    assert not page.css("details[open]")


def test_hostile_text_stays_text() -> None:
    clause = replace(EDITED, op=ClauseOp.ADDED, before="", after=HOSTILE, heading=HOSTILE, redline=())
    event = LayoutChange(op=LayoutOp.REMOVED, role="tab", name="x", before="", after="", sentence=HOSTILE)
    finding = a_finding(
        headline=HOSTILE, target=HOSTILE, clauses=(clause,), layout=(event,), noise=(HOSTILE,),
        reasons=(Reason(rule=HOSTILE, quote=HOSTILE, weight=1.0),),
    )  # fmt: skip
    written = redline_page(finding, before=HOSTILE, after=HOSTILE, language=HOSTILE)
    page = LexborHTMLParser(written)
    assert not page.css("script, img, a, iframe, link, [onerror], [src], [href]")
    assert "alert(1)" in text_of(page, ".text")[0]
    assert "{{ 7*7 }}" in text_of(page, ".text")[0]
    assert "\u202e" not in written
    assert "\x1b" not in written
    assert "default-src 'none'" in written


def test_layout_events_and_facts_are_told() -> None:
    event = LayoutChange(op=LayoutOp.REMOVED, role="tab", name="Shop", before="", after="", sentence="The tab is gone.")
    finding = a_finding(layout=(event,), severity=3)
    page = LexborHTMLParser(redline_page(finding, before="before.html", after="after.html"))
    assert any("The tab is gone." in text for text in text_of(page, "li"))
    assert text_of(page, "h1") == [finding.headline]
    assert "severity 3" in text_of(page, ".badge")[0]
    assert {"before.html", "after.html", "2026-11-25 12:00 UTC"} <= set(text_of(page, "dd"))


def test_languages_are_said() -> None:
    page = a_page(EDITED, language="de")
    html, text = page.css_first("html"), page.css_first(".text")
    assert html is not None and html.attributes["lang"] == "en"
    assert text is not None and text.attributes["lang"] == "de"
