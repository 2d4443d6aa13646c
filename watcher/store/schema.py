"""The tables of the store, as migrations that a newer Watcher adds to."""

from sqlite_utils import Database, Migrations

migrations = Migrations("watcher")


@migrations(name="0001_first")
def _first(db: Database) -> None:
    _make_evidence(db)
    _make_states(db)
    _make_findings(db)
    _make_ledger(db)
    _make_outbox(db)


@migrations(name="0002_incidents")
def _incidents(db: Database) -> None:
    """What was wrong with the last look at each target, and the troubles that the operator is told of."""
    for column in ("looked_at", "trouble", "troubled_since"):
        db.table("ledger").add_column(column, str)
    db.table("incidents").create(
        {"id": str, "opened_at": str, "closed_at": str, "body": str}, pk="id", not_null={"opened_at", "body"}
    )
    db.table("incidents").create_index(["closed_at"])


def _make_evidence(db: Database) -> None:
    """Captures and their parts."""
    db.table("captures").create(
        {"id": str, "target": str, "stream": str, "at": str, "took_s": float, "recipe": str},
        pk="id",
        not_null={"target", "stream", "at", "took_s", "recipe"},
    )
    db.table("captures").create_index(["stream", "at"])
    db.table("parts").create(
        {
            "capture": str,
            "n": int,
            "url": str,
            "final_url": str,
            "status": int,
            "content_type": str,
            "body": str,
            "screenshot": str,
            "elements": str,
            "redirects": str,
            "notes": str,
        },
        pk=("capture", "n"),
        not_null={"url", "final_url", "status", "content_type", "body"},
        foreign_keys=[("capture", "captures", "id")],
    )


def _make_states(db: Database) -> None:
    """How visits ended, and the states that streams have shown."""
    db.table("outcomes").create(
        {
            "id": int,
            "target": str,
            "stream": str,
            "at": str,
            "outcome": str,
            "capture": str,
            "digest": str,
            "finding": str,
            "failure": str,
            "message": str,
        },
        pk="id",
        not_null={"target", "stream", "at", "outcome"},
    )
    db.table("outcomes").create_index(["target", "at"])
    db.table("streams").create(
        {"stream": str, "target": str, "baseline": str, "variant": str}, pk="stream", not_null={"target", "baseline"}
    )
    db.table("variants").create(
        {
            "stream": str,
            "name": str,
            "standing": str,
            "doubted": str,
            "first_seen": str,
            "last_seen": str,
            "capture": str,
        },
        pk=("stream", "name"),
        not_null={"standing", "first_seen", "last_seen"},
    )


def _make_findings(db: Database) -> None:
    """Findings and who took them."""
    db.table("findings").create(
        {
            "id": str,
            "target": str,
            "stream": str,
            "at": str,
            "kind": str,
            "severity": int,
            "effective_date": str,
            "headline": str,
            "body": str,
        },
        pk="id",
        not_null={"target", "stream", "at", "kind", "severity", "headline", "body"},
    )
    db.table("findings").create_index(["at"])
    db.table("acks").create(
        {"id": int, "finding": str, "at": str, "by": str, "note": str},
        pk="id",
        not_null={"finding", "at", "by", "note"},
        foreign_keys=[("finding", "findings", "id")],
    )


def _make_ledger(db: Database) -> None:
    """Due times and leases."""
    db.table("ledger").create(
        {
            "target": str,
            "host": str,
            "due": str,
            "enrolled_at": str,
            "retired": int,
            "holder": str,
            "until": str,
            "failures": int,
            "last_good_at": str,
        },
        pk="target",
        not_null={"host", "due", "enrolled_at", "retired", "failures"},
    )
    db.table("ledger").create_index(["retired", "due"])


def _make_outbox(db: Database) -> None:
    """Alerts on their way."""
    db.table("outbox").create(
        {
            "key": str,
            "kind": str,
            "owner": str,
            "channel": str,
            "severity": int,
            "subject": str,
            "text": str,
            "html": str,
            "created_at": str,
            "not_before": str,
            "finding": str,
            "digest": str,
            "state": str,
            "due": str,
            "tries": int,
            "holder": str,
            "last_try_at": str,
            "last_error": str,
            "settled_at": str,
        },
        pk="key",
        not_null={
            "kind",
            "owner",
            "channel",
            "severity",
            "subject",
            "text",
            "html",
            "created_at",
            "state",
            "due",
            "tries",
        },
    )
    db.table("outbox").create_index(["state", "due"])


@migrations(name="0004_follow_ups")
def _follow_ups(db: Database) -> None:
    """Until when a finding was put off, where it was not taken; which messages belong together or say the same."""
    db.table("acks").add_column("until", str)
    db.table("acks").create_index(["finding"])
    db.table("outbox").create_index(["finding"])
    for column in ("bundle", "gist", "language", "page"):
        db.table("outbox").add_column(column, str)
    db.table("outbox").create_index(["owner", "channel", "gist", "created_at"])


@migrations(name="0005_habits")
def _habits(db: Database) -> None:
    """What is remembered of each stream takes the place of whole states that it has shown."""
    db.table("habits").create({"stream": str, "body": str}, pk="stream", not_null={"body"})
    db.table("findings").create_index(["stream", "at"])
    db.table("afterwards").create({"finding": str, "kind": str, "at": str}, pk=("finding", "kind"), not_null={"at"})
    db.execute("delete from variants where standing = 'baseline'")


@migrations(name="0006_retention")
def _retention(db: Database) -> None:
    """Blobs that rows named which were removed, until it is known whether other rows name them, too."""
    db.table("unwanted").create({"sha256": str}, pk="sha256")
    for column in ("body", "screenshot", "elements"):
        db.table("parts").create_index([column])
    db.table("captures").create_index(["at"])


@migrations(name="0010_scale")
def _scale(db: Database) -> None:
    """Which blobs are stored as their difference from another, which has to stay for them."""
    db.table("differences").create({"sha256": str, "base": str}, pk="sha256", not_null={"base"})
    db.table("differences").create_index(["base"])


@migrations(name="0010_scale_rows")
def _scale_rows(db: Database) -> None:
    """Looks alike in one row, and an index for whatever grows."""
    db.table("outcomes").add_column("since", str)
    db.table("outcomes").add_column("looks", int, not_null_default=1)
    db.table("outcomes").create_index(["stream"])
    db.table("outcomes").create_index(["at"])
    db.table("captures").create_index(["target"])
    db.table("streams").create_index(["target"])
    db.table("findings").create_index(["target", "at"])
    db.table("ledger").create_index(["retired", "due", "target"])
    db.table("ledger").create_index(["holder"])
    db.table("outbox").create_index(["created_at"])


@migrations(name="0012_messages")
def _messages(db: Database) -> None:
    """Which alerts were sent as one message, and what chats show of each."""
    for column in ("message", "brief"):
        db.table("outbox").add_column(column, str)
    db.table("outbox").create_index(["message"])


@migrations(name="0013_figures")
def _figures(db: Database) -> None:
    """What pages show of themselves: figures, names and marks, each for as long as looks agreed on it."""
    db.table("readings").create(
        {
            "stream": str,
            "name": str,
            "at": str,
            "target": str,
            "until": str,
            "looks": int,
            "value": str,
            "low": float,
            "high": float,
        },
        pk=("stream", "name", "at"),
        not_null={"target", "until", "looks", "value"},
    )
    db.table("readings").create_index(["target"])


@migrations(name="0014_handles")
def _handles(db: Database) -> None:
    """What was seen under handles that look like a brand's own, and how many visits that took."""
    db.table("handles").create(
        {
            "target": str,
            "handle": str,
            "first_at": str,
            "looked_at": str,
            "presence": str,
            "doubted_since": str,
            "told": int,
            "finding": str,
        },
        pk=("target", "handle"),
        not_null={"first_at", "looked_at"},
    )
    db.table("handle_looks").create(
        {"id": int, "target": str, "at": str, "visits": int}, pk="id", not_null={"target", "at", "visits"}
    )
    db.table("handle_looks").create_index(["at"])


@migrations(name="0015_asked")
def _asked(db: Database) -> None:
    """In how many of the looks the server was asked instead of visited."""
    db.table("outcomes").add_column("asked", int, not_null_default=0)


@migrations(name="0016_essence")
def _essence(db: Database) -> None:
    """What each part shows without what no visitor sees, as a digest."""
    db.table("parts").add_column("essence", str)
