"""Tells clauses that rule the same in other words from those that rule something else."""

import re
from collections.abc import Sequence

from watcher.judge.days import DAY_START, MONTH
from watcher.judge.noise import PLACE, Edit
from watcher.judge.numbering import unnumbered
from watcher.judge.spelling import is_function_word
from watcher.judge.stances import Ruling, Stance, ruling_of

_DATE = re.compile(
    # A month alone is none: "may" mostly is no month.
    rf"(?i){DAY_START}(?:\b\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:{MONTH})\b\.?(?:,?\s*20\d\d)?|"
    rf"\b(?:{MONTH})\b\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s*20\d\d)?|20\d\d)|"
    r"\b(?:19|20)\d\d\b|\b\d{1,2}\.\s?\d{1,2}\.(?:20)?\d\d\b)"
)
_EXAMPLE = re.compile(
    r"(?i)^\W*(?:for (?:example|instance)\b|e\.g|such as\b|say\b|i\.e\b|that is\b|in other words|by way of example|"
    r"including, |like\b|zum beispiel|z\. ?b\b|etwa\b|beispielsweise|beispiel:|also\b|d\. ?h\b|das hei(?:ß|ss)t|"
    r"par exemple|c.est-à-dire|\([^()]*\)\W*$)"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)|„[^“]*“|“[^”]*”|\"[^\"]*\"")
_EXAMPLES = re.compile(
    r"(?i)(?:^|(?<=[.!?;])\s)[^.!?;]*"
    r"\b(?:for (?:example|instance)|zum beispiel|beispiel:|beispielsweise|par exemple)\b[^.!?;]*"
)
_TERMS = frozenset(["sanction", "ending", "unlimited", "training", "sublicence", "written", "textual"])
_CONTENT = re.compile(r"[^\W\d_]{2,}")
_STEM = 5
_SHORT = 6
_COVERED = 0.6
_FEW = 12
_LONGEST = 20_000


def is_restated(edit: Edit, before: Ruling, after: Ruling) -> bool:
    """Whether an edited clause rules what it ruled: words were swapped for others, or an example was added.

    The rulings are those of the whole clause (plain_ruling). Of one that is read in part nobody can say so.
    """
    clause = edit.change
    if not clause.before or not clause.after or max(len(clause.before), len(clause.after)) > _LONGEST:
        return False
    old, new = content_words(edit.deleted), content_words(edit.inserted)
    if not old and not new:
        return _rules_alike(before, after, strict=True)
    if not old and _EXAMPLE.match(edit.inserted):
        return _binds(before) or not _binds(after)
    if names_other_places(edit):
        return False
    swapped = bool(old) and bool(new) and max(len(old), len(new)) <= 2 * min(len(old), len(new)) + 2
    if not swapped or not _rules_alike(before, after, strict=max(len(old), len(new)) <= _SHORT):
        return False
    return not _is_banned(ruling_of(edit.deleted), ruling_of(edit.inserted))


def names_other_places(edit: Edit) -> bool:
    """Whether a standing clause names countries that it did not name, or no longer does."""
    before, after = edit.change.before, edit.change.after
    if not before or not after:
        return False
    gone, come = (frozenset(PLACE.findall(text.casefold())) for text in (edit.deleted, edit.inserted))
    return bool(gone ^ come) and frozenset(PLACE.findall(before.casefold())) != frozenset(
        PLACE.findall(after.casefold())
    )


def are_restated(edits: Sequence[Edit]) -> bool:
    """Whether a few clauses that came, taken together, rule what those ruled that went: a list for a sentence, say."""
    before = "\n".join(edit.change.before for edit in edits if edit.change.before)
    after = "\n".join(edit.change.after for edit in edits if edit.change.after)
    old, new = _stems(before), _stems(after)
    if len(edits) > _FEW or not old or not new or max(len(old), len(new)) > 1.5 * min(len(old), len(new)) + 3:
        return False
    if len(old & new) < _COVERED * max(len(old), len(new)):
        return False
    return _rules_alike(plain_ruling(before), plain_ruling(after), strict=False)


def plain_ruling(text: str) -> Ruling:
    """What a text rules in its first 20,000 characters, its dates, row numbers and examples apart."""
    return ruling_of(_plain(text[:_LONGEST]))


def _rules_alike(old: Ruling, new: Ruling, *, strict: bool) -> bool:
    if _binds(old) != _binds(new) or is_firmer(old, new) or is_firmer(new, old):
        return False
    limits = old.limits ^ new.limits
    return old.quantities == new.quantities and not (limits if strict else limits & _TERMS)


def _binds(ruling: Ruling) -> bool:
    return bool(ruling.stances.get(Stance.PROHIBITION) or ruling.stances.get(Stance.OBLIGATION))


def is_firmer(old: Ruling, new: Ruling) -> bool:
    """Whether advice has become a duty."""
    advised = old.stances.get(Stance.RECOMMENDATION, 0) > new.stances.get(Stance.RECOMMENDATION, 0)
    bound = sum(new.stances.get(stance, 0) for stance in (Stance.OBLIGATION, Stance.PROHIBITION))
    return advised and bound > sum(old.stances.get(stance, 0) for stance in (Stance.OBLIGATION, Stance.PROHIBITION))


def _is_banned(old: Ruling, new: Ruling) -> bool:
    """Whether what was allowed is bound by something now."""
    return bool(old.stances.get(Stance.PERMISSION)) and not _binds(old) and bool(new.stances.get(Stance.PROHIBITION))


def _plain(text: str) -> str:
    return _DATE.sub(" ", _EXAMPLES.sub(" ", _IN_BRACKETS.sub(" ", unnumbered(text))))


def content_words(text: str) -> list[str]:
    """The words of a text that carry a meaning of their own, folded."""
    return [word for word in _CONTENT.findall(text.casefold()) if not is_function_word(word)]


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in content_words(text))
