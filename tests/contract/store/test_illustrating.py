"""Mails show what changed from the evidence that is kept, and go without pictures where it cannot be read."""

from io import BytesIO
from pathlib import Path

import pytest
import structlog
from PIL import Image
from structlog.testing import CapturingLogger

from tests.facts import NOON, a_capture, a_finding, a_part
from watcher.core.model import Box, Changed, Checked, Element, Language, LayoutChange, LayoutOp
from watcher.illustrating import Illustrator
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.writer import Writer

SHOP = Element(role="tab", name="Shop", box=Box(x=300, y=180, w=80, h=40))
GONE = LayoutChange(
    op=LayoutOp.REMOVED, role="tab", name="Shop", before="", after="", sentence="-", before_element=SHOP
)


def page(colour: tuple[int, int, int]) -> bytes:
    out = BytesIO()
    Image.new("RGB", (1280, 2000), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
async def finding(writer: Writer, tmp_path: Path) -> str:
    archive = SqliteArchive(writer, FileBlobs(tmp_path / "store" / "blobs"))
    before, after = (a_capture(a_part(screenshot=page((shade, shade, shade)))) for shade in (250, 200))
    for capture in (before, after):
        await archive.keep(capture)
    told = a_finding(id="f1", before_capture=before.id, after_capture=after.id, layout=(GONE,))
    await archive.commit(
        Checked(stream="s", target="terms", at=NOON, capture=after.id, outcome=Changed(digest="d", finding=told))
    )
    return told.id


@pytest.fixture
def log() -> CapturingLogger:
    return CapturingLogger()


async def test_a_page_is_shown_before_and_after(finding: str, tmp_path: Path, log: CapturingLogger) -> None:
    draw = Illustrator(folder=tmp_path / "store", log=structlog.wrap_logger(log))
    pictures = {language: draw(finding, language) for language in Language}
    assert {len(drawn) for drawn in pictures.values()} == {1}
    assert len({drawn[0].jpeg for drawn in pictures.values()}) == len(Language), "captions are in the reader's language"
    shown = Image.open(BytesIO(pictures[Language.EN][0].jpeg))
    assert shown.width <= 1200
    assert log.calls == []


async def test_damage_costs_the_pictures_and_not_the_message(
    finding: str, tmp_path: Path, log: CapturingLogger
) -> None:
    for file in (tmp_path / "store" / "blobs").rglob("*"):
        if file.is_file():
            file.chmod(0o600)
            file.write_bytes(b"damaged")
    draw = Illustrator(folder=tmp_path / "store", log=structlog.wrap_logger(log))
    assert draw(finding, Language.EN) == ()
    assert draw("unknown", Language.EN) == ()

    assert len(log.calls) == 2
