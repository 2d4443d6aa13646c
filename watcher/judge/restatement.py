"""Tells clauses that rule the same in other words from those that rule something else."""

import re
from collections.abc import Sequence
from functools import lru_cache

from watcher.judge.days import DAY_START, MONTH
from watcher.judge.noise import Edit
from watcher.judge.numbering import unnumbered
from watcher.judge.scopes import places_of
from watcher.judge.sentences import sentences
from watcher.judge.spelling import is_function_word
from watcher.judge.stances import Ruling, Stance, ruling_of

_DATE = re.compile(
    # A month alone is none: "may" mostly is no month.
    rf"(?i){DAY_START}(?:\b\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?!(?-i:may\b))(?:{MONTH})\b\.?(?:,?\s*20\d\d)?|"
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
    r"(?i)(?:^|(?<=[.!?;])\s)[^.!?;]*\b(?:for (?:example|instance)|zum beispiel|beispiel:|beispielsweise|par exemple)\b"
    r"[^.!?;]*"
)
_TERMS = frozenset(["sanction", "ending", "unlimited", "training", "sublicence", "written", "textual"])
_CONDITIONS = frozenset(["only", "unless", "prior", "written"])
_DENIED = re.compile(
    r"(?i)\b(?:no|not|none|nobody|never|without|\w+n['’]t|cannot|nicht|kein\w*|niemand\w*|ohne|nie|pas|aucune?|sans|personne)\b"
)
_CONTENT = re.compile(r"[^\W\d_]{2,}")
_OPPOSING = ("un", "in", "im", "il", "ir", "dis", "non", "non-", "nicht-")
_STEM = 5
_SHORT = 6
_COVERED = 0.6
_FEW = 12
_LONGEST = 20_000
_KNOWN_WORDS = 20_000


def is_restated(edit: Edit) -> bool:
    """Whether an edited clause rules what it ruled: words were swapped for others, or an example was added."""
    clause = edit.change
    # Of a clause that is read in part nobody can say so.
    if not clause.before or not clause.after or max(len(clause.before), len(clause.after)) > _LONGEST:
        return False
    before, after = differing(edit.change.before, edit.change.after)
    old, new = content_words(edit.deleted), content_words(edit.inserted)
    if not old and not new:
        return _rules_alike(before, after, strict=True)
    if not old and _EXAMPLE.match(edit.inserted):
        return _binds(ruling_of(_plain(before))) or not _binds(ruling_of(_plain(after)))
    if _is_banned(ruling_of(edit.deleted), ruling_of(edit.inserted)):
        return False
    if max(len(old), len(new)) <= _SHORT and _turns(edit, before, after):
        return False
    swapped = bool(old) and bool(new) and max(len(old), len(new)) <= 2 * min(len(old), len(new)) + 2
    return swapped and _rules_alike(before, after, strict=max(len(old), len(new)) <= _SHORT)


def are_restated(edits: Sequence[Edit]) -> bool:
    """Whether a few clauses that came, taken together, rule what those ruled that went: a list for a sentence, say."""
    before = "\n".join(edit.change.before for edit in edits if edit.change.before)
    after = "\n".join(edit.change.after for edit in edits if edit.change.after)
    old, new = _stems(before), _stems(after)
    if len(edits) > _FEW or not old or not new or max(len(old), len(new)) > 1.5 * min(len(old), len(new)) + 3:
        return False
    return len(old & new) >= _COVERED * max(len(old), len(new)) and _rules_alike(before, after, strict=False)


def differing(before: str, after: str) -> tuple[str, str]:
    """The sentences of two texts that the other one lacks: what stands beside them on both sides hides no rule."""
    old, new = dict.fromkeys(sentences(before)), dict.fromkeys(sentences(after))
    return "\n".join(text for text in old if text not in new), "\n".join(text for text in new if text not in old)


def rules_otherwise(edit: Edit) -> bool:
    """Whether the sentences that changed in a standing clause demand, forbid, limit or count something else."""
    before, after = differing(edit.change.before, edit.change.after)
    if not before or not after:
        return False
    size = max(len(content_words(edit.deleted)), len(content_words(edit.inserted)))
    return not _rules_alike(before, after, strict=size <= _SHORT) or _turns(edit, before, after)


def has_words_more_or_fewer(edit: Edit) -> bool:
    """Whether the sentences that changed say what they said and more, or less of it."""
    if not content_words(edit.deleted) and not content_words(edit.inserted):
        return False
    old, new = (things_of(_plain(text[:_LONGEST])) for text in differing(edit.change.before, edit.change.after))
    return bool(old and new) and bool(old - new) != bool(new - old)


def things_of(text: str) -> frozenset[str]:
    """What a text speaks of, without the words that say what must be."""
    return frozenset(word for word in frozenset(content_words(text)) if not _says_what_must_be(word))


@lru_cache(maxsize=_KNOWN_WORDS)
def _says_what_must_be(word: str) -> bool:
    return bool(ruling_of(word).stances)


def _turns(edit: Edit, before: str, after: str) -> bool:
    """Whether a word became its opposite, a thing is denied that was not, is banned, or holds in other countries."""
    old, new = plain_ruling(before), plain_ruling(after)
    if places_of(before) != places_of(after) or _is_opposite(edit) or _is_barred(old, new) or _is_barred(new, old):
        return True
    if bool(old.stances.get(Stance.PERMISSION)) != bool(new.stances.get(Stance.PERMISSION)) and _does_harm(old, new):
        return True
    bans = old.stances.get(Stance.PROHIBITION) or new.stances.get(Stance.PROHIBITION)
    return not bans and bool(_DENIED.search(before)) != bool(_DENIED.search(after))


def _does_harm(old: Ruling, new: Ruling) -> bool:
    """Whether both speak of what befalls those who break rules: that it may is not that it does."""
    return "sanction" in old.limits & new.limits


def _is_barred(old: Ruling, new: Ruling) -> bool:
    """Whether what was bound to something is forbidden whatever is done: "with a label", "only if" bind too."""
    bans = new.stances.get(Stance.PROHIBITION) and not old.stances.get(Stance.PROHIBITION)
    return bool(bans) and not (old.limits | new.limits) & _CONDITIONS


def _is_opposite(edit: Edit) -> bool:
    """Whether a word became its opposite by what stands before it: "acceptable", "unacceptable"."""
    old, new = _opposable(edit.deleted), _opposable(edit.inserted)
    return any(f"{prefix}{word}" in new for word in old for prefix in _OPPOSING) or any(
        f"{prefix}{word}" in old for word in new for prefix in _OPPOSING
    )


def _opposable(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{4,}(?:-[^\W\d_]+)*", text.casefold()))


def plain_ruling(text: str) -> Ruling:
    """What a text rules in its first 20,000 characters, its dates, row numbers and examples apart."""
    return ruling_of(_plain(text[:_LONGEST]))


def _rules_alike(before: str, after: str, *, strict: bool) -> bool:
    old, new = plain_ruling(before), plain_ruling(after)
    if _binds(old) != _binds(new) or is_firmer(old, new) or is_firmer(new, old):
        return False
    limits = old.limits ^ new.limits
    return old.quantities == new.quantities and not (limits if strict else limits & _TERMS)


def _binds(ruling: Ruling) -> bool:
    return ruling.bound > 0


def is_firmer(old: Ruling, new: Ruling) -> bool:
    """Whether advice has become a duty."""
    advised = old.stances.get(Stance.RECOMMENDATION, 0) > new.stances.get(Stance.RECOMMENDATION, 0)
    return advised and new.bound > old.bound


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
