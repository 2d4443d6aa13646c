"""Finds the word that somebody probably meant."""

from collections.abc import Collection

LONGEST_WORD = 64
MOST_CANDIDATES = 200  # beyond that, a file full of mistakes would take minutes to explain


def nearest(word: str, candidates: Collection[str]) -> str | None:
    """The candidate that differs from `word` by a slip or has it as one of its words, or None."""
    if not 2 <= len(word) <= LONGEST_WORD or len(candidates) > MOST_CANDIDATES:
        return None
    allowed = 1 if len(word) < 5 else min(3, len(word) // 3 + 1)
    best: tuple[int, str] | None = None
    for candidate in candidates:
        if abs(len(candidate) - len(word)) > allowed:
            continue
        steps = distance(_folded(word), _folded(candidate))
        if steps <= allowed and (best is None or steps < best[0]):
            best = (steps, candidate)
    return best[1] if best else _longer(_folded(word), candidates)


def _longer(word: str, candidates: Collection[str]) -> str | None:
    """`privacy` for data_privacy."""
    longer = [candidate for candidate in candidates if word in _folded(candidate).split("_")]
    return longer[0] if len(longer) == 1 else None


def distance(left: str, right: str) -> int:
    """How many letters must be added, removed, changed or swapped with their neighbour to make one text the other."""
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            steps = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                steps = min(steps, before_last[j - 2] + 1)
            row.append(steps)
        before_last, last = last, row
    return last[-1]


def _folded(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")
