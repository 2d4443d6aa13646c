"""Says whether the store is whole: the database's own check, and every blob against its hash."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from watcher.core.ports import BlobDamagedError, BlobMissingError
from watcher.store.blobs import FileBlobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Something that is not as it was stored: `what` names a table, a file or a capture."""

    what: str
    message: str


def referenced(db: Database) -> set[str]:
    """The hashes that captures name, and those of blobs from which others differ."""
    rows = db.query("select body as sha from parts union select screenshot from parts union select elements from parts")
    return {row["sha"] for row in rows if row["sha"] is not None} | set(differences(db).values())


def differences(db: Database) -> dict[str, str]:
    """The blobs that are stored as their difference from another, and that other. A store of old has none."""
    if not db.table("differences").exists():
        return {}
    return {row["sha256"]: row["base"] for row in db.query("select sha256, base from differences")}


def note_differences(db: Database, bases: Mapping[str, str | None]) -> None:
    """Notes inside the caller's transaction how blobs are stored: what they differ from stays as long as they do."""
    for sha256, base in bases.items():
        if base is None:
            forget_difference(db, sha256)
        else:
            db.table("differences").upsert({"sha256": sha256, "base": base}, pk="sha256")


def forget_difference(db: Database, sha256: str) -> None:
    """What a blob differed from is to be removed, too, if nothing else names it."""
    db.execute(
        "insert into unwanted (sha256) select base from differences where sha256 = ? on conflict do nothing", (sha256,)
    )
    db.execute("delete from differences where sha256 = ?", (sha256,))


def is_named(db: Database, sha256: str) -> bool:
    """Whether a capture, or a blob that differs from it, needs this blob."""
    query = (
        "select 1 from parts where body = :sha or screenshot = :sha or elements = :sha"
        " union all select 1 from differences where base = :sha limit 1"
    )
    return next(db.query(query, {"sha": sha256}), None) is not None


def check_database(db: Database) -> Iterator[Damage]:
    for row in db.query("pragma integrity_check"):
        if row["integrity_check"] != "ok":
            yield Damage(what="database", message=row["integrity_check"])
    for row in db.query("pragma foreign_key_check"):
        yield Damage(what=row["table"], message=f"row {row['rowid']} names a row of {row['parent']} that is missing")


def check_blob(blobs: FileBlobs, sha256: str) -> Damage | None:
    try:
        blobs.get(sha256)
    except BlobMissingError:
        return Damage(what=sha256, message="a capture or another blob names this one, but it is missing")
    except BlobDamagedError as error:
        return Damage(what=sha256, message=str(error))
    return None
