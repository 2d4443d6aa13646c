"""`watcher demo`: the main job on an embedded platform that changes, offline, ending in real alerts."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from watcher.app import run_daemon
from watcher.cli.options import ConfigPath, open_context
from watcher.context import blobs_of
from watcher.demo.inbox import MailInbox, WebhookInbox
from watcher.demo.platform import Era, Platform
from watcher.demo.targets import write_targets
from watcher.logs import open_log
from watcher.settings import Settings
from watcher.store.database import StoreError, reading
from watcher.store.queries import evidence, findings, outcome_counts, statuses

_TARGETS = 3
_ALERTS = 2
_PATIENCE_S = 90.0
# what the demo's targets.yaml says: days are counted there
_ZONE = ZoneInfo("Europe/Berlin")


def demo(
    keep: Annotated[
        Path | None,
        typer.Option("--keep", help="Keep store and mails in this folder.", show_default=False),
    ] = None,
    config: ConfigPath = None,
) -> None:
    """See Watcher do its main job in a minute: an embedded platform changes its layout and its rules. Offline."""
    settings = open_context(config, None).settings
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(TemporaryDirectory(prefix="watcher-demo-")))
        if keep and (keep / "targets.yaml").exists():
            raise typer.BadParameter(f"{keep} holds a targets.yaml already; name a new folder")
        platform = stack.enter_context(Platform(datetime.now(_ZONE).date()))
        mails = stack.enter_context(MailInbox())
        hooks = stack.enter_context(WebhookInbox())
        written = write_targets(folder, platform, mails.port, hooks.port)
        here = replace(settings, config=written, store=folder / "snapshots", pause=timedelta())
        show = _Show(here, platform, mails, hooks)
        asyncio.run(show.run())
        show.tell(kept=keep)
        if keep:
            _save_mails(mails.messages, keep)
    if not show.complete:
        raise typer.Exit(1)


class _Show:
    """One performance: what is embedded, what Watcher is told, and what arrived in the end."""

    def __init__(self, settings: Settings, platform: Platform, mails: MailInbox, hooks: WebhookInbox) -> None:
        self._settings = settings
        self._platform = platform
        self._mails = mails
        self._hooks = hooks
        self._console = Console(highlight=False, width=None if sys.stdout.isatty() else 100)
        self._began = monotonic()

    @property
    def complete(self) -> bool:
        return len(self._mails.messages) >= _ALERTS and len(self._hooks.requests) >= _ALERTS

    async def run(self) -> None:
        self._say(f"Facepage, an invented network, is up at {self._platform.url}: a brand page and two rules pages")
        log = open_log("error" if sys.stderr.isatty() else "warning", None)
        daemon = asyncio.create_task(run_daemon(self._settings, log))
        try:
            if not await self._until(daemon, self._has_baseline):
                self._say("no baseline came about; the log above says why")
                return
            self._say("Watcher has its baseline: the contest is a tab on the start page, like-gates are allowed")
            self._platform.show(Era.TIMELINE)
            self._say("overnight, Facepage switches to its new layout and its new promotion rules")
            await self._until(daemon, lambda: self.complete)
        finally:
            daemon.cancel()
            with suppress(asyncio.CancelledError):
                await daemon

    def tell(self, *, kept: Path | None) -> None:
        """Prints what arrived, what is at stake and where the evidence lies."""
        for message in self._mails.messages:
            _print_mail(self._console, message)
        if self._has_baseline():
            _print_evidence(self._console, self._settings)
        self._console.print(
            f"\n{len(self._mails.messages)} mails and {len(self._hooks.requests)} webhook messages arrived"
            f" in {monotonic() - self._began:.0f} s."
        )
        where = f"Everything lies in {kept}." if kept else "The demo's files are removed; --keep DIR keeps them."
        self._console.print(where)
        if not self.complete:
            self._console.print(f"[bold red]Expected {_ALERTS} of each: the demo fell short.[/]")

    def _has_baseline(self) -> bool:
        try:
            with reading(self._settings.store) as db:
                return outcome_counts(db).get("first", 0) >= _TARGETS
        except StoreError:
            return False

    async def _until(self, daemon: asyncio.Task[None], done: Callable[[], bool]) -> bool:
        """Waits for a fact, bounded, and gives whether it came; a daemon that ends early tells why."""
        deadline = monotonic() + _PATIENCE_S
        while not done() and monotonic() < deadline:
            if daemon.done():
                daemon.result()
                break
            await asyncio.sleep(0.1)
        return done()

    def _say(self, what: str) -> None:
        self._console.print(Text.assemble((f"{monotonic() - self._began:5.1f} s  ", "dim"), what))


def _print_mail(console: Console, message: EmailMessage) -> None:
    body = message.get_body(("plain",))
    text = body.get_content().strip() if body else ""
    console.print(
        Panel(
            Text(text),
            title=Text(str(message["Subject"]), style="bold default"),
            subtitle=f"mail to {message['To']}",
            border_style="red",
        )
    )


def _print_evidence(console: Console, settings: Settings) -> None:
    blobs = blobs_of(settings.store)
    console.print(f"\nThe store is {settings.store}")
    with reading(settings.store) as db:
        found = [recorded.finding for recorded in findings(db, target=None, severity_from=2, since=None, limit=_ALERTS)]
        quiet = {status.target for status in statuses(db)} - {finding.target for finding in found}
        files = {
            (finding.id, side): evidence(db, capture)
            for finding in found
            for side, capture in (("before", finding.before_capture), ("after", finding.after_capture))
        }
    for finding in found:
        console.print(Text.assemble("\nEvidence of ", (finding.headline, "bold")))
        for side in ("before", "after"):
            for item in files[finding.id, side]:
                path = blobs.path(item.sha256).relative_to(settings.store)
                console.print(Text(f"  {side:<6} {item.name:<19} {path}"), no_wrap=True)
    for target in sorted(quiet):
        console.print(f"\nNobody was bothered about {target}: it changed at every visit, but nothing that matters.")


def _save_mails(messages: list[EmailMessage], folder: Path) -> None:
    for n, message in enumerate(messages, start=1):
        (folder / f"mail-{n}.eml").write_bytes(message.as_bytes())
        html = message.get_body(("html",))
        if html:
            (folder / f"mail-{n}.html").write_text(html.get_content(), encoding="utf-8")
