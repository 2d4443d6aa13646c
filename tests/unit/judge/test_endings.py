"""Sentences which say that something a company builds on ends or moves, and those that only sound so."""

from dataclasses import replace
from datetime import date

import pytest

from tests.facts import a_config, a_finding, a_target
from tests.readings import a_change
from watcher.core.model import Direction, Reason, Stake, StakeKind, TargetKind
from watcher.judge.endings import find_endings
from watcher.judge.judge import judge
from watcher.judge.stakes import match_stakes, with_stakes

TODAY = date(2026, 11, 25)
POSTS = "\n\n".join(
    f"Post {n} shows gardens and the people who look after them in all kinds of weather." for n in range(9)
)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Custom page tabs will be discontinued on 1 March 2027.", date(2027, 3, 1)),
        ("We are shutting down the Events API on January 15, 2027.", date(2027, 1, 15)),
        ("Fundraisers will no longer be available after 31 December 2026.", date(2026, 12, 31)),
        ("The newsletter feature reaches its end of life soon.", None),
        ("This page is moving to https://news.acme.example.", None),
        ("Eigene Reiter werden zum 1. Februar 2027 eingestellt.", date(2027, 2, 1)),
        ("Zum 31. März 2027 schalten wir die Schnittstelle für Gruppen ab.", date(2027, 3, 31)),
        ("Unser Kanal zieht am 1. Januar 2027 auf eine andere Plattform um.", date(2027, 1, 1)),
        ("Les onglets personnalisés seront supprimés le 1er mars 2027.", date(2027, 3, 1)),
        ("Les pages personnalisées ne seront plus disponibles après le 31 décembre 2026.", date(2026, 12, 31)),
    ],
)
def test_an_end_is_announced(sentence: str, day: date | None) -> None:
    text = f"This text is about our platform. {sentence} Thank you for reading."
    assert [(ending.sentence, ending.day) for ending in find_endings(text, TODAY)] == [(sentence, day)]


@pytest.mark.parametrize(
    "sentence",
    [
        "We may discontinue any feature at any time without notice.",
        "If your page breaks these rules, it will be removed.",
        "Your free trial ends on 1 March 2027.",
        "The contest closes on 31 January 2027 at noon.",
        "Our shop closes at 6 pm.",
        "The tab was discontinued on 3 May 2019.",
        "Custom tabs are not discontinued.",
        "My personal account is disabled.",
        "Mon compte personnel Acme est désactivé.",
        "Mein Konto wurde abgeschaltet.",
        "Wir können Funktionen jederzeit einstellen, sofern das nötig ist.",
        "Das Gewinnspiel endet am 31. Januar 2027.",
        "Posts that break the rules are removed from 1 March 2027.",
    ],
)
def test_no_end_is_announced(sentence: str) -> None:
    assert not list(find_endings(sentence, TODAY))


@pytest.mark.parametrize("kind", list(TargetKind))
def test_an_end_is_told_on_documents_and_on_pages_alike(kind: TargetKind) -> None:
    announced = "The contest tab will be discontinued on 1 March 2027."
    change = a_change(POSTS, f"{POSTS}\n\n{announced}")
    opinion = judge(change, kind=kind, name="Acme", watch=(), today=TODAY)
    assert opinion.severity >= 2
    assert opinion.direction is Direction.TIGHTENS
    assert opinion.deadline == date(2027, 3, 1)
    assert announced in [reason.quote for reason in opinion.reasons if reason.rule == "announces_end"]


def test_an_end_is_critical_where_a_stake_depends_on_it() -> None:
    target = a_target()
    stake = Stake(id="contest", title="Contest", kind=StakeKind.CONTEST, owners=("team",), targets=(target.id,))
    finding = a_finding(reasons=(Reason(rule="announces_end", quote="", weight=0.1),))
    config = a_config(target, stakes=(stake,))
    assert with_stakes(finding, match_stakes(finding, target, config, TODAY), config).severity == 3
    assert with_stakes(finding, (), config).severity == 2
    other = replace(finding, reasons=())
    assert with_stakes(other, match_stakes(other, target, config, TODAY), config).severity == 2
