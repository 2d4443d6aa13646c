"""Judges saved documents without a crawl, with the same reader, diff and judge as the daemon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from watcher.core.model import Capture, Change, Finding, Opinion, Snapshot, TargetKind, tie
from watcher.diff.compare import compare
from watcher.extract.file import DocumentError, capture_file
from watcher.extract.read import read
from watcher.judge.judge import judge, unchanged

_SUFFIXES = (".html", ".htm", ".md", ".txt", ".pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two saved states of one document; `id` is the name of their folder."""

    id: str
    before: Path
    after: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two documents come to; `language` is what the second one says that it is written in, or ""."""

    finding: Finding
    language: str


def compare_documents(before: Path, after: Path, *, kind: TargetKind, name: str, today: date) -> Comparison:
    """What the second document means beside the first, seen on `today`; raises DocumentError.

    Whatever state a page is in, it is compared: whoever compares two files wants to hear of all that differs.
    """
    at = datetime.combine(today, time(), UTC)
    captures = capture_file(before, at), capture_file(after, at)
    old, new = (_read(capture, path) for capture, path in zip(captures, (before, after), strict=True))
    change = compare(old, new, layout=kind is TargetKind.PAGE)
    opinion: Opinion = (
        unchanged() if change is None else judge(change, kind=kind, name=name, watch=(), today=today, prior=())
    )
    finding = tie(
        opinion,
        change,
        target=name,
        stream=name,
        at=at,
        before_capture=captures[0].id,
        after_capture=captures[1].id,
        digest=new.digest,
    )
    return Comparison(finding=finding, language=new.metadata[0].language if new.metadata else "")


def compare_pair(pair: Pair, *, kind: TargetKind, today: date) -> Change | None:
    """What differs between the two states of a pair, read on `today`; raises DocumentError."""
    at = datetime.combine(today, time(), UTC)
    old, new = (_read(capture_file(path, at), path) for path in (pair.before, pair.after))
    return compare(old, new, layout=kind is TargetKind.PAGE)


def pairs_in(folder: Path) -> Iterator[Pair]:
    """Every sub-folder that holds `before.*` and `after.*`, by name; raises DocumentError where there is none."""
    found = False
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        before, after = _document(path, "before"), _document(path, "after")
        if before and after:
            found = True
            yield Pair(id=path.name, before=before, after=after)
    if not found:
        raise DocumentError(f"{folder}: no sub-folder holds before.* and after.* ({', '.join(_SUFFIXES)})")


def _document(folder: Path, stem: str) -> Path | None:
    return next((folder / (stem + suffix) for suffix in _SUFFIXES if (folder / (stem + suffix)).is_file()), None)


def _read(capture: Capture, path: Path) -> Snapshot:
    snapshot = read(capture, ())
    if not isinstance(snapshot, Snapshot):
        raise DocumentError(f"{path}: {snapshot.message}")
    return snapshot
