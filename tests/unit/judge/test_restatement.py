"""Other words for the same rule, and the same words for another."""

import pytest

from tests.readings import edits_between
from watcher.judge.evidence import weigh
from watcher.judge.restatement import plain_ruling
from watcher.judge.stances import Stance

SAME = [
    ("You must reply within 14 days of our request.", "Our request has to be answered within two weeks."),
    ("It is prohibited to sell access to the feed.", "Access to the feed may not be sold."),
    ("Keep the records for at least two years.", "Store the records for a minimum of 24 months."),
    ("You may use the logo.", "You may use the logo (for example on a poster)."),
    ("Es ist nicht gestattet, Beiträge automatisch zu lesen.", "Unzulässig ist das automatische Lesen von Beiträgen."),
    ("Die Frist dafür beträgt zwei Wochen.", "Die Frist dafür endet nach 14 Tagen."),
]
OTHER = [
    ("You must reply within 14 days of our request.", "You must reply within three days of our request."),
    ("You should label paid posts.", "You must label paid posts."),
    ("You may use the logo in ads.", "You may not use the logo in ads."),
    ("The fee is 3% of the price.", "The fee is 5% of the price."),
    ("Wir empfehlen, Nachrichten zu signieren.", "Nachrichten müssen signiert sein."),
    ("Sie können in Textform kündigen.", "Sie können in Schriftform kündigen."),
    ("You can show the tab first.", "You can no longer show the tab first."),
]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_other_words_restate_a_rule(before: str, after: str) -> None:
    assert [entry.restated for entry in weigh(edits_between(before, after))] == [True]


@pytest.mark.parametrize(("before", "after"), OTHER)
def test_another_rule_is_no_restatement(before: str, after: str) -> None:
    assert [entry.restated for entry in weigh(edits_between(before, after))] == [False]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("within half a year", ("4320", "hour")),
        ("ein Jahr lang", ("8640", "hour")),
        ("$2,500 a month", ("2500", "dollar")),
        ("höchstens 12,5 Prozent", ("12.5", "percent")),
    ],
)
def test_quantities_are_read_with_their_units(text: str, quantity: tuple[str, str]) -> None:
    assert quantity in plain_ruling(text).quantities


def test_a_ban_is_no_duty_and_no_permission() -> None:
    assert set(plain_ruling("You must not do this, and it is not allowed.").stances) == {Stance.PROHIBITION}


def test_dates_and_examples_are_no_quantities() -> None:
    assert not plain_ruling("Since 5 May 2026 (for example 3 of 4 posts) this holds.").quantities
