"""A platform with a hub and documents that have moved, were renamed or are dead: what is found and proposed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from tests.e2e.catalog.conftest import at_once
from tests.facts import a_config, a_target
from tests.fakes.clock import FakeClock
from tests.site import Site
from watcher.capture.pool import BrowserPool
from watcher.core.model import AlertKind, Part
from watcher.daemon.discovering import discover
from watcher.daemon.rotting import find_rot
from watcher.daemon.tending import EVERY_DAYS, Tender
from watcher.store.outbox import SqliteOutbox
from watcher.store.queries import alerts
from watcher.store.writer import Writer
from watcher.targets.catalog.addresses import Address
from watcher.targets.catalog.rot import Rot
from watcher.targets.catalog.subjects import Subject

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

DOCUMENT = "<main><h1>{title}</h1>" + "<p>These rules hold for everybody who uses this platform in any way.</p>" * 12
# path -> text of the link, kind
DOCUMENTS = {
    "terms": ("Terms of Service", Subject.TERMS),
    "privacy-policy": ("Privacy", Subject.PRIVACY),
    "agb": ("Nutzungsbedingungen", Subject.TERMS),
    "legal/community-rules": ("Community rules", Subject.COMMUNITY),
    "legal/gewinnspiele": ("Richtlinien für Gewinnspiele", Subject.PROMOTIONS),
    "legal/ads": ("Advertising policies", Subject.ADVERTISING),
    "legal/api-terms": ("API terms", Subject.DEVELOPER),
    "legal/copyright": ("Copyright policy", Subject.COPYRIGHT),
    "legal/branded": ("Branded content policy", Subject.BRANDED_CONTENT),
    "legal/monetisation-rules": ("", Subject.MONETISATION),
}
AT_THE_FOOT = ("terms", "privacy-policy", "agb")
IN_THE_SITEMAP = ("legal/monetisation-rules",)
NO_DOCUMENTS = {
    "blog/our-new-terms": "Our new terms explained",
    "jobs/policy-manager": "Policy manager",
    "login": "Log in",
    "acme": "ACME",
    "events/party": "Party",
    "pricing-page": "Prices",
    "help/start": "Getting started",
}


def links(paths: dict[str, str]) -> str:
    return "".join(f'<li><a href="/{path}">{text}</a></li>' for path, text in paths.items())


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        foot = {path: DOCUMENTS[path][0] for path in AT_THE_FOOT} | {"legal/": "Legal"}
        hub = {path: text for path, (text, _) in DOCUMENTS.items() if path not in (*AT_THE_FOOT, *IN_THE_SITEMAP)}
        running.serve("", f"<h1>Welcome</h1><ul>{links(NO_DOCUMENTS)}</ul><footer><ul>{links(foot)}</ul></footer>")
        running.serve("legal/", f"<main><h1>Legal</h1><ul>{links(hub)}</ul></main>")
        for path, (text, _) in DOCUMENTS.items():
            running.serve(path, DOCUMENT.format(title=text))
        listed = "".join(f"<url><loc>{running.url(path)}</loc></url>" for path in (*IN_THE_SITEMAP, "acme"))
        running.serve("sitemap.xml", f"<urlset>{listed}</urlset>", content_type="application/xml")
        moved = (("Location", "/legal/ads"),)
        running.serve("old/ads-policy", "", status=301, headers=moved)
        running.serve("de/agb", "", status=302, headers=(("Location", "/agb"),))
        running.serve("legal/empty", "<h1>Rules</h1>")
        running.serve("legal/blocked", "<h1>Access denied</h1>", status=403)
        running.serve("legal/soft", "<h1>Page not found</h1><p>Sorry, this page isn't available.</p>")
        yield running


async def test_documents_are_found_wherever_they_are_linked_and_nothing_else_is(site: Site, pool: BrowserPool) -> None:
    found = await discover(pool, site.url(""), "en-GB", at_once)
    assert {(link.url, link.subject) for link in found.documents} == {
        (site.url(path), subject) for path, (_, subject) in DOCUMENTS.items()
    }
    assert len(found.visited) <= 9


async def test_what_no_longer_leads_to_its_document_is_told_with_a_proposal(site: Site, pool: BrowserPool) -> None:
    addresses = {
        "terms": Subject.TERMS,
        "legal/copyright": Subject.COPYRIGHT,
        "de/agb": Subject.TERMS,
        "old/ads-policy": Subject.ADVERTISING,
        "legal/contest-rules": Subject.PROMOTIONS,
        "legal/soft": Subject.COMMUNITY,
        "legal/empty": Subject.COMMUNITY,
        "legal/blocked": Subject.TERMS,
    }
    asked = [Address(document=path, url=site.url(path), subject=subject) for path, subject in addresses.items()]
    doubtful, unseen = await find_rot(pool, asked, "en-GB", at_once)
    assert [(one.document, one.rot, one.proposal) for one in doubtful] == [
        ("old/ads-policy", Rot.MOVED, site.url("legal/ads")),
        ("legal/contest-rules", Rot.GONE, site.url("legal/gewinnspiele")),
        ("legal/soft", Rot.GONE, site.url("legal/community-rules")),
        ("legal/empty", Rot.EMPTY, site.url("legal/community-rules")),
    ]
    assert [address.document for address, _ in unseen] == ["legal/blocked"]


async def test_the_operator_is_told_once_of_addresses_that_are_used(
    site: Site, pool: BrowserPool, tmp_path: Path
) -> None:
    known = [
        Address(document=f"facebook/{path}", url=site.url(path), subject=subject)
        for path, subject in (("old/ads-policy", Subject.ADVERTISING), ("gone", Subject.TERMS))
    ]
    config = a_config(a_target(id="ads", parts=(Part(url=site.url("old/ads-policy")),)))
    writer = Writer(tmp_path)
    try:
        clock = FakeClock()
        tender = Tender(
            known=lambda: known,
            executor=pool,
            outbox=SqliteOutbox(writer),
            clock=clock,
            pause=at_once,
            log=structlog.get_logger(),
        )
        mended = []
        for _ in range(2 * EVERY_DAYS):
            mended.append(await tender.tend(config))
            clock.now += timedelta(days=1)
        told = await writer.read(lambda db: alerts(db, state=None, finding=None, limit=9))
    finally:
        writer.close()
    assert sum(mended) == 2, "once in four weeks, and only what a target uses"
    [record] = told
    assert record.alert.kind is AlertKind.OPERATOR
    assert "ads: " in record.alert.subject
    assert f"{site.port}/legal/ads" in record.alert.text
