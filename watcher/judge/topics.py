"""Finds what a change is about."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from watcher.core.model import Topic
from watcher.judge.lexicon import load_patterns
from watcher.judge.noise import Edit
from watcher.judge.score import Scorecard

_WORDS = load_patterns("topics.toml")
# What a document's kind makes likely.
_PRIORS = {
    "privacy": Topic.DATA_PRIVACY,
    "cookies": Topic.DATA_PRIVACY,
    "processing": Topic.DATA_PRIVACY,
    "advertising": Topic.ADVERTISING,
    "monetisation": Topic.MONETISATION,
    "branded": Topic.BRANDED_CONTENT,
    "promotions": Topic.PROMOTIONS,
    "fees": Topic.FEES,
    "developer": Topic.API_DEVELOPER,
    "community": Topic.CONTENT_RULES,
    "ip": Topic.IP,
    "enforcement": Topic.ENFORCEMENT,
    "minors": Topic.MINORS_AGE,
    "ai": Topic.AI,
    "account": Topic.ACCOUNT,
    "features": Topic.FEATURES_LAYOUT,
}
_MOST = 3
_PER_EDIT = 3


def find_topics(
    edits: Sequence[Edit], kinds: Iterable[str], prior: Sequence[Topic], card: Scorecard
) -> tuple[Topic, ...]:
    """Up to three topics, the likeliest first: by the words that changed, their headings, and what the document is."""
    scores = {topic: card.score(features) for topic, features in measure_topics(edits, kinds, prior).items()}
    ranked = sorted(scores, key=lambda topic: -scores[topic])
    likely = tuple(topic for topic in ranked[:_MOST] if scores[topic] >= 0)
    return likely or tuple(topic for topic in ranked[:1] if scores[topic] > scores[Topic.OTHER]) or (Topic.OTHER,)


def topics_of_kinds(kinds: Iterable[str]) -> tuple[Topic, ...]:
    """What documents of these kinds are about, each topic once."""
    return tuple(dict.fromkeys(_PRIORS[kind] for kind in kinds if kind in _PRIORS))


def measure_topics(
    edits: Sequence[Edit], kinds: Iterable[str], prior: Sequence[Topic]
) -> Mapping[Topic, Mapping[str, float]]:
    """For each topic, how much of the change speaks of it: logarithms of counts, shares and marks, none below zero.

    `prior` are topics that the target's owner named for it.
    """
    words, beside, headings, spread = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    counted = cache(_WORDS.count)
    for edit in edits:
        for name, times in counted("\n".join(filter(None, (edit.inserted, edit.deleted)))).items():
            words[name] += min(times, _PER_EDIT)
            spread[name] += 1
        for name, times in counted(edit.change.after or edit.change.before).items():
            beside[name] += min(times, _PER_EDIT)
        headings.update(counted(edit.change.heading).keys())
    ranked = [name for name, times in words.most_common() if times]
    about = {_PRIORS[kind] for kind in kinds if kind in _PRIORS}
    total = max(1, words.total())
    return {
        topic: {
            name: value
            for name, value in {
                "words": math.log1p(words[topic.value]),
                "share": words[topic.value] / total,
                "beside": math.log1p(beside[topic.value]),
                "spread": spread[topic.value] / max(1, len(edits)),
                "heading": headings[topic.value] / max(1, len(edits)),
                "first": float(ranked[:1] == [topic.value]),
                "among_three": float(topic.value in ranked[:_MOST]),
                "document": float(topic in about),
                "other_document": float(bool(about) and topic not in about),
                "named": float(topic in prior),
                f"is_{topic.value}": 1.0,
                f"{topic.value}_words": math.log1p(words[topic.value]),
            }.items()
            if value
        }
        for topic in Topic
    }
