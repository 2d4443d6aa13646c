"""Facts as rows and back."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from watcher.core.model import (
    Ack,
    Alert,
    AlertKind,
    Capture,
    Finding,
    Habits,
    Incident,
    Language,
    Lease,
    PartCapture,
    Recipe,
    Sighting,
    Trouble,
)
from watcher.store.database import moment, stamp

type_of_finding: TypeAdapter[Finding] = TypeAdapter(Finding)
type_of_habits: TypeAdapter[Habits] = TypeAdapter(Habits)
type_of_recipe: TypeAdapter[Recipe] = TypeAdapter(Recipe)
type_of_incident: TypeAdapter[Incident] = TypeAdapter(Incident)
type_of_trouble: TypeAdapter[Trouble] = TypeAdapter(Trouble)

Row = dict[str, Any]


def capture_row(capture: Capture) -> Row:
    return {
        "id": capture.id,
        "target": capture.target,
        "stream": capture.stream,
        "at": stamp(capture.at),
        "took_s": capture.took_s,
        "recipe": type_of_recipe.dump_json(capture.recipe).decode(),
    }


def part_row(capture: str, n: int, part: PartCapture, put: Callable[[str, bytes], str]) -> Row:
    """`put` stores what a column names."""
    return {
        "capture": capture,
        "n": n,
        "url": part.url,
        "final_url": part.final_url,
        "status": part.status,
        "content_type": part.content_type,
        "body": put("body", part.body),
        "screenshot": None if part.screenshot is None else put("screenshot", part.screenshot),
        "elements": None if part.elements is None else put("elements", part.elements),
        "essence": part.essence,
        "redirects": json.dumps(part.redirects),
        "notes": json.dumps(part.notes),
    }


def capture_of(row: Row, parts: list[Row], get: Callable[[str], bytes]) -> Capture:
    """The capture without its screenshots: they are evidence, and nobody compares them."""
    return Capture(
        id=row["id"],
        target=row["target"],
        stream=row["stream"],
        at=moment(row["at"]),
        took_s=row["took_s"],
        recipe=type_of_recipe.validate_json(row["recipe"]),
        parts=tuple(
            PartCapture(
                url=part["url"],
                final_url=part["final_url"],
                status=part["status"],
                content_type=part["content_type"],
                body=get(part["body"]),
                elements=None if part["elements"] is None else get(part["elements"]),
                essence=part["essence"],
                redirects=tuple(json.loads(part["redirects"])),
                notes=tuple(json.loads(part["notes"])),
            )
            for part in parts
        ),
    )


def finding_row(finding: Finding) -> Row:
    return {
        "id": finding.id,
        "target": finding.target,
        "stream": finding.stream,
        "at": stamp(finding.at),
        "kind": finding.kind.value,
        "severity": finding.severity,
        "effective_date": finding.effective_date and finding.effective_date.isoformat(),
        "headline": finding.headline,
        "body": type_of_finding.dump_json(finding).decode(),
    }


def finding_of(row: Row) -> Finding:
    return type_of_finding.validate_json(row["body"])


def alert_row(alert: Alert) -> Row:
    return {
        "key": alert.key,
        "kind": alert.kind.value,
        "owner": alert.owner,
        "channel": alert.channel,
        "severity": alert.severity,
        "subject": alert.subject,
        "text": alert.text,
        "html": alert.html,
        "created_at": stamp(alert.created_at),
        "not_before": stamp(alert.not_before),
        "finding": alert.finding,
        "digest": alert.digest,
        "bundle": alert.bundle,
        "gist": alert.gist,
        "language": alert.language.value,
        "page": alert.page,
        "state": "waiting",
        "due": stamp(alert.not_before),
        "tries": 0,
    }


def alert_of(row: Row) -> Alert:
    return Alert(
        key=row["key"],
        kind=AlertKind(row["kind"]),
        owner=row["owner"],
        channel=row["channel"],
        severity=row["severity"],
        subject=row["subject"],
        text=row["text"],
        html=row["html"],
        created_at=moment(row["created_at"]),
        not_before=moment(row["not_before"]),
        finding=row["finding"],
        digest=row["digest"],
        bundle=row["bundle"],
        gist=row["gist"],
        language=Language(row["language"] or Language.EN),
        page=row["page"] or "",
    )


def ack_of(row: Row) -> Ack:
    return Ack(
        finding=row["finding"],
        at=moment(row["at"]),
        by=row["by"],
        note=row["note"],
        until=None if row["until"] is None else date.fromisoformat(row["until"]),
    )


def lease_of(row: Row) -> Lease:
    return Lease(
        target=row["target"],
        host=row["host"],
        holder=row["holder"],
        until=moment(row["until"]),
        due=moment(row["due"]),
        failures=row["failures"],
        enrolled_at=moment(row["enrolled_at"]),
        last_good_at=optional_moment(row["last_good_at"]),
    )


def sighting_of(
    target: str,
    host: str,
    due: str,
    enrolled_at: str,
    looked_at: str | None,
    last_good_at: str | None,
    failures: int,
    trouble: str | None,
    troubled_since: str | None,
) -> Sighting:
    return Sighting(
        target=target,
        host=host,
        due=moment(due),
        enrolled_at=moment(enrolled_at),
        looked_at=optional_moment(looked_at),
        last_good_at=optional_moment(last_good_at),
        failures=failures,
        trouble=None if trouble is None else type_of_trouble.validate_json(trouble),
        troubled_since=optional_moment(troubled_since),
    )


def incident_row(incident: Incident) -> Row:
    return {
        "id": incident.id,
        "opened_at": stamp(incident.opened_at),
        "closed_at": incident.closed_at and stamp(incident.closed_at),
        "body": type_of_incident.dump_json(incident).decode(),
    }


def incident_of(row: Row) -> Incident:
    return type_of_incident.validate_json(row["body"])


def optional_moment(text: str | None) -> datetime | None:
    return None if text is None else moment(text)
