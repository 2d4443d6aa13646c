"""Compares texts word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from watcher.core.model import Span, SpanOp

_TOKEN = re.compile(r"(\w+(?:[.,:/@'’-]\w+)*|[^\w\s])(\s*)")
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
# Above this product of lengths difflib may ignore the commonest words: exactness is not worth seconds.
_EXACT = 1_000_000

Token = tuple[str, str]
"""A word or sign and the white space after it."""


def bag(text: str) -> Counter[str]:
    """The words with their counts; all numbers count as one word, so that two dates look alike."""
    return Counter(_DIGITS.sub("0", word) for word in _WORD.findall(text.casefold()))


def likeness(a: Counter[str], b: Counter[str]) -> float:
    """The share of words that two texts have in common, 0 to 1, whatever their order."""
    total = a.total() + b.total()
    if not total:
        return 0.0
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return 2 * sum(min(count, large[word]) for word, count in small.items()) / total


def containment(part: Counter[str], whole: Counter[str]) -> float:
    """The share of the part's words that the whole has too."""
    total = part.total()
    return sum(min(count, whole[word]) for word, count in part.items()) / total if total else 0.0


def redline(before: str, after: str) -> tuple[Span, ...]:
    """The words that stay, go and come. SAME and INSERTED joined are `after`, SAME and DELETED `before`."""
    old, new = _tokens(before), _tokens(after)
    matcher = SequenceMatcher(
        None, [word for word, _ in old], [word for word, _ in new], autojunk=len(old) * len(new) > _EXACT
    )
    spans: list[tuple[SpanOp, str]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal" and not _is_island(old[i1:i2], i1 > 0 and i2 < len(old)):
            spans.extend(_same(old[i1:i2], new[j1:j2]))
        else:
            spans.append((SpanOp.DELETED, _text(old[i1:i2])))
            spans.append((SpanOp.INSERTED, _text(new[j1:j2])))
    return tuple(_joined(spans))


def _tokens(text: str) -> list[Token]:
    lead = text[: len(text) - len(text.lstrip())]
    tokens = [("", lead)] if lead else []
    tokens.extend(_TOKEN.findall(text))
    return tokens


def _text(tokens: Sequence[Token]) -> str:
    return "".join(word + space for word, space in tokens)


def _is_island(tokens: Sequence[Token], inside: bool) -> bool:
    """Whether what stayed is too little to read on: one or two small words between changes."""
    return inside and len(tokens) <= 2 and all(len(word) <= 3 and not word.isdigit() for word, _ in tokens)


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
