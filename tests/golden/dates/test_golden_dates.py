"""Sentences with the dates that they state, in three languages."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.readings import a_change
from watcher.core.model import EffectiveKind
from watcher.judge.date_reasons import date_reasons, read_dates
from watcher.judge.dates import Meaning, find_dates
from watcher.judge.effective import find_effect
from watcher.judge.noise import sift

FILLER = "# Rules\n\nEverybody may read these pages.\n\nNobody has to pay for that."
SENTENCES = [
    json.loads(row)
    for path in sorted(Path(__file__).parent.glob("*.jsonl"))
    for row in path.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"][:60])
def test_sentence(case: Mapping[str, Any]) -> None:
    today = date.fromisoformat(case["today"])
    change = a_change(FILLER, f"{FILLER}\n\n{case['text']}")
    edits = sift(change, today)
    effect = find_effect(change, edits, today)
    days = {
        meaning: [
            str(stated.day)
            for stated in find_dates(case["text"], today)
            if stated.meaning is meaning and not stated.ambiguous
        ]
        for meaning in Meaning
    }
    given = list(date_reasons(change, edits, read_dates(change, edits, (), today), effect, today))
    found = {
        "effective": str(effect.day) if effect and effect.kind is EffectiveKind.EFFECTIVE else None,
        "updated": days[Meaning.UPDATED][-1] if days[Meaning.UPDATED] else None,
        "end": days[Meaning.END][0] if days[Meaning.END] else None,
        "opt_out": days[Meaning.OPT_OUT][0] if days[Meaning.OPT_OUT] else None,
        "rules": sorted({reason.rule for reason in given}),
    }
    wanted = {key: case.get(key, [] if key == "rules" else None) for key in found}
    assert found == wanted
    assert all(reason.quote and reason.quote in case["text"] for reason in given)


def test_there_are_sentences() -> None:
    assert len(SENTENCES) >= 40
