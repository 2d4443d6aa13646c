"""Draws what mails about a page show: the page before and after, cut to what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from watcher.alert.about import impostor
from watcher.context import Log, blobs_of
from watcher.core.model import Language, Picture
from watcher.core.ports import BlobDamagedError, BlobMissingError
from watcher.report.pictures import ENGLISH, GERMAN, mail_pictures, twin_picture
from watcher.store.database import StoreError, reading
from watcher.store.queries import evidence, findings_named

_CAPTIONS = {Language.EN: ENGLISH, Language.DE: GERMAN}


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
            pages = [next((item.sha256 for item in side if item.name.endswith(".png")), None) for side in sides]
            blobs = blobs_of(self.folder)
            before, after = (blobs.get(sha256) if sha256 else None for sha256 in pages)
        except (BlobDamagedError, BlobMissingError, IndexError, StoreError) as error:
            # the message matters more than its pictures
            self.log.warning("pictures_missing", finding=finding, error=str(error))
            return ()
        if twins:
            own = before if found.before_capture != found.after_capture else None
            return twin_picture(own, after, _CAPTIONS[language])
        return mail_pictures(found.layout, before, after, _CAPTIONS[language])
