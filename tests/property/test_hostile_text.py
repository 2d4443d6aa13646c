"""No text makes the work grow faster than itself: four times the text is never ten times the work."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.readings import a_reading
from watcher.core.model import Block, BlockKind, TargetKind
from watcher.diff.compare import compare
from watcher.extract.links import canonical
from watcher.extract.markdown import read_markdown
from watcher.judge.dates import find_dates
from watcher.judge.judge import judge
from watcher.judge.restatement import plain_ruling
from watcher.judge.scopes import scopes_of

TODAY = date(2026, 11, 25)
LENGTH = 6_000
MOST = 10.0
NOTHING = 0.02
"""Seconds that say nothing: clocks and other processes blur them."""

PIECES = [
    "a", "a ", "1", "1. ", "(a) ", "1/", "2020-", "“ ", '"', "(", "[", "\\[", "![", "](", "**", "**a ", "_a ", "*a",
    "`", "<a ", "- ", "|", "> ", ". ", "x\n", "a.b.", "@a.", "www.a.", "a-", "§ ", "§1 ", "January ", "January 1 ",
    "1 January ", "may not ", "(ist) ", "ist ", "steht ", "nur zu ", "we ", "will be ", "laws of x ", "by using ",
    "ago 1 ", "darf ", "hat zu ", "zu a-", "nimm ", "train ", "transfer ", "clos", "us$", "€ 1", "1'111",
    "for example ", "a. e.g. ", "“a” ", "(a", "contact ", "email us ", "wurde ", "frist ", "not effective ",
    "half a ", "a@",
    "http://", "%25", "/intl/aa", "_", "-aa", "Ã", "â€", "ß", "é ", "’s ", "\u00ad", "\u200b", "\u3000",
]  # fmt: skip


def work(act: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    act(text)
    return time.process_time() - began


def grows_too_fast(act: Callable[[str], object], make: Callable[[int], str]) -> bool:
    """Whether three measurements in a row say so: one may have been disturbed."""
    return all(work(act, make(4 * LENGTH)) > MOST * max(work(act, make(LENGTH)), NOTHING) for _ in range(3))


def repeat(piece: str, *, start: str = "", end: str = "") -> Callable[[int], str]:
    return lambda size: start + piece * (size // len(piece)) + end


def judge_blocks(before: str, after: str) -> None:
    old, new = (
        replace(a_reading("Rules"), blocks=(Block(kind=BlockKind.PARAGRAPH, text=text, path=()),))
        for text in (before, after)
    )
    change = compare(old, new)
    if change:
        judge(change, kind=TargetKind.POLICY, name="Rules", watch=(), today=TODAY)


@pytest.mark.parametrize("piece", PIECES)
def test_reading_markdown(piece: str) -> None:
    for end in ("", "](x", "**"):
        assert not grows_too_fast(read_markdown, repeat(piece, end=end))


@pytest.mark.parametrize("piece", PIECES)
def test_judging_one_long_clause(piece: str) -> None:
    def new(text: str) -> None:
        judge_blocks("Rules.", text)

    def edited(text: str) -> None:
        judge_blocks(text, text.replace(piece, f"{piece}b c ") + " You must pay.")

    for act in (new, edited):
        assert not grows_too_fast(act, repeat(piece, start="Rules. "))


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize(
    "act", [plain_ruling, scopes_of, lambda text: list(find_dates(text, TODAY))], ids=["ruling", "scopes", "dates"]
)
def test_reading_what_a_long_text_rules(act: Callable[[str], object], piece: str) -> None:
    assert not grows_too_fast(act, repeat(piece))


@pytest.mark.parametrize("start", ["http://a.example/", "http://a.example/?u=", "http://l.facebook.com/?u=", ""])
@pytest.mark.parametrize("piece", [*PIECES, "http://l.facebook.com/?u=", "http%3A//", "%2525", "/aa-bb", "a=1&"])
def test_links_of_any_length_lead_somewhere(piece: str, start: str) -> None:
    for size in (100, 7_000, 200_000):
        assert work(canonical, repeat(piece, start=start, end="!")(size)) < 1.0


@pytest.mark.parametrize("sign", ["_", "-", "_a", "-aa"])
def test_the_language_in_a_links_path_is_found_at_once(sign: str) -> None:
    assert work(canonical, f"http://a.example/intl/aa{sign * 100}!") < 1.0
