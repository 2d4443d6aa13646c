"""Finds what a change is about."""

from collections.abc import Iterable, Sequence

from watcher.core.model import Topic
from watcher.judge.lexicon import load_patterns
from watcher.judge.noise import Edit

_WORDS = {Topic(name): pattern for name, pattern in load_patterns("topics.toml").items()}
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
    scores: dict[Topic, float] = dict.fromkeys(_WORDS, 0.0)
    for edit in edits:
        words = f"{edit.inserted}\n{edit.deleted}"
        context = f"{edit.change.after or edit.change.before}"
        for topic, pattern in _WORDS.items():
            scores[topic] += min(len(pattern.findall(words)), 3)
            scores[topic] += 0.3 * min(len(pattern.findall(context)), 2)
            scores[topic] += _HEADING * bool(pattern.search(edit.change.heading))
    scale = max(1.0, max(scores.values(), default=0.0) / 4)
    for kind in kinds:
        for topic in _PRIORS.get(kind, ()):
            scores[topic] += _PRIOR * scale
    for topic in prior:
        scores[topic] += _PRIOR * scale
    ranked = [
        (topic, score)
        for topic, score in sorted(scores.items(), key=lambda pair: -pair[1])[:_MOST]
        if score >= _AT_LEAST
    ]
    if not ranked:
        return (Topic.OTHER,)
    best = ranked[0][1]
    return tuple(topic for topic, score in ranked if score >= _SHARE * best)
