"""Shows a changed clause in a few lines: the words that went, the words that came and a little around them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from watcher.alert.inert import clean, defang, quote
from watcher.core.model import ClauseChange, Reason, Span, SpanOp
from watcher.core.redline import spans_of

_AROUND = 70
_RUN = 420
_CLAUSE = 900
# What a piece costs beside its words, and the least that is worth showing of one.
_MARKS = 12
_LEAST = 40
_SIGNS = frozenset(",.;:!?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of words, harmless to show; `gap` is whether a space follows it."""

    op: SpanOp
    text: str
    gap: bool = False


def strongest(clauses: Sequence[ClauseChange], reasons: Sequence[Reason], limit: int) -> tuple[ClauseChange, ...]:
    """The clauses that carry the finding: those that its reasons quote, by weight, then those that changed most."""

    def strength(clause: ClauseChange) -> tuple[float, int]:
        cited = sum(
            reason.weight
            for reason in reasons
            if reason.quote and (reason.quote in clause.after or reason.quote in clause.before)
        )
        changed = sum(len(span.text) for span in spans_of(clause) if span.op is not SpanOp.SAME)
        return (cited, changed)

    return tuple(sorted(clauses, key=strength, reverse=True)[:limit])


def pieces(clause: ClauseChange, reasons: Sequence[Reason] = ()) -> tuple[Piece, ...]:
    """The clause's redline, cut to about 900 characters, harmless to show.

    Where that is too little, the room goes first to the changed words that a reason quotes, the heaviest first, then
    to the others in their order.
    """
    spans = spans_of(clause)
    quoted = _quoted(clause, spans, reasons)
    shown: dict[int, str] = {}
    room = _CLAUSE
    for place in _by_rank(spans, quoted):
        changed = _changed(spans[place]) or len(spans) == 1
        text = _run(spans[place].text, quoted.get(place, 0), min(_RUN, room)) if changed else _around(spans, place)
        if text:
            shown[place] = text
            room -= len(text) + _MARKS
        if room < _LEAST:
            break
    return tuple(_joined(spans, shown))


def as_text(shown: Sequence[Piece]) -> str:
    """The redline for plain text: [-words that went-] {+words that came+}."""
    forms = {SpanOp.SAME: "{}", SpanOp.DELETED: "[-{}-]", SpanOp.INSERTED: "{{+{}+}}"}
    # A link may lie across two pieces.
    return defang("".join(forms[piece.op].format(piece.text) + " " * piece.gap for piece in shown).strip())


def _quoted(clause: ClauseChange, spans: Sequence[Span], reasons: Sequence[Reason]) -> dict[int, int]:
    """The changed spans that reasons quote, the heaviest first, each with where in it the quote begins."""
    found: dict[int, int] = {}
    sides = ((clause.after, SpanOp.DELETED), (clause.before, SpanOp.INSERTED))
    cited = sorted((one for one in reasons if one.quote and one.weight > 0), key=lambda one: -one.weight)
    for reason in cited:
        for text, missing in sides:
            start = text.find(reason.quote)
            if start < 0:
                continue
            end, position = start + len(reason.quote), 0
            for place, span in enumerate(spans):
                if span.op is missing:
                    continue
                overlaps = position < end and start < position + len(span.text)
                if overlaps and (_changed(span) or len(spans) == 1):
                    found.setdefault(place, max(0, start - position))
                position += len(span.text)
    return found


def _by_rank(spans: Sequence[Span], first: Iterable[int]) -> Iterator[int]:
    """Places in the order in which they are worth their room: changes, each followed by what stands around it."""
    changed = [place for place, span in enumerate(spans) if _changed(span)]
    done: set[int] = set()
    for seed in (*first, *changed, *range(len(spans))):
        if seed in done:
            continue
        low = high = seed
        while low > 0 and _changed(spans[low - 1]):
            low -= 1
        while high + 1 < len(spans) and _changed(spans[high + 1]):
            high += 1
        group = (seed, low - 1, high + 1, *range(low, high + 1))
        fresh = [place for place in dict.fromkeys(group) if 0 <= place < len(spans) and place not in done]
        done.update(fresh)
        yield from fresh


def _joined(spans: Sequence[Span], shown: Mapping[int, str]) -> Iterator[Piece]:
    """The shown spans in their order, with an ellipsis for what is left out."""
    places = sorted(shown)
    if not places:
        return
    if not shown[places[0]].startswith("…") and not _blank(spans[: places[0]]):
        yield Piece(op=SpanOp.SAME, text="…", gap=True)
    for place, following in zip(places, [*places[1:], None], strict=True):
        span = spans[place]
        text = shown[place]
        if not _changed(span) and len(spans) > 1:
            text = _around(spans, place, first=place - 1 not in shown, last=place + 1 not in shown)
        left_out = not _blank(spans[place + 1 : following])
        gap = left_out if following is None or left_out else _apart(spans[place : following + 1])
        yield Piece(op=span.op, text=text, gap=gap)
        if left_out and not (text.endswith("…") and following is None):
            yield Piece(op=SpanOp.SAME, text="…", gap=following is not None)


def _apart(spans: Sequence[Span]) -> bool:
    """Whether a space stands between the first and the last of these spans; what lies between them is blank.

    A sign that came stands at the word before it, whatever went in its place.
    """
    first, *between, last = spans
    if any(span.op is not SpanOp.DELETED and span.text for span in between):
        return True
    if first.op is SpanOp.DELETED and last.op is not SpanOp.DELETED and last.text[:1] in _SIGNS:
        return False
    return first.text[-1:].isspace() or last.text[:1].isspace() or (_changed(first) and _changed(last))


def _blank(spans: Sequence[Span]) -> bool:
    return all(not clean(span.text, _RUN) for span in spans)


def _changed(span: Span) -> bool:
    return span.op is not SpanOp.SAME


def _run(text: str, quoted_from: int, room: int) -> str:
    """Changed words up to `room`, from their beginning or, where the quote would be lost, from there."""
    if len(text) > room and quoted_from > _AROUND:
        return f"… {quote(text[quoted_from:], max(2, room - 2))}"
    return quote(text, max(2, room))


def _around(spans: Sequence[Span], place: int, *, first: bool = False, last: bool = False) -> str:
    """Of words that stay what stands next to a change; `first` and `last`: there is none shown before, or after."""
    first, last = first or place == 0, last or place == len(spans) - 1
    tidy = " ".join(spans[place].text.split())
    if len(tidy) <= 2 * _AROUND + 20:
        return quote(tidy, len(tidy) + 1)
    head, tail = quote(tidy, _AROUND), quote(_ending(tidy), _AROUND)
    if first:
        return f"… {tail}"
    return head if last else f"{head} {tail}"


def _ending(text: str) -> str:
    """The last words of a text, in at most `_AROUND` characters."""
    tail = text[-_AROUND:]
    return tail[tail.find(" ") + 1 :]
