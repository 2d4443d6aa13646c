"""The calendar, as another library reads it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import vobject

from tests.facts import a_config, a_finding, a_target
from watcher.core.model import EffectiveKind, Finding, Money, Stake, StakeKind
from watcher.report.calendar import calendar_of

CONTEST = Stake(
    id="contest",
    title="Frühlings-Gewinnspiel; „Start, Ziel“",
    kind=StakeKind.CONTEST,
    owners=("social",),
    value=Money(amount=Decimal(45000), currency="EUR"),
    ends=date(2027, 4, 30),
)
# The clocks of Berlin, New York and Sydney change on or next to some of these.
CLOCK_CHANGES = [date(2027, 3, 14), date(2027, 3, 28), date(2027, 4, 4), date(2027, 10, 31), date(2027, 11, 7)]


def a_rule(day: date, **changes: Any) -> Finding:
    return a_finding(**({"effective_date": day, "effective_kind": EffectiveKind.EFFECTIVE} | changes))


def events(*findings: Finding, stakes: tuple[Stake, ...] = (), owner: str | None = None) -> dict[str, Any]:
    text = calendar_of(findings, a_config(a_target(owners=("team",)), stakes=stakes), owner).decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "lines are folded"
    found = next(iter(vobject.readComponents(text)))
    return {event.uid.value: event for event in found.contents.get("vevent", [])}


@pytest.mark.parametrize("day", CLOCK_CHANGES)
def test_a_day_is_that_day_whatever_the_clocks_do(day: date) -> None:
    found = events(a_rule(day), stakes=(replace(CONTEST, ends=day),))
    assert set(found) == {"0123456789ab-in-force@watcher", "stake-contest-ends@watcher"}
    for event in found.values():
        assert (event.dtstart.value, event.dtend.value) == (day, day + timedelta(days=1))
        assert event.dtstart.params == {"VALUE": ["DATE"]}


def test_what_is_in_force_and_by_when_to_act_are_two_days() -> None:
    found = events(a_rule(date(2027, 4, 1), deadline=date(2027, 3, 15)))
    assert found["0123456789ab-act-by@watcher"].dtstart.value == date(2027, 3, 15)
    assert found["0123456789ab-in-force@watcher"].summary.value == "In force: Platform forbids something"
    assert "watcher show 0123456789ab" in found["0123456789ab-in-force@watcher"].description.value


def test_when_a_text_was_edited_is_no_day_to_keep() -> None:
    assert events(a_rule(date(2027, 4, 1), effective_kind=EffectiveKind.LAST_UPDATED)) == {}


def test_first_and_last_days_of_investments_with_their_signs() -> None:
    found = events(stakes=(replace(CONTEST, starts=date(2027, 3, 1)),))
    assert found["stake-contest-starts@watcher"].dtstart.value == date(2027, 3, 1)
    assert found["stake-contest-ends@watcher"].summary.value == "Last day: Frühlings-Gewinnspiel; „Start, Ziel“"
    assert found["stake-contest-ends@watcher"].description.value == "contest, worth 45,000 EUR"


def test_one_owner_sees_what_concerns_that_owner() -> None:
    rule = a_rule(date(2027, 4, 1))
    assert set(events(rule, stakes=(CONTEST,), owner="team")) == {"0123456789ab-in-force@watcher"}
    assert set(events(rule, stakes=(CONTEST,), owner="social")) == {"stake-contest-ends@watcher"}
    at_stake = replace(rule, stakes=("contest",))
    assert len(events(at_stake, stakes=(CONTEST,), owner="social")) == 2


def test_writing_it_again_gives_the_same() -> None:
    config = a_config(stakes=(CONTEST,))
    assert calendar_of([a_rule(date(2027, 4, 1))], config) == calendar_of([a_rule(date(2027, 4, 1))], config)


def test_a_pages_words_cannot_add_an_event() -> None:
    hostile = (
        "X\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nATTACH:https://evil.example\u202e\x00;,\\n" + "y" * 1_000_000
    )
    [event] = events(a_rule(date(2027, 4, 1), headline=hostile)).values()
    assert set(event.contents) == {
        "uid", "dtstamp", "dtstart", "dtend", "summary", "description", "categories", "transp",
    }  # fmt: skip
    assert len(event.summary.value) <= 200
    assert "\u202e" not in event.summary.value
