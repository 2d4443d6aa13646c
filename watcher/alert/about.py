"""Tells what a finding is about, from its reasons."""

import hashlib
from collections.abc import Sequence
from enum import StrEnum
from typing import assert_never

from watcher.core.model import Finding, LayoutOp, Reason
from watcher.core.text import squash

_LAYOUT = "layout_"
_MANY = 8
IMPOSTOR_RULES = ("impostor_new", "impostor_exists", "impostor_closer")
LISTED_RULES = ("document_listed", "document_unlisted")


class About(StrEnum):
    GONE = "gone"
    REBUILT = "rebuilt"
    LAYOUT = "layout"
    LASTING = "lasting"
    CLAUSES = "clauses"
    IMPOSTOR = "impostor"
    LISTED = "listed"

    @property
    def rules(self) -> bool:
        """Whether a text says what may be done: only that can be stricter or looser."""
        match self:
            case About.CLAUSES | About.LASTING | About.LISTED:
                return True
            case About.GONE | About.REBUILT | About.LAYOUT | About.IMPOSTOR:
                return False
            case _:
                assert_never(self)


def about(finding: Finding) -> About:
    """A page's layout counts only where a reason cites it: with any other change it is told of on the side."""
    weights = {reason.rule: reason.weight for reason in finding.reasons if reason.weight > 0}
    if impostor(finding):
        return About.IMPOSTOR
    if "page_gone" in weights:
        return About.GONE
    if "lasting" in weights:
        return About.LASTING
    if finding.reasons and finding.reasons[0].rule in LISTED_RULES:
        return About.LISTED
    cited = [reason.weight for reason in finding.reasons if is_layout(reason)]
    if not cited or not finding.layout:
        return About.CLAUSES
    gone, come = (count(finding, op) for op in (LayoutOp.REMOVED, LayoutOp.ADDED))
    # A severity above that of every single event comes from their number.
    rebuilt = max(cited) < finding.severity and min(gone, come) >= _MANY
    return About.REBUILT if rebuilt else About.LAYOUT


def gist(finding: Finding) -> str:
    """Equal for findings that say the same, of whatever page: the same clauses, or the same gravest event."""
    matter = about(finding)
    match matter:
        case About.GONE | About.LASTING | About.REBUILT:
            told: Sequence[object] = ()
        case About.IMPOSTOR:
            told = (finding.stream, finding.at)
        case About.LAYOUT:
            event = finding.layout[0]
            told = (event.op, event.role, squash(event.name))
        case About.CLAUSES | About.LISTED:
            told = sorted(
                (clause.op, squash(clause.before), squash(clause.after))
                for clause, noise in finding.weighed
                if not noise
            ) or [finding.headline]
        case _:
            assert_never(matter)
    return hashlib.sha256(repr((matter, finding.severity, told)).encode()).hexdigest()[:24]


def impostor(finding: Finding) -> Reason | None:
    """The reason that says how an impostor's page came to be seen; its quote is the handle."""
    return next((reason for reason in finding.reasons if reason.rule in IMPOSTOR_RULES), None)


def count(finding: Finding, op: LayoutOp) -> int:
    """How many elements of the page had this happen to them."""
    return sum(change.op is op for change in finding.layout)


def is_layout(reason: Reason) -> bool:
    return reason.rule.startswith(_LAYOUT) and reason.weight > 0


def layout_op(reason: Reason) -> str:
    return reason.rule.removeprefix(_LAYOUT)
