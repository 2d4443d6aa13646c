"""Pairs the blocks of two versions of a document."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from watcher.core.model import Block, BlockKind
from watcher.core.text import squash, squash_row
from watcher.diff.anchors import anchors
from watcher.diff.words import bag, containment, likeness

_SAME_PLACE = 0.5
_ELSEWHERE = 0.7
_ELSEWHERE_WORDS = 6
_IN_TURN = 0.2
_PIECE = 0.85
_PIECE_WORDS = 4
_SMALL_GAP = 400
_RARE = 20
_RAREST = 8
_CANDIDATES = 5


@dataclass(slots=True, kw_only=True)
class Pair:
    """Blocks that belong together, by index: none on one side where they were added or removed, several on one side
    where a block was split or merged."""

    before: list[int]
    after: list[int]
    moved: bool = False


def align(before: Sequence[Block], after: Sequence[Block]) -> list[Pair]:
    """Every block of both sides in exactly one pair, in the order of the new version."""
    state = _Alignment(before=before, after=after)
    state.pair_equal()
    state.pair_reflowed()
    state.pair_moved()
    state.pair_edited()
    state.pair_in_turn()
    state.join_pieces()
    return state.pairs()


@dataclass(slots=True, kw_only=True)
class _Alignment:
    before: Sequence[Block]
    after: Sequence[Block]
    norms: tuple[list[str], list[str]] = field(init=False)
    bags: tuple[dict[int, Counter[str]], dict[int, Counter[str]]] = field(default_factory=lambda: ({}, {}))
    fixed: list[tuple[int, int]] = field(default_factory=list)
    owner: tuple[dict[int, Pair], dict[int, Pair]] = field(default_factory=lambda: ({}, {}))

    def __post_init__(self) -> None:
        self.norms = ([_norm(block) for block in self.before], [_norm(block) for block in self.after])

    def pair_equal(self) -> None:
        self.fixed = anchors(self._keys(0), self._keys(1))
        for i, j in self.fixed:
            self._join([i], [j])

    def pair_reflowed(self) -> None:
        """Pairs runs of blocks that say the same in other pieces."""
        for old, new in self._gaps():
            if old and new and "".join(self.norms[0][i] for i in old) == "".join(self.norms[1][j] for j in new):
                self._join(old, new)

    def pair_moved(self) -> None:
        old, new = self._keys(0), self._keys(1)
        places = defaultdict(list)
        for j in reversed(self._loose(1)):
            places[new[j]].append(j)
        for i in self._loose(0):
            if places[old[i]]:
                self._join([i], [places[old[i]].pop()], moved=True)

    def pair_edited(self) -> None:
        """Pairs what is alike, the most alike first; further apart it must be more so."""
        for side, blocks in enumerate((self.before, self.after)):
            self.bags[side].update((index, bag(blocks[index].text)) for index in self._loose(side))
        scored = []
        for i, j in self._candidates():
            here = self._gap(0, i) == self._gap(1, j)
            score = self._alike(i, j, here=here)
            if score >= (_SAME_PLACE if here else _ELSEWHERE):
                scored.append((-score - 0.1 * here, abs(i - j), i, j, here))
        for *_, i, j, here in sorted(scored):
            if i not in self.owner[0] and j not in self.owner[1]:
                self._join([i], [j], moved=not here)

    def pair_in_turn(self) -> None:
        """Pairs what is left over at the same place, one by one, if something is shared."""
        for old, new in self._gaps():
            if len(old) == len(new) <= 5:
                for i, j in zip(old, new, strict=True):
                    if self._same_kind(i, j) and likeness(self.bags[0][i], self.bags[1][j]) >= _IN_TURN:
                        self._join([i], [j])

    def join_pieces(self) -> None:
        """Joins a loose block to its neighbour's pair where its words are what the partner has more."""
        for side in (1, 0):
            for step in (-1, 1):
                for index in sorted(self._loose(side), reverse=step > 0):
                    pair = self.owner[side].get(index + step)
                    if pair is not None and self._is_piece(side, index, pair):
                        mine = pair.after if side else pair.before
                        mine.append(index)
                        mine.sort()
                        self.owner[side][index] = pair

    def pairs(self) -> list[Pair]:
        paired = list({id(pair): pair for pair in self.owner[1].values()}.values())
        placed = [(pair.after[0], 0, pair) for pair in paired]
        placed.extend((j, 0, Pair(before=[], after=[j])) for j in self._loose(1))
        in_place = sorted((pair.before[-1], pair.after[-1]) for pair in paired if not pair.moved)
        ends = [end for end, _ in in_place]
        for i in self._loose(0):
            slot = bisect_left(ends, i)
            placed.append((in_place[slot - 1][1] if slot else -1, 1 + i, Pair(before=[i], after=[])))
        return [pair for *_, pair in sorted(placed, key=lambda entry: entry[:2])]

    def _keys(self, side: int) -> list[tuple[str, bool]]:
        """What equal blocks share. A row without its empty cells may read like a paragraph, and is none."""
        blocks = self.after if side else self.before
        return [
            (norm or block.text, block.kind is BlockKind.ROW)
            for norm, block in zip(self.norms[side], blocks, strict=True)
        ]

    def _join(self, before: list[int], after: list[int], *, moved: bool = False) -> None:
        pair = Pair(before=before, after=after, moved=moved)
        self.owner[0].update((i, pair) for i in before)
        self.owner[1].update((j, pair) for j in after)

    def _loose(self, side: int) -> list[int]:
        blocks = self.after if side else self.before
        return [index for index in range(len(blocks)) if index not in self.owner[side]]

    def _gap(self, side: int, index: int) -> int:
        """Between which anchors a loose block stands: the number of those before it."""
        return bisect_left(self.fixed, index, key=lambda match: match[side])

    def _gaps(self) -> list[tuple[list[int], list[int]]]:
        gaps: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side in (0, 1):
            for index in self._loose(side):
                gaps[self._gap(side, index)][side].append(index)
        return list(gaps.values())

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs worth a comparison: all within a small gap, and those that share rare words."""
        seen: set[tuple[int, int]] = set()
        for old, new in self._gaps():
            if len(old) * len(new) <= _SMALL_GAP:
                seen.update((i, j) for i in old for j in new)
        holders: dict[str, list[int]] = defaultdict(list)
        for j, words in self.bags[1].items():
            for word in words:
                holders[word].append(j)
        for i, words in self.bags[0].items():
            rare = sorted((len(holders[word]), word) for word in words if 0 < len(holders.get(word, ())) <= _RARE)
            shared = Counter(j for _, word in rare[:_RAREST] for j in holders[word])
            seen.update((i, j) for j, _ in shared.most_common(_CANDIDATES))
        yield from seen

    def _alike(self, i: int, j: int, *, here: bool) -> float:
        old, new = self.bags[0][i], self.bags[1][j]
        score, long = likeness(old, new), min(old.total(), new.total()) >= _ELSEWHERE_WORDS
        # Pages set whole sentences as headings: those can become paragraphs, titles cannot.
        if (self.before[i].kind is BlockKind.HEADING) != (self.after[j].kind is BlockKind.HEADING):
            return score if long and score >= _ELSEWHERE else 0.0
        if not here:
            return score if long else 0.0
        small, large = (old, new) if old.total() < new.total() else (new, old)
        if score < _SAME_PLACE and small.total() >= _PIECE_WORDS and containment(small, large) >= _PIECE:
            return _SAME_PLACE
        return score

    def _same_kind(self, i: int, j: int) -> bool:
        return self.before[i].kind is self.after[j].kind

    def _is_piece(self, side: int, index: int, pair: Pair) -> bool:
        piece = self.bags[side].get(index)
        if piece is None or piece.total() < _PIECE_WORDS or pair.moved or not (pair.before and pair.after):
            return False
        mine, theirs = (pair.after, pair.before) if side else (pair.before, pair.after)
        if len(theirs) > 1 or not (mine[0] == index + 1 or mine[-1] == index - 1):
            return False
        blocks, others = (self.after, self.before) if side else (self.before, self.after)
        spare = bag(others[theirs[0]].text) - sum((bag(blocks[k].text) for k in mine), Counter[str]())
        edited = likeness(piece, spare) >= _ELSEWHERE and piece.total() >= _ELSEWHERE_WORDS
        return edited or containment(piece, spare) >= _PIECE


def _norm(block: Block) -> str:
    return squash_row(block.text) if block.kind is BlockKind.ROW else squash(block.text)
