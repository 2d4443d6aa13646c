"""A finding for people on a terminal: coloured there, and readable without colour."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from watcher.cli.printing import stdout
from watcher.core.model import Finding, Span, SpanOp
from watcher.core.redline import Passage, is_changed
from watcher.core.text import visible
from watcher.report.redline import ClauseView, clause_views, facts

_STYLES = {SpanOp.SAME: "", SpanOp.INSERTED: "green underline", SpanOp.DELETED: "red strike"}
_MARKS = {SpanOp.SAME: ("", ""), SpanOp.INSERTED: ("{+", "+}"), SpanOp.DELETED: ("[-", "-]")}
_MOST_CLAUSES = 40
_MOST_NOISE = 10
_AROUND = 160
_CHANGED = 1500
_GLANCE = 100
_BEFORE = 30


def print_finding(finding: Finding) -> None:
    console = stdout()
    console.print(Text(visible(finding.headline), style="bold"))
    for label, value in facts(finding):
        console.print(Text(f"{label:<14} {visible(value)}"))
    for event in finding.layout:
        console.print(Text(f"\n{event.op.value} {event.role}: {visible(event.sentence)}"))
    clauses = clause_views(finding)
    telling = [clause for clause in clauses if not clause.noise]
    for heading, group in groupby(telling[:_MOST_CLAUSES], key=lambda clause: clause.heading):
        console.print(Text(f"\n{visible(heading) or '(no heading)'}", style="bold"))
        for clause in group:
            _print_clause(console, clause)
    if len(telling) > _MOST_CLAUSES:
        console.print(f"\n... and {len(telling) - _MOST_CLAUSES} more clauses (--json has them all)")
    _print_noise(console, [clause for clause in clauses if clause.noise])
    if finding.reasons:
        console.print()
    for reason in finding.reasons:
        quote = f": “{visible(reason.quote)}”" if reason.quote else ""
        console.print(Text(f"because {reason.rule} ({reason.weight:+.1f}){quote}", style="dim"))


def _print_clause(console: Console, clause: ClauseView) -> None:
    label = clause.label + (f" {clause.route}" if clause.route else "")
    # Where lines are not wrapped nothing is padded: a line stays a line.
    line = Text.assemble((f"{visible(label)}: ", "bold cyan"), _words(clause))
    console.print(line if console.soft_wrap else Padding(line, (0, 0, 0, 2), expand=False))
    for link in clause.links:
        console.print(Text(f"  link: {visible(link)}"))


def _words(clause: ClauseView) -> Text:
    line = Text()
    for span in excerpt(clause.passages):
        before, after = _MARKS[span.op]
        line.append(before + visible(span.text) + after, style=_STYLES[span.op])
    return line


def _print_noise(console: Console, clauses: Sequence[ClauseView]) -> None:
    if not clauses:
        return
    console.print(Text(f"\nDifferences that do not count: {len(clauses)}", style="bold"))
    lines = Counter(f"  {clause.label}, {visible(clause.noise)}: {_glance(clause)}" for clause in clauses)
    for line, times in list(lines.items())[:_MOST_NOISE]:
        console.print(Text(f"{line} ({times} times)" if times > 1 else line, style="dim"))
    if len(lines) > _MOST_NOISE:
        console.print(Text(f"  ... and {len(lines) - _MOST_NOISE} others", style="dim"))


def _glance(clause: ClauseView) -> str:
    """The first change in a few words."""
    words = " ".join(_words(clause).plain.split())
    first = min((at for at in (words.find("[-"), words.find("{+")) if at >= 0), default=0)
    start = words.rfind(" ", 0, max(0, first - _BEFORE)) + 1
    return f"{'… ' if start else ''}{words[start : start + _GLANCE]}{'…' * (len(words) > start + _GLANCE)}"


def excerpt(passages: Sequence[Passage]) -> Iterator[Span]:
    """The changed passages, each with the one before and after it; what is left out is an ellipsis."""
    near = {n + step for n, passage in enumerate(passages) if is_changed(passage) for step in (-1, 0, 1)}
    shown = [n for n in range(len(passages)) if n in near] or [0]
    last = -1
    for n in shown[: len(passages)]:
        if n > last + 1:
            yield Span(op=SpanOp.SAME, text="… ")
        last = n
        for span in passages[n]:
            yield _cut(span)
    if passages and last < len(passages) - 1:
        yield Span(op=SpanOp.SAME, text="…")


def _cut(span: Span) -> Span:
    """A long run of words by its beginning and its end."""
    room = _AROUND if span.op is SpanOp.SAME else _CHANGED
    if len(span.text) <= 2 * room + 20:
        return span
    return Span(op=span.op, text=f"{span.text[:room].rstrip()} … {span.text[-room:].lstrip()}")
