"""Read-only answers from the store, for people and reports."""

from datetime import datetime

from sqlite_utils import Database

from watcher.core.model import Ack, AlertRecord, Evidence, Finding, NoteKind, Rebasing, RecordedFinding, TargetStatus
from watcher.store.database import moment, stamp
from watcher.store.rows import Row, ack_of, alert_of, finding_of, optional_moment

_SUFFIXES = {"text/html": "html", "application/pdf": "pdf", "text/plain": "txt", "text/markdown": "md"}


def findings(
    db: Database, *, target: str | None, severity_from: int, since: datetime | None, limit: int
) -> list[RecordedFinding]:
    """The newest findings first."""
    rows = db.query(
        "select body, id from findings where severity >= :severity and (:target is null or target = :target)"
        " and (:since is null or at >= :since) order by at desc, id limit :limit",
        {"severity": severity_from, "target": target, "since": since and stamp(since), "limit": limit},
    )
    return [_recorded(db, row) for row in rows]


def open_findings(db: Database, since: datetime) -> list[Finding]:
    """The findings that somebody was to be told of and nobody has taken, the oldest first."""
    rows = db.query(
        "select body from findings where severity >= 1 and at >= ?"
        " and not exists (select 1 from acks where acks.finding = findings.id and until is null)"
        " and not exists (select 1 from afterwards where afterwards.finding = findings.id and kind != 'confirmed')"
        " order by at, id",
        (stamp(since),),
    )
    return [finding_of(row) for row in rows]


def dated_findings(db: Database, since: datetime) -> list[Finding]:
    """The findings worth telling that name a day and were not undone, the oldest first."""
    rows = db.query(
        "select body from findings where severity >= 1 and at >= ?"
        " and (effective_date is not null or json_extract(body, '$.deadline') is not null)"
        " and not exists (select 1 from afterwards where afterwards.finding = findings.id and kind != 'confirmed')"
        " order by at, id",
        (stamp(since),),
    )
    return [finding_of(row) for row in rows]


def findings_named(db: Database, prefix: str) -> list[RecordedFinding]:
    """The findings whose id begins so: one, if it was said clearly."""
    rows = db.query(
        "select body, id from findings where id >= ? and id < ? || char(1114111) order by id limit 10", (prefix, prefix)
    )
    return [_recorded(db, row) for row in rows]


def rebasings(db: Database, *, target: str | None, since: datetime | None, limit: int) -> list[Rebasing]:
    """The newest ones first."""
    rows = db.query(
        "select * from outcomes where outcome = 'rebased' and (:target is null or target = :target)"
        " and (:since is null or at >= :since) order by at desc, id desc limit :limit",
        {"target": target, "since": since and stamp(since), "limit": limit},
    )
    return [
        Rebasing(target=row["target"], stream=row["stream"], at=moment(row["at"]), reason=row["message"])
        for row in rows
    ]


def acknowledge(db: Database, ack: Ack) -> None:
    until = ack.until and ack.until.isoformat()
    db.table("acks").insert(
        {"finding": ack.finding, "at": stamp(ack.at), "by": ack.by, "note": ack.note, "until": until}
    )


def statuses(db: Database) -> list[TargetStatus]:
    """How every target that is not retired fares, by name."""
    rows = db.query(
        "select ledger.*, last.at as last_at, last.outcome,"
        " coalesce(last.failure || ': ' || last.message, last.message) as message,"
        " (select count(*) from captures where captures.target = ledger.target) as captures,"
        " (select max(json_extract(habits.body, '$.learning_until')) from streams"
        " join habits on habits.stream = streams.stream where streams.target = ledger.target) as learning_until"
        " from ledger left join outcomes as last on last.id ="
        " (select id from outcomes where outcomes.target = ledger.target order by at desc, id desc limit 1)"
        " where not retired order by ledger.target"
    )
    return [
        TargetStatus(
            target=row["target"],
            due=moment(row["due"]),
            leased=row["holder"] is not None,
            failures=row["failures"],
            last_good_at=optional_moment(row["last_good_at"]),
            last_at=optional_moment(row["last_at"]),
            outcome=row["outcome"],
            message=row["message"],
            captures=row["captures"],
            learning_until=row["learning_until"] and datetime.fromisoformat(row["learning_until"]),
        )
        for row in rows
    ]


def last_look(db: Database) -> datetime | None:
    """When the newest visit ended."""
    return optional_moment(next(db.query("select max(at) as at from outcomes"))["at"])


def outcome_counts(db: Database) -> dict[str, int]:
    """How many visits ended how, failures by their kind."""
    rows = db.query(
        "select coalesce('failure:' || failure, outcome) as name, sum(looks) as count from outcomes"
        " group by 1 order by 1"
    )
    return {row["name"]: row["count"] for row in rows}


def message_counts(db: Database) -> dict[str, int]:
    """How many messages there are in each state."""
    rows = db.query("select state, count(*) as count from outbox group by 1 order by 1")
    return {row["state"]: row["count"] for row in rows}


def alerts(db: Database, *, state: str | None, finding: str | None, limit: int) -> list[AlertRecord]:
    """The newest alerts first."""
    rows = db.query(
        "select * from outbox where (:state is null or state = :state) and (:finding is null or finding = :finding)"
        " order by created_at desc, key limit :limit",
        {"state": state, "finding": finding, "limit": limit},
    )
    return [
        AlertRecord(
            alert=alert_of(row),
            state=row["state"],
            tries=row["tries"],
            due=moment(row["due"]),
            last_try_at=optional_moment(row["last_try_at"]),
            last_error=row["last_error"],
            settled_at=optional_moment(row["settled_at"]),
        )
        for row in rows
    ]


def revive_dead(db: Database, at: datetime) -> int:
    """Puts the dead letters back among the waiting, due at once, and returns how many."""
    return db.execute(
        "update outbox set state = 'waiting', due = ?, tries = 0, settled_at = null where state = 'dead'", (stamp(at),)
    ).rowcount


def evidence(db: Database, capture: str) -> list[Evidence]:
    """The files of a capture, named so that they can lie in one folder."""
    found: list[Evidence] = []
    for row in db.query("select * from parts where capture = ? order by n", (capture,)):
        prefix = f"part{row['n'] + 1}"
        suffix = _SUFFIXES.get(row["content_type"].partition(";")[0].strip().lower(), "bin")
        for name, sha256 in (
            (f"{prefix}.{suffix}", row["body"]),
            (f"{prefix}.png", row["screenshot"]),
            (f"{prefix}.elements.json", row["elements"]),
        ):
            if sha256 is not None:
                found.append(Evidence(capture=capture, name=name, url=row["final_url"], sha256=sha256))
    return found


def _recorded(db: Database, row: Row) -> RecordedFinding:
    notes = {
        note["kind"]: moment(note["at"])
        for note in db.query("select * from afterwards where finding = ?", (row["id"],))
    }
    return RecordedFinding(
        finding=finding_of(row),
        acks=_acks(db, row["id"]),
        confirmed_at=notes.get(NoteKind.CONFIRMED),
        withdrawn_at=notes.get(NoteKind.WITHDRAWN),
        back_at=notes.get(NoteKind.BACK),
        vanished_at=notes.get(NoteKind.VANISHED),
    )


def _acks(db: Database, finding: str) -> tuple[Ack, ...]:
    return tuple(ack_of(row) for row in db.query("select * from acks where finding = ? order by at", (finding,)))
