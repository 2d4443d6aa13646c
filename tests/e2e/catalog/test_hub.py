"""A watched page that lists documents, in the browser: what it lists now, and no more, is a finding."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.catalog.test_discovery_and_rot import links
from tests.fakes.clock import FakeClock
from tests.site import Site
from watcher.capture.pool import BrowserPool
from watcher.core.model import Changed, Outcome
from watcher.flow import Flow, check, orders
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.writer import Writer
from watcher.targets.load import loads

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

LISTED = {
    "terms": "Terms of Service",
    "rules": "Community rules",
    "ads": "Advertising policies",
    "api": "API terms",
    "shop": "Commerce policies",
}
HUB = "<!doctype html><title>Forum</title><main><h1>Our policies</h1><p>What holds on Forum.</p><ul>{}</ul></main>"
TARGETS = """
network: {{allow: ['{allow}']}}
owners: {{brand: {{push: mail}}}}
channels: {{mail: {{url: "json://127.0.0.1:9/"}}}}
operator: {{push: mail}}
targets:
  - {{id: hub, kind: policy, url: '{url}', owner: brand, confirm_for: 0s}}
"""


async def test_documents_that_come_and_vanish_are_told(site: Site, pool: BrowserPool, tmp_path: Path) -> None:
    text = TARGETS.format(allow=site.allow, url=site.url("policies"))
    config = loads(text.encode(), environment={}, credentials=None, folder=tmp_path)
    [target] = config.targets
    clock = FakeClock(datetime.now(UTC))
    with closing(Writer(tmp_path)) as writer:
        flow = Flow(executor=pool, archive=SqliteArchive(writer, FileBlobs(tmp_path / "blobs")), clock=clock)

        async def look(listed: dict[str, str]) -> tuple[Outcome, str]:
            site.serve("policies", HUB.format(links(listed)))
            clock.now += timedelta(hours=1)
            checked = await check(flow, orders(target)[0], target, config)
            return checked.outcome, " ".join(alert.subject for alert in checked.alerts)

        await look(LISTED)
        come, subject = await look({**LISTED, "contests": "Rules for contests"})
        assert isinstance(come, Changed)
        assert [reason.rule for reason in come.finding.reasons] == ["document_listed"]
        assert "now lists “Rules for contests”" in subject
        gone, subject = await look({key: text for key, text in LISTED.items() if key != "shop"})
        assert isinstance(gone, Changed)
        assert [reason.quote for reason in gone.finding.reasons] == ["Commerce policies", "Rules for contests"]
        assert "no longer lists “Commerce policies”, “Rules for contests”" in subject
