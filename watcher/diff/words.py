"""Compares texts word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from watcher.core.model import Span, SpanOp
from watcher.diff.anchors import anchors

_TOKEN = re.compile(r"(\w+(?:[.,:/@'’-]\w+)*|[^\w\s])(\s*)")
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
# Above this product of lengths only what stands out is paired, part by part: exactness is not worth minutes.
_EXACT = 1_000_000

Token = tuple[str, str]
"""A word or sign and the white space after it."""


def bag(text: str) -> Counter[str]:
    """The words with their counts; all numbers count as one word, so that two dates look alike."""
    return Counter(_WORD.findall(_DIGITS.sub("0", text.casefold())))


def likeness(a: Counter[str], b: Counter[str]) -> float:
    """The share of words that two texts have in common, 0 to 1, whatever their order."""
    total = a.total() + b.total()
    if not total:
        return 0.0
    return 2 * _shared(a, b) / total


def containment(part: Counter[str], whole: Counter[str]) -> float:
    """The share of the part's words that the whole has too."""
    total = part.total()
    return _shared(part, whole) / total if total else 0.0


def _shared(a: Counter[str], b: Counter[str]) -> int:
    return sum([min(a[word], b[word]) for word in a.keys() & b.keys()])


def redline(before: str, after: str) -> tuple[Span, ...]:
    """The words that stay, go and come. SAME and INSERTED joined are `after`, SAME and DELETED `before`."""
    old, new = _tokens(before), _tokens(after)
    spans: list[tuple[SpanOp, str]] = []
    for i1, i2, j1, j2, equal in _runs([word for word, _ in old], [word for word, _ in new]):
        if equal and not _is_island(old[i1:i2], i1 > 0 and i2 < len(old)):
            spans.extend(_same(old[i1:i2], new[j1:j2]))
        else:
            spans.append((SpanOp.DELETED, _text(old[i1:i2])))
            spans.append((SpanOp.INSERTED, _text(new[j1:j2])))
    return tuple(_joined(spans))


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int, bool]]:
    """Runs of words from i1 to i2 and j1 to j2, in turn equal on both sides and not."""
    if len(old) * len(new) <= _EXACT:
        for tag, *run in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield run[0], run[1], run[2], run[3], tag == "equal"
        return
    i = j = 0
    for a, b, size in _blocks(anchors(old, new)):
        if a > i or b > j:
            yield i, a, j, b, False
        yield a, a + size, b, b + size, True
        i, j = a + size, b + size
    if i < len(old) or j < len(new):
        yield i, len(old), j, len(new), False


def _blocks(matches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    start = 0
    for index, (i, j) in enumerate(matches):
        if index + 1 == len(matches) or matches[index + 1] != (i + 1, j + 1):
            yield *matches[start], index + 1 - start
            start = index + 1


def _tokens(text: str) -> list[Token]:
    lead = text[: len(text) - len(text.lstrip())]
    tokens = [("", lead)] if lead else []
    tokens.extend(_TOKEN.findall(text))
    return tokens


def _text(tokens: Sequence[Token]) -> str:
    return "".join(word + space for word, space in tokens)


def _is_island(tokens: Sequence[Token], inside: bool) -> bool:
    """Whether what stayed is too little to read on: one or two small words between changes, within one cell."""
    small = all(len(word) <= 3 and not word.isdigit() and word != "|" for word, _ in tokens)
    return inside and len(tokens) <= 2 and small


def _same(old: Sequence[Token], new: Sequence[Token]) -> Iterator[tuple[SpanOp, str]]:
    for (word, before), (_, after) in zip(old, new, strict=True):
        yield SpanOp.SAME, word
        if before == after:
            yield SpanOp.SAME, before
        else:
            yield SpanOp.DELETED, before
            yield SpanOp.INSERTED, after


def _joined(spans: Sequence[tuple[SpanOp, str]]) -> Iterator[Span]:
    """Joins neighbours; within one change what goes comes before what comes."""
    same, deleted, inserted = "", "", ""
    for op, text in spans:
        if not text:
            continue
        if op is SpanOp.SAME:
            yield from _changed(deleted, inserted)
            same, deleted, inserted = same + text, "", ""
            continue
        if same:
            yield Span(op=SpanOp.SAME, text=same)
            same = ""
        deleted += text if op is SpanOp.DELETED else ""
        inserted += text if op is SpanOp.INSERTED else ""
    yield from _changed(deleted, inserted)
    if same:
        yield Span(op=SpanOp.SAME, text=same)


def _changed(deleted: str, inserted: str) -> Iterator[Span]:
    if deleted:
        yield Span(op=SpanOp.DELETED, text=deleted)
    if inserted:
        yield Span(op=SpanOp.INSERTED, text=inserted)
