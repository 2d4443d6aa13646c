"""The bundled catalogue: every file is sound, and targets are made of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.facts import a_capture, a_part
from watcher.core.model import Config, Interval, PageState, Part, Snapshot, StakeKind, TargetKind, Topic
from watcher.extract.read import read
from watcher.targets.catalog.read import find_by_host, find_platform, parse_platform, platform_ids, read_platform
from watcher.targets.catalog.render import find_handle
from watcher.targets.catalog.search import search
from watcher.targets.errors import ConfigError
from watcher.targets.load import loads

PLATFORMS = platform_ids()
ASKED_FOR = {
    "facebook",
    "instagram",
    "threads",
    "x",
    "linkedin",
    "xing",
    "youtube",
    "tiktok",
    "pinterest",
    "snapchat",
    "reddit",
    "whatsapp",
    "telegram",
    "twitch",
    "spotify",
    "tumblr",
    "quora",
    "medium",
    "wordpress",
    "blogger",
    "google-business-profile",
    "bluesky",
    "mastodon",
    "discord",
    "vimeo",
    "flickr",
    "soundcloud",
    "spiceworks",
    "nett-werk",
    "digital-media-women",
    "blog",
    "google-plus",
    "periscope",
    "posterous",
    "vine",
}
# They are there as examples; what they publish is for `watcher discover` to find.
WITHOUT_DOCUMENTS = {"blog", "digital-media-women", "nett-werk", "spiceworks"}


def load(text: str) -> Config:
    return loads(text.encode(), environment={}, credentials=None, folder=Path("/nowhere"))


def complaints(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ConfigError) as caught:
        load(text)
    return [(problem.line, problem.key, problem.message) for problem in caught.value.problems]


def test_every_platform_that_was_asked_for_is_there() -> None:
    assert set(PLATFORMS) >= ASKED_FOR


@pytest.mark.parametrize("name", PLATFORMS)
def test_file_is_sound(name: str) -> None:
    entry = read_platform(name).entry
    assert bool(entry.documents) is (name not in WITHOUT_DOCUMENTS and entry.retired is None)
    for document in entry.documents.values():
        assert document.topics
        assert document.stakes
        assert "en" in document.spoken or "de" in document.spoken
        assert all(url.startswith("https://") for url in document.urls)


@pytest.mark.parametrize("name", [name for name in PLATFORMS if not read_platform(name).entry.retired])
def test_platform_makes_targets_that_load(name: str) -> None:
    platform = read_platform(name)
    page = platform.entry.page
    lines = []
    if platform.entry.documents:
        handle = f', handle: "{page.example}"' if page and page.example else ""
        lines.append(f"  - {{platform: {name}, documents: all{handle}}}")
    if page and page.example:
        lines.append(f'  - {{platform: {name}, handle: "{page.example}"}}')
    if not lines:
        return
    config = load("\n".join(["targets:", *lines]))
    documents = [target for target in config.targets if target.kind is TargetKind.POLICY]
    assert [target.id for target in documents] == [f"{name}-{document}" for document in platform.entry.documents]
    assert all("{" not in part.url for target in config.targets for part in target.parts)
    if page and page.example:
        assert find_handle(platform, config.targets[-1].parts[0].url) == page.example.removeprefix("@")


@pytest.mark.parametrize("name", PLATFORMS)
def test_what_its_pages_say_when_they_are_not_there_is_understood(name: str) -> None:
    page = read_platform(name).entry.page
    for state, texts in page.states.items() if page else ():
        for text in texts:
            shown = a_part(f"<title>{name}</title><h2>{text}</h2><a href='/'>Home</a>".encode(), final_url="")
            snapshot = read(a_capture(shown), (Part(url=shown.url),))
            assert isinstance(snapshot, Snapshot)
            assert snapshot.state is state, text
            assert state in {PageState.GONE, PageState.LOGIN_WALL, PageState.CONSENT_WALL}


def test_platform_alone_is_all_its_documents() -> None:
    config = load("targets: [{platform: facebook}]")
    assert {"facebook-terms", "facebook-promotions"} <= {target.id for target in config.targets}
    assert {target.platform for target in config.targets} == {"facebook"}


def test_document_has_what_the_catalogue_knows_and_the_file_overrides_it_key_by_key() -> None:
    config = load(
        "targets:\n"
        "  - {platform: x, document: community}\n"
        "  - {platform: Twitter, document: community, id: rules, title: Our rules, every: 3h, topics: ai}\n"
    )
    known, own = config.targets
    assert (known.id, known.kind, known.title) == (
        "x-community",
        TargetKind.POLICY,
        "X: Rules and policies, one by one",
    )
    assert len(known.parts) > 20
    assert known.schedule == Interval(every=timedelta(days=1))
    assert known.topics == (Topic.CONTENT_RULES, Topic.ENFORCEMENT)
    assert (own.id, own.platform, own.title, own.topics) == ("rules", "x", "Our rules", (Topic.AI,))
    assert own.schedule == Interval(every=timedelta(hours=3))
    assert own.parts == known.parts


def test_address_of_the_files_own_wins() -> None:
    [target] = load("targets: [{platform: x, document: community, url: 'https://x.com/rules'}]").targets
    assert target.parts == (Part(url="https://x.com/rules"),)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://www.facebook.com/policies/pages_groups_events/", "has the same address now"),
        ("https://www.facebook.com/page_guidelines.php", "has a newer address for this document: https://www.facebook"),
        ("https://www.facebook.com/our-own-find", None),
    ],
)
def test_of_an_own_address_the_catalogue_says_whether_it_agrees(url: str, said: str | None) -> None:
    config = load(
        "operator: {push: mail}\nchannels: {mail: {url: 'json://a.example/b'}}\n"
        f"targets:\n  - {{platform: facebook, document: promotions, url: '{url}'}}\n"
    )
    told = [str(warning) for warning in config.warnings if "catalogue" in warning.message]
    assert config.targets[0].parts[0].url == url
    assert (said is None and told == []) or (said is not None and said in told[0])
    assert all("targets.yaml:4: targets[0].url:" in line for line in told)


def test_cron_of_the_files_own_wins_over_the_catalogues_interval() -> None:
    [target] = load("targets: [{platform: x, document: community, cron: '0 7 * * *'}]").targets
    assert not isinstance(target.schedule, Interval)


def test_language_of_the_target_chooses_the_address() -> None:
    text = "targets: [{platform: pinterest, document: terms}]"
    english, german = load(text), load(f"defaults: {{locale: de-DE}}\n{text}")
    assert "/en-gb/" in english.targets[0].parts[0].url
    assert "/de/" in german.targets[0].parts[0].url
    assert english.targets[0].id == german.targets[0].id


def test_handle_makes_a_page() -> None:
    config = load(
        "targets:\n"
        "  - {platform: tiktok, handle: acme}\n"
        "  - {platform: mastodon, handle: acme@social.example}\n"
        "  - {platform: mastodon, document: rules, handle: '@social.example'}\n"
    )
    assert [(target.id, target.kind, target.parts[0].url) for target in config.targets] == [
        ("acme-tiktok", TargetKind.PAGE, "https://www.tiktok.com/@acme"),
        ("acme-mastodon", TargetKind.PAGE, "https://social.example/@acme"),
        ("mastodon-rules", TargetKind.POLICY, "https://social.example/about"),
    ]


def test_stakes_may_depend_on_what_the_catalogue_makes() -> None:
    config = load(
        "stakes: {contest: {kind: contest, depends_on: {targets: [facebook-promotions]}}}\n"
        "targets: [{platform: facebook, documents: [terms, promotions]}]\n"
    )
    assert config.stakes[0].kind is StakeKind.CONTEST


def test_id_begins_the_ids_of_several_documents() -> None:
    config = load("targets: [{id: fb-de, platform: facebook, documents: [terms, promotions]}]")
    assert [target.id for target in config.targets] == ["fb-de-terms", "fb-de-promotions"]


def test_a_platform_beside_an_address_asks_the_catalogue_for_nothing() -> None:
    [target] = load("targets: [{id: page, platform: my-forum, url: 'https://forum.example/acme'}]").targets
    assert (target.platform, target.topics) == ("my-forum", ())


@pytest.mark.parametrize(
    ("target", "key", "said"),
    [
        ("{platform: facebok}", "platform", "Did you mean facebook?"),
        ("{platform: google-plus}", "platform", "Google+ ended on 2019-04-02"),
        ("{platform: facebook, document: promotion}", "document", "Did you mean promotions?"),
        ("{platform: facebook, documents: [terms, zzz]}", "documents", "Known: terms"),
        ("{platform: facebook, document: terms, documents: all}", "documents", "cannot stand beside `document`"),
        ("{platform: facebook, documents: all, url: 'https://a.example/'}", "url", "name it with `document`"),
        ("{platform: x, handle: far-too-long-for-a-handle}", "handle", "Write it as in acme"),
        ("{platform: blog}", "platform", "give the page's `url`"),
        ("{platform: blog, handle: acme}", "handle", "give `url`"),
        ("{platform: mastodon, document: rules}", "platform", "is missing. Write it as in acme@mastodon.social"),
        ("{document: terms}", "document", "needs `platform` beside it"),
    ],
)
def test_what_the_catalogue_does_not_have_is_said_once_with_its_key(target: str, key: str, said: str) -> None:
    [(line, place, message)] = complaints(f"targets:\n  - {target}\n")
    assert (line, place) == (2, f"targets[0].{key}")
    assert said in message


def test_errors_name_the_target_as_it_is_written() -> None:
    documents = "  - {platform: facebook, documents: [terms, promotions]}"
    text = f"targets:\n{documents}\n  - {{id: a, url: 'https://a.example', every: 6}}\n"
    [(line, key, _)] = complaints(text)
    assert (line, key) == (3, "targets[1].every")


def test_an_error_in_several_documents_is_said_once() -> None:
    [(line, key, _)] = complaints("targets:\n  - {platform: facebook, documents: [terms, promotions], every: 6}")
    assert (line, key) == (2, "targets[0].every")


def test_ids_that_meet_are_refused() -> None:
    [(line, key, message)] = complaints(
        "targets:\n  - {platform: facebook, document: terms}\n  - {platform: facebook, documents: [terms]}\n"
    )
    assert (line, key) == (3, "targets[1].id")
    assert "line 2" in message


@pytest.mark.parametrize("name", ["twitter", "Twitter", "X", "x"])
def test_platform_is_found_by_its_names(name: str) -> None:
    found = find_platform(name)
    assert found
    assert found.id == "x"


def test_platform_is_found_by_a_host_of_it_only() -> None:
    found = find_by_host("de-de.facebook.com")
    assert found
    assert found.id == "facebook"
    assert find_by_host("notfacebook.com") is None


def test_search_needs_every_word_and_knows_german_ones() -> None:
    found = [(platform.id, name) for platform, name, _ in search([read_platform("x")], ["Gewinnspiel"])]
    assert found == [("x", "promotions")]
    assert list(search([read_platform("x")], ["promotions", "facebook"])) == []


def test_a_contributors_mistake_is_explained_with_line_and_key() -> None:
    terms = b"{title: Terms, subject: term, url: https://a.example, topics: [ai], stakes: [page]}"
    text = b"name: New\ndocuments:\n  terms: " + terms
    with pytest.raises(ConfigError) as caught:
        parse_platform("new", text, "catalog/new.yaml")
    [problem] = caught.value.problems
    assert (problem.file, problem.line, problem.key) == ("catalog/new.yaml", 3, "documents.terms.subject")
    assert "Did you mean terms?" in problem.message
