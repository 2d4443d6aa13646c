"""Checks one leased target: all its visits, what they mean for the next look, and whether the operator must know."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from watcher.alert.compose import compose_operator
from watcher.core.model import Changed, Checked, Config, Failure, FailureKind, Lease, Outcome, Target, Unconfirmed
from watcher.core.ports import Ledger, Outbox
from watcher.flow import GONE, Flow, check, orders
from watcher.schedule.due import next_due, retry_due


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """`random` gives numbers from 0 to 1 that spread looks in time."""

    flow: Flow
    ledger: Ledger
    outbox: Outbox
    random: Callable[[], float]
    log: structlog.typing.FilteringBoundLogger

    async def check_target(self, lease: Lease, config: Config) -> tuple[Checked, ...]:
        """Makes the target's visits and ends the lease. A cancelled check gives the target back, due as it was."""
        target = config.target(lease.target)
        if target is None:
            await self.ledger.release(lease, lease.due, None, failed=False)
            return ()
        checked: list[Checked] = []
        try:
            for order in orders(target):
                checked.append(await check(self.flow, order, target, config))
                self._tell_log(checked[-1], lease)
                if _is_gone(checked[-1].outcome):
                    break  # it is as gone in every other viewport
        except asyncio.CancelledError:
            self.log.info("given_back", target=target.id, host=lease.host)
            await asyncio.shield(self.ledger.release(lease, lease.due, None, failed=False))
            raise
        except Exception:
            self.log.exception("check_crashed", target=target.id, host=lease.host)
            due = retry_due(target.schedule, lease.failures + 1, self.flow.clock(), self.random())
            await self.ledger.release(lease, due, None, failed=True)
            raise
        await self._end(lease, target, checked, config)
        return tuple(checked)

    async def _end(self, lease: Lease, target: Target, checked: list[Checked], config: Config) -> None:
        now = self.flow.clock()
        failures = [entry.outcome for entry in checked if isinstance(entry.outcome, Failure)]
        due = next_due(target.schedule, now, self.random())
        if any(failure.kind.transient for failure in failures):
            due = min(due, retry_due(target.schedule, lease.failures + 1, now, self.random()))
        pending = [entry.outcome.again_at for entry in checked if isinstance(entry.outcome, Unconfirmed)]
        due = min([due, *pending])
        if failures:
            await self._tell_operator(failures[0], lease, target, config, now)
        await self.ledger.release(lease, due, None if failures or pending else now, failed=bool(failures))

    async def _tell_operator(
        self, failure: Failure, lease: Lease, target: Target, config: Config, now: datetime
    ) -> None:
        """Once for what somebody must mend, and once when there was no good capture for `stale_after`."""
        last_good = lease.last_good_at or lease.enrolled_at
        seen = "never" if lease.last_good_at is None else f"{last_good:%Y-%m-%d %H:%M} UTC"
        if now - last_good > target.stale_after:
            key, what = f"stale:{target.id}:{last_good.isoformat()}", "has not been seen well for too long"
        elif not failure.kind.transient:
            key, what = f"failing:{target.id}:{failure.kind}:{last_good.isoformat()}", "needs your help"
        else:
            return
        text = (
            f"{target.title} ({target.id}) {what}.\n\n"
            f"What happened: {failure.kind}: {failure.message}\n"
            f"Where: {failure.url}\nLast good capture: {seen}\n\n"
            f"Watcher goes on trying. `watcher check {target.id}` tries at once."
        )
        subject = f"[Watcher] {target.id} {what}: {failure.kind}"
        await self.outbox.queue(compose_operator(key=key, subject=subject, text=text, config=config, now=now))

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
