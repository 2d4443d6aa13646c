"""Says whether the store is whole: the database's own check, and every blob against its hash."""

from collections.abc import Iterator
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
    """The hashes that captures name."""
    rows = db.query("select body as sha from parts union select screenshot from parts union select elements from parts")
    return {row["sha"] for row in rows if row["sha"] is not None}


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
        return Damage(what=sha256, message="a capture names this blob, but it is missing")
    except BlobDamagedError as error:
        return Damage(what=sha256, message=str(error))
    return None
