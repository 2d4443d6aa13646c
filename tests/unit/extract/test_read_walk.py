"""The walk over a page's elements may be anything; what is sound in it is read."""

import json

import pytest

from watcher.core.model import Box
from watcher.extract.walk import read_walk


def test_an_element_is_read() -> None:
    walk = {
        "watch": ["#shop", ".tab"],
        "elements": [
            {
                "r": "tab",
                "n": " Shop\n now ",
                "b": [1, 2.6, 30, -4],
                "lm": "navigation",
                "h": "/shop",
                "l": 0,
                "s": [1, 9, "x"],
                "c": 0.5,
            }
        ],
    }
    (element,) = read_walk(json.dumps(walk).encode()).elements
    assert (element.role, element.name, element.landmark, element.href) == ("tab", "Shop now", "navigation", "/shop")
    assert element.box == Box(x=1, y=3, w=30, h=0)
    assert element.selectors == (".tab",)
    assert element.covered == 0.5


@pytest.mark.parametrize(
    "raw",
    [
        None, b"", b"\xff", b"[]", b"{}", b'{"elements": 5}', b'{"elements": [5, null, {}]}',
        b'{"elements": [{"r": "tab", "n": "x", "b": [1, 2, 3]}]}',
        b'{"elements": [{"r": "tab", "n": "x", "b": [NaN, 2, 3, 4]}]}',
        b'{"elements": [{"r": "tab", "n": "x", "b": [1e999, 2, 3, 4]}]}',
        b'{"elements": [{"r": 7, "n": "x", "b": [1, 2, 3, 4]}]}',
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_malformed_gives_nothing(raw: bytes | None) -> None:
    assert read_walk(raw).elements == ()
