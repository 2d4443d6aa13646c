"""Finds what a change is about."""

from collections.abc import Iterable, Sequence
from functools import cache

from watcher.core.model import Topic
from watcher.judge.lexicon import load_patterns
from watcher.judge.noise import Edit

_WORDS = load_patterns("topics.toml")
# What a document's kind makes likely.
_PRIORS = {
    "privacy": (Topic.DATA_PRIVACY,),
    "cookies": (Topic.DATA_PRIVACY,),
    "processing": (Topic.DATA_PRIVACY,),
    "advertising": (Topic.ADVERTISING,),
    "monetisation": (Topic.MONETISATION,),
    "branded": (Topic.BRANDED_CONTENT,),
    "promotions": (Topic.PROMOTIONS,),
    "fees": (Topic.FEES,),
    "developer": (Topic.API_DEVELOPER,),
    "community": (Topic.CONTENT_RULES,),
    "ip": (Topic.IP,),
    "enforcement": (Topic.ENFORCEMENT,),
    "minors": (Topic.MINORS_AGE,),
    "ai": (Topic.AI,),
    "account": (Topic.ACCOUNT,),
    "features": (Topic.FEATURES_LAYOUT,),
}
_PRIOR = 2.0
_HEADING = 1.0
_AT_LEAST = 1.5
_SHARE = 0.35
_MOST = 3


def find_topics(edits: Sequence[Edit], kinds: Iterable[str], prior: Sequence[Topic]) -> tuple[Topic, ...]:
    """Up to three topics, the likeliest first: by the words that changed, their headings, and what the document is."""
    scores: dict[str, float] = dict.fromkeys(_WORDS, 0.0)
    # A new clause is its own context, and many share a heading.
    counted = cache(_WORDS.count)
    for edit in edits:
        for topic, times in counted("\n".join(filter(None, (edit.inserted, edit.deleted)))).items():
            scores[topic] += min(times, 3)
        for topic, times in counted(edit.change.after or edit.change.before).items():
            scores[topic] += 0.3 * min(times, 2)
        for topic in counted(edit.change.heading):
            scores[topic] += _HEADING
    scale = max(1.0, max(scores.values(), default=0.0) / 4)
    for kind in kinds:
        for likely in _PRIORS.get(kind, ()):
            scores[likely] += _PRIOR * scale
    for likely in prior:
        scores[likely] += _PRIOR * scale
    ranked = [
        (Topic(topic), score)
        for topic, score in sorted(scores.items(), key=lambda pair: -pair[1])[:_MOST]
        if score >= _AT_LEAST
    ]
    if not ranked:
        return (Topic.OTHER,)
    best = ranked[0][1]
    return tuple(topic for topic, score in ranked if score >= _SHARE * best)
