"""Sentences as platforms and security services say them, and short rules that use the same words."""

import tomllib

import pytest

from tests.plays import FOLDER
from tests.readings import a_reading

SENTENCES = tomllib.loads((FOLDER / "sentences.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("state", "page"), [(state, page) for state, pages in SENTENCES.items() for page in pages])
def test_short_pages_are_taken_for_what_they_are(state: str, page: str) -> None:
    snapshot = a_reading(page, content_type="text/html")
    assert snapshot.state.value == state, snapshot.state_reason
