"""Which links lead to policy documents, and to which kind."""

import pytest

from watcher.targets.catalog.links import classify, policy_links, same_site, sitemap_addresses
from watcher.targets.catalog.read import read_all
from watcher.targets.catalog.rot import has_moved
from watcher.targets.catalog.subjects import Subject

SITE = "https://platform.example"


@pytest.mark.parametrize(
    ("text", "path", "subject"),
    [
        ("Terms", "/tos", Subject.TERMS),
        ("AGB", "/agb", Subject.TERMS),
        ("", "/legal/user-agreement", Subject.TERMS),
        ("Datenschutzerklärung", "/datenschutz", Subject.PRIVACY),
        ("Privacy policy for developers", "/dev/privacy", Subject.PRIVACY),
        ("Community-Richtlinien", "/regeln", Subject.COMMUNITY),
        ("Netiquette", "/netiquette", Subject.COMMUNITY),
        ("Richtlinien für Gewinnspiele", "/g", Subject.PROMOTIONS),
        ("Promotion rules", "/promotions-rules", Subject.PROMOTIONS),
        ("Werberichtlinien", "/ads", Subject.ADVERTISING),
        ("Branded content policy", "/bc", Subject.BRANDED_CONTENT),
        ("API terms of use", "/api", Subject.DEVELOPER),
        ("Copyright policy", "/c", Subject.COPYRIGHT),
        ("Brand guidelines", "/brand", Subject.BRAND),
    ],
)
def test_link_to_a_document_is_known_by_its_words(text: str, path: str, subject: Subject) -> None:
    assert classify(f"{SITE}{path}", text) is subject


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Home", "/"),
        ("Log in", "/login"),
        ("Policy manager (m/f/d)", "/jobs/policy-manager"),
        ("Our new community guidelines explained", "/blog/new-guidelines"),
        ("Advertise with us", "/advertise"),
        ("Developers", "/developers"),
        ("Gewinnspiel", "/gewinnspiel"),
        ("Community", "/community"),
        ("Copyright 2026 ACME", "/"),
        ("Impressum", "/impressum"),
    ],
)
def test_other_links_are_none(text: str, path: str) -> None:
    assert classify(f"{SITE}{path}", text) is None


def test_most_documents_of_the_catalogue_would_be_found_by_their_titles() -> None:
    documents = [
        document
        for platform in read_all()
        for document in platform.entry.documents.values()
        if document.subject is not Subject.NEWS
    ]
    found = [classify(document.urls[0], document.title) for document in documents]
    assert sum(subject is not None for subject in found) / len(documents) >= 0.9
    agreeing = [subject for subject, document in zip(found, documents, strict=True) if subject is document.subject]
    assert len(agreeing) / len(documents) >= 0.85


def test_hostile_links_are_left_out() -> None:
    html = b"""<a href="javascript:alert(1)">Terms</a><a href="http://[">Terms</a><a href="mailto:a@b.example">Terms</a>
        <a href="/tos#a">Terms</a><a href="/tos#b">Terms</a><a>Terms</a>"""
    assert [link.url for link in policy_links(html, f"{SITE}/")] == [f"{SITE}/tos"]


def test_sitemap_is_read_as_xml_and_as_a_browser_shows_it() -> None:
    assert list(sitemap_addresses(b"<urlset><url><loc> https://a.example/tos </loc></url>")) == [
        "https://a.example/tos"
    ]
    assert list(sitemap_addresses(b"&lt;loc&gt;https://a.example/tos&lt;/loc&gt;")) == ["https://a.example/tos"]


def test_hosts_of_one_site_are_told_from_others() -> None:
    assert same_site("https://help.platform.example/a", f"{SITE}/b")
    assert not same_site("https://127.0.0.1/a", "https://127.0.0.2/b")


@pytest.mark.parametrize(
    ("final", "moved"),
    [("/tos/", False), ("/en/tos", False), ("/de-DE/tos", False), ("/tos?hl=de", False), ("/terms", True), ("/", True)],
)
def test_another_page_is_told_from_another_language(final: str, moved: bool) -> None:
    assert has_moved("https://www.platform.example/tos", f"{SITE}{final}") is moved
