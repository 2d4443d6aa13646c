"""Checks one leased target: all its visits, what they mean for the next look, and whether the operator must know."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from watcher.alert.compose import compose_operator
from watcher.core.model import (
    Changed,
    Checked,
    Config,
    Failure,
    FailureKind,
    Lease,
    Outcome,
    Rebased,
    Target,
    Unconfirmed,
)
from watcher.core.ports import Ledger, Outbox, StoreUnavailableError
from watcher.flow import GONE, Flow, check, orders
from watcher.schedule.due import next_due, retry_due

# a host that turned a visit away is not asked again at once
_UNWELCOME = timedelta(minutes=15)
_UNKNOWN = timedelta(hours=1)
STORE_PAUSE_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """`random` gives numbers from 0 to 1 that spread looks in time; `pause` lies between a target's viewports."""

    flow: Flow
    ledger: Ledger
    outbox: Outbox
    random: Callable[[], float]
    log: structlog.typing.FilteringBoundLogger
    pause: timedelta = timedelta()

    async def check_target(self, lease: Lease, config: Config) -> tuple[Checked, ...]:
        """Makes the target's visits and ends the lease. A cancelled check gives the target back, due as it was."""
        target = config.target(lease.target)
        if target is None:
            # not in this configuration: whoever has it will enrol it again
            await self.ledger.release(lease, self.flow.clock() + _UNKNOWN, None, failed=None)
            return ()
        checked: list[Checked] = []
        try:
            for order in orders(target):
                if checked:
                    await asyncio.sleep(self.pause.total_seconds())
                checked.append(await check(self.flow, order, target, config, checked))
                self._tell_log(checked[-1], lease)
                if _is_gone(checked[-1].outcome):
                    break  # it is as gone in every other viewport
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
            await self._tell_crash(lease, target, config)
            due = retry_due(target.schedule, lease.failures + 1, self.flow.clock(), self.random())
            await self.ledger.release(lease, due, None, failed=True)
            raise
        await self._end(lease, target, checked, config)
        return tuple(checked)

    async def _give_back(self, lease: Lease) -> None:
        """Ends the lease as soon as the store can be written again; the target is due as it was."""
        while True:
            await asyncio.sleep(STORE_PAUSE_S)
            try:
                await self.ledger.release(lease, lease.due, None, failed=None)
            except StoreUnavailableError:
                continue
            return

    async def _end(self, lease: Lease, target: Target, checked: list[Checked], config: Config) -> None:
        now = self.flow.clock()
        failures = [entry.outcome for entry in checked if isinstance(entry.outcome, Failure)]
        due = next_due(target.schedule, now, self.random())
        if any(failure.kind.transient for failure in failures):
            retry = retry_due(target.schedule, lease.failures + 1, now, self.random())
            blocked = any(failure.kind is FailureKind.BLOCKED for failure in failures)
            due = min(due, max(retry, now + _UNWELCOME) if blocked else retry)
        pending = [entry.outcome.again_at for entry in checked if isinstance(entry.outcome, Unconfirmed)]
        due = min([due, *pending])
        for trouble in _troubles(checked):
            await self._tell_operator(trouble, lease, target, config, now)
        moved = [entry.outcome for entry in checked if isinstance(entry.outcome, Rebased) and entry.outcome.moved]
        if moved:
            await self._tell_moved(moved[0], target, config, now)
        await self.ledger.release(lease, due, None if failures or pending else now, failed=bool(failures))

    async def _tell_operator(
        self, trouble: "_Trouble", lease: Lease, target: Target, config: Config, now: datetime
    ) -> None:
        """Once for what somebody must mend, and once when there was no good capture for `stale_after`."""
        last_good = lease.last_good_at or lease.enrolled_at
        seen = "never" if lease.last_good_at is None else f"{last_good:%Y-%m-%d %H:%M} UTC"
        if now - last_good > target.stale_after:
            key, what = f"stale:{target.id}:{last_good.isoformat()}", "has not been seen well for too long"
        elif trouble.lasting:
            key, what = f"failing:{target.id}:{trouble.kind}:{last_good.isoformat()}", "needs your help"
        else:
            return
        text = (
            f"{target.title} ({target.id}) {what}.\n\n"
            f"What happened: {trouble.kind}: {trouble.message}\n"
            f"Where: {target.parts[0].url}\nLast good capture: {seen}\n\n"
            f"Watcher goes on trying. `watcher check {target.id}` tries at once."
        )
        subject = f"[Watcher] {target.id} {what}: {trouble.kind}"
        await self.outbox.queue(compose_operator(key=key, subject=subject, text=text, config=config, now=now))

    async def _tell_moved(self, moved: Rebased, target: Target, config: Config, now: datetime) -> None:
        """A day's edits of one target are one message."""
        text = (
            f"{target.title} ({target.id}): {moved.reason}.\n\n"
            "Its history goes on, but what differs between the old and the new address was not judged: compare the two "
            "if that matters. If you have not changed the address, an update of the catalogue has; a `url` of your own "
            "in targets.yaml wins over the catalogue's."
        )
        key, subject = f"moved:{target.id}:{now:%Y-%m-%d}", f"[Watcher] {target.id} is read at another address now"
        await self.outbox.queue(compose_operator(key=key, subject=subject, text=text, config=config, now=now))

    async def _tell_crash(self, lease: Lease, target: Target, config: Config) -> None:
        trouble = _Trouble(
            kind="crash", message="an error in Watcher itself, or in its store; the log has it", lasting=True
        )
        try:
            await self._tell_operator(trouble, lease, target, config, self.flow.clock())
        except StoreUnavailableError as error:
            self.log.error("store_unavailable", reason=str(error))

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
            case _:
                log.info("checked", capture=checked.capture)


def _is_gone(outcome: Outcome) -> bool:
    match outcome:
        case Failure():
            return outcome.kind is FailureKind.GONE
        case Changed() | Unconfirmed():
            return outcome.digest == GONE
        case _:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trouble:
    """Why a look was not good. A `lasting` one does not mend itself."""

    kind: str
    message: str
    lasting: bool


def _troubles(checked: Sequence[Checked]) -> Iterator[_Trouble]:
    for entry in checked:
        match entry.outcome:
            case Failure() as failure:
                yield _Trouble(kind=failure.kind, message=failure.message, lasting=not failure.kind.transient)
            case Unconfirmed() as doubtful:
                message = f"{doubtful.finding.headline} (in doubt since {doubtful.doubted:%Y-%m-%d %H:%M} UTC)"
                yield _Trouble(kind="unconfirmed", message=message, lasting=False)
            case Rebased(damaged=True) as rebased:
                yield _Trouble(kind="damaged", message=f"{rebased.reason}; run `watcher verify`", lasting=True)
            case _:
                pass
