"""Counts the words that make rules."""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files


def _compile(stems: list[str]) -> re.Pattern[str]:
    # "$" in the file means the end of a word.
    alternatives = "|".join(
        f"(?:{stem.removesuffix('$')}{chr(92) + 'b' if stem.endswith('$') else ''})" for stem in stems
    )
    return re.compile(rf"(?<!\w)(?:{alternatives})", re.IGNORECASE)


def load_patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a word list beside this module, by what its words stand for."""
    text = files("watcher.judge").joinpath(name).read_text(encoding="utf-8")
    return {key: _compile(stems) for key, stems in tomllib.loads(text).items()}


LEXICON = load_patterns("lexicon.toml")


def count(text: str) -> dict[str, int]:
    """How often each kind of word occurs."""
    text = text.replace("’", "'")
    return {name: len(pattern.findall(text)) for name, pattern in LEXICON.items()}
