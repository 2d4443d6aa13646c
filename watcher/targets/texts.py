"""Reads names, slugs, locales, amounts of money and CSS selectors."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from watcher.core.model import Money
from watcher.targets.shown import choices, shown
from watcher.targets.spelling import nearest

SLUG = r"[a-z0-9][a-z0-9-]{0,62}"
LOCALE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"
MONEY = r"([0-9]{1,15}(?:\.[0-9]{1,2})?)[ \u00a0\u202f]?([A-Z]{3})"
REGION = r"[A-Z]{2}|EEA"
LONGEST_TEXT = 500

Word = TypeVar("Word", bound=StrEnum)


def read_slug(value: object) -> str:
    """Raises ValueError, as all readers here do, with words for the file's author."""
    if isinstance(value, str) and re.fullmatch(SLUG, value):
        return value
    if isinstance(value, str):
        meant = re.sub(r"[^a-z0-9]+", "-", value.lower().translate(_UMLAUTS)).strip("-")[:63]
        hint = f", for example {meant}" if re.fullmatch(SLUG, meant) else ""
    else:
        hint = " (in quotes if it is a number)"
    raise ValueError(f"{shown(value)} cannot be an id. Use small letters, digits and hyphens, at most 63 of them{hint}")


def read_text(value: object) -> str:
    if not isinstance(value, str):
        hint = f' Put quotes around it: "{value}"' if isinstance(value, int | float) else ""
        raise ValueError(f"{shown(value)} is not a text.{hint}")
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"{shown(value)} is too long. Allowed are {LONGEST_TEXT} characters, and it has {len(value)}")
    text = "".join(map(_visible, value)).strip()
    if not text:
        raise ValueError("is empty. Write a text or delete the line")
    if len(text.splitlines()) > 1:
        raise ValueError(f"{shown(value)} has a line break. Write it in one line")
    if bad := next((c for c in text if not c.isprintable() and c not in _JOINERS), None):
        raise ValueError(
            f"{shown(value)} has an invisible character (U+{ord(bad):04X}). Delete it or type the text anew"
        )
    return text


def read_locale(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(LOCALE, value):
        return value
    raise ValueError(
        f"{shown(value)} is not a language. Write the language and the country, for example de-DE or en-US"
    )


def read_money(value: object) -> Money:
    found = re.fullmatch(MONEY, value) if isinstance(value, str) else None
    if not found:
        raise ValueError(
            f"{shown(value)} is not an amount of money. Write the number without separators and the currency "
            "in three letters, for example 45000 EUR or 1250.50 CHF"
        )
    return Money(amount=Decimal(found[1]), currency=found[2])


def read_region(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(REGION, value):
        return value
    hint = f" Did you mean {value.upper()}?" if isinstance(value, str) and re.fullmatch(REGION, value.upper()) else ""
    raise ValueError(
        f"{shown(value)} is not a region.{hint} Write the country's two capital letters, or EU or EEA, for example DE"
    )


def read_word(vocabulary: type[Word]) -> Callable[[object], Word]:
    """A reader for the words of a closed vocabulary."""

    words = [word.value for word in vocabulary]

    def read(value: object) -> Word:
        if isinstance(value, str) and value in words:
            return vocabulary(value)
        meant = nearest(value, words) if isinstance(value, str) else None
        hint = f" Did you mean {meant}?" if meant else ""
        raise ValueError(f"{shown(value)} is not known here.{hint} Allowed: {choices(words)}")

    return read


def read_selector(value: object) -> str:
    """A CSS selector that the HTML parser understands."""
    text = read_text(value)
    if not is_selector(text):
        raise ValueError(f"{shown(value)} is not a CSS selector. Write one such as main, #content or .cookie-banner")
    return text


def is_selector(text: str) -> bool:
    try:
        LexborHTMLParser("").css(text)
    except SelectolaxError:
        return False
    return True


def _visible(character: str) -> str:
    """What pages and word processors put into copied texts becomes a space or nothing."""
    if character in _UNSEEN:
        return ""
    return " " if unicodedata.category(character) == "Zs" else character


_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff")
_JOINERS = frozenset("\u200c\u200d")  # emoji of several parts and some scripts need them
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
