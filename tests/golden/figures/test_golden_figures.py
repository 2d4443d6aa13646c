"""Invented snippets of pages: what Watcher reads of them as the pages' own figures, marks and dates."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.facts import a_capture, a_part
from watcher.core.model import FactKind, Profile
from watcher.extract.profile import read_profile

SEEN_AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
URL = "https://social.example/acme"
CASES = [
    case for name in ("known", "unseen") for case in json.loads(Path(__file__).with_name(f"{name}.json").read_text())
]


def profile_of(case: dict[str, Any]) -> Profile:
    html = f"<!doctype html><html lang=en><title>Acme</title>{case['html']}</html>"
    part = a_part(html.encode(), content_type="text/html; charset=utf-8", url=URL, final_url=URL)
    return read_profile(a_capture(part, at=SEEN_AT))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_what_a_page_shows_of_itself(case: dict[str, Any]) -> None:
    profile = profile_of(case)
    read = {one.kind.value: [round(n, 4) for n in (one.value, one.low, one.high)] for one in profile.figures}
    assert read == case["figures"]
    for kind, value in case.get("facts", {}).items():
        assert profile.fact(FactKind(kind)) == value
    if "posted" in case:
        assert profile.posted_at is not None
        assert profile.posted_at.date().isoformat() == case["posted"]
