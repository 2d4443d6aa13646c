"""Measures what a change does, as named numbers."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from watcher.core.model import BlockKind, Change, ClauseOp, Snapshot
from watcher.judge.lexicon import load_patterns
from watcher.judge.noise import Edit
from watcher.judge.printed import printed
from watcher.judge.spelling import numbers_differ

_TITLES = load_patterns("document.toml")
_TITLE_WORDS = 14
_SAMPLE = 8_000


def measure(change: Change, edits: Sequence[Edit], name: str, today: date) -> Mapping[str, float]:
    """The features of the clauses that count, by name; counts are logarithmic, shares 0 to 1."""
    features: Counter[str] = Counter()
    telling = [edit for edit in edits if edit.noise is None]
    for edit in telling:
        is_heading = edit.change.kind is BlockKind.HEADING
        for kind, turned in edit.balance.items():
            features[kind] += abs(turned)
            features[f"{kind}_turned"] += edit.change.op is ClauseOp.EDITED
        features["words_new"] += len(edit.inserted.split())
        features["words_gone"] += len(edit.deleted.split())
        features[f"{edit.change.op.value}"] += 1
        features["items"] += edit.change.kind in {BlockKind.ITEM, BlockKind.ROW}
        features["headings"] += is_heading
        features["numbers"] += edit.change.op is ClauseOp.EDITED and numbers_differ(edit.deleted, edit.inserted)
    measured = {feature: math.log1p(value) for feature, value in features.items()}
    measured["difference"] = 1 - change.common
    measured[printed(change, today).value] = 1.0
    measured.update({f"about_{kind}": 1.0 for kind in about(change.after, name)})
    return measured


def about(snapshot: Snapshot, name: str) -> frozenset[str]:
    """What kinds of document its names and opening words make it, else the kind that its text speaks of most."""
    heading = next((block.text for block in snapshot.blocks if block.kind is BlockKind.HEADING), "")
    title = snapshot.metadata[0].title if snapshot.metadata else ""
    opening = [block.text for block in snapshot.blocks[:2] if len(block.text.split()) <= _TITLE_WORDS]
    names = " · ".join((name, title, heading, *opening))
    kinds = frozenset(kind for kind, pattern in _TITLES.items() if pattern.search(names))
    if kinds:
        # "Rules" and "guidelines" say little where the title says for what.
        return kinds - {"community"} if kinds - {"community", "terms"} else kinds
    text = snapshot.text[:_SAMPLE]
    spoken = Counter({kind: len(pattern.findall(text)) for kind, pattern in _TITLES.items()})
    return frozenset(kind for kind, times in spoken.most_common(1) if times >= 3)
