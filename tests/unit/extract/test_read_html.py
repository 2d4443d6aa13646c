"""HTML becomes readable blocks under their headings."""

import re
import time
from dataclasses import replace

import pytest

from tests.facts import a_capture, a_part
from tests.readings import a_reading
from watcher.core.model import BlockKind, Failure, FailureKind, Part, Snapshot
from watcher.extract.read import read

RULES = """
<html lang="en"><head><title>Rules</title><meta name="description" content="What is allowed"></head><body>
<nav><a href="/">Home</a><a href="/help">Help</a></nav>
<main><h1>Contest rules</h1><p>Every contest needs <a href="/terms?utm_source=x#top">terms</a>.</p>
<h2>Entry</h2><ul><li>Entry is free.</li><li>Winners are <b>drawn</b>.<ul><li>In public.</li></ul></li></ul>
<table><tr><th>Place</th><th>Allowed</th></tr><tr><td>A post</td><td>Yes</td></tr></table>
<button>Copy link</button></main>
<footer>© Platform</footer></body></html>
"""


def html(body: str) -> Snapshot:
    return a_reading(body, content_type="text/html")


def texts(snapshot: Snapshot) -> list[str]:
    return [block.text for block in snapshot.blocks]


def test_blocks_know_their_kind_and_headings() -> None:
    snapshot = html(RULES)
    shown = [(block.kind, block.level, block.text, block.path) for block in snapshot.blocks]
    top, entry = ("Contest rules",), ("Contest rules", "Entry")
    assert shown == [
        (BlockKind.HEADING, 1, "Contest rules", ()),
        (BlockKind.PARAGRAPH, 0, "Every contest needs terms.", top),
        (BlockKind.HEADING, 2, "Entry", top),
        (BlockKind.ITEM, 1, "Entry is free.", entry),
        (BlockKind.ITEM, 1, "Winners are drawn.", entry),
        (BlockKind.ITEM, 2, "In public.", entry),
        (BlockKind.ROW, 0, "Place | Allowed", entry),
        (BlockKind.ROW, 0, "A post | Yes", entry),
    ]


def test_links_lose_what_varies_from_visit_to_visit() -> None:
    part = a_part(RULES.encode())
    snapshot = read(a_capture(part), ())
    assert isinstance(snapshot, Snapshot)
    assert snapshot.blocks[1].links == ("platform.example/terms",)


def test_metadata_is_read() -> None:
    page = html(RULES).metadata[0]
    assert (page.title, page.language, page.description) == ("Rules", "en", "What is allowed")


def test_headings_by_role_count_as_headings() -> None:
    snapshot = html('<div role="heading" aria-level="2">Fees</div><div>They are due in May.</div>')
    assert snapshot.blocks[0].kind is BlockKind.HEADING
    assert snapshot.blocks[1].path == ("Fees",)


def test_a_short_bold_line_heads_what_follows() -> None:
    snapshot = html("<p><strong>Your duties</strong></p><p>You pay the fee in time.</p>")
    assert snapshot.blocks[1].path == ("Your duties",)


def test_a_frame_in_a_noscript_swallows_nothing() -> None:
    assert "The rule." in texts(html("<noscript><iframe src=x /></noscript><p>The rule.</p><p>And more.</p>"))


def test_scripts_and_comments_are_no_text() -> None:
    assert texts(html("<script>var a = '<p>no</p>';</script><!-- <p>no</p> --><p>The only rule.</p>")) == [
        "The only rule."
    ]


def test_menus_and_banners_go_but_never_most_of_the_page() -> None:
    text = "<p>All the rules of this page stand in here, oddly enough, and they are long.</p>" * 5
    assert len(texts(html(f'<div id="cookie-banner">Accept cookies?</div><div>{text}</div>'))) == 5
    assert len(texts(html(f'<div id="cookie-banner">{text}</div><div>Footer</div>'))) >= 5


def test_collapsed_sections_keep_their_text() -> None:
    rule = "A long rule that a visitor sees after a click. " * 10
    assert any("after a click" in text for text in texts(html(f"<p>Intro.</p><div hidden><p>{rule}</p></div>")))


def test_links_without_words_around_them_are_notes() -> None:
    snapshot = html("<p>A rule stands here.</p><ul><li><a href='/a'>Related page</a></li></ul>")
    assert snapshot.blocks[-1].kind is BlockKind.NOTE


def test_select_and_ignore_choose_the_text() -> None:
    part = a_part(b"<body><div id=a><p>Rule one.</p><p class=x>Counter 5</p></div><div id=b><p>Other.</p></div></body>")
    snapshot = read(a_capture(part), (Part(url=part.url, select=("#a",), ignore=(".x",)),))
    assert isinstance(snapshot, Snapshot)
    assert texts(snapshot) == ["Rule one."]


@pytest.mark.parametrize("selector", ["#missing", "][", ""])
def test_a_selector_without_a_match_is_told_with_what_there_is(selector: str) -> None:
    part = a_part(b"<body><div id=rules><p>Here are all the rules of the house.</p></div></body>")
    failure = read(a_capture(part), (Part(url=part.url, select=(selector,)),))
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.SELECTOR
    assert repr(selector) in failure.message
    assert part.url in failure.message
    assert "#rules" in failure.message


def test_a_gone_page_is_gone_whatever_the_selector() -> None:
    part = a_part(b"<body><p>Page not found</p></body>", status=404)
    snapshot = read(a_capture(part), (Part(url=part.url, select=("#missing",)),))
    assert isinstance(snapshot, Snapshot)
    assert snapshot.state.value == "gone"


def test_a_deep_page_is_read() -> None:
    assert texts(html("<div>" * 20_000 + "<p>At the bottom.</p>")) == ["At the bottom."]


def test_unclosed_scripts_cost_no_time() -> None:
    assert html("<p>One rule here.</p>" + "<svg>" * 50_000).blocks


def test_the_digest_ignores_how_words_are_set() -> None:
    one = html("<p>You <b>must</b> pay.</p><p>You may leave.</p>")
    other = html("<div>You must pay.<br><br>You may leave.</div>")
    assert one.digest == other.digest
    assert one.digest != html("<p>You must pay.</p><p>You may not leave.</p>").digest


def test_a_document_set_as_several_articles_is_whole() -> None:
    long = "The second rule stands here and is long. " * 40
    first = "<h1>Rules</h1><article><p>The first rule is short but counts.</p></article>"
    page = f"<main>{first}<article><p>{long}</p></article></main>"
    assert texts(html(page))[:2] == ["Rules", "The first rule is short but counts."]


def test_one_article_among_teasers_is_the_document() -> None:
    teasers = "<aside>" + "<article><p>Read our news.</p></article>" * 3 + "</aside>"
    assert texts(html(f"<article><p>{'The rule stands here. ' * 40}</p></article>{teasers}")) == [
        ("The rule stands here. " * 40).strip()
    ]


def test_what_a_button_folds_out_is_text() -> None:
    filler = f"<p>{'An ordinary rule of the house. ' * 20}</p>"
    page = (
        f"<main>{filler}<button aria-controls=p1 aria-expanded=false>What is prohibited?</button>"
        "<div id=p1 hidden><p>Like-gates are prohibited on all Pages.</p></div>"
        "<button aria-controls=m1>More</button><ul id=m1 hidden><li>Share this text with your friends</li></ul>"
        "<div hidden>Copied to the clipboard</div></main>"
    )
    assert texts(html(page))[1:] == ["What is prohibited?", "Like-gates are prohibited on all Pages."]


def test_lists_and_tables_of_other_elements() -> None:
    page = (
        "<main><div role=list><div role=listitem>Be fair.</div><div role=listitem>Be kind.</div></div>"
        "<div role=table><div role=row><span role=cell>Fee</span><span role=cell>3%</span></div></div></main>"
    )
    assert [(block.kind, block.text) for block in html(page).blocks] == [
        (BlockKind.ITEM, "Be fair."),
        (BlockKind.ITEM, "Be kind."),
        (BlockKind.ROW, "Fee | 3%"),
    ]


def test_comments_part_no_words() -> None:
    assert texts(html("<main><p>Lumeo<!-- -->’s rules hold for <!-- -->30<!-- --> days.</p></main>")) == [
        "Lumeo’s rules hold for 30 days."
    ]


def test_an_open_script_is_no_text() -> None:
    assert texts(html("<main><p>Be fair.</p></main><script>var rule = 'no likes'; // to the end")) == ["Be fair."]


RULE = f"<p>{'An ordinary rule of the house that all keep. ' * 20}</p>"


@pytest.mark.parametrize(
    "told",
    [
        "<div role=alert>This feature will be discontinued on 1 March 2027.</div>",
        "<div role=status>Custom tabs will no longer be available after 30 June.</div>",
        "<header role=banner><a href=/>Home</a><p>Our terms change on 1 May.</p><nav><a href=/m>M</a></nav></header>",
        "<div class=announcement-bar><a href=/n>We are updating our terms from 1 May</a></div>",
        "<section><p>Die Funktion Reiter wird zum 30. Juni 2027 eingestellt.</p></section>",
        "<p>Les nouvelles conditions entrent en vigueur le 1er mars.</p>",
    ],
)
def test_an_announcement_beside_the_text_is_a_note(told: str) -> None:
    snapshot = html(f"{told}<main><h1>Rules</h1>{RULE}</main>")
    assert [block.kind for block in snapshot.blocks] == [BlockKind.NOTE, BlockKind.HEADING, BlockKind.PARAGRAPH]
    assert snapshot.blocks[0].text in told


@pytest.mark.parametrize(
    "noise",
    [
        "<div>We use cookies. The choice takes effect at once; by continuing you agree.</div>",
        "<div id=cookie-notice>Our policy has changed. It takes effect today.</div>",
        "<div role=alert>Your browser is no longer supported by this site.</div>",
        "<nav><p>This menu will be removed on 1 May.</p></nav>",
        "<div role=dialog>Your place in the queue will end on 1 May.</div>",
        "<div class=teaser><a href=/n>Rival platform will end its like-gates in May</a></div>",
        "<div role=status>Copied to the clipboard of your device</div>",
        "<p>Find help with everything that you do on the platform.</p>",
    ],
)
def test_what_else_stands_beside_the_text_is_not_read(noise: str) -> None:
    page = f"<main><h1>Rules</h1>{RULE}</main>"
    assert html(noise + page).blocks == html(page).blocks


def test_teasers_below_the_text_announce_nothing() -> None:
    page = f"<main><h1>Rules</h1>{RULE}</main>"
    assert html(f"{page}<div><p>Rival platform will be closed on 1 May.</p></div>").blocks == html(page).blocks
    assert len(html(f"{page}<div role=alert>This page will be closed on 1 May.</div>").blocks) == 3


def test_a_footer_gives_its_date_and_no_more() -> None:
    footer = "<footer><p>Last updated 3 May 2026.</p><p>Find us on every channel that you like.</p></footer>"
    blocks = html(f"<main><h1>Rules</h1>{RULE}{footer}</main>").blocks
    assert [(block.kind, block.text) for block in blocks[2:]] == [(BlockKind.NOTE, "Last updated 3 May 2026.")]


def test_a_status_in_the_text_is_read_where_it_announces() -> None:
    page = (
        f"<main><h1>Rules</h1><div role=status>This version ends on 1 May.</div><p role=status>Saved.</p>{RULE}</main>"
    )
    assert texts(html(page))[:2] == ["Rules", "This version ends on 1 May."]
    assert len(html(page).blocks) == 3


def test_the_title_above_an_article_belongs_to_it() -> None:
    page = f"<main><h1>Rules</h1><p>Effective 1 March 2027</p><article>{RULE}</article></main>"
    assert texts(html(page))[:2] == ["Rules", "Effective 1 March 2027"]


def test_short_text_that_is_not_displayed_is_not_read() -> None:
    page = f'<main>{RULE}<p style="color: red; display:none">Thank you for your feedback on this.</p></main>'
    assert len(html(page).blocks) == 1


def test_what_a_heading_folds_out_is_text() -> None:
    fold = '<h3>Like-gates</h3><div style="display: none"><p>Like-gates are prohibited on all Pages.</p></div>'
    assert "Like-gates are prohibited on all Pages." in texts(html(f"<main>{RULE}{fold}</main>"))


def test_a_long_text_that_is_not_displayed_yet_is_read_unless_it_was_hidden_on_purpose() -> None:
    answer = "<p>" + "The answer that a click shows. " * 10 + "</p>"
    assert len(html(f"<main>{RULE}<div style='display:none'>{answer}</div></main>").blocks) == 2
    assert len(html(f"<main>{RULE}<div style='display: none !important'>{answer}</div></main>").blocks) == 1


def test_a_menu_goes_even_where_it_is_longer_than_the_text() -> None:
    menu = "".join(f"<li><a href=/m{n}>Entry of the menu</a></li>" for n in range(9))
    rule = "Every contest needs terms, and every winner is told in writing."
    assert texts(html(f"<h1>Rules</h1><p>{rule}</p><nav><ul>{menu}</ul></nav>")) == ["Rules", rule]


def test_a_table_in_a_cell_has_rows_of_its_own() -> None:
    inner = "<table><tr><td>Ad</td><td>5 EUR</td></tr><tr><td>Tab</td><td>7 EUR</td></tr></table>"
    page = f"<main><table><tr><th>Fees</th><td>{inner}</td></tr><tr><td>Tax</td><td>19%</td></tr></table></main>"
    assert [(block.kind, block.text) for block in html(page).blocks] == [
        (BlockKind.ROW, "Fees"),
        (BlockKind.ROW, "Ad | 5 EUR"),
        (BlockKind.ROW, "Tab | 7 EUR"),
        (BlockKind.ROW, "Tax | 19%"),
    ]


def test_lists_keep_their_nesting() -> None:
    page = "<main><ol><li>One<ul><li>Two<ol><li>Three</li></ol></li></ul>Again one</li></ol><ul><ul><li>Two</ul></ul>"
    assert [(block.level, block.text) for block in html(page).blocks] == [
        (1, "One"), (2, "Two"), (3, "Three"), (1, "Again one"), (2, "Two"),
    ]  # fmt: skip


def test_entries_of_a_list_are_of_one_kind() -> None:
    linked = '<li><a href="/a">Weapons</a></li>'
    few = html(f"<main><ul><li>Drugs</li><li>Tobacco</li>{linked}</ul></main>").blocks
    assert {block.kind for block in few} == {BlockKind.ITEM}
    many = html(f"<main>{RULE}<ul>{linked * 6}<li>This page</li></ul></main>").blocks
    assert {block.kind for block in many[1:]} == {BlockKind.NOTE}


def test_a_second_table_of_contents_is_not_read() -> None:
    contents = "<span>Table of contents</span><ul><li><a href=#a>Fees</a></li><li><a href=#b>Duties</a></li></ul>"
    once, twice = (html(f"<main>{contents * times}<h2>Fees</h2>{RULE}</main>") for times in (1, 2))
    assert once.blocks == twice.blocks
    assert "Duties" in texts(once)


def test_headings_by_role_and_by_style() -> None:
    bold = "<p><span style='font-weight:700'>Tax</span></p>"
    page = f"<main><a role=heading aria-level=2>Fees</a>{bold}<p>It is due.</p></main>"
    assert html(page).blocks[-1].path == ("Fees", "Tax")


def test_neighbouring_links_are_words_apart() -> None:
    assert texts(html("<main><p>See <a href=/a>Status</a><a href=/b>Support</a> first.</p></main>")) == [
        "See Status Support first."
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000,
        "<section></x>" * 60_000,
        "<ul><li>" * 50_000,
        "<p>" + "".join(f"<b id=x{n}>" for n in range(3_000)) + "<p>x" * 3_000,
        "<div " + " ".join(f"a{n}=1" for n in range(60_000)) + ">",
    ],
)
def test_markup_that_would_take_minutes_is_refused_at_once(markup: str) -> None:
    part = a_part(f"{markup}<p>A rule.".encode())
    began = time.process_time()
    failure = read(a_capture(part), (Part(url=part.url),))
    assert time.process_time() - began < 2
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.UNSUPPORTED
    assert "reasonable time" in failure.message


@pytest.mark.parametrize(
    "markup", ["<p>One more rule." * 50_000, "<ul>" + "<li>Entry" * 50_000, f"<p>{'<b>x</b> <i>y</i> ' * 20_000}"]
)
def test_long_pages_are_read(markup: str) -> None:
    assert html(markup).blocks


def test_a_lost_selector_is_told_with_selectors_that_match() -> None:
    page = (
        "<body><div id=root><header class=top>Platform</header><div class='css-1x9 policy-text'>"
        f"<article><h1>Rules</h1>{RULE}</article></div><div id=side2>{RULE}</div></div></body>"
    )
    part = a_part(page.encode())
    failure = read(a_capture(part), (Part(url=part.url, select=("#gone",)),))
    assert isinstance(failure, Failure)
    offered = re.findall(r"([^ ]+) \((\d+)% of its text\)", failure.message)
    assert offered == [("#root", "100"), ("article", "49")]
    for selector, _ in offered:
        assert isinstance(read(a_capture(part), (Part(url=part.url, select=(selector,)),)), Snapshot)
    assert "css-1x9" not in failure.message
    assert "side2" not in failure.message


def test_a_document_of_parts_is_whole_or_fails() -> None:
    first, second = (
        a_part(b"<main id=a><p>The first part.</p></main>"),
        a_part(b"<main id=b><p>The second part.</p></main>"),
    )
    second = replace(second, url="https://platform.example/second")
    capture = replace(a_capture(first), parts=(first, second))
    whole = read(capture, (Part(url=first.url, select=("#a",)), Part(url=second.url, select=("#b",))))
    assert isinstance(whole, Snapshot)
    assert texts(whole) == ["The first part.", "The second part."]
    failure = read(capture, (Part(url=first.url, select=("#a",)), Part(url=second.url, select=("#a",))))
    assert isinstance(failure, Failure)
    assert failure.url == second.url
