"""Where a word list's pattern is tried follows from how its entries may begin."""

import re
import sys

import pytest

from watcher.judge.openings import ANYTHING, DIGITS, Opening, any_word, folded, openings

LETTERS = "abcdefghijklmnopqrstuvwxyzäöüßàâçèéêëîïôùûœ"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("must$", [("must", True)]),
        ("may not", [("may", True)]),
        ("can't", [("can", True)]),
        ("requir\\w+", [("requir", False)]),
        ("live ?stream", [("live", False)]),
        ("sub-?licence", [("sub", False)]),
        ("fees?$", [("fee", False)]),
        ("(ist|sind) (\\w+ ){0,8}zu$", [("ist", True), ("sind", True)]),
        ("(go|come)(es|s)? effect", [("go", False), ("come", False)]),
        ("(please )?enable", [(ANYTHING, False)]),
        ("(ab|cd)?e", [(ANYTHING, False)]),
        ("☐|ab", [(ANYTHING, False)]),
        ("a(b|c)d", [("a", False)]),
        ("a[|]d", [("a", False)]),
        (".{0,60}ago", [(ANYTHING, False)]),
        ("\\d+ days", [(DIGITS, False)]),
        ("\\d* days", [(ANYTHING, False)]),
        ("[$€]", [("$", False), ("€", False)]),
        ("(?<!in )charg\\w+", [("charg", False)]),
    ],
)
def test_an_entry_says_how_it_may_begin(entry: str, expected: list[tuple[str, bool]]) -> None:
    assert list(openings(entry)) == [Opening(text=text, whole=whole) for text, whole in expected]


def test_letters_that_a_pattern_takes_for_each_other_fold_alike() -> None:
    either = re.compile(f"[{LETTERS}]", re.IGNORECASE)
    alike = [chr(code) for code in range(sys.maxunicode + 1) if either.match(chr(code))]
    assert len(alike) > 2 * len(LETTERS)
    for sign in alike:
        for letter in LETTERS:
            if re.match(letter, sign, re.IGNORECASE):
                assert folded(sign) == folded(letter)


def test_a_very_long_word_is_cut_and_stays_no_other_word() -> None:
    found = [match[0] for match in any_word(["may", "requir", "$"]).finditer("$5 MAYbe mayor xmay " + "may" * 1_000)]
    assert [word[:5] for word in found] == ["$", "MAYbe", "mayor", "mayma"]
    assert len(found[-1]) < 20


def test_without_beginnings_nothing_is_found() -> None:
    assert any_word([ANYTHING]).search("any text at all") is None
