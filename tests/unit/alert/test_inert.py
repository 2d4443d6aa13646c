"""Text from pages is harmless before it is shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.alert.inert import calm, clean, clean_lines, defang, quote, shorten


def test_clean_removes_what_hides_or_reorders() -> None:
    assert clean("pay\u202eno\u200b w\x00\r\nBcc: x@y.z\u2066!", 100) == "payno w Bcc: x@y.z!"


def test_clean_keeps_letters_of_all_scripts_and_joined_emoji() -> None:
    text = "Größe Ελλάδα 日本語 עברית 👩\u200d💻 é"
    assert clean(text, 100) == text


def test_clean_drops_lone_surrogates_that_no_mail_can_encode() -> None:
    assert clean("a\ud800b", 10).encode() == b"ab"


def test_clean_lines_keeps_line_breaks_only() -> None:
    assert clean_lines("one\ttwo\r\nthree\x07", 100) == "one two\nthree"


def test_shorten_ends_at_a_word() -> None:
    assert shorten("alpha beta gamma", 12) == "alpha beta…"
    assert shorten("alpha", 5) == "alpha"
    assert shorten("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("live", "inert"),
    [
        ("see https://evil.example/pay?x=1 now", "see hxxps://evil[.]example/pay?x=1 now"),
        ("HTTP://EVIL.EXAMPLE", "hxxp://EVIL[.]EXAMPLE"),
        ("www.evil.example", "www[.]evil[.]example"),
        ("bit.ly/abc", "bit[.]ly/abc"),
        ("slack://open.me", "slack[:]//open[.]me"),
        ("ftp://a.b/c", "ftp[:]//a[.]b/c"),
    ],
)
def test_links_are_broken(live: str, inert: str) -> None:
    assert defang(live) == inert
    assert defang(inert) == inert


@pytest.mark.parametrize(
    "text", ["e.g. this and/or that", "from 24.12/25.12 on", "§ 5.2/3", "Version 2.0", "z.B./usw."]
)
def test_ordinary_text_is_not_touched(text: str) -> None:
    assert quote(text, 100) == text


@pytest.mark.parametrize(
    "mark", ["<!channel>", "<@U123>", "@everyone", "@here", "[x](https://e.example)", "![i](u)", "`rm`"]
)
def test_no_chat_finds_its_marks(mark: str) -> None:
    calmed = calm(mark)
    assert not set("<>`") & set(calmed)
    assert "](" not in calmed
    assert "![" not in calmed
    assert "@everyone" not in calmed
    assert "@here" not in calmed


@given(st.text(max_size=400), st.integers(2, 80))
def test_cleaned_text_is_one_bounded_printable_line(text: str, limit: int) -> None:
    cleaned = clean(text, limit)
    assert len(cleaned) <= limit
    assert len(cleaned.splitlines()) <= 1
    assert all(unicodedata.category(char) not in {"Cc", "Cs"} for char in cleaned)
    assert clean(cleaned, limit) == cleaned


@given(st.text(alphabet="abhtpsw:/.@[]() -", max_size=60))
def test_defanging_is_done_once(text: str) -> None:
    assert defang(defang(text)) == defang(text)
