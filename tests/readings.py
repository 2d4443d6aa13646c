"""Snapshots of small documents and pages, read by the real extractor."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.facts import a_capture, a_part
from watcher.core.model import Change, Part, Snapshot
from watcher.diff.compare import compare
from watcher.extract.read import read
from watcher.judge.noise import Edit, sift

Thing = dict[str, Any]


def a_reading(text: str, *, content_type: str = "text/markdown", **changes: Any) -> Snapshot:
    """What a document says."""
    part = a_part(text.encode(), content_type=content_type, final_url="", **changes)
    snapshot = read(a_capture(part), (Part(url=part.url),))
    assert isinstance(snapshot, Snapshot), snapshot
    return snapshot


def a_page(
    things: Sequence[Thing], body: str = "<h1>Acme</h1><p>Welcome to our page.</p>", watch: Sequence[str] = ()
) -> Snapshot:
    """A page with these visible elements."""
    elements = json.dumps({"v": 1, "viewport": [1280, 900], "watch": list(watch), "elements": list(things)}).encode()
    snapshot = read(a_capture(a_part(body.encode(), elements=elements)), ())
    assert isinstance(snapshot, Snapshot), snapshot
    return snapshot


def a_thing(
    role: str, name: str, y: int, *, x: int = 0, w: int = 120, height: int = 40, lm: str = "main", **more: Any
) -> Thing:
    return {"r": role, "n": name, "b": [x, y, w, height], "lm": lm, **more}


def a_change(before: str, after: str) -> Change:
    """The difference between two documents that do differ."""
    change = compare(a_reading(before), a_reading(after))
    assert change is not None
    return change


def edits_between(before: str, after: str, today: date = date(2026, 11, 25)) -> list[Edit]:
    """The clauses that differ between two documents, as the judge sees them."""
    return list(sift(a_change(before, after), today))
