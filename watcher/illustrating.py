"""Draws what mails about a page show: the page before and after, cut to what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from watcher.alert.about import impostor
from watcher.context import Log, blobs_of
from watcher.core.model import Evidence, Finding, Language, Picture
from watcher.core.ports import BlobDamagedError, BlobMissingError, Blobs
from watcher.extract.walk import Walk, read_walk
from watcher.report.pictures import ENGLISH, GERMAN, Captions, Shot, mail_pictures, twin_picture
from watcher.store.database import StoreError, reading
from watcher.store.queries import evidence, findings_named

_CAPTIONS = {Language.EN: ENGLISH, Language.DE: GERMAN}


def shot_of(png: bytes | None, walk: Walk) -> Shot:
    """A page's picture with what the walk over its elements says of its first screen, and of what is left out."""
    ignored = tuple(element.box for element in walk.elements if element.aside == "ignored")
    return Shot(png=png, fold=walk.fold, ignored=ignored)


def stored_shot(blobs: Blobs, kept: Sequence[Evidence]) -> Shot:
    """The picture of a capture's first address; raises BlobDamagedError and BlobMissingError."""
    png = next((item for item in kept if item.name.endswith(".png")), None)
    if png is None:
        return Shot(png=None)
    walk = next((item for item in kept if item.name == png.name.replace(".png", ".elements.json")), None)
    return shot_of(blobs.get(png.sha256), read_walk(blobs.get(walk.sha256) if walk else None))


def pictures_of_twins(finding: Finding, before: Shot, after: Shot, captions: Captions = ENGLISH) -> list[Picture]:
    """The brand's own page beside an impostor's; without an own page, both captures of the finding are the other's."""
    return twin_picture(before if finding.before_capture != finding.after_capture else None, after, captions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustrator:
    """`watcher.core.ports.Illustrate` on the store's evidence, read beside the daemon's own connection."""

    folder: Path
    log: Log

    def __call__(self, finding: str, language: Language) -> Sequence[Picture]:
        try:
            with reading(self.folder) as db:
                found = findings_named(db, finding)[0].finding
                sides = [evidence(db, capture) for capture in (found.before_capture, found.after_capture)]
            twins = impostor(found) is not None
            if not (found.layout or twins):
                return ()
            before, after = (stored_shot(blobs_of(self.folder), side) for side in sides)
        except (BlobDamagedError, BlobMissingError, IndexError, StoreError) as error:
            # the message matters more than its pictures
            self.log.warning("pictures_missing", finding=finding, error=str(error))
            return ()
        if twins:
            return pictures_of_twins(found, before, after, _CAPTIONS[language])
        return mail_pictures(found.layout, before, after, _CAPTIONS[language])
