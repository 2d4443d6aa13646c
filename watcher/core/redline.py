"""Sets the words of a changed clause for reading: passage by passage, a passage being about a sentence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from watcher.core.model import ClauseChange, ClauseOp, Span, SpanOp

_CONFETTI = 0.6
_END = r"[.!?;:…][”\"’'»)\]]{0,2}"
# A stop after one letter or a day's number ends no sentence: "e.g.", "am 5. Januar".
_ENDED = re.compile(rf"(?<!\b\w)(?<!\b\d\d){_END}$")
_CUT = re.compile(rf"^\s+|\n+|(?<!\b\w)(?<!\b\d\d){_END}\s+")
_STOP = re.compile(rf"{_END}\s+")
_KEPT_APART = re.compile(r"[\w|\n]")

Passage = tuple[Span, ...]


def spans_of(clause: ClauseChange) -> tuple[Span, ...]:
    """The clause as runs of words that stay, go and come; words that only moved, or whose links changed, stay."""
    if clause.redline:
        return clause.redline
    if clause.links_only or (clause.op is ClauseOp.MOVED and clause.after):
        return (Span(op=SpanOp.SAME, text=clause.after),)
    both = (Span(op=SpanOp.DELETED, text=clause.before), Span(op=SpanOp.INSERTED, text=clause.after))
    return tuple(span for span in both if span.text)


def passages(clause: ClauseChange) -> tuple[Passage, ...]:
    """The clause in passages that both versions begin and end alike; where most of one changed, it stands whole: first
    what went, then what came. White space that changed is not shown as a change."""
    return tuple(_whole(passage) for passage in _cut(list(_tidy(_slid(_bridged(spans_of(clause)))))))


def is_changed(passage: Passage) -> bool:
    return any(span.op is not SpanOp.SAME for span in passage)


def _bridged(spans: Sequence[Span]) -> Iterator[Span]:
    """Signs that stay between two changes are read as part of both; not so the borders of cells and blocks."""
    for n, span in enumerate(spans):
        inside = 0 < n < len(spans) - 1 and span.op is SpanOp.SAME
        if inside and not _KEPT_APART.search(span.text):
            yield Span(op=SpanOp.DELETED, text=span.text)
            yield Span(op=SpanOp.INSERTED, text=span.text)
        else:
            yield span


def _slid(spans: Iterable[Span]) -> list[Span]:
    """A sentence that came or went is marked from its own beginning, not from the stop before it."""
    slid = list(spans)
    for n in range(1, len(slid) - 1):
        left, changed, right = slid[n - 1 : n + 2]
        stop = _STOP.match(changed.text)
        if not stop or changed.op is SpanOp.SAME or not left.op is right.op is SpanOp.SAME:
            continue
        again = stop[0] if right.text.startswith(stop[0]) else stop[0].rstrip()
        if right.text.startswith(stop[0]) or right.text == again:
            texts = (left.text + stop[0], changed.text[stop.end() :] + again, right.text[len(again) :])
            slid[n - 1 : n + 2] = (
                Span(op=span.op, text=text) for span, text in zip((left, changed, right), texts, strict=True)
            )
    return [span for span in slid if span.text]


def _tidy(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans with the white space at the ends of changes outside of them."""
    for same, run in groupby(spans, key=lambda span: span.op is SpanOp.SAME):
        if same:
            yield from run
            continue
        texts = {SpanOp.DELETED: "", SpanOp.INSERTED: ""}
        for span in run:
            texts[span.op] += span.text
        gone, came = texts[SpanOp.DELETED], texts[SpanOp.INSERTED]
        if not gone.strip() and not came.strip():
            yield Span(op=SpanOp.SAME, text=came or " ")
            continue
        leading = [text[: len(text) - len(text.lstrip())] for text in (came, gone) if text.strip()]
        trailing = [text[len(text.rstrip()) :] for text in (came, gone) if text.strip()]
        parts = (
            (SpanOp.SAME, max(leading, key=len)),
            (SpanOp.DELETED, gone.strip()),
            (SpanOp.INSERTED, came.strip()),
            (SpanOp.SAME, max(trailing, key=len)),
        )
        yield from (Span(op=op, text=text) for op, text in parts if text)


def _cut(spans: Sequence[Span]) -> Iterator[Passage]:
    passage: list[Span] = []
    ended = {SpanOp.DELETED: False, SpanOp.INSERTED: False}
    for span in spans:
        for text in _pieces(span):
            passage.append(Span(op=span.op, text=text))
            for side in ended:
                if span.op in {SpanOp.SAME, side} and (text.strip() or "\n" in text):
                    ended[side] = "\n" in text[len(text.rstrip()) :] or bool(_ENDED.search(text.rstrip()))
            if span.op is SpanOp.SAME and text[-1:].isspace() and all(ended.values()):
                yield _joined(passage)
                passage = []
    if passage:
        yield _joined(passage)


def _pieces(span: Span) -> Iterator[str]:
    if span.op is not SpanOp.SAME:
        yield span.text
        return
    start = 0
    for end in _CUT.finditer(span.text):
        yield span.text[start : end.end()]
        start = end.end()
    if start < len(span.text):
        yield span.text[start:]


def _joined(spans: Sequence[Span]) -> Passage:
    runs = groupby(spans, key=lambda span: span.op)
    return tuple(Span(op=op, text="".join(span.text for span in run)) for op, run in runs)


def _whole(passage: Passage) -> Passage:
    words = {op: sum(len(span.text.split()) for span in passage if span.op is op) for op in SpanOp}
    changed = words[SpanOp.DELETED] + words[SpanOp.INSERTED]
    if not (words[SpanOp.SAME] and words[SpanOp.DELETED] and words[SpanOp.INSERTED]):
        return passage
    if changed / (changed + 2 * words[SpanOp.SAME]) <= _CONFETTI:
        return passage
    gone, came = (
        "".join(span.text for span in passage if span.op in {SpanOp.SAME, side})
        for side in (SpanOp.DELETED, SpanOp.INSERTED)
    )
    tail = came[len(came.rstrip()) :]
    parts = ((SpanOp.DELETED, gone.strip()), (SpanOp.INSERTED, came.strip()), (SpanOp.SAME, tail))
    return tuple(Span(op=op, text=text) for op, text in parts if text)
