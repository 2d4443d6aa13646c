"""One pass over chosen targets now, for `watcher check`: the same checks and leases as the daemon's."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from watcher.core.model import Checked, Config, Target
from watcher.core.ports import Ledger
from watcher.daemon.checking import Checker
from watcher.daemon.coverage import Coverage
from watcher.daemon.service import LEASE, enrolments
from watcher.schedule.politeness import host_of


class Pass:
    """Checks every target once, hosts side by side and the targets of one host one after the other."""

    def __init__(
        self,
        *,
        checker: Checker,
        coverage: Coverage,
        ledger: Ledger,
        clock: Callable[[], datetime],
        holder: str,
        slots: int,
        pause: timedelta,
        on_checked: Callable[[Target, Sequence[Checked]], None],
        on_resting: Callable[[Target, datetime], None] | None = None,
    ) -> None:
        """`on_resting` hears of targets that are spared because their host is down; without it, none is."""
        self._checker = checker
        self._coverage = coverage
        self._ledger = ledger
        self._clock = clock
        self._holder = holder
        self._slots = asyncio.Semaphore(slots)
        self._pause = pause
        self._on_checked = on_checked
        self._on_resting = on_resting

    async def run(self, config: Config, targets: Sequence[Target]) -> tuple[Checked, ...]:
        """Returns what was checked. `on_checked` hears of each target, with nothing if a daemon has it or it broke."""
        now = self._clock()
        chosen = [entry for entry in enrolments(config, now) if entry.target in {target.id for target in targets}]
        # a daemon that works on this store may have another configuration
        await self._ledger.enrol(chosen, now, retire_others=False)
        down = await self._coverage.resting() if self._on_resting else {}
        hosts: dict[str, list[Target]] = defaultdict(list)
        for target in targets:
            host = host_of(target.parts[0].url)
            if self._on_resting and host in down:
                self._on_resting(target, down[host])
            else:
                hosts[host].append(target)
        results = await asyncio.gather(*(self._check_host(config, group) for group in hosts.values()))
        await self._coverage.survey(config)
        return tuple(checked for result in results for checked in result)

    async def _check_host(self, config: Config, targets: Sequence[Target]) -> list[Checked]:
        found: list[Checked] = []
        for n, target in enumerate(targets):
            if n:
                await asyncio.sleep(self._pause.total_seconds())
            async with self._slots:
                now = self._clock()
                leases = await self._ledger.lease(now, now + LEASE, self._holder, 1, targets=[target.id])
                checked: Sequence[Checked] = ()
                # a crash was logged and told; the other targets go on
                with suppress(Exception):
                    checked = await self._checker.check_target(leases[0], config) if leases else ()
            found += checked
            self._on_checked(target, checked)
        return found
