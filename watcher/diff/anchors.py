"""Finds the blocks of two documents that are equal and in the same order."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

_MAX_PRODUCT = 1_000_000

Match = tuple[int, int]


def anchors(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Match]:
    """Index pairs of equal entries, rising on both sides: common ends, then what is unique (patience), then difflib."""
    found: list[Match] = []
    ranges = [(0, len(before), 0, len(after))]
    while ranges:
        i1, i2, j1, j2 = ranges.pop()
        while i1 < i2 and j1 < j2 and before[i1] == after[j1]:
            found.append((i1, j1))
            i1, j1 = i1 + 1, j1 + 1
        while i1 < i2 and j1 < j2 and before[i2 - 1] == after[j2 - 1]:
            i2, j2 = i2 - 1, j2 - 1
            found.append((i2, j2))
        if i1 == i2 or j1 == j2:
            continue
        unique = list(_patience(before, after, i1, i2, j1, j2))
        if unique:
            found.extend(unique)
            edges = [(i1 - 1, j1 - 1), *unique, (i2, j2)]
            ranges.extend((a1 + 1, a2, b1 + 1, b2) for (a1, b1), (a2, b2) in pairwise(edges))
        elif (i2 - i1) * (j2 - j1) <= _MAX_PRODUCT:
            matcher = SequenceMatcher(None, before[i1:i2], after[j1:j2], autojunk=False)
            for block in matcher.get_matching_blocks():
                found.extend((i1 + block.a + k, j1 + block.b + k) for k in range(block.size))
    return sorted(found)


def _patience(
    before: Sequence[Hashable], after: Sequence[Hashable], i1: int, i2: int, j1: int, j2: int
) -> Iterator[Match]:
    """The longest rising run of pairs of entries that are unique on both sides."""
    once_before = {entry for entry, count in Counter(before[i1:i2]).items() if count == 1}
    counts = Counter(after[j1:j2])
    place = {after[j]: j for j in range(j1, j2) if counts[after[j]] == 1}
    pairs = [(i, place[before[i]]) for i in range(i1, i2) if before[i] in once_before and before[i] in place]
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, (_, j) in enumerate(pairs):
        slot = bisect_left(tails, j)
        previous.append(ends[slot - 1] if slot else -1)
        tails[slot : slot + 1] = [j]
        ends[slot : slot + 1] = [index]
    run: list[Match] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(pairs[index])
        index = previous[index]
    yield from reversed(run)
