"""Clauses whose change says nothing are told from those that change a rule."""

from datetime import date

import pytest

from tests.readings import a_change
from watcher.core.model import ChangeKind, TargetKind
from watcher.judge.judge import judge
from watcher.judge.noise import Noise, sift

TODAY = date(2026, 11, 25)
FRAME = "# Rules of the house\n\n{}\n\nWhoever breaks these rules is asked to leave the platform at once.\n"


def noise_of(before: str, after: str) -> list[Noise | None]:
    change = a_change(FRAME.format(before), FRAME.format(after))
    return [edit.noise for edit in sift(change, TODAY)]


@pytest.mark.parametrize(
    ("before", "after", "noise"),
    [
        ("You must keep “quiet” at night.", 'You must keep "quiet" at night', Noise.TYPOGRAPHY),
        ("3.1 You must keep quiet, see Section 4.2.", "(2) You must keep quiet, see Section 5.1.", Noise.NUMBERING),
        ("Die Regel aus Ziffer 7.3 gilt auch hier.", "Die Regel aus § 7 Abs. 3 gilt auch hier.", Noise.NUMBERING),
        ("We recognise your behaviour in our centre.", "We recognize your behavior in our center.", Noise.SPELLING),
        ("Wir wissen, daß es gilt.", "Wir wissen, dass es gilt.", Noise.TYPOGRAPHY),
        ("A fee of 5,000.00 euros is due for each ad.", "A fee of € 5 000 is due for each ad.", None),
        ("The appeal takes fourteen days at the longest.", "The appeal takes 14 days at the longest.", Noise.SPELLING),
        ("Last updated: March 1, 2026", "Last updated: May 2, 2026", Noise.DATE),
        ("This article has been read 48,211 times.", "This article has been read 48,390 times.", Noise.COUNTER),
        ("Ask the help desk at help.old.example today.", "Ask the help desk at help.new.example today.", Noise.LINKS),
        ("We use [cookies](https://x.example/a).", "We use [cookies](https://x.example/b).", Noise.LINKS),
        ("Für Händler gelten Gebühren.", "FÃ¼r HÃ¤ndler gelten GebÃ¼hren.", Noise.ENCODING),
        ("War dieser Artikel hilfreich? Ja (12)", "War dieser Artikel hilfreich? Ja (14)", Noise.COUNTER),
        ("You must keep quiet at night.", "You must keep quiet at noon.", None),
        ("You may post pictures of plants.", "You may not post pictures of plants.", None),
        ("Entrants must be 16 years old.", "Entrants must be 18 years old.", None),
        ("The appeal takes 14 days.", "The appeal takes 30 days.", None),
        ("A channel needs at least 1,000 followers.", "A channel needs at least 10,000 followers.", None),
    ],
)  # fmt: skip
def test_edits(before: str, after: str, noise: Noise | None) -> None:
    assert noise_of(before, after) == [noise]


def test_a_name_replaced_everywhere_is_a_new_name() -> None:
    before = "Chirper is free.\n\nOn Chirper you post chirps.\n\nAsk Chirper for help."
    assert noise_of(before, before.replace("Chirper", "Zed")) == [Noise.RENAME] * 3


def test_a_wider_scope_is_no_new_name() -> None:
    before = "It holds in the UK.\n\nUsers in the UK must agree.\n\nThe UK has its own form."
    assert None in noise_of(before, before.replace("UK", "UK and Norway"))


def test_text_that_stands_elsewhere_is_not_gone() -> None:
    twice = "Every contest needs terms that are easy to find."
    assert noise_of(
        f"{twice}\n\nBe fair to each other always.\n\n{twice}", f"{twice}\n\nBe fair to each other always."
    ) == [Noise.STANDS]


def test_menus_and_widgets_are_furniture() -> None:
    after = "[Privacy centre](https://x.example/p)\n\nWas this helpful?\n\nRelated articles"
    assert noise_of("Be fair to each other.", f"Be fair to each other.\n\n{after}") == [Noise.FURNITURE] * 3


def test_an_announcement_that_goes_has_had_its_day() -> None:
    notice = "We've updated our rules. The changes take effect on September 1, 2026.\n\n"
    assert noise_of(f"{notice}Be fair to each other.", "Be fair to each other.") == [Noise.NOTICE]


@pytest.mark.parametrize(("before", "after"), [("Yes | –", "– | Yes"), ("✓ | ✗", "✗ | ✓"), ("✓ |  ", " | ✓")])
def test_cells_that_changed_their_columns_count(before: str, after: str) -> None:
    """Nothing but columns or ticks changed: the letters alone would say that the text is the same."""
    table = "| Ads | Allowed | Restricted |\n|---|---|---|\n| Alcohol | {} |"
    assert noise_of(table.format(before), table.format(after)) == [None]
    change = a_change(FRAME.format(table.format(before)), FRAME.format(table.format(after)))
    assert judge(change, kind=TargetKind.POLICY, name="Ads", watch=(), today=TODAY).kind is not ChangeKind.ARTEFACT
