"""How every investment stands."""

from dataclasses import replace
from datetime import date

from tests.facts import a_config, a_finding, a_target
from watcher.core.model import EffectiveKind, Finding, Stake, StakeKind, Topic
from watcher.report.stakes import StakeStatus, stake_statuses

TODAY = date(2026, 11, 25)
CONTEST = Stake(id="contest", title="Contest", kind=StakeKind.CONTEST, owners=("team",), targets=("terms",))


def status(stake: Stake, *findings: Finding, seen: tuple[str, ...] = ("terms",)) -> StakeStatus:
    [found] = stake_statuses(a_config(a_target(), stakes=(stake,)), findings, seen, TODAY)
    return found


def test_open_findings_the_most_urgent_first() -> None:
    minor = a_finding(id="minor", stakes=("contest",), priority=3)
    other = a_finding(id="other", stakes=("another",), priority=1)
    urgent = a_finding(id="urgent", stakes=("contest",), priority=1)
    assert [finding.id for finding in status(CONTEST, minor, other, urgent).open] == ["urgent", "minor"]


def test_the_next_day_is_the_first_that_is_not_over() -> None:
    over = a_finding(stakes=("contest",), effective_date=date(2026, 11, 1), effective_kind=EffectiveKind.EFFECTIVE)
    ahead = replace(over, effective_date=date(2027, 1, 1), deadline=date(2026, 12, 20))
    edited = replace(over, effective_date=date(2026, 12, 1), effective_kind=EffectiveKind.LAST_UPDATED)
    ending = replace(CONTEST, ends=date(2027, 4, 30))
    assert status(ending, over, edited, ahead).next_day == date(2026, 12, 20)
    assert status(ending, over, edited, ahead).next_what == "act by"
    assert (status(ending).next_day, status(ending).next_what) == (date(2027, 4, 30), "ends")
    assert status(replace(CONTEST, ends=date(2026, 1, 1)), over).next_day is None


def test_what_was_never_seen_is_named() -> None:
    assert status(CONTEST).unwatched == ()
    assert status(CONTEST, seen=()).unwatched == ("terms",)
    assert status(replace(CONTEST, targets=())).unwatched == ("nothing",)
    by_topic = replace(CONTEST, targets=(), topics=(Topic.FEES,))
    assert status(by_topic).unwatched == ()
    assert status(by_topic, seen=()).unwatched == ("any target",)
    assert status(replace(by_topic, platforms=("platform", "tiktok"))).unwatched == ("platform tiktok",)
