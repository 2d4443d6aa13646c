"""The daemon: leases due targets, checks them within bounds, sends alerts, and stops without leaving anything open."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial

import structlog

from watcher.alert.compose import compose_operator
from watcher.core.model import Config, Enrolment, Lease
from watcher.core.ports import Ledger, Outbox, Retention, StoreUnavailableError
from watcher.daemon.checking import STORE_PAUSE_S, Checker
from watcher.daemon.configuring import LiveConfig
from watcher.daemon.coverage import Coverage
from watcher.daemon.delivering import Deliverer
from watcher.daemon.following import Follower
from watcher.daemon.pulse import Pulse
from watcher.daemon.room import Room
from watcher.daemon.tending import Tender
from watcher.schedule.due import next_due
from watcher.schedule.politeness import HostPauses, host_of
from watcher.targets.errors import ConfigError

HOLDER = "daemon"
LEASE = timedelta(minutes=45)
_LONGEST_WAIT_S = 30.0
_CONFIG_LOOK_S = 2.0
_SET_BACK = timedelta(minutes=1)
# what is kept for too long goes in small portions: visits and messages come first
_TIDY_PAUSE_S = 5.0
_TIDY_EVERY_S = 3600.0
_FOLLOW_EVERY_S = 60.0
# a survey reads all targets: one that takes longer than this is rested from for so many times as long
_QUICK_SURVEY_S = 0.2
_SURVEY_PART = 9
_TEND_AFTER_S = 600.0
_TEND_EVERY_S = 86_400.0


def enrolments(config: Config, now: datetime) -> list[Enrolment]:
    """What the ledger shall know of the targets: new ones are due at once."""
    due_by = cache(partial(next_due, after=now, jitter=0.5))  # many targets have the same schedule
    return [
        Enrolment(
            target=target.id,
            host=host_of(target.parts[0].url),
            first_due=now,
            due_by=due_by(target.schedule),
        )
        for target in config.targets
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`slots` checks at once, most of which may wait for slow hosts; `pause` lies between two visits to a host.

    `grace` is for what is under way at the end.
    """

    slots: int
    pause: timedelta
    grace: timedelta = timedelta(seconds=20)


class Service:
    """One daemon's loops. Whoever runs it holds the store's daemon lock."""

    def __init__(
        self,
        *,
        config: LiveConfig,
        checker: Checker,
        coverage: Coverage,
        deliverer: Deliverer,
        follower: Follower | None = None,
        tender: Tender | None = None,
        ledger: Ledger,
        outbox: Outbox,
        retention: Retention | None = None,
        room: Room | None = None,
        watchdog: timedelta | None = None,
        limits: Limits,
        clock: Callable[[], datetime],
        on_config: Callable[[Config], None],
        notify: Callable[[str], None],
        stopping: asyncio.Event,
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._config = config
        self._checker = checker
        self._coverage = coverage
        self._deliverer = deliverer
        self._follower = follower
        self._tender = tender
        self._ledger = ledger
        self._outbox = outbox
        self._retention = retention
        self._room = room
        self._unwritable_at: float | None = None
        self._pulse = Pulse(("schedule", "deliver"), watchdog, notify, log)
        self._limits = limits
        self._clock = clock
        self._on_config = on_config
        self._notify = notify
        self._log = log
        self._pauses = HostPauses(limits.pause)
        self._checks: set[asyncio.Task[None]] = set()
        self._latest = clock()
        self._survey_from = 0.0
        self._stopping = stopping
        self._look = asyncio.Event()
        self._post = asyncio.Event()
        self._reread = asyncio.Event()

    def reload(self) -> None:
        self._reread.set()

    def ails(self) -> list[str]:
        """What is not well: the loops that make no progress, and the store while it cannot be written."""
        now = asyncio.get_running_loop().time()
        failing = self._unwritable_at is not None and now - self._unwritable_at < 3 * STORE_PAUSE_S
        return [*(["the store cannot be written"] if failing else []), *self._pulse.stuck()]

    async def run(self) -> None:
        """Works until `stopping` is set; then finishes what is under way, or gives it back when the grace is over."""
        freed = await self._ledger.evict(HOLDER)
        reopened = await self._outbox.evict(HOLDER, self._clock())
        await self._ledger.enrol(enrolments(self._config.current, self._clock()), self._clock())
        # hosts that were down before are left alone from the start
        await self._survey()
        self._log.info(
            "started",
            targets=len(self._config.current.targets),
            freed=freed,
            reopened=reopened,
            slots=self._limits.slots,
        )
        self._notify("READY=1")
        loops = [
            asyncio.create_task(loop, name=name)
            for name, loop in (
                ("schedule", self._persist(self._schedule)),
                ("deliver", self._persist(self._deliver)),
                ("follow", self._persist(self._follow_up)),
                ("survey", self._persist(self._keep_watch)),
                ("tend", self._persist(self._tend)),
                ("tidy", self._persist(self._tidy)),
                ("configure", self._persist(self._follow_config)),
                ("watchdog", self._pulse.feed(self._stopping)),
                ("stop", self._wake_to_stop()),
            )
        ]
        try:
            await _first_to_end(loops)
        finally:
            self._notify("STOPPING=1")
            self._stopping.set()
            await _finish({*loops, *self._checks}, self._limits.grace.total_seconds())
            await _finish(set(self._checks), 0.0)
            self._log.info("stopped")

    async def _persist(self, loop: Callable[[], Awaitable[None]]) -> None:
        """Keeps a loop going through times in which the store cannot be written: a full disk, another writer."""
        while not self._stopping.is_set():
            try:
                await loop()
            except StoreUnavailableError as error:
                self._log.error("store_unavailable", reason=str(error), again_in_s=STORE_PAUSE_S)
                self._unwritable_at = asyncio.get_running_loop().time()
                self._pulse.pause()
                self._notify(f"STATUS=the store cannot be written: {error}")
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), STORE_PAUSE_S)

    async def _wake_to_stop(self) -> None:
        await self._stopping.wait()
        for event in (self._look, self._post, self._reread):
            event.set()

    async def _schedule(self) -> None:
        while not self._stopping.is_set():
            self._look.clear()
            now = await self._read_clock()
            free = self._limits.slots - len(self._checks) if await self._has_room(now) else 0
            busy = self._pauses.busy(now)
            if free > 0:
                for lease in await self._ledger.lease(now, now + LEASE, HOLDER, free, busy=busy):
                    if self._stopping.is_set():
                        await self._ledger.release(lease, lease.due, None, failed=None)
                    else:
                        self._start(lease)
            due = await self._next_look() if free > 0 else None
            self._pulse.beat("schedule")
            await self._wait(self._look, due)

    async def _has_room(self, now: datetime) -> bool:
        """Whether evidence can be kept. Where it cannot, nothing is looked at; messages go on."""
        if self._room is None:
            return True
        alerts = self._room.look(self._config.current, now)
        if alerts:
            self._log.warning("disk", full=self._room.full, free=self._room.free)
            await self._outbox.queue(alerts)
            self._post.set()
        return not self._room.full

    async def _tidy(self) -> None:
        while not self._stopping.is_set():
            removed = 0
            if self._retention is not None:
                try:
                    removed = await self._retention.tidy(self._clock())
                except OSError as error:
                    self._log.error("tidy_failed", reason=str(error))
            if removed:
                self._log.info("tidied", removed=removed)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _TIDY_PAUSE_S if removed else _TIDY_EVERY_S)

    async def _read_clock(self) -> datetime:
        """The time now. Where the clock was set back, due times that were reckoned in the future are mended."""
        now = self._clock()
        if now < self._latest - _SET_BACK:
            self._log.warning("clock_set_back", by_s=(self._latest - now).total_seconds())
            self._latest = now
            await self._ledger.enrol(enrolments(self._config.current, now), now)
        self._latest = max(self._latest, now)
        return now

    async def _next_look(self) -> datetime | None:
        due = await self._ledger.next_due(self._pauses.busy(self._clock()))
        return min((moment for moment in (due, self._pauses.next_free()) if moment), default=None)

    def _start(self, lease: Lease) -> None:
        self._pauses.begin(lease.host)
        task = asyncio.create_task(self._check(lease), name=f"check {lease.target}")
        self._checks.add(task)
        task.add_done_callback(self._checks.discard)

    async def _check(self, lease: Lease) -> None:
        try:
            # a crashed check was logged and its target put back; the others go on
            with suppress(Exception):
                await self._checker.check_target(lease, self._config.current)
                # before the host is free: one that is down shall rest
                if asyncio.get_running_loop().time() >= self._survey_from:
                    await self._survey()
        finally:
            self._pauses.end(lease.host, self._clock())
            self._look.set()
            self._post.set()

    async def _survey(self) -> None:
        """An error in it must not end the looks at targets, nor the alerts of them.

        Where there are so many targets that it takes long, it is made after some looks, not after each.
        """
        began = asyncio.get_running_loop().time()
        try:
            self._pauses.rest(await self._coverage.survey(self._config.current))
        except StoreUnavailableError:
            raise
        except Exception:  # noqa: BLE001 - the daemon's edge
            self._log.exception("survey_crashed")
        ended = asyncio.get_running_loop().time()
        took_s = ended - began
        self._survey_from = ended + (_SURVEY_PART * took_s if took_s > _QUICK_SURVEY_S else 0.0)

    async def _keep_watch(self) -> None:
        """Time alone makes targets overdue: surveys are made though nothing is looked at.

        The first was made before any look, and the first look shall not wait for another.
        """
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _LONGEST_WAIT_S)
                return
            await self._survey()
            self._look.set()
            self._post.set()

    async def _deliver(self) -> None:
        try:
            while not self._stopping.is_set():
                self._post.clear()
                await self._deliverer.begin(self._config.current, self._post.set)
                due = await self._deliverer.next_due(self._config.current)
                self._pulse.beat("deliver")
                await self._wait(self._post, due)
        finally:
            await self._deliverer.finish()

    async def _follow_up(self) -> None:
        """Reminders and escalations of what nobody takes. An error in it must not end the looks at targets."""
        while not self._stopping.is_set():
            try:
                if self._follower is not None and await self._follower.queue_due(self._config.current):
                    self._post.set()
            except StoreUnavailableError:
                raise
            except Exception:  # noqa: BLE001 - the daemon's edge
                self._log.exception("follow_up_crashed")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _FOLLOW_EVERY_S)

    async def _tend(self) -> None:
        """Once a day, some while after the start. An error in it must not end the looks at targets."""
        wait_s = _TEND_AFTER_S
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), wait_s)
            wait_s = _TEND_EVERY_S
            if self._tender is None or self._stopping.is_set() or (self._room and self._room.full):
                continue
            try:
                if await self._tender.tend(self._config.current):
                    self._post.set()
            except StoreUnavailableError:
                raise
            except Exception:  # noqa: BLE001 - the daemon's edge
                self._log.exception("tending_crashed")

    async def _follow_config(self) -> None:
        while not self._stopping.is_set():
            forced = self._reread.is_set()
            self._reread.clear()
            try:
                await self._take(self._config.reload(forced=forced))
            except StoreUnavailableError:
                # what was read must not be forgotten: it is read again when the store can be written
                self._reread.set()
                raise
            with suppress(TimeoutError):
                await asyncio.wait_for(self._reread.wait(), _CONFIG_LOOK_S)

    async def _take(self, read: Config | ConfigError | None) -> None:
        match read:
            case None:
                pass
            case ConfigError() as error:
                await self._tell_broken(error)
            case config:
                self._on_config(config)
                await self._ledger.enrol(enrolments(config, self._clock()), self._clock())
                self._log.info("reloaded", source=config.source, targets=len(config.targets))
                self._look.set()
                self._post.set()

    async def _tell_broken(self, error: ConfigError) -> None:
        self._log.error("config_broken", problems=[str(problem) for problem in error.problems])
        config = self._config.current
        alerts = compose_operator(
            key=self._config.problem_key(error),
            subject="[Watcher] targets.yaml is broken; the last good one stays in force",
            text=f"The changed file cannot be used:\n\n{error}\n\nMend it; Watcher reads it again by itself.",
            config=config,
            now=self._clock(),
        )
        await self._outbox.queue(alerts)
        self._post.set()

    async def _wait(self, event: asyncio.Event, until: datetime | None) -> None:
        """Waits for the event or the moment; never long, since the wall clock may jump."""
        if self._stopping.is_set():
            return
        wait = _LONGEST_WAIT_S if until is None else (until - self._clock()).total_seconds()
        with suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), min(max(wait, 0.0), _LONGEST_WAIT_S))


async def _first_to_end(loops: list[asyncio.Task[None]]) -> None:
    """Returns when the loops stop; a loop that crashes takes the service down, for systemd to start it afresh."""
    done, _ = await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()


async def _finish(tasks: set[asyncio.Task[None]], grace_s: float) -> None:
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=grace_s)
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late)
