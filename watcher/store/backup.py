"""Copies the store to a folder or an archive and back, every piece re-hashed on the way."""

import os
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from watcher.core.ports import BlobDamagedError, BlobMissingError
from watcher.store.blobs import FileBlobs, sync_folder, unpack
from watcher.store.database import FILE_NAME, StoreError, open_copy, open_read_only
from watcher.store.integrity import Damage, check_database, differences, referenced
from watcher.store.lock import DAEMON, EVIDENCE, daemon_lock, evidence_held

_BLOBS = "blobs"
_UNFINISHED = ".unfinished"
ARCHIVE = ".tar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """How a copy went: pieces of evidence in it, how many were `added` now, and what could not be copied whole."""

    blobs: int
    added: int
    damages: tuple[Damage, ...]


def back_up(store: Path, target: Path) -> Copy:
    """Copies the store while others work on it; raises StoreError and leaves an earlier backup as it was.

    A `.tar` is written anew; a folder is brought up to date, and holds what a store holds. Evidence that is damaged in
    the store is reported, and a whole copy of it in an earlier backup stays.
    """
    if store.resolve() in (target.resolve(), *target.resolve().parents):
        raise StoreError(f"{target}: a backup cannot lie in the store itself; name another folder")
    open_read_only(store).close()
    if target.suffix == ARCHIVE and not target.is_dir():
        return _back_up_to_archive(store, target)
    if target.is_file():
        raise StoreError(f"{target}: name a folder, or a file that ends in {ARCHIVE}")
    if target.is_dir() and any(target.iterdir()) and not (target / FILE_NAME).exists():
        unfinished = (target / (FILE_NAME + _UNFINISHED)).exists()
        if not unfinished:
            raise StoreError(f"{target}: there is something here that is no backup; name another folder")
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = target / (FILE_NAME + _UNFINISHED)
    with evidence_held(store):
        hashes = _copy_database(store, copy)
        source, blobs = FileBlobs(store / _BLOBS), FileBlobs(target / _BLOBS)
        result = _copy_blobs(hashes, source.get, blobs, _bases(copy))
    copy.replace(target / FILE_NAME)
    sync_folder(target)
    for sha256 in set(blobs.names()) - set(hashes) - {blobs.base(sha256) for sha256 in hashes}:
        blobs.remove(sha256)
    return result


def restore(source: Path, store: Path) -> Copy:
    """Makes a store of a backup in an empty place, the database last; raises StoreError where it is not empty.

    Evidence that is missing or damaged in the backup is reported; the rest is restored.
    """
    if not (source / FILE_NAME).is_file() and not source.is_file():
        raise StoreError(f"{source}: there is no backup here; name a folder or a {ARCHIVE} that `watcher backup` wrote")
    with daemon_lock(store):
        left = sorted(path.name for path in store.iterdir() if path.name not in {DAEMON, EVIDENCE})
        if left:
            raise StoreError(
                f"{store}: this place is not empty ({', '.join(left[:3])}); move that away, or name another"
            )
        copy = store / (FILE_NAME + _UNFINISHED)
        try:
            with _opened(source) as (fetch_database, fetch):
                fetch_database(copy)
                hashes = _checked(copy)
                result = _copy_blobs(hashes, fetch, FileBlobs(store / _BLOBS), _bases(copy))
            _sync(copy)
            copy.replace(store / FILE_NAME)
            sync_folder(store)
        except BaseException:
            copy.unlink(missing_ok=True)
            shutil.rmtree(store / _BLOBS, ignore_errors=True)
            raise
    return result


def _back_up_to_archive(store: Path, target: Path) -> Copy:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + _UNFINISHED)
    damages: list[Damage] = []
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".watcher-") as folder, evidence_held(store):
            copy = Path(folder) / FILE_NAME
            hashes = _copy_database(store, copy)
            source = FileBlobs(store / _BLOBS)
            with unfinished.open("wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
                unfinished.chmod(0o600)
                archive.add(copy, FILE_NAME)
                for sha256 in hashes:
                    if source.holds(sha256):
                        archive.add(source.path(sha256), f"{_BLOBS}/{sha256}")
                    else:
                        damages.append(_damage(sha256))
        _sync(unfinished)
        with _opened(unfinished) as (_, fetch):
            for sha256 in set(hashes) - {damage.what for damage in damages}:
                fetch(sha256)
        unfinished.replace(target)
        sync_folder(target.parent)
    except (BlobMissingError, BlobDamagedError) as error:
        raise StoreError(f"{target}: what was written cannot be read back: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return Copy(blobs=len(hashes) - len(damages), added=len(hashes) - len(damages), damages=tuple(damages))


def _copy_database(store: Path, copy: Path) -> list[str]:
    """A consistent copy of the database as one file; returns the hashes that it names."""
    copy.unlink(missing_ok=True)
    source = open_read_only(store)
    try:
        made = sqlite3.connect(copy)
        copy.chmod(0o600)
        try:
            source.conn.backup(made)
            made.execute("PRAGMA journal_mode=DELETE")
        finally:
            made.close()
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{store}: {error}; the backup was left as it was") from error
    finally:
        source.close()
    _sync(copy)
    return _checked(copy)


def _checked(path: Path) -> list[str]:
    """The hashes that a whole database names; raises StoreError where it is damaged."""
    db = open_copy(path)
    try:
        damages = list(check_database(db))
        if damages:
            raise StoreError(f"{path}: the database is damaged ({damages[0].message}); an earlier backup may be whole")
        return sorted(referenced(db))
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: the database is damaged ({error}); an earlier backup may be whole") from error
    finally:
        db.close()


def _bases(path: Path) -> dict[str, str]:
    db = open_copy(path)
    try:
        return differences(db)
    finally:
        db.close()


def _copy_blobs(hashes: list[str], fetch: Callable[[str], bytes], blobs: FileBlobs, bases: Mapping[str, str]) -> Copy:
    added = 0
    damages: list[Damage] = []
    # what others differ from comes first
    for sha256 in sorted(hashes, key=lambda sha256: sha256 in bases):
        if blobs.holds(sha256):
            continue
        with suppress(BlobMissingError, BlobDamagedError):
            blobs.put(fetch(sha256), bases.get(sha256))
        if blobs.holds(sha256):
            added += 1
        else:
            damages.append(_damage(sha256))
    return Copy(blobs=len(hashes) - len(damages), added=added, damages=tuple(damages))


@contextmanager
def _opened(source: Path) -> Iterator[tuple[Callable[[Path], None], Callable[[str], bytes]]]:
    """Ways to fetch the database and the blobs of a backup. Of an archive nothing is unpacked by the names in it."""
    if source.is_dir():
        yield lambda path: _copy_file(source / FILE_NAME, path), FileBlobs(source / _BLOBS).get
        return
    try:
        with tarfile.open(source, mode="r:") as archive:
            members = {member.name: member for member in archive if member.isfile()}

            def read_into(path: Path) -> None:
                with path.open("wb") as file:
                    shutil.copyfileobj(_member(archive, members, FILE_NAME), file)

            def read(sha256: str) -> bytes:
                try:
                    stored = _member(archive, members, f"{_BLOBS}/{sha256}").read()
                except StoreError:
                    raise BlobMissingError(sha256) from None
                return unpack(sha256, stored, read)

            yield read_into, read
    except tarfile.TarError as error:
        raise StoreError(f"{source}: this is no whole archive: {error}") from error


def _member(archive: tarfile.TarFile, members: dict[str, tarfile.TarInfo], name: str) -> IO[bytes]:
    member = members.get(name)
    file = member and archive.extractfile(member)
    if not file:
        raise StoreError(f"{archive.name!s}: it has no {name}: `watcher backup` did not write it")
    return file


def _copy_file(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _damage(sha256: str) -> Damage:
    return Damage(what=sha256, message="this evidence is missing or damaged")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
