"""Finds what differs between two snapshots."""

from collections import Counter
from collections.abc import Iterator, Sequence

from watcher.core.model import Block, Change, ClauseChange, ClauseOp, LayoutChange, Place, Snapshot, Watch
from watcher.diff.align import Pair, align
from watcher.diff.layout import compare_layout
from watcher.diff.metadata import compare_metadata
from watcher.diff.profile import compare_profiles, unite
from watcher.diff.words import redline


def compare(
    before: Snapshot,
    after: Snapshot,
    *,
    layout: bool = True,
    watch: Sequence[Watch] = (),
    places: Sequence[Place] = (),
    news: Sequence[LayoutChange] = (),
) -> Change | None:
    """The difference between two snapshots, None where nothing differs. Without `layout`, elements do not count.

    What is watched counts even among what comes and goes every day. `places` are where elements were earlier. `news`
    of the page as a whole, from more than these two looks, are told with what differs.
    """
    clauses = tuple(_clauses(before.blocks, after.blocks))
    elements: tuple[LayoutChange, ...] = ()
    if layout:
        profile = tuple(compare_profiles(before.profile, after.profile))
        elements = unite(tuple(compare_layout(before, after, watch, places)), profile)
    elements = (*news, *elements)
    metadata = tuple(compare_metadata(before.metadata, after.metadata))
    if not (clauses or elements or metadata):
        return None
    return Change(
        before=before,
        after=after,
        clauses=clauses,
        layout=elements,
        metadata=metadata,
        common=_common(before, after),
    )


def _clauses(before: Sequence[Block], after: Sequence[Block]) -> Iterator[ClauseChange]:
    for pair in align(before, after):
        change = _clause([before[i] for i in pair.before], [after[j] for j in pair.after], pair)
        if change is not None:
            yield change


def _clause(old: Sequence[Block], new: Sequence[Block], pair: Pair) -> ClauseChange | None:
    last = (new or old)[0]
    was, now = "\n".join(block.text for block in old), "\n".join(block.text for block in new)
    links_before, links_after = (Counter(link for block in side for link in block.links) for side in (old, new))
    # Words cut into other blocks are the same words.
    same_words = " ".join(was.split()) == " ".join(now.split())
    if not old or not new:
        op = ClauseOp.REMOVED if old else ClauseOp.ADDED
    elif pair.moved and same_words:
        op = ClauseOp.MOVED
    elif same_words and links_before == links_after:
        return None
    else:
        op = ClauseOp.MOVED if pair.moved else ClauseOp.EDITED
    return ClauseChange(
        op=op,
        kind=last.kind,
        heading=_heading(last),
        before=was,
        after=now,
        redline=redline(was, now) if was and now and not same_words else (),
        links_only=op is ClauseOp.EDITED and same_words,
        heading_before=_heading(old[0]) if old else "",
        places=(tuple(pair.before), tuple(pair.after)),
        links_before=tuple((links_before - links_after).elements()),
        links_after=tuple((links_after - links_before).elements()),
    )


def _heading(block: Block) -> str:
    return " › ".join(block.path[-3:])


def _common(before: Snapshot, after: Snapshot) -> float:
    old, new = Counter(before.text.casefold().split()), Counter(after.text.casefold().split())
    longer = max(old.total(), new.total())
    return (old & new).total() / longer if longer else 1.0
