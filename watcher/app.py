"""Wiring: the only place that picks implementations."""

import asyncio
import os
import random
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from watcher.alert.compose import samples
from watcher.alert.courier import AppriseCourier
from watcher.capture.browser import find_browser
from watcher.capture.install import install_browser
from watcher.capture.pool import BrowserPool
from watcher.capture.processes import look_at
from watcher.capture.render import Rendering, render_saved
from watcher.capture.turns import most_open
from watcher.context import Log, Store, blobs_of, load_config, now, open_store, with_links
from watcher.core.errors import ExpectedError
from watcher.core.model import (
    Alert,
    Capture,
    Checked,
    Config,
    Delivery,
    Failure,
    Lookalike,
    Order,
    Target,
    TargetKind,
    Viewport,
    Watch,
)
from watcher.daemon.checking import Checker
from watcher.daemon.configuring import LiveConfig
from watcher.daemon.coverage import Coverage
from watcher.daemon.delivering import Deliverer
from watcher.daemon.discovering import Found, discover
from watcher.daemon.endpoint import Answer, Endpoint, Respond, by_path
from watcher.daemon.following import Follower
from watcher.daemon.impostors import Sighting, visit_lookalikes
from watcher.daemon.lookout import Lookout
from watcher.daemon.notify import notify
from watcher.daemon.passing import Pass
from watcher.daemon.presence import nobodys_handle
from watcher.daemon.room import Room
from watcher.daemon.rotting import find_rot
from watcher.daemon.scouting import Scout
from watcher.daemon.service import HOLDER, Limits, Service
from watcher.daemon.taking import TakeDesk
from watcher.daemon.tending import Tender
from watcher.flow import Flow
from watcher.illustrating import Illustrator
from watcher.offline import Shown
from watcher.report.metrics import CONTENT_TYPE, render_metrics
from watcher.settings import Settings, SettingsError
from watcher.store.archive import SqliteArchive
from watcher.store.database import reading
from watcher.store.incidents import open_incidents
from watcher.store.lock import daemon_lock, daemon_of
from watcher.store.queries import message_counts, outcome_counts, statuses
from watcher.store.writer import Writer
from watcher.targets.catalog.addresses import Address, addresses_of
from watcher.targets.catalog.read import Platform, read_all
from watcher.targets.catalog.render import page_address
from watcher.targets.catalog.rot import Doubtful
from watcher.timeline import Event, Timeline, replay

_TENDING_PAUSE_S = 30.0


class NoRoomError(ExpectedError):
    """The disk is too full to keep evidence."""

    status = 1


def find_or_install(settings: Settings, *, install: bool, say: Callable[[str], None]) -> Path | None:
    """The browser of this machine; with `install`, one is got where there is none."""
    path = _browser(settings)
    if path is None and install and install_browser(as_root=settings.as_root, say=say):
        path = _browser(settings)
    return path


def open_browser(settings: Settings, allow: tuple[str, ...], log: Log) -> BrowserPool:
    """Visits with this machine's browser, its sandbox on unless this process is root, where it cannot work."""
    path = _browser(settings)
    if path is None and settings.browser:
        raise SettingsError(f"WATCHER_BROWSER={str(settings.browser)!r}: there is no such program")
    if path is None:
        raise SettingsError("no Chromium or Chrome found; `watcher browser --install` gets one")
    if settings.as_root:
        log.warning("sandbox_off", reason="Chromium cannot use its sandbox as root: run Watcher as an ordinary user")
    return BrowserPool(
        executable=path,
        slots=settings.slots,
        allow=allow,
        user_agent=settings.user_agent,
        sandbox=not settings.as_root,
        clock=now,
        log=log,
    )


def show_saved(
    settings: Settings, pages: Sequence[bytes], viewport: Viewport, watched: Sequence[Watch] = ()
) -> list[Rendering] | None:
    """Saved pages as this machine's browser shows them without network and scripts; None where there is no browser.

    What is watched by selector or by text is found, too. Raises RenderError.
    """
    path = _browser(settings)
    if path is None:
        return None
    selectors = tuple(entry.selector for entry in watched if entry.selector)
    texts = tuple(entry.text for entry in watched if entry.text)
    return asyncio.run(
        render_saved(path, pages, viewport, sandbox=not settings.as_root, selectors=selectors, texts=texts)
    )


async def run_daemon(settings: Settings, log: Log) -> None:
    """The daemon until SIGTERM or SIGINT; raises ConfigError, SettingsError or StoreError where it cannot start."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    # until there is somebody to reload, a hangup must not end the process
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    config = LiveConfig(settings.config, lambda: with_links(load_config(settings), settings))
    for warning in config.current.warnings:
        log.warning("config_doubt", problem=str(warning))
    with daemon_lock(settings.store), open_store(settings, log) as store:
        swept = blobs_of(settings.store).sweep()
        if swept:
            log.info("swept", unfinished_files=swept)
        async with open_browser(settings, config.current.network_allow, log) as pool:
            await _evict_dead(settings, store)
            service = _service(settings, config, store, pool, stopping, log)
            loop.add_signal_handler(signal.SIGHUP, service.reload)
            async with _endpoint(settings, service, log), _take_desk(settings, config, store, log):
                await service.run()


async def check_once(
    settings: Settings,
    config: Config,
    targets: Sequence[Target],
    on_checked: Callable[[Target, Sequence[Checked]], None],
    on_resting: Callable[[Target, datetime], None] | None,
    log: Log,
) -> tuple[Checked, ...]:
    """One pass over the targets and one try for every alert that is due.

    Targets whose host is down are left to `on_resting`; without it, they are looked at, and room on the disk is not
    asked for. Raises NoRoomError.
    """
    config = with_links(config, settings)
    with open_store(settings, log) as store:
        if on_resting:
            _need_room(settings)
        await _evict_dead(settings, store)
        async with open_browser(settings, config.network_allow, log) as pool:
            one_pass = Pass(
                checker=_checker(settings, store, pool, log, budgeted=False),
                coverage=Coverage(incidents=store.incidents, clock=now, log=log, one_pass=True),
                ledger=store.ledger,
                clock=now,
                holder=_holder(os.getpid()),
                slots=most_open(settings.slots),
                pause=settings.pause,
                on_checked=on_checked,
                on_resting=on_resting,
            )
            checked = await one_pass.run(config, targets)
        await _follower(store, log).queue_due(config)
        await _deliverer(settings.store, store, _holder(os.getpid()), log).deliver_due(config)
    return checked


def _need_room(settings: Settings) -> None:
    free = shutil.disk_usage(settings.store).free
    if free < settings.reserve:
        raise NoRoomError(
            f"{free / 1e6:.0f} MB are free at {settings.store}, and WATCHER_DISK_RESERVE_MB keeps"
            f" {settings.reserve / 1e6:.0f} MB: nothing is looked at. Make room (`watcher prune --dry-run`),"
            " or look all the same with --force"
        )


async def look_around(settings: Settings, allow: tuple[str, ...], url: str, locale: str, log: Log) -> Found:
    """What documents a site links, seen with this machine's browser."""
    async with open_browser(settings, allow, log) as executor:
        return await discover(executor, url, locale, lambda: asyncio.sleep(settings.pause.total_seconds()))


async def look_once(settings: Settings, allow: tuple[str, ...], order: Order, log: Log) -> Capture | Failure:
    """One visit that nothing is kept of."""
    async with open_browser(settings, allow, log) as executor:
        return await executor.capture(order)


async def check_addresses(
    settings: Settings, allow: tuple[str, ...], addresses: Sequence[Address], locale: str, log: Log
) -> tuple[list[Doubtful], list[tuple[Address, Failure]]]:
    """Which addresses no longer lead to their documents, seen with this machine's browser."""
    async with open_browser(settings, allow, log) as executor:
        return await find_rot(executor, addresses, locale, lambda: asyncio.sleep(settings.pause.total_seconds()))


async def look_at_lookalikes(
    settings: Settings, allow: tuple[str, ...], platform: Platform, candidates: Sequence[Lookalike], log: Log
) -> list[Sighting]:
    """Which of these handles have a page on the platform, seen with this machine's browser."""
    async with open_browser(settings, allow, log) as executor:
        return await visit_lookalikes(
            executor,
            candidates,
            lambda handle: page_address(platform, handle),
            nobodys_handle(platform.entry.page.handle if platform.entry.page else None),
            "en-GB",
            lambda: asyncio.sleep(max(settings.pause.total_seconds(), 1)),
            platform.entry.page.states if platform.entry.page else {},
        )


async def send_samples(config: Config, owners: Sequence[str] | None) -> list[tuple[Alert, Delivery]]:
    """Sends a sample through every channel of these owners, or of everybody, and says how each went."""
    courier = AppriseCourier()
    alerts = samples(config, owners, now())

    async def send(alert: Alert) -> tuple[Alert, Delivery]:
        channel = config.channel(alert.channel)
        if channel is None:
            raise LookupError(alert.channel)
        return alert, await courier.send([alert], channel)

    return list(await asyncio.gather(*(send(alert) for alert in alerts)))


@asynccontextmanager
async def _endpoint(settings: Settings, service: Service, log: Log) -> AsyncIterator[None]:
    """Health and metrics on a loopback port, where one is wanted; raises SettingsError where it is taken."""
    if settings.metrics_port is None:
        yield
        return

    async def health() -> Answer:
        ails = service.ails()
        return Answer(status=503, text=f"not well: {', '.join(ails)}\n") if ails else Answer(status=200, text="ok\n")

    async def metrics() -> Answer:
        return Answer(status=200, text=await asyncio.to_thread(_measure, settings.store), content_type=CONTENT_TYPE)

    respond = by_path({"/health": health, "/metrics": metrics})
    async with _answering("WATCHER_METRICS_PORT", settings.metrics_port, respond, log):
        yield


@asynccontextmanager
async def _take_desk(settings: Settings, config: LiveConfig, store: Store, log: Log) -> AsyncIterator[None]:
    """Takes changes by links in mails, where that is wanted; raises SettingsError where the port is taken."""
    if settings.take_port is None:
        yield
        return
    desk = TakeDesk(config=lambda: config.current, docket=store.docket, clock=now, log=log)
    async with _answering("WATCHER_TAKE_PORT", settings.take_port, desk.respond, log):
        yield


@asynccontextmanager
async def _answering(name: str, port: int, respond: Respond, log: Log) -> AsyncIterator[None]:
    endpoint = Endpoint(port, respond, log)
    try:
        await endpoint.__aenter__()
    except OSError as error:
        raise SettingsError(f"{name}={port}: {error.strerror}; give another") from error
    try:
        yield
    finally:
        await endpoint.__aexit__()


def _measure(folder: Path) -> str:
    with reading(folder) as db:
        return render_metrics(
            statuses=statuses(db),
            incidents=open_incidents(db),
            visits=outcome_counts(db),
            messages=message_counts(db),
            free_bytes=shutil.disk_usage(folder).free,
            now=now(),
        )


def _browser(settings: Settings) -> Path | None:
    if settings.browser_downloads is None:
        return find_browser(settings.browser)
    return find_browser(settings.browser, downloads=[str(settings.browser_downloads)])


def _service(
    settings: Settings, config: LiveConfig, store: Store, pool: BrowserPool, stopping: asyncio.Event, log: Log
) -> Service:
    return Service(
        config=config,
        checker=_checker(settings, store, pool, log),
        coverage=Coverage(incidents=store.incidents, clock=now, log=log),
        deliverer=_deliverer(settings.store, store, HOLDER, log),
        follower=_follower(store, log),
        tender=Tender(
            known=lambda: addresses_of(read_all()),
            executor=pool,
            outbox=store.outbox,
            clock=now,
            pause=lambda: asyncio.sleep(max(settings.pause.total_seconds(), _TENDING_PAUSE_S)),
            log=log,
        ),
        ledger=store.ledger,
        outbox=store.outbox,
        retention=store.retention,
        room=Room(lambda: shutil.disk_usage(settings.store).free, settings.reserve, str(settings.store)),
        watchdog=settings.watchdog,
        limits=Limits(slots=most_open(settings.slots), pause=settings.pause),
        clock=now,
        on_config=lambda current: pool.allow(current.network_allow),
        stopping=stopping,
        notify=lambda state: notify(settings.notify_socket, state, log),
        log=log,
    )


def _checker(settings: Settings, store: Store, pool: BrowserPool, log: Log, *, budgeted: bool = True) -> Checker:
    return Checker(
        flow=Flow(executor=pool, archive=store.archive, clock=now, asker=pool),
        ledger=store.ledger,
        outbox=store.outbox,
        random=random.random,
        log=log,
        pause=settings.pause,
        lookout=Lookout(
            scout=Scout(
                executor=pool,
                archive=store.archive,
                clock=now,
                pause=lambda: asyncio.sleep(settings.pause.total_seconds()),
            ),
            archive=store.archive,
            handles=store.handles,
            clock=now,
            log=log,
            budgeted=budgeted,
        ),
    )


def _holder(pid: int) -> str:
    """Names a process that is not the daemon, and no later one with its number; "" where it is gone."""
    process = look_at(pid)
    return f"process-{pid}-{process.started}".replace(" ", "_") if process else ""


async def _evict_dead(settings: Settings, store: Store) -> None:
    """What a process held that was killed is free at once."""
    for holder in {*await store.ledger.holders(), *await store.outbox.holders()}:
        if holder == HOLDER:
            lives = daemon_of(settings.store) is not None
        else:
            lives = holder == _holder(int("0" + holder.split("-")[1])) if holder.startswith("process-") else True
        if not lives:
            await store.ledger.evict(holder)
            await store.outbox.evict(holder, now())


def _follower(store: Store, log: Log) -> Follower:
    return Follower(docket=store.docket, outbox=store.outbox, clock=now, log=log)


def _deliverer(folder: Path, store: Store, holder: str, log: Log) -> Deliverer:
    return Deliverer(
        outbox=store.outbox,
        courier=AppriseCourier(illustrate=Illustrator(folder=folder, log=log)),
        clock=now,
        random=random.random,
        holder=holder,
        log=log,
    )


async def replay_timelines(
    timelines: Sequence[Timeline],
    every: timedelta,
    on_event: Callable[[Event], None],
    *,
    kind: TargetKind = TargetKind.POLICY,
    shown: Shown | None = None,
    watch: Sequence[Watch] = (),
) -> None:
    """Walks through saved versions, each document in a store of its own that is gone afterwards."""
    for timeline in timelines:
        with TemporaryDirectory(prefix="watcher-timeline-") as folder:
            writer = Writer(Path(folder))
            try:
                archive = SqliteArchive(writer, blobs_of(Path(folder)))
                async for event in replay(timeline, archive, every, kind=kind, shown=shown, watch=watch):
                    on_event(event)
            finally:
                writer.close()
