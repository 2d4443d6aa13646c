"""Documents that come to a page that lists documents, or vanish from it."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from tests.readings import a_reading
from watcher.core.model import Change, ChangeKind, Opinion, TargetKind, Topic
from watcher.diff.compare import compare
from watcher.judge.judge import judge
from watcher.judge.listed import find_listed

NAMES = [
    "Terms of Service",
    "Community Standards",
    "Advertising Policies",
    "Commerce Policies",
    "Privacy Policy",
    "Developer Terms",
    "Copyright",
]
GERMAN = [
    "Nutzungsbedingungen",
    "Gemeinschaftsregeln",
    "Werberichtlinien",
    "Datenschutzerklärung",
    "Händlerbedingungen",
]
LEAD = "These documents tell what holds on Forum. Please read them before you use it, and come back now and then."


def address(name: str) -> str:
    return f"/legal/{name.lower().replace(' ', '-')}"


def as_list(names: Sequence[str]) -> str:
    items = "".join(f"<li><a href='{address(name)}'>{name}</a></li>" for name in names)
    return f"<h1>Our policies</h1><p>{LEAD}</p><ul>{items}</ul>"


def as_cards(names: Sequence[str]) -> str:
    cards = "".join(
        f"<div><h3><a href='{address(name)}'>{name}</a></h3><p>What you should know of {name} on Forum, in short.</p>"
        f"<a href='{address(name)}'>Read more</a></div>"
        for name in names
    )
    return f"<h1>Legal hub</h1>{cards}"


def as_lines(names: Sequence[str]) -> str:
    return "<h1>Rules</h1>" + "".join(f"<div><a href='{address(name)}'>{name}</a></div>" for name in names)


Shape = Callable[[Sequence[str]], str]
SHAPES = pytest.mark.parametrize("shape", [as_list, as_cards, as_lines])


def change_of(before: str, after: str) -> Change:
    old, new = (
        a_reading(f"<!doctype html><title>Legal</title><main>{body}</main>", content_type="text/html")
        for body in (before, after)
    )
    change = compare(old, new)
    assert change is not None
    return change


def opinion(before: str, after: str, kind: TargetKind = TargetKind.POLICY) -> Opinion:
    return judge(change_of(before, after), kind=kind, name="Forum", watch=(), today=date(2026, 11, 25))


@SHAPES
def test_a_document_that_came_is_told_with_its_topic(shape: Shape) -> None:
    said = opinion(shape(NAMES), shape([*NAMES[:3], "Branded Content Policies", *NAMES[3:]]))
    assert (said.kind, said.severity) == (ChangeKind.SUBSTANTIVE, 2)
    assert said.headline == "Forum: now lists “Branded Content Policies”"
    assert (said.reasons[0].rule, said.reasons[0].quote) == ("document_listed", "Branded Content Policies")
    assert Topic.BRANDED_CONTENT in said.topics
    assert "" in said.noise, "the entry is shown among what counts"


@SHAPES
def test_a_document_that_vanished_is_told(shape: Shape) -> None:
    said = opinion(shape(NAMES), shape([name for name in NAMES if name != "Advertising Policies"]))
    assert (said.severity, said.headline) == (2, "Forum: no longer lists “Advertising Policies”")
    assert Topic.ADVERTISING in said.topics


@SHAPES
def test_one_in_the_place_of_another_is_both(shape: Shape) -> None:
    found = find_listed(change_of(shape(NAMES), shape([*NAMES[:3], "Promotion Rules", *NAMES[4:]])))
    assert [entry.name for entry in found.come] == ["Promotion Rules"]
    assert [entry.name for entry in found.gone] == ["Commerce Policies"]


def test_german_documents_are_known() -> None:
    said = opinion(as_list(GERMAN), as_list([*GERMAN, "Richtlinien für Gewinnspiele"]))
    assert said.headline == "Forum: now lists “Richtlinien für Gewinnspiele”"


def test_what_companies_seldom_hang_on_is_a_note() -> None:
    assert opinion(as_list(NAMES), as_list([*NAMES, "Cookie Policy"])).severity == 1


@SHAPES
def test_another_order_tells_nothing(shape: Shape) -> None:
    assert opinion(shape(NAMES), shape([*NAMES[3:], *NAMES[:3]])).severity == 0


def test_another_name_or_another_address_is_no_other_document() -> None:
    before = as_list(NAMES)
    renamed = before.replace(">Commerce Policies<", ">Commerce and Shop Policies<")
    moved = before.replace(address("Commerce Policies"), "/policies/commerce/2027")
    for after in (renamed, moved):
        assert not any((found := find_listed(change_of(before, after))).come + found.gone)


def test_entries_that_are_no_documents_tell_nothing() -> None:
    assert opinion(as_list(NAMES), as_list([*NAMES, "Press photos"])).severity == 0


def test_a_document_with_related_ones_beside_it_is_no_list() -> None:
    text = "".join(
        f"<p>Section {number} describes at some length how the team answers questions that people send in every week,"
        f" and what they can do with the answers that they get from it, whether they like them or not at all.</p>"
        for number in range(12)
    )
    before = f"<h1>Spam</h1>{text}{as_list(NAMES[:5])}"
    assert opinion(before, f"<h1>Spam</h1>{text}{as_list(NAMES[:6])}").severity == 0


def test_a_list_that_lost_most_of_its_documents_may_be_another_page() -> None:
    found = find_listed(change_of(as_list(NAMES), as_list(["Press photos", *NAMES[:3], "A", "B"])))
    assert not found.gone
