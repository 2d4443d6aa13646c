"""Tells which documents a page that lists documents lists now, and which no more."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from watcher.core.model import Change, ChangeKind, ClauseChange, Opinion, Reason, Snapshot, Topic
from watcher.core.text import squash
from watcher.judge.features import kinds_named
from watcher.judge.headline import LONGEST, shortened
from watcher.judge.topics import topics_of_kinds

_DOCUMENT = re.compile(
    r"(?i)\b(?:polic(?:y|ies)|terms|rules|guidelines?|standards|conditions|agreements?|eula|copyright|code of conduct|"
    r"\w*bedingungen|\w*richtlinien?|\w*regeln|\w*ordnung|agb|datenschutz\w*|netiquette|politiques?|règles)\b"
)
# So many documents make a list of a page, if it says little besides.
_FEWEST = 4
_WORDS_EACH = 25
_LONGEST_NAME = 14
_SHOWN = 3
# What a company's investments seldom hang on.
_ASIDE = frozenset(["privacy", "cookies", "processing", "police", "minors"])
_WEIGHT = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document as it is listed. `link` is its address without scheme, `kinds` what its name says that it is about."""

    name: str
    link: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    come: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()


def find_listed(change: Change) -> Listed:
    """Nothing where the page is no list of documents, or lost most of them: then it may show something else."""
    old, new = _entries(change.before), _entries(change.after)
    stand = old.keys() & new.keys()
    if not _is_list(change.before, old) or not _is_list(change.after, new) or 2 * len(stand) < len(old):
        return Listed()
    return Listed(come=_only(new, old, change.before), gone=_only(old, new, change.after))


def with_listed(opinion: Opinion, change: Change, name: str) -> Opinion:
    """The opinion on a document's change, and what it means that documents came to its list or vanished from it."""
    found = find_listed(change)
    entries = (*found.come, *found.gone)
    if not entries:
        return opinion
    aside = all(entry.kinds and entry.kinds <= _ASIDE for entry in entries)
    severity = max(opinion.severity, 1 if aside else 2)
    topics = (*topics_of_kinds(kind for entry in entries for kind in sorted(entry.kinds)), *opinion.topics)
    reasons = (
        *(Reason(rule="document_listed", quote=entry.name, weight=_WEIGHT) for entry in found.come[:_SHOWN]),
        *(Reason(rule="document_unlisted", quote=entry.name, weight=_WEIGHT) for entry in found.gone[:_SHOWN]),
    )
    others = [reason for reason in opinion.reasons if reason.weight > 0]
    return replace(
        opinion,
        kind=ChangeKind.SUBSTANTIVE,
        severity=severity,
        score=max(opinion.score, _WEIGHT),
        topics=tuple(dict.fromkeys(topics)) or (Topic.OTHER,),
        headline=opinion.headline if opinion.severity > 2 else shortened(f"{name}: {_said(found)}", LONGEST),
        reasons=(*others, *reasons) if opinion.severity > 2 else (*reasons, *others),
        noise=_noise(opinion, change.clauses, frozenset(entry.link for entry in entries)),
    )


def _entries(page: Snapshot) -> Mapping[str, Entry]:
    """The documents that a page links by name, by their addresses; of several names, the first that is one."""
    found: dict[str, Entry] = {}
    for block in page.blocks:
        links = frozenset(block.links)
        if len(links) != 1 or len(block.text.split()) > _LONGEST_NAME:
            continue
        link, kinds = next(iter(links)), kinds_named(block.text)
        if link not in found and (kinds or _DOCUMENT.search(block.text)):
            found[link] = Entry(name=block.text, link=link, kinds=kinds)
    return found


def _is_list(page: Snapshot, entries: Mapping[str, Entry]) -> bool:
    return len(entries) >= _FEWEST and len(page.text.split()) <= _WORDS_EACH * len(entries)


def _only(side: Mapping[str, Entry], entries: Mapping[str, Entry], other: Snapshot) -> tuple[Entry, ...]:
    """Those of one side that the other neither links nor names: one that moved is still listed."""
    links = {link for block in other.blocks for link in block.links}
    names = {squash(entry.name) for entry in entries.values()}
    return tuple(entry for entry in side.values() if entry.link not in links and squash(entry.name) not in names)


def _said(found: Listed) -> str:
    told = (("now lists", found.come), ("no longer lists", found.gone))
    return ", ".join(f"{verb} {_names(entries)}" for verb, entries in told if entries)


def _names(entries: Iterable[Entry]) -> str:
    names = [f"“{entry.name}”" for entry in entries]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _noise(opinion: Opinion, clauses: Sequence[ClauseChange], links: frozenset[str]) -> tuple[str, ...]:
    """A menu's entry counts where it is what came or went."""
    known = (*opinion.noise, *[""] * len(clauses))
    return tuple(
        "" if links & {*clause.links_before, *clause.links_after} else noise
        for clause, noise in zip(clauses, known, strict=False)
    )
