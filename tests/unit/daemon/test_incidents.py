"""What the operator is told of troubles: pure decisions over simulated days."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.facts import NOON, a_config, a_target, an_owner
from watcher.core.model import Config, Incident, Language, Part, Sighting, Target, Trouble
from watcher.daemon.incidents import decide

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SLOW = Trouble(kind="timeout", message="no answer", url="https://a.example/0", lasting=False, of_host=True)
WALL = Trouble(kind="login_wall", message="log in", url="https://a.example/0", lasting=False, of_host=False)
LOST = Trouble(kind="selector", message="#x", url="https://a.example/0", lasting=True, of_host=False)
STEP = replace(LOST, kind="step")
UNTRUSTED = Trouble(kind="tls", message="cert date", url="https://a.example/0", lasting=True, of_host=True)


class Desk:
    """Targets whose looks a test scripts, and what was told of them."""

    def __init__(self, *targets: Target, watched_since: datetime = NOON, language: Language = Language.EN) -> None:
        self.targets = list(targets) or [target(0)]
        self.now = NOON
        self.watched_since = watched_since
        self.language = language
        self.sightings: dict[str, Sighting] = {}
        self.incidents: dict[str, Incident] = {}
        self.told: list[tuple[datetime, str]] = []
        self.texts: list[str] = []
        self.due: list[str] = []
        for entry in self.targets:
            host = entry.parts[0].url.split("/")[2]
            self.sightings[entry.id] = Sighting(target=entry.id, host=host, due=NOON + 99 * DAY, enrolled_at=NOON)

    @property
    def config(self) -> Config:
        return a_config(*self.targets, operator=an_owner(id="operator", push=("ops",), language=self.language))

    def look(self, trouble: Trouble | None, *names: str) -> None:
        """A look at these targets, or at all, brought this trouble or none."""
        for name in names or [entry.id for entry in self.targets]:
            old = self.sightings[name]
            self.sightings[name] = replace(
                old,
                looked_at=self.now,
                last_good_at=old.last_good_at if trouble else self.now,
                failures=old.failures + 1 if trouble else 0,
                trouble=trouble,
                troubled_since=(old.troubled_since or self.now) if trouble else None,
            )
        self.survey()

    def survey(self, *, patient: bool = True) -> None:
        verdict = decide(
            list(self.sightings.values()),
            list(self.incidents.values()),
            config=self.config,
            now=self.now,
            watched_since=self.watched_since,
            patient=patient,
        )
        self.incidents |= {incident.id: incident for incident in verdict.incidents}
        self.told += [(self.now, alert.subject.removeprefix("[Watcher] ")) for alert in verdict.alerts]
        self.texts += [alert.text for alert in verdict.alerts]
        self.due = list(verdict.due)
        again = decide(
            list(self.sightings.values()),
            list(self.incidents.values()),
            config=self.config,
            now=self.now,
            watched_since=self.watched_since,
        )
        assert again.alerts == (), "what was told is not told again"

    def go(self, wait: timedelta, look: Callable[[], None] | None = None, step: timedelta = HOUR) -> None:
        end = self.now + wait
        while self.now < end:
            self.now = min(self.now + step, end)
            (look or self.survey)()

    @property
    def subjects(self) -> list[str]:
        return [subject for _, subject in self.told]

    @property
    def open(self) -> Sequence[Incident]:
        return [incident for incident in self.incidents.values() if incident.closed_at is None]


def target(n: int, host: str = "a.example", **changes: object) -> Target:
    return a_target(id=f"t{n}", title=f"Rules {n}", parts=(Part(url=f"https://{host}/{n}"),), **changes)


def test_what_goes_on_is_repeated_seldom_and_over_once() -> None:
    desk = Desk()
    desk.look(None)
    desk.go(60 * DAY, lambda: desk.look(WALL))
    days = [(at - NOON) / DAY - 2 for at, _ in desk.told]
    assert [round(day) for day in days] == [0, 1, 3, 7, 21, 35, 49]
    assert desk.subjects[0] == "t0 has not been seen well for too long: a login is asked for"
    assert set(desk.subjects[1:]) == {f"still: {desk.subjects[0]}"}
    assert "Last good capture: 25 November 2026, 12:00 (UTC)" in desk.texts[0]
    desk.go(DAY, lambda: desk.look(None))
    assert desk.subjects[7:] == ["t0 is seen well again"]
    assert desk.open == []


def test_what_nobody_was_told_of_is_not_told_to_be_over() -> None:
    desk = Desk()
    desk.look(None)
    desk.go(DAY, lambda: desk.look(SLOW))
    desk.go(HOUR, lambda: desk.look(None))
    assert desk.subjects == []
    assert desk.open == []


def test_a_target_that_leaves_the_configuration_is_not_mentioned_any_more() -> None:
    desk = Desk(target(0), target(1, "b.example"))
    desk.look(None)
    desk.go(3 * DAY, lambda: (desk.look(WALL, "t0"), desk.look(None, "t1")))  # type: ignore[arg-type,func-returns-value]
    told = len(desk.told)
    assert told >= 1
    del desk.targets[0], desk.sightings["t0"]
    desk.go(3 * DAY, lambda: desk.look(None, "t1"))
    assert len(desk.told) == told
    assert desk.open == []


def test_a_target_that_only_another_configuration_has_is_left_to_that() -> None:
    desk = Desk(target(0))
    desk.look(None)
    desk.go(3 * DAY, lambda: desk.look(WALL))
    (incident,) = desk.open
    desk.targets = [target(1)]
    desk.go(9 * DAY)
    assert desk.open == [incident]


def test_a_stale_after_that_was_shortened_counts_at_once() -> None:
    desk = Desk()
    desk.look(None)
    desk.go(DAY, lambda: desk.look(WALL))
    assert desk.subjects == []
    desk.targets = [target(0, stale_after=12 * HOUR)]
    desk.survey()
    assert len(desk.subjects) == 1
    desk.targets = [target(0, stale_after=9 * DAY)]
    desk.go(HOUR, lambda: desk.look(WALL))
    assert len(desk.open) == 1
    desk.look(None)
    assert desk.subjects[1:] == ["t0 is seen well again"]


def test_what_needs_help_is_told_at_once_and_so_is_another_need() -> None:
    desk = Desk()
    desk.look(LOST)
    assert desk.subjects == ["t0 needs your help: a selector matches nothing"]
    desk.go(2 * HOUR, lambda: desk.look(LOST))
    desk.go(HOUR, lambda: desk.look(STEP))
    assert desk.subjects[1:] == ["still: t0 needs your help: a step before the capture failed"]
    desk.go(HOUR, lambda: desk.look(LOST))
    assert len(desk.subjects) == 2


def test_a_selector_that_comes_and_goes_is_not_told_every_time() -> None:
    desk = Desk()
    for _ in range(12):
        desk.go(HOUR, lambda: desk.look(LOST))
        desk.go(HOUR, lambda: desk.look(None))
    assert desk.subjects == ["t0 needs your help: a selector matches nothing", "t0 is seen well again"]
    desk.go(3 * DAY, lambda: desk.look(LOST))
    assert len(desk.subjects) == 3, "told again once it is overdue"


def test_what_needs_help_at_many_targets_of_a_host_is_two_messages() -> None:
    desk = Desk(*map(target, range(30)))
    desk.look(None)
    for n in range(30):
        desk.go(MINUTE, lambda n=n: desk.look(LOST, f"t{n}"), MINUTE)  # type: ignore[misc]
    desk.go(5 * HOUR, step=MINUTE)
    assert len(desk.subjects) == 2
    assert desk.subjects[1] == "still: 30 targets at a.example need your help: a selector matches nothing"
    desk.go(HOUR, lambda: desk.look(None))
    assert desk.subjects[2:] == ["30 targets at a.example are seen well again"]


def test_a_bad_certificate_waits_a_little_for_the_hosts_other_targets() -> None:
    desk = Desk(*map(target, range(30)))
    desk.sightings = {name: replace(sighting, due=NOON) for name, sighting in desk.sightings.items()}
    for n in range(3):
        desk.look(UNTRUSTED, f"t{n}")
        desk.now += 10 * timedelta(seconds=1)
    assert desk.subjects == ["a.example is down: 30 targets not seen since 25 November 2026, 12:00 (UTC)"]
    assert "the encryption cannot be trusted (cert date)" in desk.texts[0]
    assert "check this machine's clock" in desk.texts[0]


def test_what_is_alike_is_told_together_before_all_is_overdue() -> None:
    desk = Desk(*(target(n, stale_after=2 * DAY + n * HOUR) for n in range(20)), target(99))
    desk.look(None)
    desk.go(4 * DAY, lambda: (desk.look(WALL, *(f"t{n}" for n in range(20))), desk.look(None, "t99")))  # type: ignore[arg-type,func-returns-value]
    assert desk.subjects == [
        "20 targets at a.example have not been seen well for too long: a login is asked for",
        "still: 20 targets at a.example have not been seen well for too long: a login is asked for",
    ]


def test_after_a_start_there_are_looks_before_anybody_is_told() -> None:
    desk = Desk()
    desk.look(None)
    desk.now += 9 * DAY
    desk.watched_since = desk.now
    desk.survey()
    desk.look(SLOW)
    assert desk.subjects == []
    desk.go(14 * MINUTE, lambda: desk.look(SLOW), MINUTE)
    assert desk.subjects == []
    desk.go(2 * MINUTE, lambda: desk.look(SLOW), MINUTE)
    assert desk.subjects == ["t0 has not been seen well for too long: no answer in time"]


def test_a_single_pass_counts_what_failed_in_earlier_ones() -> None:
    desk = Desk(target(0), target(1, "b.example"))
    desk.look(None)
    desk.now += 3 * DAY
    for _ in range(2):
        desk.watched_since = desk.now
        desk.look(WALL, "t0")
        desk.survey(patient=False)
        assert desk.subjects == [] or desk.now > NOON + 3 * DAY
        desk.now += DAY
    assert desk.subjects == ["t0 has not been seen well for too long: a login is asked for"]


def test_a_start_alone_repeats_nothing() -> None:
    desk = Desk()
    desk.look(None)
    desk.go(3 * DAY - HOUR, lambda: desk.look(WALL))
    told = len(desk.told)
    desk.now += 30 * DAY
    desk.watched_since = desk.now
    desk.survey()
    assert len(desk.told) == told
    desk.look(WALL)
    assert len(desk.told) == told + 1


def test_a_target_that_nobody_has_time_for_is_told() -> None:
    desk = Desk()
    desk.look(None)
    desk.go(2 * DAY)
    assert desk.subjects == []
    desk.go(HOUR)
    assert desk.subjects == ["t0 has not been seen well for too long: there was no time for a look"]
    desk.look(None)
    assert desk.subjects[1:] == ["t0 is seen well again"]


def test_a_page_that_was_ill_before_its_host_is_told_of_when_the_host_is_back() -> None:
    desk = Desk(*map(target, range(10)))
    desk.look(None)
    healthy = [f"t{n}" for n in range(1, 10)]
    desk.go(DAY, lambda: (desk.look(SLOW, "t0"), desk.look(None, *healthy)))  # type: ignore[arg-type,func-returns-value]
    desk.go(3 * DAY, lambda: desk.look(SLOW))
    assert [subject.partition(" targets")[0] for subject in desk.subjects] == [
        "a.example is down: 10",
        "still: a.example is down: 10",
    ]
    desk.now += HOUR
    desk.look(None, "t9")
    assert set(desk.due) == {f"t{n}" for n in range(9)}
    desk.now += HOUR
    desk.look(SLOW, "t0")
    desk.look(None, *healthy)
    assert desk.subjects[2] == "a.example is up again"
    assert "9 of 10 targets" in desk.texts[2]
    assert desk.subjects[3:] == ["t0 has not been seen well for too long: no answer in time"]


def test_a_host_that_is_up_for_a_moment_only_is_still_the_same_outage() -> None:
    desk = Desk(*map(target, range(10)))
    desk.look(None)
    desk.go(2 * DAY + HOUR, lambda: desk.look(SLOW))
    assert len(desk.subjects) == 1
    for _ in range(5):
        desk.now += MINUTE
        desk.look(None, "t0")
        desk.go(3 * MINUTE, lambda: desk.look(SLOW, *(f"t{n}" for n in range(1, 6))), MINUTE)
    assert len(desk.subjects) == 1
    desk.now += MINUTE
    desk.look(None)
    assert desk.subjects[1:] == ["a.example is up again"]


def test_hosts_that_are_down_together_are_one_message_though_another_answers() -> None:
    desk = Desk(*(target(n, f"h{n // 4}.example") for n in range(16)), target(99, "z.example"))
    desk.look(None)
    ill = [f"t{n}" for n in range(16)]
    desk.go(2 * DAY + HOUR, lambda: (desk.look(SLOW, *ill), desk.look(None, "t99")))  # type: ignore[arg-type,func-returns-value]
    assert len(desk.subjects) == 1
    assert desk.subjects[0].startswith("4 hosts are down: 16 targets not seen since")
    desk.look(None)
    assert desk.subjects[1:] == ["4 hosts are up again"]


def test_one_of_two_hosts_that_stays_down_is_repeated_alone() -> None:
    desk = Desk(*(target(n, f"h{n // 4}.example") for n in range(8)))
    desk.look(None)
    desk.go(2 * DAY + HOUR, lambda: desk.look(SLOW))
    assert desk.subjects[0].startswith("nothing can be reached: 8 targets at 2 hosts")
    ill, well = [f"t{n}" for n in range(4)], [f"t{n}" for n in range(4, 8)]
    desk.go(DAY + HOUR, lambda: (desk.look(None, *well), desk.look(SLOW, *ill)))  # type: ignore[arg-type,func-returns-value]
    assert [subject.partition(" not seen")[0] for subject in desk.subjects[1:]] == [
        "still: h0.example is down: 4 targets"
    ]


def test_when_the_network_is_back_all_hosts_are_tried() -> None:
    desk = Desk(*(target(n, f"h{n}.example") for n in range(5)))
    desk.look(None)
    desk.go(5 * HOUR, lambda: desk.look(SLOW))
    assert desk.due == []
    desk.go(MINUTE, lambda: desk.look(None, "t2"), MINUTE)
    assert set(desk.due) == {"t0", "t1", "t3", "t4"}


def test_a_clock_that_is_set_back_loses_nothing() -> None:
    desk = Desk()
    desk.look(None)
    desk.go(3 * DAY - HOUR, lambda: desk.look(WALL))
    told = len(desk.told)
    desk.now -= 400 * DAY
    desk.watched_since = desk.now
    desk.go(DAY - HOUR, lambda: desk.look(WALL))
    assert len(desk.told) == told
    desk.go(2 * HOUR, lambda: desk.look(WALL))
    assert len(desk.told) == told + 1, "reminders are reckoned anew"
    told += 1
    desk.look(None)
    assert desk.subjects[told:] == ["t0 is seen well again"]


@pytest.mark.parametrize("language", Language)
def test_messages_are_in_the_operators_language(language: Language) -> None:
    desk = Desk(*map(target, range(20)), language=language)
    desk.look(None)
    desk.go(2 * DAY + HOUR, lambda: desk.look(SLOW))
    desk.look(None)
    german = language is Language.DE
    assert desk.subjects[0].startswith("a.example ist nicht erreichbar: 20 Ziele" if german else "a.example is down")
    assert desk.subjects[1] == ("a.example ist wieder erreichbar" if german else "a.example is up again")
    assert ("und 8 weitere" if german else "and 8 more") in desk.texts[0]
    assert "{" not in "".join(desk.texts)
