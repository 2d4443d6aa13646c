"""Judges the change of a document's text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from watcher.core.model import Change, ChangeKind, Direction, EffectiveKind, Opinion, Reason, Topic
from watcher.judge.character import Character, character_of
from watcher.judge.date_reasons import date_reasons, find_deadline, read_dates
from watcher.judge.direction import find_direction
from watcher.judge.effective import find_new_date
from watcher.judge.evidence import quotes_verbatim, reasons, telling_sentence
from watcher.judge.features import about
from watcher.judge.headline import LONGEST, headline, shortened
from watcher.judge.language import language_of
from watcher.judge.noise import Edit, Noise
from watcher.judge.reading import Reading, read_change
from watcher.judge.score import SCORECARDS, Scorecard
from watcher.judge.severity import Case, least_severity, says_the_same
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
_SAID = {
    ChangeKind.ARTEFACT: "nothing changed in the document itself",
    ChangeKind.COSMETIC: "only its looks changed",
    ChangeKind.EDITORIAL: "no rule changed",
}
_QUESTIONS = ("substantive", "artefact", "cosmetic", "told", "push")
# Words that are never a matter of style.
_BINDING = ("modal", "prohibition", "sunset", "deadline", "announcement")
_SHOWN = 3
_DIFFERENT = 0.3
_LITTLE = 60
_EMPTIED = 0.35
_STABLE = 0.8
_REWRITTEN = 0.5


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
    if reading.case is None:
        return _decided(reading, change, name, today, prior, cards)
    kind, severity = _weigh(reading.case, reading.features, cards)
    if kind in {ChangeKind.ARTEFACT, ChangeKind.COSMETIC}:
        found = [_quote("no_rule", entry.edit) for entry in reading.case.weighed[:_SHOWN]]
        return _without_rules(change, reading.edits, kind, name, found, today)
    return _with_rules(reading, reading.case, change, (kind, severity), name, today, prior, cards)


def is_suspicious(change: Change) -> bool:
    """Whether the page may have shown something else: it was emptied, halved, doubled, replaced or changed language."""
    before, after = len(change.before.text.split()), len(change.after.text.split())
    languages = language_of(change.before.text), language_of(change.after.text)
    emptied = (after < _LITTLE <= before) or after < _EMPTIED * before
    resized = max(before, after) > _LITTLE and not 0.5 < (after or 1) / (before or 1) < 2
    return emptied or resized or change.common < _DIFFERENT or (None not in languages and languages[0] != languages[1])


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


def _weigh(case: Case, features: Mapping[str, float], cards: Mapping[str, Scorecard]) -> tuple[ChangeKind, int]:
    """The kind of a change that may set rules, and how much it matters."""
    if says_the_same(case):
        return ChangeKind.EDITORIAL, 0
    floor = least_severity(case)
    scores = {question: cards[question].score(features) for question in _QUESTIONS}
    if floor or max(scores["push"], scores["substantive"]) >= 0:
        return ChangeKind.SUBSTANTIVE, max(floor, 2 if scores["push"] >= 0 else 1)
    quiet = scores["told"] < 0 and not any(entry.edit.balance.get(kind) for entry in case.weighed for kind in _BINDING)
    if quiet and max(scores["artefact"], scores["cosmetic"]) >= 0:
        return (ChangeKind.ARTEFACT if scores["artefact"] >= scores["cosmetic"] else ChangeKind.COSMETIC), 0
    return ChangeKind.EDITORIAL, int(scores["told"] >= 0)


def _with_rules(
    reading: Reading,
    case: Case,
    change: Change,
    verdict: tuple[ChangeKind, int],
    name: str,
    today: date,
    prior: Sequence[Topic],
    cards: Mapping[str, Scorecard],
) -> Opinion:
    kind, severity = verdict
    substantive = kind is ChangeKind.SUBSTANTIVE
    direction = find_direction(case.weighed, reading.features, cards) if substantive else Direction.NEUTRAL
    # An announcement at the head that stood there before dates new rules, not new words.
    effect = case.effect if substantive else find_new_date(change, reading.edits, today)
    effective = effect.day if effect and effect.kind is EffectiveKind.EFFECTIVE else None
    told = read_dates(change, reading.edits, reading.endings, today)
    deadline = find_deadline(told, today)
    found = (*reasons(case.weighed), *date_reasons(change, reading.edits, told, effect, today))
    return Opinion(
        kind=kind,
        severity=severity,
        score=round(cards["substantive"].score(reading.features), 3),
        topics=find_topics(reading.telling, case.kinds, prior, cards["topic"]),
        direction=direction,
        effective_date=effect.day if effect else None,
        effective_kind=effect.kind if effect else None,
        lead_days=(effective - today).days if effective else None,
        headline=headline(name, case.weighed, direction, effective),
        reasons=tuple(quotes_verbatim(change, found)),
        suspicious=is_suspicious(change) and not (severity == 3 and change.common >= _STABLE),
        noise=_noise(reading.edits),
        deadline=deadline,
    )


def _decided(
    reading: Reading,
    change: Change,
    name: str,
    today: date,
    prior: Sequence[Topic],
    cards: Mapping[str, Scorecard],
) -> Opinion:
    """What rules alone decide: the capture differs, or only looks, or new sentences only point elsewhere."""
    if reading.telling and not reading.rule:
        characters = [character for edit in reading.telling if (character := character_of(edit))]
        commonest = max(characters, key=characters.count)
        languages = commonest is Character.LANGUAGES
        found = [_quote(f"says_{commonest}", edit) for edit in reading.telling[:_SHOWN]]
        kind = ChangeKind.COSMETIC if languages else ChangeKind.EDITORIAL
        opinion = _without_rules(change, reading.edits, kind, name, found, today)
        topics = find_topics(reading.telling, about(change.after, name), prior, cards["topic"])
        return opinion if languages else replace(opinion, topics=topics)
    kinds = [edit.noise for edit in reading.edits if edit.noise]
    cosmetic = reading.rule is None and any(kind in _COSMETIC for kind in kinds) and not _same_letters(change)
    shown = [kind for kind in kinds if not cosmetic or kind in _COSMETIC]
    commonest_noise = max(shown, key=shown.count).value if shown else "nothing_changed"
    found = [Reason(rule=reading.rule or commonest_noise, quote="", weight=0.0)]
    kind = ChangeKind.COSMETIC if cosmetic else ChangeKind.ARTEFACT
    opinion = _without_rules(change, reading.edits, kind, name, found, today)
    doubtful = reading.rule in _DOUBTFUL or (reading.rule == "no_rules" and _is_rewritten(reading, change))
    return replace(opinion, suspicious=doubtful or opinion.suspicious)


def _is_rewritten(reading: Reading, change: Change) -> bool:
    """Whether most of the new text was not there before, however many words its sentences share with the old ones."""
    new = sum(len(edit.inserted.split()) for edit in reading.edits if edit.noise is None)
    return new > _REWRITTEN * len(change.after.text.split())


def _without_rules(
    change: Change, edits: Sequence[Edit], kind: ChangeKind, name: str, found: Sequence[Reason], today: date
) -> Opinion:
    """Nobody needs to be told: the words that changed set no rule."""
    stated = find_new_date(change, edits, today)
    if stated and kind is ChangeKind.ARTEFACT and stated.kind is EffectiveKind.EFFECTIVE:
        stated = None  # nothing takes effect through what only this capture shows
    return replace(
        no_opinion(),
        kind=kind,
        effective_date=stated.day if stated else None,
        effective_kind=stated.kind if stated else None,
        headline=shortened(f"{name}: {_SAID[kind]} ({found[0].rule.replace('_', ' ')})", LONGEST),
        reasons=tuple(quotes_verbatim(change, found)),
        suspicious=is_suspicious(change),
        noise=_noise(edits),
    )


def _noise(edits: Sequence[Edit]) -> tuple[str, ...]:
    return tuple(edit.noise.value if edit.noise else "" for edit in edits)


def _quote(rule: str, edit: Edit) -> Reason:
    return Reason(rule=rule, quote=telling_sentence(edit), weight=0.0)


def _same_letters(change: Change) -> bool:
    """Whether the texts differ in white space alone, whatever the blocks that hold it."""
    before, after = ("".join(side.text.split()) for side in (change.before, change.after))
    return before == after and not any(clause.links_only for clause in change.clauses)
