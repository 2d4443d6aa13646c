"""The case of 2012, played on a local platform that answers 200 for everything: telekom_hiIft beside telekom_hilft."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
import structlog
from PIL import Image, ImageDraw

from tests.e2e.catalog.conftest import at_once
from tests.fakes.clock import FakeClock
from tests.site import Site
from watcher.capture.pool import BrowserPool
from watcher.core.model import (
    AlertKind,
    Changed,
    Config,
    HandleLook,
    Language,
    Presence,
    Unchanged,
    Unconfirmed,
)
from watcher.daemon.lookout import Lookout
from watcher.daemon.scouting import Scout
from watcher.flow import Flow, check, orders
from watcher.illustrating import Illustrator
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.database import reading, stamp
from watcher.store.handles import SqliteHandles
from watcher.store.queries import evidence
from watcher.store.writer import Writer
from watcher.targets.catalog.lookalikes import watched_lookalikes
from watcher.targets.load import loads

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

OWN, FAKE, OLD = "telekom_hilft", "telekom_hiIft", "telekom_hilft_support"
NOBODY = (
    "<h1>Join Facepage</h1><p>Connect with friends and share what matters to you.</p><img src=/logo width=96 height=96>"
)
HOUR = timedelta(hours=1)


def picture(colour: str, size: int) -> bytes:
    """A letter and a dot on a ground, as accounts have them."""
    image = Image.new("RGB", (size, size), colour)
    draw = ImageDraw.Draw(image)
    draw.rectangle((size // 8, size // 8, size // 2, size // 5), fill="white")
    draw.rectangle((size // 4, size // 8, size // 3, size * 7 // 8), fill="white")
    draw.ellipse((size * 5 // 8, size // 2, size * 7 // 8, size * 3 // 4), fill="yellow")
    return _png(image)


def logo() -> bytes:
    """The platform's own, on every page of it."""
    image = Image.new("RGB", (96, 96), "blue")
    ImageDraw.Draw(image).polygon(((10, 86), (48, 10), (86, 86)), fill="white")
    return _png(image)


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def profile(name: str, bio: str, image: str, side: int) -> str:
    return (
        f"<!doctype html><title>{name} on Facepage</title><header><img src=/logo width=96 height=96></header>"
        f"<main><img src=/{image} width={side} height={side}><h1>{name}</h1><p>{bio}</p><p>12 posts</p></main>"
    )


BIO = "We answer your questions about contracts, bills and phones, every day from 8 to 20."
REAL = profile("Telekom hilft", BIO, "real.png", 160)
COPY = profile("Telekom hilft", BIO.replace("every day", "always"), "copy.png", 120)
STRANGER = profile("Lena and Max", "Cats, mountains and long train rides.", "cats.png", 120)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    images = {"real.png": picture("#e20074", 320), "copy.png": picture("#d0106a", 150), "logo": logo()}
    with Site() as running:
        for name, image in images.items():
            running.serve(name, image, content_type="image/png")
        running.serve(OWN, REAL)
        running.serve_otherwise(NOBODY)
        yield running


class Life:
    """A brand's page and its handle, an hour from each look to the next."""

    def __init__(self, site: Site, pool: BrowserPool, folder: Path) -> None:
        self.folder = folder
        self.site = site
        self.shown: set[str] = set()
        self.config = _config(site, folder)
        self.clock = FakeClock(datetime.now(UTC))
        self.writer = Writer(folder)
        blobs = FileBlobs(folder / "blobs")
        self.archive = SqliteArchive(self.writer, blobs)
        self.flow = Flow(executor=pool, archive=self.archive, clock=self.clock)
        self.handles = SqliteHandles(self.writer, blobs)
        self.lookout = Lookout(
            scout=Scout(executor=pool, archive=self.archive, clock=self.clock, pause=at_once),
            archive=self.archive,
            handles=self.handles,
            clock=self.clock,
            log=structlog.get_logger(),
        )

    def show(self, handle: str, page: str) -> None:
        self.shown.add(handle)
        self.site.serve(handle, page)

    async def begin(self, *unseen: str) -> None:
        """The brand's page is seen; of the others, an earlier round has found none but those that are `unseen`."""
        own, likes = self.config.targets
        await check(self.flow, orders(own)[0], own, self.config)
        assert likes.brand is not None
        at = stamp(self.clock() - timedelta(days=9))
        rows = [
            {"target": likes.id, "handle": one.handle, "first_at": at, "looked_at": at, "presence": "absent"}
            for one in watched_lookalikes(likes.brand, None)
            if one.handle not in unseen
        ]
        await self.writer.write(lambda db: db.table("handles").insert_all(rows))

    async def look(self, handle: str) -> HandleLook:
        """The next look, which is this handle's turn."""
        self.clock.now += HOUR
        long_ago = stamp(self.clock() - timedelta(days=900))
        await self.writer.write(
            lambda db: db.execute("update handles set looked_at = ? where handle = ?", (long_ago, handle))
        )
        done = await self.lookout.look(self.config.targets[1], self.config)
        assert done is not None
        assert done.record.handle == handle
        return done


def _config(site: Site, folder: Path) -> Config:
    text = f"""
network: {{allow: ['{site.allow}']}}
owners: {{brand: {{push: mail}}}}
channels: {{mail: {{url: "json://127.0.0.1:9/"}}}}
operator: {{push: mail}}
stakes:
  service: {{title: Service on Facepage, value: 90000 EUR, owner: brand, depends_on: {{targets: likes}}}}
targets:
  - {{id: own, kind: page, url: '{site.url(OWN)}', viewports: [desktop], owner: brand}}
  - {{id: likes, kind: handle, handle: {OWN}, name: Telekom hilft, url: '{site.url("{handle}")}', owner: brand}}
"""
    return loads(text.encode(), environment={}, credentials=None, folder=folder)


@pytest_asyncio.fixture(loop_scope="module")
async def life(site: Site, pool: BrowserPool, tmp_path: Path) -> AsyncIterator[Life]:
    life = Life(site, pool, tmp_path)
    yield life
    life.writer.close()
    for handle in life.shown:
        site.withdraw(handle)


async def test_an_impostor_is_told_once_with_its_picture_and_why_and_that_it_is_gone(life: Life) -> None:
    life.show(OLD, STRANGER)
    await life.begin(OLD)

    # what is there at first sight
    assert (await life.look(OLD)).checked.alerts == ()
    existing = await life.look(OLD)
    assert isinstance(existing.checked.outcome, Changed)
    assert existing.checked.outcome.finding.severity == 1, "Lena and Max imitate nobody"

    # a handle that nobody has: the page answers 200 all the same
    nobody = await life.look(FAKE)
    assert isinstance(nobody.checked.outcome, Unchanged)
    assert nobody.record.presence is Presence.ABSENT
    assert nobody.visits == 1, "what nobody's handle shows is known from before"

    # the impostor comes
    life.show(FAKE, COPY)
    doubtful = await life.look(FAKE)
    assert isinstance(doubtful.checked.outcome, Unconfirmed)
    found = await life.look(FAKE)
    assert isinstance(found.checked.outcome, Changed)
    finding = found.checked.outcome.finding
    reasons = {reason.rule: reason.quote for reason in finding.reasons}
    assert set(reasons) == {
        "impostor_new",
        "handle_confusable",
        "impostor_name",
        "impostor_picture",
        "impostor_text",
    }
    assert reasons["handle_confusable"] == "I ↔ l"
    assert "always from 8 to 20" in reasons["impostor_text"]
    assert (finding.severity, finding.stakes) == (3, ("service",))
    [alert] = found.checked.alerts
    assert FAKE in alert.subject
    assert life.site.url(FAKE) in alert.text

    # its evidence: both pages as they were, and a picture for the mail
    with reading(life.folder) as db:
        kept = [item.name for item in evidence(db, finding.after_capture)]
        before = [item.url for item in evidence(db, finding.before_capture)]
    assert {"part1.html", "part1.png"} <= set(kept)
    assert set(before) == {life.site.url(OWN)}
    [drawn] = Illustrator(folder=life.folder, log=structlog.get_logger())(finding.id, Language.DE)
    assert Image.open(BytesIO(drawn.jpeg)).width > 600

    # once told, not told again
    assert isinstance((await life.look(FAKE)).checked.outcome, Unchanged)

    # gone again
    life.site.withdraw(FAKE)
    assert (await life.look(FAKE)).checked.alerts == ()
    gone = await life.look(FAKE)
    [note] = gone.checked.alerts
    assert note.kind is AlertKind.NOTE
    assert FAKE in note.subject
    assert gone.record.told is None


@pytest.mark.parametrize("status", [200, 404])
async def test_which_handles_have_a_page(life: Life, status: int) -> None:
    """Of twelve handles a third have one; of the others the platform says so, or answers as if all were well."""
    brand = life.config.targets[1].brand
    assert brand is not None
    handles = [one.handle for one in watched_lookalikes(brand, None)][20:32]
    life.site.serve_otherwise(NOBODY, status=status)
    for handle in handles[::3]:
        life.show(handle, profile(handle, "Nothing but holiday pictures here, sorry for that.", "logo", 96))
    await life.begin(*handles)
    seen = {}
    for _ in range(len(handles)):
        # a page that is seen is looked at again first: its handle comes when the others are through
        life.clock.now += timedelta(seconds=1)
        done = await life.lookout.look(life.config.targets[1], life.config)
        assert done is not None
        seen[done.record.handle] = done.record.doubted_since is not None
    assert {handle for handle, there in seen.items() if there} == set(handles[::3])
    assert len(seen) == len(handles)
