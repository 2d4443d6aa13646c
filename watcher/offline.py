"""Judges saved documents without a crawl, with the same reader, diff and judge as the daemon."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from watcher.core.model import (
    SUDDEN_FALL,
    Capture,
    Change,
    Finding,
    History,
    Opinion,
    Snapshot,
    TargetKind,
    Viewport,
    Watch,
    tie,
)
from watcher.diff.compare import compare
from watcher.extract.file import DocumentError, capture_file
from watcher.extract.read import read
from watcher.judge.judge import judge, unchanged
from watcher.presence import find_falls, with_profile

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Saved pages as a browser shows them: the walk over the elements of each and its picture, in one viewport."""

    viewport: Viewport
    elements: Mapping[Path, bytes]
    pictures: Mapping[Path, bytes] = field(default_factory=dict)


def compare_documents(
    before: Path,
    after: Path,
    *,
    kind: TargetKind,
    name: str,
    today: date,
    shown: Shown | None = None,
    watch: Sequence[Watch] = (),
) -> Comparison:
    """What the second document means beside the first, seen on `today`; raises DocumentError.

    Whatever state a page is in, it is compared: whoever compares two files wants to hear of all that differs. Without
    `shown` a page is compared by its text alone.
    """
    at = datetime.combine(today, time(), UTC)
    captures = capture_as_shown(before, at, shown), capture_as_shown(after, at, shown)
    old, new = (
        with_profile(_read(capture, path), capture, kind)
        for capture, path in zip(captures, (before, after), strict=True)
    )
    news = tuple(find_falls(old, new, SUDDEN_FALL, History(), at))
    change = compare(old, new, layout=kind is TargetKind.PAGE, watch=watch, news=news)
    opinion: Opinion = (
        unchanged()
        if change is None
        else judge(change, kind=kind, name=name, watch=tuple(watch), today=today, prior=())
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


def capture_as_shown(path: Path, at: datetime, shown: Shown | None) -> Capture:
    """The saved document with what a browser shows of it, if it was shown."""
    capture = capture_file(path, at)
    if shown is None or path not in shown.elements:
        return capture
    parts = tuple(replace(part, elements=shown.elements[path]) for part in capture.parts)
    return replace(capture, parts=parts, recipe=replace(capture.recipe, viewport=shown.viewport))


def _read(capture: Capture, path: Path) -> Snapshot:
    snapshot = read(capture, ())
    if not isinstance(snapshot, Snapshot):
        raise DocumentError(f"{path}: {snapshot.message}")
    return snapshot
