"""Dates are found with what is said of them."""

from datetime import date

import pytest

from watcher.judge.dates import Meaning, find_dates

TODAY = date(2026, 11, 25)


def found(text: str) -> list[tuple[str, str]]:
    return [(stated.day.isoformat(), stated.meaning.value) for stated in find_dates(text, TODAY)]


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
        ("Version 2 of the API will stop responding on January 5, 2027.", "2027-01-05"),
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
        "Last modified on 01/05/2026",
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
