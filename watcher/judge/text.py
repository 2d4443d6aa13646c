"""Judges the change of a document's text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from watcher.core.model import Change, ChangeKind, Direction, EffectiveKind, Opinion, Reason, Topic
from watcher.judge.character import Character, character_of
from watcher.judge.direction import find_direction
from watcher.judge.evidence import quotes_verbatim, reasons, telling_sentence
from watcher.judge.headline import LONGEST, headline, shortened
from watcher.judge.language import language_of
from watcher.judge.noise import Edit, Noise
from watcher.judge.reading import Reading, read_change
from watcher.judge.score import SCORECARDS, Scorecard
from watcher.judge.severity import is_loss
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
_DIFFERENT = 0.3
_LITTLE = 60
_EMPTIED = 0.35
_STABLE = 0.8


def judge_text(change: Change, *, name: str, today: date, prior: Sequence[Topic] = ()) -> Opinion:
    """What the changed clauses mean, by rules first, then by the scorecards."""
    return judge_reading(read_change(change, name=name, today=today), change, name=name, today=today, prior=prior)


def judge_reading(
    reading: Reading,
    change: Change,
    *,
    name: str,
    today: date,
    prior: Sequence[Topic] = (),
    cards: Mapping[str, Scorecard] = SCORECARDS,
) -> Opinion:
    """What a change that was read means, by these scorecards."""
    if reading.rule or not reading.telling:
        return _without_meaning(change, reading.edits, name, reading.rule)
    if reading.case is None:
        return _without_rules(change, reading.telling, name)
    case, weighed = reading.case, reading.case.weighed
    kind, severity = _weight(reading, cards)
    if kind in {ChangeKind.ARTEFACT, ChangeKind.COSMETIC}:
        return _without_weight(change, reading, kind, name)
    substantive = kind is ChangeKind.SUBSTANTIVE
    direction = find_direction(weighed, severity) if substantive else Direction.NEUTRAL
    effect = case.effect
    effective = effect.day if effect and effect.kind is EffectiveKind.EFFECTIVE else None
    return Opinion(
        kind=kind,
        severity=severity,
        score=round(cards["substantive"].score(reading.features), 3),
        topics=find_topics(reading.telling, case.kinds, prior),
        direction=direction,
        effective_date=effect.day if effect else None,
        effective_kind=effect.kind if effect else None,
        lead_days=(effective - today).days if effective else None,
        headline=headline(name, weighed, direction, effective),
        reasons=tuple(quotes_verbatim(change, reasons(weighed))),
        suspicious=is_suspicious(change) and not (severity == 3 and change.common >= _STABLE),
    )


def _weight(reading: Reading, cards: Mapping[str, Scorecard]) -> tuple[ChangeKind, int]:
    """The kind of a change that may set rules, and how much it matters."""
    scores = {question: card.score(reading.features) for question, card in cards.items()}
    if reading.case and is_loss(reading.case):
        return ChangeKind.SUBSTANTIVE, 3
    if scores["push"] >= 0:
        return ChangeKind.SUBSTANTIVE, 2
    if scores["substantive"] >= 0:
        return ChangeKind.SUBSTANTIVE, 1
    if max(scores["artefact"], scores["cosmetic"]) >= 0 and scores["told"] < 0:
        likelier = scores["artefact"] >= scores["cosmetic"]
        return (ChangeKind.ARTEFACT if likelier else ChangeKind.COSMETIC), 0
    return ChangeKind.EDITORIAL, int(scores["told"] >= 0)


def _without_weight(change: Change, reading: Reading, kind: ChangeKind, name: str) -> Opinion:
    """Words that changed, though nothing speaks of a rule in them: page furniture, or a matter of style."""
    said = "nothing changed in the document itself" if kind is ChangeKind.ARTEFACT else "only its looks changed"
    found = [
        Reason(rule="no_rule", quote=telling_sentence(entry.edit), weight=0.0)
        for entry in (reading.case.weighed[:3] if reading.case else ())
    ]
    return replace(
        no_opinion(),
        kind=kind,
        headline=shortened(f"{name}: {said}", LONGEST),
        reasons=tuple(quotes_verbatim(change, found)),
        suspicious=is_suspicious(change),
    )


def is_suspicious(change: Change) -> bool:
    """Whether the page may have shown something else: it was emptied, halved, doubled, replaced or changed language."""
    before, after = len(change.before.text.split()), len(change.after.text.split())
    languages = language_of(change.before.text), language_of(change.after.text)
    emptied = (after < _LITTLE <= before) or after < _EMPTIED * before
    resized = max(before, after) > _LITTLE and not 0.5 < (after or 1) / (before or 1) < 2
    return emptied or resized or change.common < _DIFFERENT or (None not in languages and languages[0] != languages[1])


def _without_rules(change: Change, telling: Sequence[Edit], name: str) -> Opinion:
    """Editorial where new sentences set no rule; cosmetic where languages are only named otherwise."""
    characters = [character for edit in telling if (character := character_of(edit))]
    languages = all(character is Character.LANGUAGES for character in characters)
    commonest = max(characters, key=characters.count, default=Character.OVERVIEW)
    found = [Reason(rule=f"says_{commonest}", quote=telling_sentence(edit), weight=0.0) for edit in telling[:3]]
    return replace(
        no_opinion(),
        kind=ChangeKind.COSMETIC if languages else ChangeKind.EDITORIAL,
        headline=shortened(f"{name}: no rule changed ({commonest.value})", LONGEST),
        reasons=tuple(quotes_verbatim(change, found)),
        suspicious=is_suspicious(change),
    )


def _without_meaning(change: Change, edits: Sequence[Edit], name: str, rule: str | None) -> Opinion:
    """An artefact where the document itself did not change; cosmetic where only its looks did."""
    kinds = [edit.noise for edit in edits if edit.noise]
    cosmetic = rule is None and any(kind in _COSMETIC for kind in kinds) and not _same_letters(change)
    shown = [kind for kind in kinds if not cosmetic or kind in _COSMETIC]
    commonest = max(shown, key=shown.count).value if shown else "nothing_changed"
    found = Reason(rule=rule or commonest, quote="", weight=0.0)
    said = "only its looks changed" if cosmetic else "nothing changed in the document itself"
    return replace(
        no_opinion(),
        kind=ChangeKind.COSMETIC if cosmetic else ChangeKind.ARTEFACT,
        headline=shortened(f"{name}: {said} ({found.rule.replace('_', ' ')})", LONGEST),
        reasons=(found,),
        suspicious=rule in _DOUBTFUL or is_suspicious(change),
    )


def _same_letters(change: Change) -> bool:
    """Whether the texts differ in white space alone, whatever the blocks that hold it."""
    before, after = ("".join(side.text.split()) for side in (change.before, change.after))
    return before == after and not any(clause.links_only for clause in change.clauses)


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
