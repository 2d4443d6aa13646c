"""A finding for people on a terminal: coloured there, and readable without colour."""

from rich.console import Console
from rich.text import Text

from watcher.cli.printing import stdout
from watcher.core.model import ClauseChange, ClauseOp, Finding, SpanOp

_STYLES = {SpanOp.SAME: "", SpanOp.INSERTED: "green", SpanOp.DELETED: "red strike"}
_MARKS = {SpanOp.SAME: ("", ""), SpanOp.INSERTED: ("{+", "+}"), SpanOp.DELETED: ("[-", "-]")}
_MOST_CLAUSES = 40


def print_finding(finding: Finding) -> None:
    console = stdout()
    console.print(Text(finding.headline, style="bold"))
    for label, value in _facts(finding):
        console.print(Text(f"{label:<14} {value}"))
    for event in finding.layout:
        console.print(Text(f"\n{event.op.value} {event.role}: {event.sentence}"))
    for clause in finding.clauses[:_MOST_CLAUSES]:
        _print_clause(console, clause)
    if len(finding.clauses) > _MOST_CLAUSES:
        console.print(f"\n... and {len(finding.clauses) - _MOST_CLAUSES} more clauses (--json has them all)")
    console.print()
    for reason in finding.reasons:
        quote = f": “{reason.quote}”" if reason.quote else ""
        console.print(Text(f"because {reason.rule} ({reason.weight:+.1f}){quote}", style="dim"))


def _facts(finding: Finding) -> list[tuple[str, str]]:
    facts = [
        ("change", finding.id),
        ("target", finding.target),
        ("seen", f"{finding.at:%Y-%m-%d %H:%M} UTC"),
        ("judged", f"{finding.kind}, severity {finding.severity}, score {finding.score:.1f}, {finding.direction}"),
        ("topics", ", ".join(finding.topics) or "none"),
    ]
    if finding.effective_date:
        facts.append((str(finding.effective_kind).replace("_", " "), f"{finding.effective_date}{_lead(finding)}"))
    if finding.stakes:
        facts.append(("at stake", ", ".join(finding.stakes)))
    return facts


def _lead(finding: Finding) -> str:
    if finding.lead_days is None:
        return ""
    if finding.lead_days < 0:
        return f" (in force for {-finding.lead_days} days)"
    return f" ({finding.lead_days} days left)"


def _print_clause(console: Console, clause: ClauseChange) -> None:
    links = ", links only" if clause.links_only else ""
    console.print(Text(f"\n{clause.op.value}{links}: {clause.heading or 'no heading'}", style="bold"))
    line = Text()
    for op, text in _spans(clause):
        before, after = _MARKS[op]
        line.append(f"{before}{text}{after}", style=_STYLES[op])
    console.print(line)


def _spans(clause: ClauseChange) -> list[tuple[SpanOp, str]]:
    if clause.redline:
        return [(span.op, span.text) for span in clause.redline]
    match clause.op:
        case ClauseOp.ADDED:
            return [(SpanOp.INSERTED, clause.after)]
        case ClauseOp.REMOVED:
            return [(SpanOp.DELETED, clause.before)]
        case _:
            return [(SpanOp.SAME, clause.after)]
