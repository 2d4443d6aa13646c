"""Says in English what there is to read of a finding: its facts, and each changed clause with its label."""

from collections.abc import Mapping
from dataclasses import dataclass

from watcher.core.model import BlockKind, ClauseChange, ClauseOp, Finding
from watcher.core.redline import Passage, passages

_NOISE: Mapping[str, str] = {
    "link_targets": "only link targets differ",
    "typography": "only white space, signs or capitals differ",
    "numbering": "only numbering differs",
    "spelling": "only spelling differs",
    "date_only": "only a date differs",
    "renamed": "a name was replaced everywhere",
    "stands_elsewhere": "the text stands elsewhere in the document too",
    "moved": "the text only moved",
    "page_furniture": "part of the website, not of the document",
    "notice_ended": "a notice that has run out",
    "wrong_encoding": "only wrongly decoded letters differ",
    "counter": "only a counter differs",
}
_KINDS: Mapping[BlockKind, str] = {
    BlockKind.HEADING: "heading",
    BlockKind.ITEM: "list item",
    BlockKind.ROW: "table row",
    BlockKind.NOTE: "note",
}
_WORDS: Mapping[ClauseOp, str] = {
    ClauseOp.EDITED: "changed",
    ClauseOp.ADDED: "added",
    ClauseOp.REMOVED: "removed",
    ClauseOp.MOVED: "moved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """A changed clause for a reader: `label` says what happened, `route` from where to where it moved, `noise` why it
    does not count; the last two may be empty."""

    op: ClauseOp
    label: str
    heading: str
    route: str
    noise: str
    passages: tuple[Passage, ...]
    links: tuple[str, ...]


def clause_views(finding: Finding) -> tuple[ClauseView, ...]:
    return tuple(
        ClauseView(
            op=clause.op,
            label=_label(clause),
            heading=clause.heading,
            route=_route(clause) if clause.op is ClauseOp.MOVED else "",
            noise=_NOISE.get(noise, noise.replace("_", " ")),
            passages=passages(clause),
            links=_links(clause),
        )
        for clause, noise in finding.weighed
    )


def facts(finding: Finding) -> list[tuple[str, str]]:
    """What is known of a finding beside its headline: labels and values."""
    known = [
        ("change", finding.id),
        ("target", finding.target),
        ("seen", f"{finding.at:%Y-%m-%d %H:%M} UTC"),
        ("judged", f"{finding.kind}, severity {finding.severity}, score {finding.score:.1f}, {finding.direction}"),
        ("topics", ", ".join(topic.replace("_", " ") for topic in finding.topics) or "none"),
    ]
    if finding.effective_date:
        known.append((str(finding.effective_kind).replace("_", " "), f"{finding.effective_date}{_lead(finding)}"))
    if finding.deadline:
        left = (finding.deadline - finding.at.date()).days
        known.append(("act by", f"{finding.deadline} ({left} day{'s' * (left != 1)} left)"))
    if finding.stakes:
        known.append(("at stake", ", ".join(finding.stakes)))
    return known


def _lead(finding: Finding) -> str:
    match finding.lead_days:
        case None:
            return ""
        case 0:
            return " (today)"
        case days if days < 0:
            return f" (in force for {-days} day{'s' * (days != -1)})"
        case days:
            return f" ({days} day{'s' * (days != 1)} left)"


def _label(clause: ClauseChange) -> str:
    words = [_WORDS[clause.op]]
    before, after = map(len, clause.places)
    if clause.links_only:
        words = ["same words, other links"]
    elif clause.op is ClauseOp.MOVED and clause.redline:
        words.append("and changed")
    if before and after and before < after:
        words.append(f"and split into {after}")
    elif before > after > 0:
        words.append(f"and merged from {before}")
    kind = _KINDS.get(clause.kind)
    return " ".join(words) + (f" ({kind})" if kind else "")


def _route(clause: ClauseChange) -> str:
    old, new = clause.heading_before, clause.heading
    if old != new and (old or clause.places[0]):
        return f"from “{old or 'the beginning'}” to “{new or 'the beginning'}”"
    if not all(clause.places):
        return ""
    was, now = (side[0] + 1 for side in clause.places)
    return f"within this section, from paragraph {was} of the document to paragraph {now}"


def _links(clause: ClauseChange) -> tuple[str, ...]:
    """What can be told of link targets where nothing else changed."""
    if not clause.links_only:
        return ()
    old, new = clause.links_before, clause.links_after
    if len(old) == len(new):
        return tuple(f"{was} → {now}" for was, now in zip(old, new, strict=True))
    return (*(f"no longer {link}" for link in old), *(f"now {link}" for link in new))
