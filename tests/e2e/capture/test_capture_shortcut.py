"""With a real browser: what asking a server is worth shows beside its visits."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.capture.conftest import BRISK
from tests.facts import a_config, a_target
from tests.orders import real_pool
from tests.site import Site
from tests.streams import document
from watcher.core.model import Checked, Part, Unchanged
from watcher.flow import Flow, check, orders
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.writer import Writer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]

FEES, RAISED = document("A fee of 3 per cent is due."), document("A fee of 9 per cent is due from 1 March 2027 on.")


async def test_a_server_that_writes_the_text_is_asked_and_a_script_that_does_is_watched(tmp_path: Path) -> None:
    with Site() as site:
        site.serve("written", FEES)
        site.serve("scripted", f"<title>Terms</title><body><script>document.body.innerHTML = `{FEES}`</script>")
        writer = Writer(tmp_path)
        async with real_pool([site.allow], patience=BRISK) as pool:
            archive = SqliteArchive(writer, FileBlobs(tmp_path / "blobs"))
            flow = Flow(executor=pool, archive=archive, clock=lambda: datetime.now(UTC), asker=pool)

            async def look(name: str) -> Checked:
                parts = (Part(url=site.url(name)),)
                target = a_target(id=name, parts=parts, verify_every=timedelta(hours=1), confirm_for=timedelta(0))
                return await check(flow, orders(target)[0], target, a_config(target))

            written = [await look("written") for _ in range(6)]
            assert [looked.asked for looked in written] == [False] * 4 + [True] * 2
            assert {looked.capture for looked in written} == {written[0].capture}
            await look("scripted")
            scripted = (await look("scripted")).outcome
            assert isinstance(scripted, Unchanged)
            assert scripted.habits.shortcut
            assert (scripted.habits.shortcut.agreed, scripted.habits.shortcut.missed) == (0, 1)
            site.serve("written", RAISED)
            changed = await look("written")
            assert not changed.asked
            assert type(changed.outcome).__name__ in ("Changed", "Unconfirmed")
        writer.close()
