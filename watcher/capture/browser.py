"""A running Chromium and the Playwright driver that steers it: one pair, started, judged and ended together."""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, CDPSession, Playwright, async_playwright

from watcher.capture.processes import Process, kill, look_at
from watcher.capture.remains import find_remains, remove_remains
from watcher.core.model import Order, Viewport

_LAUNCH_S = 40.0
_STOP_S = 5.0

# The shell without windows first: it does the same for two thirds of the processor time. Real binaries before wrappers:
# Debian's script adds flags and extensions of its own.
_PLACES = (
    "/usr/lib/chromium/chromium-headless-shell",
    "/usr/lib/chromium/chromium",
    "/usr/lib/chromium-browser/chromium-browser",
    "/usr/lib64/chromium-browser/chromium-browser",
    "/usr/lib64/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
_DOWNLOADS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
_DOWNLOADED = (
    "chromium_headless_shell-*/chrome-*/*headless*shell",
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)

# Chromium heeds only the last --disable-features, so Playwright's own have to be named again; a test sees to it that
# none is left out.
_PLAYWRIGHTS_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
)
# Each visit has a window of its own, though nobody sees it, and for each Chromium would load the popup of its address
# bar, a page of 400 scripts: half of what a simple page costs.
_OFF = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")

# Playwright's own flags keep most of Chromium from calling home. What was still seen at the guard, accounts.google.com
# and update.googleapis.com, is sent to a closed port. WebRTC must not go around the proxy, and one page's scripts must
# not take all the memory. The shell, which has no popup blocker, opens no windows for pages at all.
FLAGS = (
    f"--disable-features={','.join((*_PLAYWRIGHTS_OFF, *_OFF))}",
    "--disable-gpu",
    "--disable-domain-reliability",
    "--no-pings",
    "--block-new-web-contents",
    "--gaia-url=http://127.0.0.1:9/",
    "--component-updater=url-source=http://127.0.0.1:9/",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=1024",
)
# Chromium's popup blocker is worth having here.
NOT_WANTED = ("--disable-popup-blocking",)


def find_browser(
    explicit: Path | None = None,
    *,
    places: Sequence[str] = _PLACES,
    names: Sequence[str] = _NAMES,
    downloads: Sequence[str] = _DOWNLOADS,
) -> Path | None:
    """A Chromium or Chrome on this machine: the explicit one or none, else the usual places, else Playwright's own.

    `downloads` are the folders that Playwright installs browsers into; the newest is taken, of two the shell.
    """
    if explicit is not None:
        return explicit if _runs(explicit) else None
    found = next((Path(place) for place in places if _runs(Path(place))), None)
    if found is not None:
        return found
    on_path = next((path for name in names if (path := shutil.which(name))), None)
    if on_path is not None:
        return Path(on_path)
    downloaded = [
        path
        for folder in downloads
        for pattern in _DOWNLOADED
        for path in Path(folder).expanduser().glob(pattern)
        if _runs(path)
    ]
    return max(downloaded, key=_revision, default=None)


@dataclass(slots=True, kw_only=True)
class Chromium:
    """The pair. `product` is Chromium's name and version, `started` the loop's time of its launch.

    `visits` counts those begun, `active` those under way; a `retired` pair takes no more, one that is `lost` does
    nothing any more. `greedy` counts pages that were ended for the memory they took; `watch` sees to that. `remains`
    are folders that it would leave behind if it were killed.
    """

    product: str
    user_agent: str
    started: float
    browser_process: Process | None
    driver_process: Process | None
    driver: Playwright = field(repr=False)
    browser: Browser = field(repr=False)
    session: CDPSession = field(repr=False)
    visits: int = 0
    active: int = 0
    retired: bool = False
    lost: bool = False
    closing: bool = False
    greedy: int = 0
    watch: "asyncio.Task[None] | None" = field(default=None, repr=False)
    remains: tuple[Path, ...] = ()

    async def answers(self, patience_s: float) -> bool:
        """Whether driver and browser still do what they are asked; `is_connected` stays true when the driver dies."""
        return await ended(self.session.send("Browser.getVersion"), patience_s)

    async def open(self, order: Order, *, storage: Any, user_agent: str) -> BrowserContext:
        """A fresh context with nothing in it but the order's login."""
        view = order.viewport
        return await self.browser.new_context(
            viewport={"width": view.width, "height": view.height},
            screen={"width": view.width, "height": view.height},
            device_scale_factor=1,
            is_mobile=view.mobile,
            has_touch=view.mobile,
            locale=order.locale,
            timezone_id=order.timezone,
            user_agent=user_agent,
            storage_state=storage,
            service_workers="block",
            accept_downloads=False,
            color_scheme="light",
            reduced_motion="reduce",
        )

    async def close(self, patience_s: float) -> bool:
        """Ends both processes, with force where they do not go by themselves; gives whether they did."""
        if self.watch is not None:
            self.watch.cancel()
        gentle = not self.lost and await self.answers(patience_s) and await ended(self.browser.close(), patience_s)
        if not gentle:
            kill(self.browser_process)
        stopped = await _stop(self.driver, self.driver_process, patience_s)
        if self.browser_process and not (gentle and stopped):
            await asyncio.to_thread(remove_remains, self.browser_process.pid, self.remains)
        return stopped and gentle


async def launch(executable: Path, *, sandbox: bool, proxy: str) -> Chromium:
    """Starts a pair whose only way to the network is the proxy; raises Error or TimeoutError."""
    driver = await asyncio.wait_for(async_playwright().start(), _LAUNCH_S)
    try:
        async with asyncio.timeout(_LAUNCH_S):
            browser = await driver.chromium.launch(
                executable_path=executable,
                headless=True,
                chromium_sandbox=sandbox,
                # Chromium would leave loopback addresses out.
                proxy={"server": proxy, "bypass": "<-loopback>"},
                args=list(FLAGS),
                ignore_default_args=list(NOT_WANTED),
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=_LAUNCH_S * 1000,
            )
            session = await browser.new_browser_cdp_session()
            version = await session.send("Browser.getVersion")
            processes = await session.send("SystemInfo.getProcessInfo")
    except BaseException:
        await _stop(driver, None, _STOP_S)
        raise
    pid = next((int(one["id"]) for one in processes["processInfo"] if one["type"] == "browser"), None)
    browser_process = look_at(pid) if pid else None
    return Chromium(
        product=version["product"],
        user_agent=version["userAgent"],
        started=asyncio.get_running_loop().time(),
        browser_process=browser_process,
        driver_process=look_at(browser_process.parent) if browser_process else None,
        driver=driver,
        browser=browser,
        session=session,
        remains=find_remains(pid) if pid else (),
    )


def user_agent_for(viewport: Viewport, own: str, configured: str | None) -> str:
    """What the browser calls itself: what it is, HeadlessChrome, and on a phone's screen an Android one."""
    if configured:
        return configured
    if not viewport.mobile:
        return own
    before, _, rest = own.partition("(")
    _, _, after = rest.partition(")")
    return f"{before}(Linux; Android 10; K){after}".replace(" Safari/", " Mobile Safari/")


async def ended(work: Awaitable[object], seconds: float) -> bool:
    """Whether the work came to a good end within the time. It is not cancelled: the driver gets confused by that."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        task.add_done_callback(_forget)
        return False
    return task.exception() is None


def _forget(task: "asyncio.Future[object]") -> None:
    if not task.cancelled():
        task.exception()


async def _stop(driver: Playwright, process: Process | None, seconds: float) -> bool:
    stop = asyncio.ensure_future(driver.stop())
    if await ended(stop, seconds):
        return True
    kill(process)
    await asyncio.wait({stop}, timeout=seconds)
    return False


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _revision(path: Path) -> int:
    """The number in ".../chromium-1255/..."."""
    return max((int(part.rpartition("-")[2]) for part in path.parts if part.rpartition("-")[2].isdigit()), default=0)
