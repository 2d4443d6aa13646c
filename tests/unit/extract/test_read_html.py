"""HTML becomes readable blocks under their headings."""

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
