"""Findings and what else is known as JSON, in the stable keys that docs/json.md describes."""

from datetime import datetime
from typing import Any

from watcher.core.model import (
    AlertRecord,
    Checked,
    Failure,
    Finding,
    Incident,
    Rebasing,
    RecordedFinding,
    TargetStatus,
)
from watcher.report.agreement import Agreement

Json = dict[str, Any]


def finding_json(finding: Finding) -> Json:
    return {
        "id": finding.id,
        "target": finding.target,
        "stream": finding.stream,
        "at": _moment(finding.at),
        "kind": finding.kind.value,
        "severity": finding.severity,
        "score": round(finding.score, 3),
        "topics": [topic.value for topic in finding.topics],
        "direction": finding.direction.value,
        "effective_date": finding.effective_date and finding.effective_date.isoformat(),
        "effective_kind": finding.effective_kind and finding.effective_kind.value,
        "lead_days": finding.lead_days,
        "deadline": finding.deadline and finding.deadline.isoformat(),
        "headline": finding.headline,
        "reasons": [
            {"rule": reason.rule, "quote": reason.quote, "weight": round(reason.weight, 3)}
            for reason in finding.reasons
        ],
        "clauses": [
            {
                "op": clause.op.value,
                "heading": clause.heading,
                "before": clause.before,
                "after": clause.after,
                "kind": clause.kind.value,
                "heading_before": clause.heading_before,
                "links_only": clause.links_only,
                "noise": noise or None,
            }
            for clause, noise in finding.weighed
        ],
        "layout": [
            {
                "op": event.op.value,
                "role": event.role,
                "name": event.name,
                "before": event.before,
                "after": event.after,
                "sentence": event.sentence,
            }
            for event in finding.layout
        ],
        "stakes": list(finding.stakes),
        "matches": [
            {
                "stake": match.stake,
                "because": [{"by": why.by.value, "what": why.what} for why in match.because],
                "safe": match.safe and match.safe.value,
            }
            for match in finding.matches
        ],
        "priority": finding.priority,
        "confirmed": finding.confirmed,
        "first_seen_at": _moment(finding.first_seen_at),
        "before_capture": finding.before_capture,
        "after_capture": finding.after_capture,
    }


def recorded_json(recorded: RecordedFinding) -> Json:
    acks = [
        {"at": _moment(ack.at), "by": ack.by, "note": ack.note, "until": ack.until and ack.until.isoformat()}
        for ack in recorded.acks
    ]
    return finding_json(recorded.finding) | {
        "acks": acks,
        "confirmed": recorded.finding.confirmed or recorded.confirmed_at is not None,
        "withdrawn_at": _moment(recorded.withdrawn_at),
        "back_at": _moment(recorded.back_at),
        "vanished_at": _moment(recorded.vanished_at),
    }


def rebasing_json(rebasing: Rebasing) -> Json:
    return {
        "kind": "rebased",
        "target": rebasing.target,
        "stream": rebasing.stream,
        "at": _moment(rebasing.at),
        "reason": rebasing.reason,
    }


def told_json(told: str, document: str, seen_at: datetime, alerted_at: datetime, finding: Finding) -> Json:
    """A line of a timeline: what somebody would have been told, and when."""
    return {
        "type": told,
        "document": document,
        "seen_at": _moment(seen_at),
        "alerted_at": _moment(alerted_at),
    } | finding_json(finding)


def status_json(status: TargetStatus, incident: Incident | None = None) -> Json:
    """`incident` is the open one that the target belongs to."""
    return {
        "target": status.target,
        "due": _moment(status.due),
        "leased": status.leased,
        "failures": status.failures,
        "last_good_at": _moment(status.last_good_at),
        "last_at": _moment(status.last_at),
        "outcome": status.outcome,
        "message": status.message,
        "captures": status.captures,
        "learning_until": _moment(status.learning_until),
        "incident": incident and incident.id,
    }


def incident_json(incident: Incident) -> Json:
    return {
        "id": incident.id,
        "outage": incident.outage,
        "hosts": list(incident.hosts),
        "targets": list(incident.targets),
        "trouble": incident.trouble.kind,
        "message": incident.trouble.message,
        "since": _moment(incident.since),
        "opened_at": _moment(incident.opened_at),
        "told": incident.told,
        "told_at": _moment(incident.told_at),
        "retold_at": _moment(incident.retold_at),
        "mended": list(incident.mended),
    }


def alert_json(record: AlertRecord) -> Json:
    alert = record.alert
    return {
        "key": alert.key,
        "kind": alert.kind.value,
        "owner": alert.owner,
        "channel": alert.channel,
        "severity": alert.severity,
        "subject": alert.subject,
        "finding": alert.finding,
        "digest": alert.digest,
        "state": record.state,
        "tries": record.tries,
        "due": _moment(record.due),
        "created_at": _moment(alert.created_at),
        "last_try_at": _moment(record.last_try_at),
        "last_error": record.last_error,
        "settled_at": _moment(record.settled_at),
    }


def agreement_json(agreement: Agreement) -> Json:
    return {
        "compared": agreement.compared,
        "missing": list(agreement.missing),
        "kind_kappa": _rounded(agreement.kind_kappa),
        "kind_share": _rounded(agreement.kind_share),
        "severity1_kappa": _rounded(agreement.severity1_kappa),
        "severity2_kappa": _rounded(agreement.severity2_kappa),
        "severity2_precision": _rounded(agreement.precision),
        "severity2_recall": _rounded(agreement.recall),
        "topics_jaccard": _rounded(agreement.topics),
        "direction_share": _rounded(agreement.direction),
        "date_share": _rounded(agreement.date),
        "confusion": [
            {"label": label, "finding": found, "count": count}
            for (label, found), count in sorted(agreement.confusion.items())
        ],
    }


def checked_json(checked: Checked) -> Json:
    outcome = checked.outcome
    finding = getattr(outcome, "finding", None)
    return {
        "target": checked.target,
        "stream": checked.stream,
        "at": _moment(checked.at),
        "outcome": type(outcome).__name__.lower(),
        "capture": checked.capture,
        "failure": outcome.kind.value if isinstance(outcome, Failure) else None,
        "message": outcome.message if isinstance(outcome, Failure) else None,
        "finding": finding_json(finding) if isinstance(finding, Finding) else None,
        "alerts": len(checked.alerts),
    }


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 3)


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
