"""What is done about each kind of failure: when to look again, and when the operator is told. Owners never are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from watcher.core.model.captures import FailureKind
from watcher.core.model.snapshots import PageState


class Tell(StrEnum):
    """When the operator hears of it: at the first failure, or when nothing good was seen for `stale_after`."""

    AT_ONCE = "at_once"
    WHEN_STALE = "when_stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class FailurePolicy:
    """A transient failure is looked at again after 1, 2, 4 ... minutes, not before `wait`; any other as planned."""

    wait: timedelta
    tell: Tell


_SOON = FailurePolicy(wait=timedelta(), tell=Tell.WHEN_STALE)
# A host that turned a visit away is not asked again at once: that is how one comes to be turned away for good.
_UNWELCOME = FailurePolicy(wait=timedelta(minutes=15), tell=Tell.WHEN_STALE)
# The address of this machine or its cookies decide: they are the same a minute later.
_MISPLACED = FailurePolicy(wait=timedelta(minutes=5), tell=Tell.WHEN_STALE)
_NEEDS_HELP = FailurePolicy(wait=timedelta(), tell=Tell.AT_ONCE)

POLICIES: Mapping[FailureKind, FailurePolicy] = MappingProxyType(
    {
        FailureKind.TIMEOUT: _SOON,
        FailureKind.DNS: _SOON,
        FailureKind.CONNECT: _SOON,
        FailureKind.HTTP_ERROR: _SOON,
        FailureKind.TRUNCATED: _SOON,
        FailureKind.EMPTY: _SOON,
        FailureKind.BROWSER: _SOON,
        FailureKind.GIVEN_BACK: _SOON,
        FailureKind.BLOCKED: _UNWELCOME,
        FailureKind.LOGIN_WALL: _UNWELCOME,
        FailureKind.CONSENT_WALL: _MISPLACED,
        FailureKind.WRONG_REGION: _MISPLACED,
        FailureKind.WRONG_PAGE: _MISPLACED,
        FailureKind.TLS: _NEEDS_HELP,
        FailureKind.GONE: _NEEDS_HELP,
        FailureKind.SELECTOR: _NEEDS_HELP,
        FailureKind.STEP: _NEEDS_HELP,
        FailureKind.UNSUPPORTED: _NEEDS_HELP,
        FailureKind.TOO_LARGE: _NEEDS_HELP,
        FailureKind.FORBIDDEN: _NEEDS_HELP,
    }
)

# A page that is gone is weighed first: where it has been seen well before, its loss is a finding.
FAILURES: Mapping[PageState, FailureKind] = MappingProxyType(
    {
        PageState.BLOCKED: FailureKind.BLOCKED,
        PageState.LOGIN_WALL: FailureKind.LOGIN_WALL,
        PageState.CONSENT_WALL: FailureKind.CONSENT_WALL,
        PageState.ERROR: FailureKind.HTTP_ERROR,
        PageState.EMPTY: FailureKind.EMPTY,
        PageState.WRONG_REGION: FailureKind.WRONG_REGION,
        PageState.REDIRECTED: FailureKind.WRONG_PAGE,
        PageState.GONE: FailureKind.GONE,
    }
)
