"""Measures what a change does, as named numbers: what the scorecards of weights.toml add up."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from watcher.core.model import BlockKind, Change, ClauseOp, Snapshot
from watcher.judge.evidence import Weighed
from watcher.judge.lexicon import load_patterns
from watcher.judge.noise import Edit
from watcher.judge.restatement import are_restated, is_firmer, things_of
from watcher.judge.severity import CORE, Case, marks_of
from watcher.judge.spelling import numbers_differ
from watcher.judge.stances import Stance

_TITLES = load_patterns("document.toml")
_TITLE_WORDS = 14
_SAMPLE = 8_000
_SIZES = {"tiny": 4, "small": 12}
_LARGE = 150
# What weighs more in documents that investments live by.
_CORE_MEASURES = (
    "more_prohibition",
    "more_obligation",
    "less_permission",
    "quantity",
    "mark_new_rule",
    "items",
    "added",
)
# Words that make a rule harder (above zero) or easier to keep, where their number grows.
_HARDER = {"prohibition": 2.0, "sunset": 1.0, "enforcement": 1.0, "modal": 1.0, "negation": 0.5, "permission": -0.7}


def measure(case: Case, change: Change, telling: Sequence[Edit]) -> Mapping[str, float]:
    """The features of a change by name, none below zero; counts are logarithmic, shares and marks 0 to 1.

    `telling` are the edits that are no noise; those of the case set rules, the others (weak ones) only point elsewhere,
    name contacts and the like.
    """
    counts: defaultdict[str, float] = defaultdict(float)
    for entry in case.weighed:
        for name, times in (_of_words(entry.edit) + _of_rules(entry)).items():
            counts[name] += times
        harder = sum(_HARDER.get(kind, 0.0) * turned for kind, turned in entry.edit.balance.items())
        counts["harder" if harder > 0 else "easier"] += abs(harder)
    counts["weak"] = len(telling) - len(case.weighed)
    for mark in marks_of(case):
        counts[mark] += 1
    if case.kinds & CORE:
        counts.update({f"core_{name}": counts[name] for name in _CORE_MEASURES if counts[name]})
    features = {name: math.log1p(times) for name, times in counts.items() if times}
    features.update(_of_document(case, change))
    return features


def about(snapshot: Snapshot, name: str) -> frozenset[str]:
    """What kinds of document its names and opening words make it, else the kind that its text speaks of most."""
    heading = next((block.text for block in snapshot.blocks if block.kind is BlockKind.HEADING), "")
    title = snapshot.metadata[0].title if snapshot.metadata else ""
    opening = [block.text for block in snapshot.blocks[:2] if len(block.text.split()) <= _TITLE_WORDS]
    names = " · ".join((name, title, heading, *opening))
    kinds = kinds_named(names)
    if kinds:
        # "Rules" and "guidelines" say little where the title says for what.
        return kinds - {"community"} if kinds - {"community", "terms"} else kinds
    text = snapshot.text[:_SAMPLE]
    spoken = Counter({kind: len(pattern.findall(text)) for kind, pattern in _TITLES.items()})
    return frozenset(kind for kind, times in spoken.most_common(1) if times >= 3)


def kinds_named(names: str) -> frozenset[str]:
    """The kinds of document that names speak of."""
    return frozenset(kind for kind, pattern in _TITLES.items() if pattern.search(names))


def _of_words(edit: Edit) -> Counter[str]:
    """Words that rules are made of, by how their number turned, and the shape of the edit."""
    found: Counter[str] = Counter()
    for kind, turned in edit.balance.items():
        found[kind] += abs(turned)
        found[f"{kind}_turned"] += edit.change.op is ClauseOp.EDITED
    found["words_new"] += len(edit.inserted.split())
    found["words_gone"] += len(edit.deleted.split())
    found[edit.change.op.value] += 1
    found["items"] += edit.change.kind in {BlockKind.ITEM, BlockKind.ROW}
    found["headings"] += edit.change.kind is BlockKind.HEADING
    found["numbers"] += edit.change.op is ClauseOp.EDITED and numbers_differ(edit.deleted, edit.inserted)
    return found


def _of_rules(entry: Weighed) -> Counter[str]:
    """What an edit does to the rules of its clause, unless it only restates them."""
    edit = entry.edit
    if entry.restated:
        return Counter({"restated": 1})
    found: Counter[str] = Counter({"ruling": 1})
    old, new = entry.old, entry.new
    for stance in Stance:
        turned = new.stances.get(stance, 0) - old.stances.get(stance, 0)
        if turned:
            found[f"{'more' if turned > 0 else 'less'}_{stance}"] += 1
    found.update(f"more_{limit}" for limit in new.limits - old.limits)
    found.update(f"less_{limit}" for limit in old.limits - new.limits)
    found["firmer"] += is_firmer(old, new)
    found["softer"] += is_firmer(new, old)
    if edit.change.op is ClauseOp.EDITED:
        come, gone = new.quantities - old.quantities, old.quantities - new.quantities
        found["quantity"] += bool(come or gone)
        found["quantity_swapped"] += bool(come and gone)
        added, dropped = things_of(edit.inserted), things_of(edit.deleted)
        found["widened"] += bool(added and not dropped)
        found["narrowed"] += bool(dropped and not added)
    return found


def _of_document(case: Case, change: Change) -> Mapping[str, float]:
    sizes = {id(entry): len(f"{entry.edit.inserted} {entry.edit.deleted}".split()) for entry in case.weighed}
    words = sum(sizes.values())
    restated = sum(sizes[id(entry)] for entry in case.weighed if entry.restated)
    marks = {name: 1.0 for name, most in _SIZES.items() if words <= most}
    if words > _LARGE:
        marks["large"] = 1.0
    if restated == words:
        marks["all_restated"] = 1.0
    if are_restated([entry.edit for entry in case.weighed]):
        marks["restated_together"] = 1.0
    if all(entry.edit.change.kind is BlockKind.HEADING for entry in case.weighed):
        marks["only_headings"] = 1.0
    marks.update({f"about_{kind}": 1.0 for kind in case.kinds})
    return {
        **marks,
        case.printed.value: 1.0,
        "difference": 1 - change.common,
        "restated_share": restated / max(1, words),
    }
