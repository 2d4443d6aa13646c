"""Sentences that set no rule, and rules that look like them."""

import pytest

from tests.readings import edits_between
from watcher.judge.character import Character, character_of

STANDS = "# Rules\n\nA Page belongs to one business.\n\n"
WEAK = [
    ("Learn more about how we review Pages.", Character.POINTER),
    ("Read the Regional Notice for more details about your rights.", Character.POINTER),
    ("Weitere Informationen finden Sie in der Hilfe.", Character.POINTER),
    ("You can reach our support team by e-mail: write to us at help@lumeo.example.", Character.CONTACT),
    ("We strive to keep Lumeo friendly and we believe in human rights.", Character.AIMS),
    ("City of Lumen Open Data Portal: https://data.lumen.example/licence-by-4.0", Character.ATTRIBUTION),
    ("This page explains how Pages work on Lumeo.", Character.OVERVIEW),
    ("It may take longer than usual until we answer.", Character.STATUS),
]
RULES = [
    "Learn more about Pages, but you must not sell them.",
    "We believe in fairness and we will suspend Pages that buy followers.",
    "For more information on fees of $5 per month, see the price list.",
    "You can choose which tab people see when they visit your Page.",
    "This page explains how Pages work, and Pages without an owner will be removed.",
    "We've updated our terms. The changes take effect on 5 May 2027. Read the new terms here.",
    "Write to us within 14 days to object.",
]


@pytest.mark.parametrize(("sentence", "character"), WEAK)
def test_a_sentence_that_sets_no_rule(sentence: str, character: Character) -> None:
    [edit] = edits_between(STANDS, f"{STANDS}{sentence}\n")
    assert character_of(edit) is character


@pytest.mark.parametrize("sentence", RULES)
def test_a_sentence_that_sets_a_rule_has_no_such_character(sentence: str) -> None:
    [edit] = edits_between(STANDS, f"{STANDS}{sentence}\n")
    assert character_of(edit) is None
