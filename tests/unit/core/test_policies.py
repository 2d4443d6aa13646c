"""Every failure and every state has its policy, and the policies agree with what the kinds say of themselves."""

from datetime import timedelta

from watcher.core.model import FAILURES, POLICIES, FailureKind, PageState, Tell


def test_every_kind_has_a_policy_and_every_bad_state_a_kind() -> None:
    assert set(POLICIES) == set(FailureKind)
    assert set(FAILURES) == set(PageState) - {PageState.OK}


def test_what_passes_by_itself_is_told_late_and_what_needs_help_at_once() -> None:
    for kind, policy in POLICIES.items():
        assert (policy.tell is Tell.WHEN_STALE) is kind.transient
        assert kind.transient or not policy.wait


def test_whoever_turned_a_visit_away_is_left_alone_for_a_while() -> None:
    assert POLICIES[FailureKind.BLOCKED].wait >= timedelta(minutes=15)
    assert POLICIES[FailureKind.LOGIN_WALL].wait >= timedelta(minutes=15)
    assert not POLICIES[FailureKind.TRUNCATED].wait
