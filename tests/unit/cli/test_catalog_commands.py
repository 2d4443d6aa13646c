"""`watcher catalog`: what it lists, shows and finds."""

import json

from tests.unit.cli.conftest import Run

OF_A_DOCUMENT = {"id", "title", "subject", "urls", "languages", "topics", "stakes"}


def test_catalog_alone_is_the_list(run: Run) -> None:
    bare, named = run("catalog"), run("catalog", "list")
    assert bare.exit_code == 0
    assert bare.stdout == named.stdout
    assert "\nfacebook\tFacebook\t" in bare.stdout


def test_list_says_what_each_platform_has(run: Run) -> None:
    platforms = {fact["id"]: fact for fact in map(json.loads, run("catalog", "list", "--json").stdout.splitlines())}
    assert len(platforms) >= 35
    assert platforms["google-plus"]["ended"]["date"] == "2019-04-02"
    assert {end["id"] for end in platforms["facebook"]["features"]} == {
        "start-page-tab",
        "like-gate",
        "places",
        "deals",
    }
    assert all(set(document) == OF_A_DOCUMENT for fact in platforms.values() for document in fact["documents"])


def test_show_takes_an_alias_and_tells_what_ended(run: Run) -> None:
    shown = run("catalog", "show", "fb").stdout
    assert shown.startswith("Facebook (facebook)\n")
    assert "\npromotions\t" in shown
    assert "Ended on 2014-11-05." in shown
    assert run("catalog", "show", "vine").stdout.startswith("Vine (vine)\nEnded on 2017-01-17.")


def test_an_unknown_platform_is_wrong_usage_with_a_hint(run: Run) -> None:
    result = run("catalog", "show", "facebok")
    assert result.exit_code == 2
    assert "did you mean facebook?" in result.stderr


def test_search_finds_documents_or_falls_short(run: Run) -> None:
    [found] = run("catalog", "search", "tiktok", "branded", "--json").stdout.splitlines()
    assert set(json.loads(found)) == {"platform", *OF_A_DOCUMENT}
    assert "instagram/promotions" in run("catalog", "search", "Gewinnspiel").stdout
    assert run("catalog", "search", "no-such-word").exit_code == 1


def test_lookalikes_are_listed_with_their_reasons(run: Run) -> None:
    facts = [
        json.loads(line) for line in run("catalog", "lookalikes", "x", "telekom_hilft", "--json").stdout.splitlines()
    ]
    assert len(facts) == 50
    capital = next(fact for fact in facts if fact["handle"] == "telekom_hiIft")
    assert (capital["reason"], capital["url"]) == ("I in place of l", "https://x.com/telekom_hiIft")
    assert capital["presence"] is None
    assert run("catalog", "lookalikes", "mastodon", "acme").exit_code == 2
