"""Shows a changed clause in a few lines: the words that went, the words that came and a little around them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from watcher.alert.inert import defang, quote
from watcher.core.model import ClauseChange, ClauseOp, Reason, Span, SpanOp

_AROUND = 70
_RUN = 420
_CLAUSE = 900


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
        changed = sum(len(span.text) for span in _spans(clause) if span.op is not SpanOp.SAME)
        return (cited, changed)

    return tuple(sorted(clauses, key=strength, reverse=True)[:limit])


def pieces(clause: ClauseChange) -> tuple[Piece, ...]:
    """The clause's redline, cut to about 900 characters, harmless to show."""
    spans = _spans(clause)
    shown: list[Piece] = []
    room = _CLAUSE
    for place, span in enumerate(spans):
        if shown and (span.text[:1].isspace() or (span.op is not SpanOp.SAME and shown[-1].op is not SpanOp.SAME)):
            shown[-1] = replace(shown[-1], gap=True)
        text = _cut(span, room, first=place == 0, last=place == len(spans) - 1)
        if text:
            shown.append(Piece(op=span.op, text=text, gap=span.text[-1:].isspace()))
            room -= len(text)
        if room <= 0:
            shown.append(Piece(op=SpanOp.SAME, text="…"))
            break
    return tuple(shown)


def as_text(shown: Sequence[Piece]) -> str:
    """The redline for plain text: [-words that went-] {+words that came+}."""
    forms = {SpanOp.SAME: "{}", SpanOp.DELETED: "[-{}-]", SpanOp.INSERTED: "{{+{}+}}"}
    # A link may lie across two pieces.
    return defang("".join(forms[piece.op].format(piece.text) + " " * piece.gap for piece in shown).strip())


def _spans(clause: ClauseChange) -> tuple[Span, ...]:
    if clause.op is ClauseOp.MOVED or clause.links_only:
        return (Span(op=SpanOp.SAME, text=clause.after or clause.before),)
    if clause.redline:
        return clause.redline
    both = (Span(op=SpanOp.DELETED, text=clause.before), Span(op=SpanOp.INSERTED, text=clause.after))
    return tuple(span for span in both if span.text)


def _cut(span: Span, room: int, *, first: bool, last: bool) -> str:
    """Changed words up to `room`; of those that stay only what stands next to a change."""
    if span.op is not SpanOp.SAME or (first and last):
        return quote(span.text, max(2, min(_RUN, room)))
    tidy = " ".join(span.text.split())
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
