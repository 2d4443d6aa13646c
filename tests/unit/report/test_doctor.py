"""What is right, doubtful or wrong, and that each trouble says what to do."""

from dataclasses import replace
from datetime import timedelta

from tests.facts import NOON, a_config, a_target, an_alert, an_owner
from watcher.core.model import AlertRecord, Incident, Problem, TargetStatus, Trouble
from watcher.report.doctor import (
    Diagnosis,
    Health,
    judge_browser,
    judge_channels,
    judge_clock,
    judge_configuration,
    judge_disk,
    judge_messages,
    judge_secrets,
    judge_store,
    judge_targets,
)

OK, DOUBT, WRONG = Health.OK, Health.DOUBT, Health.WRONG
HOUR = timedelta(hours=1)
STATUS = TargetStatus(
    target="terms", due=NOON, leased=False, failures=0, last_good_at=NOON, last_at=NOON, outcome="first",
    message=None, captures=1,
)  # fmt: skip
RECORD = AlertRecord(
    alert=an_alert(), state="waiting", tries=3, due=NOON, last_try_at=NOON, last_error="refused", settled_at=None
)
OUTAGE = Incident(
    id="i",
    key="outage",
    outage=True,
    hosts=("platform.example",),
    targets=("terms",),
    trouble=Trouble(kind="dns", message="no name", url="https://platform.example/", lasting=False, of_host=True),
    since=NOON,
    opened_at=NOON,
)


def healths(*found: Diagnosis) -> list[Health]:
    for entry in found:
        assert bool(entry.advice) is (entry.health is not OK), entry
    return [entry.health for entry in found]


def test_configuration() -> None:
    problem = Problem(file="targets.yaml", line=3, key="targets", message="broken")
    assert healths(*judge_configuration(a_config(), ())) == [OK]
    assert healths(*judge_configuration(None, (problem,))) == [WRONG]
    assert healths(*judge_configuration(a_config(warnings=(problem,)), ())) == [DOUBT, OK]
    mute = a_config(operator=an_owner(id="operator", push=()))
    assert healths(*judge_configuration(mute, ())) == [OK, WRONG]


def test_browser() -> None:
    assert healths(judge_browser(None, None, None, None, False)) == [WRONG]
    broken = judge_browser("/bin/chrome", None, "no usable sandbox", None, False)
    assert healths(broken) == [WRONG]
    assert "no usable sandbox" in broken.message
    assert healths(judge_browser("/bin/chrome", "Chrome/1", None, True, False)) == [OK]
    assert healths(judge_browser("/bin/chrome", "Chrome/1", None, False, False)) == [WRONG]
    assert healths(judge_browser("/bin/chrome", "Chrome/1", None, False, True)) == [DOUBT]


def test_clock() -> None:
    assert healths(judge_clock(NOON, NOON - HOUR, None)) == [OK]
    assert healths(judge_clock(NOON, NOON + HOUR, True)) == [WRONG]
    assert healths(judge_clock(NOON, None, False)) == [DOUBT]
    assert healths(judge_clock(NOON.replace(year=1970), None, None)) == [WRONG]


def test_disk() -> None:
    assert healths(*(judge_disk(free, 10**12, "/srv") for free in (10**11, 10**9, 10**8))) == [OK, DOUBT, WRONG]


def test_store_and_daemon() -> None:
    assert healths(*judge_store((), "42")) == [OK, OK]
    assert healths(*judge_store(["database: broken"], None)) == [WRONG, DOUBT]


def test_channels() -> None:
    assert healths(*judge_channels({"mail": None, "chat": "channel chat: no address"})) == [OK, WRONG]


def test_targets() -> None:
    config = a_config(a_target(stale_after=HOUR))
    assert healths(*judge_targets([STATUS], (), config, NOON + HOUR)) == [OK]
    assert healths(*judge_targets([STATUS], (), config, NOON + 2 * HOUR)) == [DOUBT]
    assert healths(*judge_targets([STATUS], (OUTAGE,), config, NOON + 2 * HOUR)) == [DOUBT]
    (told,) = judge_targets([STATUS], (replace(OUTAGE, told=1, told_at=NOON),), config, NOON + 2 * HOUR)
    assert healths(told) == [WRONG]
    assert "platform.example" in told.message


def test_messages() -> None:
    assert healths(*judge_messages(0, [RECORD], NOON)) == [OK]
    assert healths(*judge_messages(2, [RECORD], NOON + 2 * HOUR)) == [WRONG, DOUBT]


def test_secrets() -> None:
    assert list(judge_secrets({})) == []
    assert healths(*judge_secrets({"a": 0o100600, "b": 0o100400})) == [OK]
    assert healths(*judge_secrets({"a": 0o100644, "b": None, "c": 0o100600})) == [DOUBT, WRONG]
