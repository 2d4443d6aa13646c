"""Checks one leased target: all its visits, and what they mean for the next look."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from watcher.core.model import (
    POLICIES,
    Changed,
    Checked,
    Config,
    Failure,
    FailureKind,
    First,
    Interval,
    Lease,
    Outcome,
    Target,
    Tell,
    Trouble,
    Unchanged,
    Unconfirmed,
)
from watcher.core.ports import Ledger, Outbox, StoreUnavailableError
from watcher.daemon.hosts import CRASH
from watcher.daemon.lookout import Lookout
from watcher.flow import GONE, Flow, check, orders
from watcher.schedule.due import next_due, retry_due
from watcher.schedule.politeness import host_of

_UNKNOWN = timedelta(hours=1)
STORE_PAUSE_S = 10.0
# a site that asks for more is asked again all the same: it may have been a mistake
_LONGEST_ASKED = timedelta(days=1)
_SERVER_ERROR = 500
_OF_HOST = frozenset(
    {
        FailureKind.TIMEOUT,
        FailureKind.DNS,
        FailureKind.CONNECT,
        FailureKind.TLS,
        FailureKind.BLOCKED,
        FailureKind.BROWSER,
        FailureKind.FORBIDDEN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """`random` gives numbers from 0 to 1 that spread looks in time; `pause` lies between a target's viewports.

    Without a `lookout`, targets of kind handle are left alone.
    """

    flow: Flow
    ledger: Ledger
    outbox: Outbox
    random: Callable[[], float]
    log: structlog.typing.FilteringBoundLogger
    pause: timedelta = timedelta()
    lookout: Lookout | None = None

    async def check_target(self, lease: Lease, config: Config) -> tuple[Checked, ...]:
        """Makes the target's visits and ends the lease. A cancelled check gives the target back, due as it was."""
        target = config.target(lease.target)
        if target is None:
            # not in this configuration: whoever has it will enrol it again
            await self.ledger.release(lease, self.flow.clock() + _UNKNOWN, None, failed=None)
            return ()
        checked: list[Checked] = []
        try:
            visits = await self._make_visits(lease, target, config, checked)
        except asyncio.CancelledError:
            self.log.info("given_back", target=target.id, host=lease.host)
            await asyncio.shield(self.ledger.release(lease, lease.due, None, failed=None))
            raise
        except StoreUnavailableError as error:
            self.log.error("store_unavailable", target=target.id, reason=str(error), again_in_s=STORE_PAUSE_S)
            await self._give_back(lease)
            return tuple(checked)
        except Exception:
            self.log.exception("check_crashed", target=target.id, host=lease.host)
            now = self.flow.clock()
            due = retry_due(target.schedule, lease.failures + 1, now, self.random())
            await self.ledger.release(lease, due, None, failed=True, looked_at=now, trouble=_crashed(target))
            raise
        if checked:
            await self._end(lease, target, checked, visits)
        else:
            await self.ledger.release(lease, self._next(target, 1), None, failed=None)
        return tuple(checked)

    async def _make_visits(self, lease: Lease, target: Target, config: Config, checked: list[Checked]) -> int:
        """Adds to `checked` as it goes, and returns how many visits that took: none where the day's are used up."""
        if target.brand is not None:
            look = await self.lookout.look(target, config) if self.lookout else None
            if look is None:
                return 0
            checked.append(look.checked)
            self._tell_log(look.checked, lease)
            return look.visits
        for order in orders(target):
            if checked:
                await asyncio.sleep(self.pause.total_seconds())
            checked.append(await check(self.flow, order, target, config, checked))
            self._tell_log(checked[-1], lease)
            if _is_gone(checked[-1].outcome):
                break  # it is as gone in every other viewport
        return len(checked)

    async def _give_back(self, lease: Lease) -> None:
        """Ends the lease as soon as the store can be written again; the target is due as it was."""
        while True:
            await asyncio.sleep(STORE_PAUSE_S)
            try:
                await self.ledger.release(lease, lease.due, None, failed=None)
            except StoreUnavailableError:
                continue
            return

    def _next(self, target: Target, visits: int) -> datetime:
        """The next look as planned; more visits than one to a handle are paid for with a longer wait."""
        schedule = target.schedule
        if target.brand and isinstance(schedule, Interval):
            schedule = replace(schedule, every=schedule.every * visits)
        return next_due(schedule, self.flow.clock(), self.random())

    async def _end(self, lease: Lease, target: Target, checked: list[Checked], visits: int) -> None:
        now = self.flow.clock()
        failures = [entry.outcome for entry in checked if isinstance(entry.outcome, Failure)]
        due = self._next(target, visits)
        # nothing waits for a handle that could not be seen
        if target.brand is None and any(failure.kind.transient for failure in failures):
            retry = retry_due(target.schedule, lease.failures + 1, now, self.random())
            due = min(due, max(retry, now + max(POLICIES[failure.kind].wait for failure in failures)))
        due = min([due, *_wished(checked)])
        if asked := max((failure.wait_s for failure in failures), default=0.0):
            due = max(due, now + min(timedelta(seconds=asked), _LONGEST_ASKED))
        doubted = any(isinstance(entry.outcome, Unconfirmed) and entry.outcome.quarantine for entry in checked)
        await self.ledger.release(
            lease,
            due,
            None if failures or doubted else now,
            failed=bool(failures),
            looked_at=now,
            trouble=_trouble(checked, target),
        )

    def _tell_log(self, checked: Checked, lease: Lease) -> None:
        outcome = checked.outcome
        log = self.log.bind(
            target=checked.target,
            stream=checked.stream,
            host=lease.host,
            took_s=checked.took_s,
            outcome=type(outcome).__name__.lower(),
        )
        match outcome:
            case Failure():
                log.warning("checked", failure=outcome.kind.value, message=outcome.message, status=outcome.status)
            case Changed() | Unconfirmed():
                finding = outcome.finding
                log.info(
                    "checked",
                    capture=checked.capture,
                    finding=finding.id,
                    kind=finding.kind.value,
                    severity=finding.severity,
                    headline=finding.headline,
                    alerts=len(checked.alerts),
                )
            case _ if checked.asked:
                log.info("checked", capture=checked.capture, asked=True)
            case _:
                log.info("checked", capture=checked.capture)


def _wished(checked: Sequence[Checked]) -> Iterator[datetime]:
    """When visits want to be repeated."""
    for entry in checked:
        match entry.outcome:
            case First() | Unchanged() | Changed() | Unconfirmed() as outcome:
                if outcome.again_at is not None:
                    yield outcome.again_at
            case _:
                pass


def _is_gone(outcome: Outcome) -> bool:
    match outcome:
        case Failure():
            return outcome.kind is FailureKind.GONE
        case Changed() | Unconfirmed():
            return outcome.digest == GONE
        case _:
            return False


def _trouble(checked: Sequence[Checked], target: Target) -> Trouble | None:
    """What was wrong with a look: the gravest that was wrong with its visits, what needs help first."""
    found = [trouble for trouble in (_trouble_of(entry.outcome, target) for entry in checked) if trouble]
    if not found:
        return None
    gravest = next((trouble for trouble in found if trouble.lasting), found[0])
    # a host that answered one of the visits is not down
    return replace(gravest, of_host=len(found) == len(checked) and all(trouble.of_host for trouble in found))


def _crashed(target: Target) -> Trouble:
    message = "an error in Watcher itself, or in its store; the log has it"
    return Trouble(kind=CRASH, message=message, url=target.parts[0].url, lasting=True, of_host=False)


def _trouble_of(outcome: Outcome, target: Target) -> Trouble | None:
    match outcome:
        case Failure() as failure:
            return Trouble(
                kind=failure.kind.value,
                message=failure.message,
                url=failure.url,
                lasting=POLICIES[failure.kind].tell is Tell.AT_ONCE,
                of_host=_is_of_host(failure, target),
            )
        case Unconfirmed(quarantine=True) as doubtful:
            message = f"{doubtful.finding.headline} (in doubt since {doubtful.doubted:%Y-%m-%d %H:%M} UTC)"
            return Trouble(kind="unconfirmed", message=message, url=target.parts[0].url, lasting=False, of_host=False)
        case _:
            return None


def _is_of_host(failure: Failure, target: Target) -> bool:
    """Whether the target's other neighbours at its host would have fared as badly."""
    first, *others = (host_of(part.url) for part in target.parts)
    where = host_of(failure.url)
    if where != first and where in others:
        return False
    if failure.kind is FailureKind.HTTP_ERROR:
        return failure.status is None or failure.status >= _SERVER_ERROR
    return failure.kind in _OF_HOST
