"""Recognises captures that show something else than a changed document."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.core.model import BlockKind, Change, ClauseOp, PageState, Snapshot
from watcher.core.text import squash
from watcher.judge.dates import Meaning, find_dates
from watcher.judge.endings import find_endings
from watcher.judge.language import language_of
from watcher.judge.lexicon import count
from watcher.judge.noise import Edit, cells_changed, regional_swaps
from watcher.judge.printed import Printed, printed

_COUNTRY = re.compile(
    r"\b(?:austria|germany|switzerland|france|united kingdom|united states|"
    r"european economic area|canada|"
    r"australia|ireland|österreich|deutschland|schweiz|frankreich|vereinigtes königreich|"
    r"allemagne|autriche|suisse|royaume-uni)\b"
)
_HEAD = 10
_FEW_WORDS = 60
_EMPTIED = 0.35
_OTHER = 0.3
_NOTHING_LEFT = 0.3
_CUT_BLOCK = 12
_TEASER = 2
_REGIONAL = 3
_RUN = 5
_MANY = 20
_LATELY = timedelta(days=14)
_BULK = 0.04
_WHOLE = frozenset([ClauseOp.ADDED, ClauseOp.REMOVED])
_TITLES = 2
_SAMPLE = 1000
_READABLE = 200
_RULE_WORDS = ("modal", "prohibition", "permission", "data_use", "licence", "liability", "enforcement")
_TELLING_WORDS = ("sunset", "prohibition", "announcement", "deadline")
_FEW = 0.011


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a rule looks at."""

    change: Change
    edits: Sequence[Edit]
    today: date

    @property
    def telling(self) -> list[Edit]:
        return [edit for edit in self.edits if edit.noise is None]


def not_shown(evidence: Evidence) -> bool:
    """One side shows an error page, a wall or nothing."""
    return any(side.state is not PageState.OK for side in (evidence.change.before, evidence.change.after))


def emptied(evidence: Evidence) -> bool:
    """Most of the text is gone, or has come back."""
    before, after = _words(evidence.change.before), _words(evidence.change.after)
    short, long = sorted((before, after))
    little = short < _FEW_WORDS or short < _EMPTIED * long
    return long >= 2 * _FEW_WORDS and (little or (evidence.change.common < _NOTHING_LEFT and short < 0.6 * long))


def other_language(evidence: Evidence) -> bool:
    """What came speaks another language than what went."""
    texts = (" ".join(edit.deleted for edit in evidence.telling), " ".join(edit.inserted for edit in evidence.telling))
    sides = tuple(side.text for side in _sides(evidence))
    for pair in (sides, texts):
        before, after = (language_of(text) for text in pair)
        if before is not None and after is not None and before != after:
            return True
    return False


def other_document(evidence: Evidence) -> bool:
    """Little is shared, and the page has another title."""
    titles = [_title(side) for side in (evidence.change.before, evidence.change.after)]
    return evidence.change.common < _OTHER and squash(titles[0]) != squash(titles[1])


def same_text(evidence: Evidence) -> bool:
    """The same letters in the same order, set in other blocks."""
    before, after = (squash(side.text) for side in (evidence.change.before, evidence.change.after))
    return before == after and not any(cells_changed(edit.change) for edit in evidence.telling)


def older_version(evidence: Evidence) -> bool:
    """The document's own date went back."""
    return printed(evidence.change, evidence.today) is Printed.BACK


def other_region(evidence: Evidence) -> bool:
    """Spelling turned British or American throughout, or the head names another country, under the same date."""
    moved = printed(evidence.change, evidence.today) is Printed.ADVANCED
    elsewhere = len(evidence.telling) >= _REGIONAL and _names_another_country(evidence)
    return (abs(regional_swaps(evidence.change)) >= _REGIONAL or elsewhere) and not moved


def same_words(evidence: Evidence) -> bool:
    """The same words in other pieces: lists and tables were flattened, and at most numbering came or went."""
    before, after = (_squashed_words(side.text) for side in _sides(evidence))
    gone, come = +(before - after), +(after - before)
    rebuilt = abs(len(evidence.change.before.blocks) - len(evidence.change.after.blocks)) >= _RUN
    one_sided = not (gone and come) or not any(map(str.isdigit, "".join(gone) + "".join(come)))
    return rebuilt and one_sided and all(len(word) <= 2 for word in (*gone, *come))


def cut_off(evidence: Evidence) -> bool:
    """One side ends in the middle of a block and lacks what follows; at most a teaser stands there instead."""
    ops = Counter(edit.change.op for edit in evidence.telling)
    edited = [edit.change for edit in evidence.telling if edit.change.op is ClauseOp.EDITED]
    if len(edited) != 1 or sorted((ops[ClauseOp.ADDED], ops[ClauseOp.REMOVED]))[0] > _TEASER:
        return False
    clause = edited[0]
    if ops[ClauseOp.ADDED] > ops[ClauseOp.REMOVED]:
        return _breaks_off(clause.before, clause.after, evidence.change.before, missing=True)
    return _breaks_off(clause.after, clause.before, evidence.change.after, missing=len(evidence.telling) > 1)


def _breaks_off(text: str, whole: str, side: Snapshot, *, missing: bool) -> bool:
    """Whether a document ends with the beginning of a block. A last sentence that is gone whole may be deleted."""
    part, full = (squash(words.rstrip(" .…")) for words in (text, whole))
    at_end = any(block.text in text for block in side.blocks[-1 - _TEASER :])
    torn = missing or not text.rstrip().endswith((".", "!", "?"))
    return at_end and torn and _CUT_BLOCK <= len(part) < len(full) and full.startswith(part)


def cut_or_restored(evidence: Evidence) -> bool:
    """Nothing changed but that the document's end is gone, or many whole blocks are gone or back under the same date.

    A section of a few blocks may be a new rule, or one that was dropped, whatever the date says.
    """
    telling = evidence.telling
    ops = {edit.change.op for edit in telling}
    kept = printed(evidence.change, evidence.today) is Printed.KEPT and len(telling) >= _MANY
    at_end = ops == {ClauseOp.REMOVED} and len(telling) >= _RUN and _is_tail(evidence)
    return len(ops) == 1 and ClauseOp.EDITED not in ops and (kept or at_end) and not _announces(evidence)


def titles_only(evidence: Evidence) -> bool:
    """One or two headings came or went, and nothing under them: a page's own title, mostly."""
    edits = evidence.telling
    if not all(edit.change.kind is BlockKind.HEADING and edit.change.op in _WHOLE for edit in edits):
        return False
    few = len({squash(edit.inserted or edit.deleted) for edit in edits}) <= _TITLES
    # A heading can be all that announces an end.
    return few and not any(True for edit in edits for _ in find_endings(edit.inserted, evidence.today))


def no_rules(evidence: Evidence) -> bool:
    """An English page with hardly a word of rules, in what changed neither: a home page in its place."""
    text = evidence.change.after.text
    if any(edit.balance.get(kind) for edit in evidence.telling for kind in _TELLING_WORDS) or _announces(evidence):
        return False
    changed = " ".join(f"{edit.inserted} {edit.deleted}" for edit in evidence.telling)
    # a rule may change by a single number
    clauses = " ".join(f"{edit.change.before} {edit.change.after}" for edit in evidence.telling)
    bare = all(_rules(said) < _FEW for said in (text, changed, clauses))
    return bare and len(text.split()) >= _READABLE and language_of(text) == "en"


def _rules(text: str) -> float:
    """How many words of rules come on each word of a text's beginning."""
    words = text.split()[:_SAMPLE]
    used = count(" ".join(words))
    return sum(used[kind] for kind in _RULE_WORDS) / max(1, len(words))


def same_date_bulk(evidence: Evidence) -> bool:
    """Much is different under the same date, and another country is named: another region's version."""
    kept = printed(evidence.change, evidence.today) is Printed.KEPT
    bulk = 1 - evidence.change.common >= _BULK and len(evidence.telling) >= 3 * _RUN
    return kept and bulk and _swaps_countries(evidence.telling) and not _announces(evidence)


RULES: Sequence[Callable[[Evidence], bool]] = (
    not_shown,
    emptied,
    other_language,
    same_text,
    same_words,
    cut_off,
    other_document,
    older_version,
    other_region,
    cut_or_restored,
    titles_only,
    no_rules,
    same_date_bulk,
)


def artefact_rule(evidence: Evidence) -> str | None:
    """The name of the first rule that says the document itself did not change."""
    return next((rule.__name__ for rule in RULES if rule(evidence)), None)


def _squashed_words(text: str) -> Counter[str]:
    """Each word once is squashed: a long text repeats most."""
    words: Counter[str] = Counter()
    for word, times in Counter(text.split()).items():
        words[squash(word)] += times
    del words[""]
    return words


def _words(snapshot: Snapshot) -> int:
    return len(snapshot.text.split())


def _title(snapshot: Snapshot) -> str:
    heading = next((block.text for block in snapshot.blocks if block.kind is BlockKind.HEADING), "")
    return heading or (snapshot.blocks[0].text[:100] if snapshot.blocks else "")


def _announces(evidence: Evidence) -> bool:
    """Whether the new text says that something takes effect on a day to come, or its head that it was just changed."""
    head = {block.text for block in evidence.change.after.blocks[:_HEAD]}
    for edit in evidence.telling:
        for entry in find_dates(edit.inserted, evidence.today):
            if entry.meaning is Meaning.EFFECTIVE and entry.day > evidence.today:
                return True
            lately = abs(entry.day - evidence.today) <= _LATELY and not entry.guessed_year
            if lately and entry.meaning in {Meaning.EFFECTIVE, Meaning.UPDATED} and edit.change.after in head:
                return True
    return False


def _sides(evidence: Evidence) -> tuple[Snapshot, Snapshot]:
    return evidence.change.before, evidence.change.after


def _names_another_country(evidence: Evidence) -> bool:
    head = {block.text for block in evidence.change.after.blocks[:_HEAD]}
    return _swaps_countries([edit for edit in evidence.telling if edit.change.after in head])


def _swaps_countries(edits: Sequence[Edit]) -> bool:
    for edit in edits:
        if edit.change.op is not ClauseOp.EDITED:
            continue
        old, new = (set(_COUNTRY.findall(text.casefold())) for text in (edit.deleted, edit.inserted))
        if old and new and not old & new:
            return True
    return False


def _is_tail(evidence: Evidence) -> bool:
    """Whether what was removed stood at the document's end."""
    last = evidence.change.before.blocks[-1].text
    return any(last in edit.change.before for edit in evidence.telling)
