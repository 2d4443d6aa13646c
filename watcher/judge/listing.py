"""Tells whether a row of a list stands under words that rule: "you may not:", "Eligibility", "Prohibited prizes"."""

from collections.abc import Iterable, Iterator, Sequence

from watcher.core.model import Block, BlockKind
from watcher.judge.lexicon import count
from watcher.judge.stances import ruling_of

_ROWS = frozenset([BlockKind.ITEM, BlockKind.ROW])
_RULING = ("modal", "prohibition", "permission", "scope", "enforcement")
_LEAD_WORDS = 60


def ruled_items(blocks: Sequence[Block]) -> frozenset[str]:
    """The texts of the list items that what stands before their list, or the heading above it, makes rules."""
    return frozenset(_ruled(blocks))


def _ruled(blocks: Iterable[Block]) -> Iterator[str]:
    heading, lead = "", ""
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            heading, lead = block.text, ""
        elif block.kind not in _ROWS:
            lead = block.text
        elif block.kind is BlockKind.ITEM and (_rules(heading) or _rules(_last_words(lead))):
            yield block.text


def _last_words(text: str) -> str:
    return " ".join(text.split()[-_LEAD_WORDS:])


def _rules(text: str) -> bool:
    words = count(text)
    return bool(ruling_of(text).stances) or any(words[kind] for kind in _RULING)
