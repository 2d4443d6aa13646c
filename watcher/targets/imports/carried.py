"""What became of one entry of another program's list."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from watcher.targets.addresses import read_url
from watcher.targets.edit import Plain
from watcher.targets.texts import LONGEST_TEXT, is_selector

_LONGEST_ID = 63


class ImportFormatError(Exception):
    """A file is not of the format that it was said to be; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """`target` has the keys of a target, or is None where nothing could be carried over; `lost` says what was not."""

    name: str
    target: dict[str, Plain] | None
    lost: tuple[str, ...] = ()


def as_url(value: object) -> str:
    """The address, if Watcher can visit it. Raises ValueError."""
    if value is None:
        raise ValueError("is missing")
    return read_url(value.strip() if isinstance(value, str) else value)


def as_texts(value: object) -> list[str]:
    """One text or a list of them."""
    items = value if isinstance(value, list) else [value]
    return [item.strip() for item in items if isinstance(item, str) and item.strip()]


def split_selectors(selectors: Iterable[str]) -> tuple[list[str], list[str]]:
    """Those that are CSS, and those that are not."""
    good: list[str] = []
    bad: list[str] = []
    for selector in dict.fromkeys(" ".join(selector.split()) for selector in selectors):
        (good if len(selector) <= LONGEST_TEXT and is_selector(selector) else bad).append(selector)
    return good, bad


def as_title(value: object) -> str | None:
    """A title in one line, or None."""
    text = " ".join("".join(c if c.isprintable() else " " for c in value).split()) if isinstance(value, str) else ""
    return text[:LONGEST_TEXT] or None


def as_id(text: str, url: str) -> str:
    """A slug from a title, or from the address where the title has no letters."""
    parts = urlsplit(url)
    return _slug(text) or _slug(f"{(parts.hostname or '').removeprefix('www.')}{parts.path}") or "imported"


def _slug(text: str) -> str:
    plain = text.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ID].strip("-")
