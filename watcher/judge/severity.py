"""Marks changes that show at first sight how much they matter: an end with a date, a new ban, another law."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.core.model import BlockKind, ClauseOp, EffectiveKind
from watcher.judge.dates import Meaning, find_dates
from watcher.judge.effective import Effect
from watcher.judge.endings import ends_of_itself
from watcher.judge.evidence import Weighed, is_dropped
from watcher.judge.printed import Printed
from watcher.judge.restatement import differing, has_words_more_or_fewer, rules_otherwise

# Documents whose rules a company's investments live by.
_COMPANY = frozenset(
    [
        "account",
        "advertising",
        "branded",
        "developer",
        "enforcement",
        "features",
        "fees",
        "monetisation",
        "promotions",
        "terms",
    ]
)
# Documents whose every rule an investment may hang on.
CORE = frozenset(["advertising", "branded", "developer", "fees", "monetisation", "promotions"])
# Documents about what users of the platform tell it, as visitors and members.
_PRIVATE = frozenset(["privacy", "cookies"])
# Documents whose lists name what the site itself uses, or what authorities may ask for.
_UNRELATED = frozenset(["cookies", "police"])
_SAME_RULES = frozenset(["mark_other_address", "mark_only_examples", "mark_recast"])
# What a few edits do that is worth a line, whatever sums say: words alone do not show that it is none.
_TOLD = frozenset(
    [
        "mark_one_grant",
        "mark_new_rules",
        "mark_item",
        "mark_otherwise",
        "mark_clause",
        "mark_dated",
        "mark_paragraph",
        "mark_lost_grant",
    ]
)
_STRONG = frozenset(["modal", "money", "negation", "numbers", "prohibition", "sunset"])
_RULES = frozenset(["deadline", "enforcement", "modal", "money", "negation", "permission", "prohibition", "sunset"])
_BINDING = frozenset(["modal", "prohibition", "sunset"])
_GRANTS = frozenset(["deadline", "enforcement", "modal", "permission", "prohibition"])
_PARTY = re.compile(r"\b(?:Inc|LLC|Ltd|Limited|Corp|GmbH|AG|SE|B\.?V|PLC|S\.?[àa]\.?r\.?l|Pty|DAC)\b")
_LAW = re.compile(
    r"(?i)\b(?:(?:is|are) governed by|laws? of .{2,60} (?:govern|appl)|governing law|exclusive jurisdiction|courts of|"
    r"gerichtsstand|es gilt (?:das )?\w*\s?recht|unterlieg\w* .{0,40}recht|droit applicable|tribunaux de)"
)
_NATION = re.compile(r"\b(?:[A-ZÄÖÜ]|\w{2,}(?:isch(?:e[smnr]?)?|ais|ois|ien)\b)")
_FEW_WORDS = 14
_RULE_WORDS = 3
FEW_EDITS = 4
_SENTENCE_WORDS = 5
_FORMAL = re.compile(r"\b(?:Sie|Ihre?[mnrs]?|Ihnen)\b")
_FAMILIAR = re.compile(r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?[mnrs]?|[Ee]uch|[Ee]ure?[mnrs]?)\b")
_EXAMPLE = re.compile(
    r"(?i)^\W*(?:for (?:example|instance)|e\.g\.|i\.e\.|in other words|examples?:|zum beispiel|z\. ?b\.|beispiele?:|"
    r"das hei(?:ß|ss)t|"
    r"damit ist gemeint|etwa|wird sie also|par exemple|c.est-à-dire)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the rules look at.

    `kinds` says what the document is about, `listed` are the items of lists that rule, `ending` holds the clauses' new
    texts that announce that something ends or moves.
    """

    weighed: Sequence[Weighed]
    kinds: frozenset[str]
    effect: Effect | None
    printed: Printed
    today: date
    listed: frozenset[str] = frozenset()
    ending: frozenset[str] = frozenset()

    @property
    def ahead(self) -> bool:
        """Whether the text says that it takes effect today or later."""
        effect = self.effect
        return effect is not None and effect.kind is EffectiveKind.EFFECTIVE and effect.day >= self.today

    @property
    def company(self) -> bool:
        return "police" not in self.kinds and (not self.kinds or bool(self.kinds & _COMPANY))


def marks_of(case: Case) -> Iterator[str]:
    """What single clauses, or all together, show at first sight: one mark for each that does."""
    ruling = [entry for entry in case.weighed if not entry.restated]
    for entry in ruling:
        found = {
            "mark_loss": _is_loss(entry, case),
            "mark_turn": _is_turn(entry),
            "mark_new_rule": _is_new_rule(entry),
            "mark_withdrawn": _is_withdrawn(entry),
        }
        yield from (mark for mark, holds in found.items() if holds)
    yield from ("mark_other_law" for entry in case.weighed if _is_other_law(entry))
    little = len(case.weighed) <= FEW_EDITS
    few = case.company and little
    whole = {
        "mark_ahead": case.ahead,
        "mark_announced": case.ahead and any("announcement" in entry.turned for entry in case.weighed),
        "mark_company": case.company,
        "mark_private": bool(case.kinds) and case.kinds <= _PRIVATE,
        "mark_other_address": _is_address(case),
        "mark_only_examples": _only_explains(case),
        "mark_recast": _is_recast(case),
        "mark_one_rule": few and any(_is_turn(entry) or _is_new_rule(entry) for entry in ruling),
        "mark_new_rules": case.company and _only_adds(case) and any(map(_is_new_rule, ruling)),
        "mark_item": little and any(_is_ruled_item(entry, case) for entry in ruling),
        "mark_otherwise": little and any(rules_otherwise(entry.edit) for entry in ruling),
        "mark_clause": few and any(_changes_a_rule(entry) for entry in case.weighed),
        "mark_dated": little and any(_states_a_day(entry, case) for entry in case.weighed),
        "mark_paragraph": few and any(_is_paragraph(entry) for entry in case.weighed),
        "mark_lost_grant": little and any(map(_is_withdrawn, ruling)),
        "mark_one_grant": few and any(_is_withdrawn(entry) or _is_other_law(entry) for entry in case.weighed),
    }
    yield from (mark for mark, holds in whole.items() if holds)


def says_the_same(case: Case) -> bool:
    """Whether nothing changed but the form of address, or examples came to rules that stand."""
    return _is_address(case) or _only_explains(case)


def least_severity(case: Case) -> int:
    """What single clauses ask for, whatever sums say: 3 for an end with a date, 2 for a clear new rule, else 0 or 1."""
    if case.company and any(_is_loss(entry, case) for entry in case.weighed if not entry.restated):
        return 3
    marks = frozenset(marks_of(case))
    if marks & _SAME_RULES and not marks & {"mark_otherwise", "mark_clause", "mark_item"}:
        return 0
    ends = case.company and any(entry.edit.change.after in case.ending for entry in case.weighed)
    if ends or marks & {"mark_announced", "mark_one_rule"}:
        return 2
    return int(bool(marks & _TOLD))


def _only_explains(case: Case) -> bool:
    return all(_EXAMPLE.match(entry.edit.inserted) for entry in case.weighed)


def _only_adds(case: Case) -> bool:
    """Whether nothing went that the new clauses could restate."""
    return all(entry.edit.change.op is ClauseOp.ADDED or not entry.edit.deleted for entry in case.weighed)


def _is_withdrawn(entry: Weighed) -> bool:
    """A sentence is gone that granted or promised something."""
    gone = {kind for kind, times in entry.edit.balance.items() if times < 0}
    return is_dropped(entry.edit) and len(entry.edit.deleted.split()) >= _SENTENCE_WORDS and bool(gone & _GRANTS)


def _is_other_law(entry: Weighed) -> bool:
    """The contract has another party, another law or another court."""
    edit = entry.edit
    if edit.change.op is not ClauseOp.EDITED or not edit.deleted or not edit.inserted:
        return False
    parties = all(_PARTY.search(text) for text in (edit.deleted, edit.inserted))
    _, after = differing(edit.change.before, edit.change.after)
    return parties or (bool(_LAW.search(after)) and bool(_NATION.search(edit.inserted)))


def _is_ruled_item(entry: Weighed, case: Case) -> bool:
    """An item came to a list that rules, went from it, or says more or less."""
    change = entry.edit.change
    whole = change.op is not ClauseOp.EDITED or has_words_more_or_fewer(entry.edit)
    return (
        whole
        and change.kind is BlockKind.ITEM
        and not case.kinds & _UNRELATED
        and bool({change.before, change.after} & case.listed)
    )


def _changes_a_rule(entry: Weighed) -> bool:
    """A table's row changed, or a standing clause lost a sentence, got one, or has words more or fewer in a rule."""
    change = entry.edit.change
    if change.kind is BlockKind.ROW:
        return True
    before, after = differing(change.before, change.after)
    if change.op is not ClauseOp.EDITED or change.kind is BlockKind.HEADING:
        return False
    if not before or not after:
        return True
    return has_words_more_or_fewer(entry.edit)


def _states_a_day(entry: Weighed, case: Case) -> bool:
    """New words name a day to come, other than as the document's own date."""
    return any(
        stated.day > case.today and stated.meaning is not Meaning.UPDATED
        for stated in find_dates(entry.edit.inserted, case.today)
    )


def _is_paragraph(entry: Weighed) -> bool:
    """A paragraph of whole sentences came or went."""
    change, text = entry.edit.change, entry.edit.inserted or entry.edit.deleted
    whole = change.op is not ClauseOp.EDITED and change.kind is BlockKind.PARAGRAPH
    return whole and text.endswith(".") and len(text.split()) >= _SENTENCE_WORDS


def _is_loss(entry: Weighed, case: Case) -> bool:
    """Something is ended or forbidden, and a day or a term is set for it."""
    announced = entry.edit.change.after in case.ending
    if entry.edit.change.kind is BlockKind.ROW or len(entry.edit.change.after.split()) < _SENTENCE_WORDS:
        return False
    ends = announced or ("sunset" in entry.turned and not ends_of_itself(entry.edit.inserted))
    forbids = "prohibition" in entry.turned
    dated = any(
        stated.day >= case.today and stated.meaning is not Meaning.UPDATED
        for stated in find_dates(entry.edit.inserted, case.today)
    )
    term = "deadline" in entry.turned and ("modal" in entry.turned or ends)
    return (ends and (case.ahead or dated or term)) or (forbids and (dated or case.ahead))


def _is_turn(entry: Weighed) -> bool:
    """A few words in a standing clause turn what it says."""
    edit = entry.edit
    few = len(edit.inserted.split()) + len(edit.deleted.split()) <= _FEW_WORDS
    return edit.change.op is ClauseOp.EDITED and few and bool(entry.turned & _STRONG)


def _is_new_rule(entry: Weighed) -> bool:
    """A clause of its own, or a sentence in a standing one, that forbids, demands or costs something."""
    edit = entry.edit
    if edit.change.kind is BlockKind.HEADING or len(edit.inserted.split()) < _RULE_WORDS:
        return False
    if edit.change.op is ClauseOp.ADDED:
        # Rules do not shout: "Get 50 euros now!"
        price = "money" in entry.turned and any(map(str.isdigit, edit.inserted))
        return not edit.inserted.endswith("!") and (price or bool(entry.turned & _BINDING))
    return edit.change.op is ClauseOp.EDITED and "prohibition" in entry.turned


def _is_address(case: Case) -> bool:
    turned = sum(
        bool(_FORMAL.search(entry.edit.deleted) and _FAMILIAR.search(entry.edit.inserted))
        or bool(_FAMILIAR.search(entry.edit.deleted) and _FORMAL.search(entry.edit.inserted))
        for entry in case.weighed
    )
    return turned >= 3 and turned >= 0.5 * len(case.weighed)


def _is_recast(case: Case) -> bool:
    return all(_says_the_same(entry) for entry in case.weighed)


def _says_the_same(entry: Weighed) -> bool:
    edit = entry.edit
    gone, come = len(edit.deleted.split()), len(edit.inserted.split())
    if edit.change.op is not ClauseOp.EDITED or not gone or not come or max(gone, come) > 2 * min(gone, come) + 3:
        return False
    return "numbers" not in entry.turned and not _RULES & set(edit.balance) and not _is_other_law(entry)
