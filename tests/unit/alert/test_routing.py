"""Who gets copies of what others own."""

from dataclasses import replace

import pytest

from tests.fakes.alert_samples import LEGAL, NOW, RULES, SOCIAL, config, rule_finding
from watcher.alert.compose import compose
from watcher.core.model import Copies, Topic

TARGET = replace(RULES, owners=("social-team",))


@pytest.mark.parametrize(
    ("copies", "told"),
    [
        (None, False),
        (Copies(topics=(Topic.PROMOTIONS, Topic.FEES)), True),
        (Copies(topics=(Topic.FEES,)), False),
        (Copies(words=("running promotion",)), True),
        (Copies(words=("promo",)), False),
        (Copies(topics=(Topic.PROMOTIONS,), platforms=("facebook",)), True),
        (Copies(topics=(Topic.PROMOTIONS,), platforms=("linkedin",)), False),
    ],
)
def test_copies_go_by_topic_and_by_word_on_chosen_platforms(copies: Copies | None, told: bool) -> None:
    people = config(SOCIAL, replace(LEGAL, copies=copies))
    alerts = compose(rule_finding(), target=TARGET, config=people, now=NOW)
    assert ("legal" in {alert.owner for alert in alerts}) is told


def test_a_copy_says_that_it_is_one_and_goes_by_its_readers_own_limit() -> None:
    reader = replace(LEGAL, copies=Copies(topics=(Topic.PROMOTIONS,)))
    alerts = compose(rule_finding(), target=TARGET, config=config(SOCIAL, reader), now=NOW)
    assert "Legal & Compliance: gets copies of changes on this subject" in alerts[-1].text
    strict = config(SOCIAL, replace(reader, push_from=3))
    assert {alert.owner for alert in compose(rule_finding(severity=2), target=TARGET, config=strict, now=NOW)} == {
        "social-team"
    }


def test_who_owns_it_and_gets_copies_is_told_once() -> None:
    reader = replace(LEGAL, copies=Copies(topics=(Topic.PROMOTIONS,)))
    alerts = compose(rule_finding(), target=replace(RULES, owners=("legal",)), config=config(SOCIAL, reader), now=NOW)
    assert [alert.owner for alert in alerts].count("legal") == 1
