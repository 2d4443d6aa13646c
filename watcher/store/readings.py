"""Keeps what pages show of themselves: a row for every value, for as long as looks agree on it."""

from datetime import datetime

from sqlite_utils import Database

from watcher.core.model import POSTED, FactKind, FigureKind, Profile, Reading, same_post
from watcher.store.database import moment, stamp
from watcher.store.rows import Row

_EXPIRED = """
    from readings where until < :before and at <
    (select max(at) from readings as later where later.stream = readings.stream and later.name = readings.name)
"""


def note_profile(db: Database, *, stream: str, target: str, profile: Profile, at: datetime) -> None:
    """Adds what is new, and to what is as before that it was seen again."""
    for figure in profile.figures:
        last = _last(db, stream, figure.kind.value)
        if last and figure.low <= last["high"] and last["low"] <= figure.high:
            if figure.high - figure.low < last["high"] - last["low"]:
                exact = {"value": f"{figure.value:.10g}", "low": figure.low, "high": figure.high}
                _update(db, last, at, **exact)
            else:
                _update(db, last, at)
        else:
            _insert(db, stream, target, figure.kind.value, f"{figure.value:.10g}", at, figure.low, figure.high)
    for kind in FactKind:
        if value := profile.fact(kind):
            _note_fact(db, stream, target, kind, value, at)
    if profile.posted_at:
        _note_post(db, stream, target, profile.posted_at, at)


def note_same(db: Database, *, stream: str, at: datetime) -> None:
    """What was seen last was seen again, all of it."""
    db.execute(
        "update readings set until = :at, looks = looks + 1 where stream = :stream and at ="
        " (select max(at) from readings as later where later.stream = :stream and later.name = readings.name)",
        {"stream": stream, "at": stamp(at)},
    )


def readings_since(db: Database, stream: str, since: datetime) -> tuple[Reading, ...]:
    """What stood in a stream since then, the oldest first."""
    rows = db.query(
        "select * from readings where stream = :stream and until >= :since order by at, name",
        {"stream": stream, "since": stamp(since)},
    )
    return tuple(reading_of(row) for row in rows)


def reading_of(row: Row) -> Reading:
    return Reading(
        stream=row["stream"],
        name=row["name"],
        value=row["value"],
        at=moment(row["at"]),
        until=moment(row["until"]),
        looks=row["looks"],
        low=row["low"],
        high=row["high"],
    )


def readings_of(db: Database, target: str, since: datetime | None) -> list[Reading]:
    """All that was read of a target since then, stream by stream, the oldest first."""
    rows = db.query(
        "select * from readings where target = :target and (:since is null or until >= :since)"
        " order by stream, name, at",
        {"target": target, "since": since and stamp(since)},
    )
    return [reading_of(row) for row in rows]


def last_figures(db: Database) -> dict[str, list[Reading]]:
    """By target the last reading of every figure, in every stream."""
    kinds = ", ".join(f"'{kind.value}'" for kind in FigureKind)
    rows = db.query(
        f"select * from readings where name in ({kinds}) and at = (select max(at) from readings as later"  # noqa: S608
        " where later.stream = readings.stream and later.name = readings.name) order by target, stream, name"
    )
    found: dict[str, list[Reading]] = {}
    for row in rows:
        found.setdefault(row["target"], []).append(reading_of(row))
    return found


def expired_readings(db: Database, before: datetime) -> int:
    """How many `expire_readings` would remove."""
    return int(next(db.query(f"select count(*) as n {_EXPIRED}", {"before": stamp(before)}))["n"])


def expire_readings(db: Database, before: datetime, limit: int) -> int:
    """Removes what stood no longer before a moment, but the last of everything, and returns how many."""
    return db.execute(
        f"delete from readings where rowid in (select rowid {_EXPIRED} order by until limit :limit)",  # noqa: S608
        {"before": stamp(before), "limit": limit},
    ).rowcount


def _note_fact(db: Database, stream: str, target: str, kind: FactKind, value: str, at: datetime) -> None:
    last = _last(db, stream, kind.value)
    if last and last["value"] == value:
        _update(db, last, at)
    elif last and kind is FactKind.PICTURE and last["looks"] == 1:
        # an address that is another one on every visit would fill the table, and says nothing
        _update(db, last, at, value=value, looks=1)
    else:
        _insert(db, stream, target, kind.value, value, at)


def _note_post(db: Database, stream: str, target: str, posted_at: datetime, at: datetime) -> None:
    """The date of the newest post moves on with a new post alone: how long ago one was is said roughly."""
    last = _last(db, stream, POSTED)
    known = datetime.fromisoformat(last["value"]) if last else None
    if last and known and (posted_at <= known or same_post(posted_at, known, at)):
        _update(db, last, at)
    else:
        _insert(db, stream, target, POSTED, posted_at.isoformat(), at)


def _last(db: Database, stream: str, name: str) -> Row | None:
    query = "select rowid, * from readings where stream = ? and name = ? order by at desc limit 1"
    return next(db.query(query, (stream, name)), None)


def _update(db: Database, row: Row, at: datetime, **changes: object) -> None:
    new = {"until": stamp(at), "looks": row["looks"] + 1} | changes
    names = ", ".join(f"{name} = :{name}" for name in new)
    db.execute(f"update readings set {names} where rowid = :rowid", new | {"rowid": row["rowid"]})  # noqa: S608


def _insert(
    db: Database,
    stream: str,
    target: str,
    name: str,
    value: str,
    at: datetime,
    low: float | None = None,
    high: float | None = None,
) -> None:
    # two looks cannot be at one moment, save where a clock was set back
    db.execute(
        "insert into readings (stream, target, name, at, until, looks, value, low, high)"
        " values (:stream, :target, :name, :at, :at, 1, :value, :low, :high)"
        " on conflict (stream, name, at) do update"
        " set value = excluded.value, low = excluded.low, high = excluded.high",
        {
            "stream": stream,
            "target": target,
            "name": name,
            "at": stamp(at),
            "value": value,
            "low": low,
            "high": high,
        },
    )
