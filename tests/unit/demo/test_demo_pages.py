"""What the demo's pages must show, era by era, for the demo to mean anything."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from watcher.demo.pages import Calendar, Era, Pages, long_date

PATHS = ("/", "/acme", "/policies/promotions", "/policies/pages")


class Reader(HTMLParser):
    """Collects a page's visible text, its links and whatever it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        self._hidden = tag in ("style", "script")
        if tag == "a":
            self.links.append(values.get("href") or "")
        else:
            self.loads += [value for name in ("src", "href", "srcset", "data", "poster") if (value := values.get(name))]

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._hidden:
            self.lines.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read(path: str, era: Era, visit: int = 1) -> Reader:
    page = Pages(Calendar(today=date(2026, 11, 25))).render(path, era, visit)
    assert page is not None
    reader = Reader()
    reader.feed(page)
    return reader


@pytest.mark.parametrize("era", Era)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_needs_nothing_from_elsewhere(path: str, era: Era) -> None:
    reader = read(path, era)
    assert reader.loads
    assert all(address.startswith("data:") for address in reader.loads)
    assert "url(" not in (Pages(Calendar(today=date(2026, 11, 25))).render(path, era, 1) or "").lower()
    assert "script" not in {tag for tag, _ in reader.tags}


@pytest.mark.parametrize("era", Era)
@pytest.mark.parametrize("path", PATHS)
def test_every_link_leads_to_a_page(path: str, era: Era) -> None:
    pages = Pages(Calendar(today=date(2026, 11, 25)))
    links = read(path, era).links
    assert links
    assert [link for link in links if pages.render(link.partition("?")[0], era, 1) is None] == []


@pytest.mark.parametrize("era", Era)
def test_every_picture_has_a_text_or_is_marked_as_decoration(era: Era) -> None:
    pictures = [values for tag, values in read("/acme", era).tags if tag == "img"]
    assert len(pictures) >= 5
    assert all("alt" in values for values in pictures)


def test_before_the_switch_the_contest_tab_is_the_start_page_behind_a_like_gate() -> None:
    reader = read("/acme", Era.TABS)
    tabs = [values["aria-selected"] for tag, values in reader.tags if values.get("role") == "tab"]
    assert tabs == ["false", "false", "false", "true"]
    assert [line for line in reader.lines if line in ("Wall", "Info", "Photos", "Spring Contest")][
        -1
    ] == "Spring Contest"
    assert "Like our page to enter the contest" in reader.lines
    assert "Enter the contest" in reader.lines
    assert "Closes on 24 January 2027." in reader.text
    assert "Apps" not in reader.lines


def test_after_the_switch_the_tabs_and_the_gate_are_gone_and_the_contest_is_one_app_among_others() -> None:
    reader = read("/acme", Era.TIMELINE)
    assert [values for _, values in reader.tags if values.get("role") in ("tab", "tablist", "tabpanel")] == []
    assert "to enter the contest" not in reader.text
    assert reader.lines.count("Spring Contest") == 1
    assert reader.lines.index("Apps") < reader.lines.index("Spring Contest")
    assert max(i for i, line in enumerate(reader.lines) if "comments" in line) < reader.lines.index("Apps")


def test_the_new_promotion_rules_forbid_what_the_old_ones_allowed_from_a_stated_day_on() -> None:
    old, new = (read("/policies/promotions", era).lines for era in Era)
    assert "You may require that a user likes your page as a condition of entry." in old
    assert "You may require that a user likes your page as a condition of entry." not in new
    assert any(
        line.startswith("You must not condition registration or entry on the user liking a page") for line in new
    )
    assert any(line.startswith("These rules take effect on 25 December 2026.") for line in new)
    assert "take effect" not in "\n".join(old)
    assert "Last updated: 21 October 2025" in old
    assert "Last updated: 25 November 2026" in new


def test_besides_the_rule_and_the_dates_only_numbers_and_a_spelling_differ() -> None:
    old, new = (read("/policies/promotions", era).lines for era in Era)
    differing = [line for line in old if line not in new]
    assert len(differing) == 8
    numbered = [line for line in differing if re.match(r"\d+\. ", line)]
    assert [line.split(".")[0] for line in numbered] == ["8", "9", "10", "11"]
    assert {re.sub(r"^\d+", "", line) for line in numbered} <= {re.sub(r"^\d+", "", line) for line in new}
    assert sum("recieve" in line for line in old) == 1
    assert "recieve" not in "\n".join(new)
    assert any("under section 10 " in line for line in old)
    assert any("under section 9 " in line for line in new)


@pytest.mark.parametrize("era", Era)
def test_the_rules_are_a_document_of_realistic_length(era: Era) -> None:
    reader = read("/policies/promotions", era)
    assert 700 <= len(reader.text.split()) <= 1000
    assert {"table", "ul", "ol", "h1", "h2"} <= {tag for tag, _ in reader.tags}


def test_the_pages_terms_change_nothing_but_noise_from_visit_to_visit() -> None:
    first, second = (read("/policies/pages", Era.TABS, visit) for visit in (1, 2))
    assert [line for line in first.lines if line not in second.lines] == [
        "This article has been read 48,212 times.",
        "What your statistics mean",
    ]
    tokens = [re.findall(r"ref=([0-9a-f]{20})", " ".join(reader.links)) for reader in (first, second)]
    assert len(tokens[0]) == len(tokens[1]) == 5
    assert set(tokens[0]).isdisjoint(tokens[1])
    bare = [[re.sub(r"ref=[0-9a-f]{20}", "ref=", link) for link in reader.links] for reader in (first, second)]
    assert bare[0] == bare[1]


def test_the_pages_terms_do_not_change_with_the_era() -> None:
    assert read("/policies/pages", Era.TABS).text == read("/policies/pages", Era.TIMELINE).text


@pytest.mark.parametrize("path", ["/", "/acme", "/policies/promotions"])
@pytest.mark.parametrize("era", Era)
def test_the_other_pages_are_the_same_at_every_visit(path: str, era: Era) -> None:
    pages = Pages(Calendar(today=date(2026, 11, 25)))
    assert pages.render(path, era, 1) == pages.render(path, era, 2)


@pytest.mark.parametrize("path", ["", "/acme/", "/ACME", "/../acme", "//acme", "/site/base.html", "/favicon.ico"])
def test_there_are_no_other_pages(path: str) -> None:
    assert Pages(Calendar(today=date(2026, 11, 25))).render(path, Era.TABS, 1) is None


def test_dates_are_counted_from_today() -> None:
    calendar = Calendar(today=date(2028, 2, 1))
    assert calendar.rules_effective == date(2028, 3, 2)
    assert calendar.contest_ends == date(2028, 4, 1)
    assert long_date(calendar.rules_effective) == "2 March 2028"
