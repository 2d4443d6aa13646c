"""Whether a rule in which an amount changed is harder or easier to keep, for those who have to keep it."""

from datetime import date

import pytest

from tests.readings import a_change
from watcher.core.model import Direction, TargetKind
from watcher.judge.judge import judge

HARDER = [
    ("Entrants must be at least 16 years of age.", "Entrants must be at least 18 years of age."),
    ("You need 500 followers or more to apply.", "You need 1,000 followers or more to apply."),
    ("Sellers pay a fee of 3 per cent.", "Sellers pay a fee of 5 per cent."),
    ("Contests may run for up to 90 days.", "Contests may run for up to 30 days."),
    ("You can appeal within 60 days.", "You can appeal within 14 days."),
    ("We will give you 30 days' notice.", "We will give you two weeks' notice."),
    ("Creators receive 70 per cent of the revenue.", "Creators receive 55 per cent of the revenue."),
    ("Accounts are suspended for up to 7 days.", "Accounts are suspended for up to 30 days."),
    ("We review appeals within two days.", "We review appeals within two weeks."),
    ("Pages are unpublished after five strikes.", "Pages are unpublished after three strikes."),
    ("Ads may not be longer than 60 seconds.", "Ads may not be longer than 30 seconds."),
    ("Posts must stay online for three months.", "Posts must stay online for one year."),
    ("Teilnehmer müssen mindestens 16 Jahre alt sein.", "Teilnehmer müssen mindestens 18 Jahre alt sein."),
    ("Die Anzeigengebühr beträgt 2 EUR.", "Die Anzeigengebühr beträgt 3 EUR."),
    (
        "Schrift darf höchstens ein Drittel des Bildes bedecken.",
        "Schrift darf höchstens ein Fünftel des Bildes bedecken.",
    ),
    ("Les vendeurs paient une commission de 8 %.", "Les vendeurs paient une commission de 12 %."),
]


OTHERS = "\n\n".join(f"Section {n} says how a page is run and who answers for what is posted on it." for n in range(6))


def direction_of(before: str, after: str) -> Direction:
    change = a_change(f"{OTHERS}\n\n{before}", f"{OTHERS}\n\n{after}")
    return judge(change, kind=TargetKind.POLICY, name="Rules", watch=(), today=date(2026, 11, 1)).direction


@pytest.mark.parametrize(("before", "after"), HARDER)
def test_a_harder_amount_is_told_as_harder_and_back_as_easier(before: str, after: str) -> None:
    assert direction_of(before, after) is Direction.TIGHTENS
    assert direction_of(after, before) is Direction.LOOSENS


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Videos are counted after 2 seconds.", "Videos are counted after 3 seconds."),
        ("The draw takes place 7 days after the end.", "The draw takes place 3 days after the end."),
    ],
)
def test_of_an_amount_that_says_nothing_of_a_duty_nothing_is_said(before: str, after: str) -> None:
    assert direction_of(before, after) is Direction.NEUTRAL


def test_advice_that_became_a_duty_is_harder() -> None:
    assert direction_of("You should label paid posts.", "You must label paid posts.") is Direction.TIGHTENS
    assert direction_of("You must label paid posts.", "You should label paid posts.") is Direction.LOOSENS


def test_one_harder_and_one_easier_amount_are_mixed() -> None:
    before = "Entrants must be at least 16 years of age.\n\nContests may run for up to 30 days."
    after = "Entrants must be at least 18 years of age.\n\nContests may run for up to 90 days."
    assert direction_of(before, after) is Direction.MIXED


def test_a_requirement_of_followers_is_no_counter() -> None:
    before, after = "To sell tickets, a page needs 10,000 followers.", "To sell tickets, a page needs 30,000 followers."
    assert direction_of(before, after) is Direction.TIGHTENS
