"""How long sites ask to be left alone."""

import pytest

from watcher.capture.asked import asked_wait_s

DATE = "Wed, 25 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("status", "headers", "wait_s"),
    [
        (429, {"retry-after": "120"}, 120),
        (503, {"retry-after": " 7 "}, 7),
        (429, {}, 0),
        (200, {"retry-after": "120"}, 0),
        (403, {"retry-after": "120"}, 0),
        (429, {"retry-after": "-5"}, 0),
        (429, {"retry-after": "1e9"}, 0),
        (429, {"retry-after": "²"}, 0),
        (429, {"retry-after": "9" * 5000}, 999_999_999),
        (429, {"retry-after": "soon"}, 0),
        (503, {"retry-after": "Wed, 25 Nov 2026 12:10:00 GMT", "date": DATE}, 600),
        (503, {"retry-after": "Wed, 25 Nov 2026 11:00:00 GMT", "date": DATE}, 0),
        (503, {"retry-after": "Wed, 25 Nov 2026 12:10:00 GMT"}, 0),
        (503, {"retry-after": "Wed, 25 Nov 2026 12:10:00 -0000", "date": DATE}, 0),
    ],
)
def test_retry_after(status: int, headers: dict[str, str], wait_s: float) -> None:
    assert asked_wait_s(status, headers) == wait_s
