"""Judges the change of a document's text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from watcher.core.model import Change, ChangeKind, Direction, EffectiveKind, Opinion, Reason, Topic
from watcher.judge.artefacts import Evidence, artefact_rule
from watcher.judge.direction import find_direction
from watcher.judge.effective import find_effect
from watcher.judge.evidence import quotes_verbatim, reasons, weigh
from watcher.judge.features import about, measure
from watcher.judge.headline import headline, shortened
from watcher.judge.language import language_of
from watcher.judge.noise import Edit, Noise, sift
from watcher.judge.score import score
from watcher.judge.severity import Case, least_severity, only_reworded
from watcher.judge.topics import find_topics

_COSMETIC = frozenset(
    [Noise.LINKS, Noise.TYPOGRAPHY, Noise.NUMBERING, Noise.SPELLING, Noise.DATE, Noise.RENAME, Noise.NOTICE]
)
# What was captured is not the document as it stands: it must not become what later captures are compared with.
_DOUBTFUL = frozenset(
    [
        "not_shown",
        "emptied",
        "other_language",
        "cut_off",
        "other_document",
        "older_version",
        "other_region",
        "cut_or_restored",
        "same_date_bulk",
    ]
)
_NEARLY = -0.4
_DIFFERENT = 0.3
_LITTLE = 60
_EMPTIED = 0.35
_STABLE = 0.8


def judge_text(change: Change, *, name: str, today: date, prior: Sequence[Topic] = ()) -> Opinion:
    """What the changed clauses mean, by rules first, then by weights."""
    edits = sift(change, today)
    telling = [edit for edit in edits if edit.noise is None]
    rule = artefact_rule(Evidence(change=change, edits=edits, today=today)) if telling else None
    if rule or not telling:
        return _without_meaning(change, edits, name, rule)
    weighed = weigh(telling)
    features = measure(change, edits, name, today)
    substance, push = score("substance", features), score("push", features)
    case = Case(
        weighed=weighed,
        kinds=about(change.after, name),
        effect=find_effect(change, edits, today),
        today=today,
    )
    reworded = only_reworded(case)
    floor = 0 if reworded else least_severity(case)
    substantive = floor > 0 or (substance >= 0 and not reworded)
    severity = max(floor, 2 if push >= 0 else 1) if substantive else int(substance >= _NEARLY)
    direction = find_direction(weighed, severity) if substantive else Direction.NEUTRAL
    effect = case.effect
    effective = effect.day if effect and effect.kind is EffectiveKind.EFFECTIVE else None
    return Opinion(
        kind=ChangeKind.SUBSTANTIVE if substantive else ChangeKind.EDITORIAL,
        severity=severity,
        score=round(substance, 3),
        topics=find_topics(telling, case.kinds, prior),
        direction=direction,
        effective_date=effect.day if effect else None,
        effective_kind=effect.kind if effect else None,
        lead_days=(effective - today).days if effective else None,
        headline=headline(name, weighed, direction, effective),
        reasons=tuple(quotes_verbatim(change, reasons(weighed))),
        suspicious=is_suspicious(change) and not (severity == 3 and change.common >= _STABLE),
        noise=_noise(edits),
    )


def is_suspicious(change: Change) -> bool:
    """Whether the page may have shown something else: it was emptied, halved, doubled, replaced or changed language."""
    before, after = len(change.before.text.split()), len(change.after.text.split())
    languages = language_of(change.before.text), language_of(change.after.text)
    emptied = (after < _LITTLE <= before) or after < _EMPTIED * before
    resized = max(before, after) > _LITTLE and not 0.5 < (after or 1) / (before or 1) < 2
    return emptied or resized or change.common < _DIFFERENT or (None not in languages and languages[0] != languages[1])


def _without_meaning(change: Change, edits: Sequence[Edit], name: str, rule: str | None) -> Opinion:
    """An artefact where the document itself did not change; cosmetic where only its looks did."""
    kinds = [edit.noise for edit in edits if edit.noise]
    cosmetic = rule is None and any(kind in _COSMETIC for kind in kinds)
    shown = [kind for kind in kinds if not cosmetic or kind in _COSMETIC]
    commonest = max(shown, key=shown.count).value if shown else "nothing_changed"
    found = Reason(rule=rule or commonest, quote="", weight=0.0)
    said = "only its looks changed" if cosmetic else "nothing changed in the document itself"
    return replace(
        no_opinion(),
        kind=ChangeKind.COSMETIC if cosmetic else ChangeKind.ARTEFACT,
        headline=shortened(f"{name}: {said} ({found.rule.replace('_', ' ')})", 140),
        reasons=(found,),
        suspicious=rule in _DOUBTFUL or is_suspicious(change),
        noise=_noise(edits),
    )


def _noise(edits: Sequence[Edit]) -> tuple[str, ...]:
    return tuple(edit.noise.value if edit.noise else "" for edit in edits)


def no_opinion() -> Opinion:
    """The opinion on two equal documents."""
    return Opinion(
        kind=ChangeKind.ARTEFACT,
        severity=0,
        score=0.0,
        topics=(),
        direction=Direction.NEUTRAL,
        effective_date=None,
        effective_kind=None,
        lead_days=None,
        headline="Nothing changed",
        reasons=(),
    )
