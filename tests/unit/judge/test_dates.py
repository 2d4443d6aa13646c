"""Dates are found with what is said of them."""

from datetime import date

import pytest

from watcher.judge.dates import Meaning, find_dates
from watcher.judge.days import DayOrder

TODAY = date(2026, 11, 25)


def found(text: str) -> list[tuple[str, str]]:
    return [
        (stated.day.isoformat(), stated.meaning.value) for stated in find_dates(text, TODAY) if not stated.ambiguous
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("These rules take effect on January 5, 2027.", "2027-01-05"),
        ("Effective as of 5th January 2027", "2027-01-05"),
        ("EFFECTIVE JANUARY 5, 2027", "2027-01-05"),
        ("Effective from 2027-01-05 and until further notice.", "2027-01-05"),
        ("On January 5, 2027, we are changing our rules.", "2027-01-05"),
        ("Effective on January 5, 2027 if you signed up before March 1, 2026", "2027-01-05"),
        ("The update takes effect on 5 January.", "2027-01-05"),
        ("Gültig ab: 5. Januar 2027", "2027-01-05"),
        ("Die Fassung tritt am 5. Jänner 2027 in Kraft.", "2027-01-05"),
        ("Mit Wirkung zum 05.01.2027 ändern wir die Regeln", "2027-01-05"),
        ("Gültig ab January 5, 2027", "2027-01-05"),
        ("Date d’entrée en vigueur : 5 janvier 2027", "2027-01-05"),
        ("qui s’appliquera à compter du 1er janvier 2027", "2027-01-01"),
    ],
)
def test_effective_dates(text: str, day: str) -> None:
    assert (day, Meaning.EFFECTIVE) == found(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Last updated: January 5, 2026",
        "Updated 5 January 2026",
        "This list includes updates as of January 5, 2026.",
        "January 5, 2026",
        "Stand: 5. Januar 2026",
        "Fassung vom 05.01.2026",
        "Zuletzt aktualisiert: 5. Jan. 2026",
        "Version mise à jour le : 05/01/2026",
    ],
)
def test_dates_of_updates(text: str) -> None:
    assert found(text) == [("2026-01-05", Meaning.UPDATED)]


@pytest.mark.parametrize(
    "text",
    [
        "The old terms apply until January 5, 2027.",
        "This agreement is effective until January 5, 2027.",
        "Gültig bis zum 5. Januar 2027",
        "You must opt out by January 5, 2027.",
        "See our previous version of January 5, 2026.",
        "The Act of January 5, 2026 stays in force.",
        "30 days after posting",
        "Version 5.1.2026.7 of the app",
        "on February 31, 2027",
        "Effective 05-11-23",
    ],
)
def test_decoys(text: str) -> None:
    assert not [day for day, meaning in found(text) if meaning in {Meaning.EFFECTIVE, Meaning.UPDATED}]


def test_updated_is_not_effective() -> None:
    assert found("updated on December 1, 2026 and effective as of January 5, 2027") == [
        ("2026-12-01", Meaning.UPDATED),
        ("2027-01-05", Meaning.EFFECTIVE),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Version 2 of the API will stop responding on January 5, 2027.",
        "The old terms apply until January 5, 2027.",
        "Zum 5. Januar 2027 wird die Funktion abgeschaltet.",
        "La fonction sera supprimée le 5 janvier 2027.",
    ],
)
def test_what_ends_is_not_what_takes_effect(text: str) -> None:
    assert found(text) == [("2027-01-05", Meaning.END)]


@pytest.mark.parametrize(
    "text",
    [
        "You may opt out until January 5, 2027.",
        "Object to the new terms by 5 January 2027.",
        "Opt-out deadline: January 5, 2027",
        "Bis zum 5. Januar 2027 können Sie der Änderung widersprechen.",
        "Widerspruchsfrist: 05.01.2027",
        "Vous pouvez vous y opposer jusqu’au 5 janvier 2027.",
    ],
)
def test_deadlines_to_object(text: str) -> None:
    assert found(text) == [("2027-01-05", Meaning.OPT_OUT)]


def test_a_span_holds_from_its_first_day_unless_it_is_over() -> None:
    assert found("Valid from 1 March 2026 until 5 January 2027") == [
        ("2026-03-01", Meaning.EFFECTIVE),
        ("2027-01-05", Meaning.END),
    ]
    assert {meaning for _, meaning in found("Valid from 1 March 2025 until 5 January 2026")} == {Meaning.END}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The update takes effect on 5 March.", "2027-03-05"),
        ("Last updated: 5 March", "2026-03-05"),
        ("This takes effect on 20 November.", None),
    ],
)
def test_a_year_that_is_missing(text: str, day: str | None) -> None:
    """The next such day, the last one where something was done; none beyond 300 days."""
    assert [stated for stated, _ in found(text)] == ([day] if day else [])


def test_a_worked_example_is_no_date() -> None:
    assert found("For example, a warning of 1 March no longer counts from 30 May.")[-1][1] == Meaning.NONE


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("Effective date: 04/05/2027", DayOrder.DAY_FIRST, "2027-05-04"),
        ("Effective date: 04/05/2027", DayOrder.MONTH_FIRST, "2027-04-05"),
        ("Last updated 11-05-26", DayOrder.DAY_FIRST, "2026-05-11"),
        ("Effective date: 13/05/2027", DayOrder.MONTH_FIRST, "2027-05-13"),
    ],
)
def test_the_document_decides_which_number_is_the_month(text: str, order: DayOrder, day: str) -> None:
    (stated,) = find_dates(text, TODAY, order)
    assert (stated.day.isoformat(), stated.ambiguous) == (day, False)


def test_a_day_that_may_be_another_is_marked() -> None:
    (stated,) = find_dates("Effective date: 04/05/2027", TODAY)
    assert stated.ambiguous


def test_nothing_was_updated_tomorrow() -> None:
    (stated,) = find_dates("Last modified on 11/12/2026", date(2026, 11, 13))
    assert (stated.day, stated.ambiguous) == (date(2026, 11, 12), False)
