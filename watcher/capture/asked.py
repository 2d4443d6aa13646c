"""How long a site asks to be left alone when it turns a visit away."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

_TURNED_AWAY = (429, 503)


def asked_wait_s(status: int, headers: Mapping[str, str]) -> float:
    """Retry-After in seconds, 0 for none; a moment is reckoned from the answer's own Date. Names are in lower case."""
    asked = headers.get("retry-after", "").strip()
    if status not in _TURNED_AWAY or not asked:
        return 0.0
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    try:
        wait = parsedate_to_datetime(asked) - parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return max(0.0, wait.total_seconds())
