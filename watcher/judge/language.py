"""Tells in which language a text is written."""

import re
from collections import Counter

_COMMON = {
    "en": "the of and to you your that is for with this are may we",
    "de": "der die das und sie ihr nicht ist zu den mit wir für auf oder",
    "fr": "le les des et vous votre que est pour avec dans nous une sur",
    "es": "el los las y usted su que es para con una por del como",
    "it": "il gli della e che per con una sono del non di nel",
    "pt": "o os das e você seu que para com uma não do em por",
    "nl": "de het een en van je dat is voor met wij niet op",
    "pl": "i w na z że się nie do jest oraz dla lub",
    "tr": "ve bir bu için ile olarak veya da de",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_MIN_WORDS = 40
_SAMPLE = 20_000


def language_of(text: str) -> str | None:
    """The language of most of its small words; None for texts that are too short or speak none of those known."""
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE].casefold())
    if len(words) < _MIN_WORDS:
        return None
    times = Counter(words)
    hits = Counter({language: sum(times[word] for word in common) for language, common in _WORDS.items()})
    (best, most), (_, second) = hits.most_common(2)
    return best if most >= 0.08 * len(words) and most >= 1.3 * second else None
