"""Takes alerts to their channels through apprise."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from apprise.plugins.email import NotifyEmail

from watcher.alert.channels import open_channel, problem
from watcher.alert.mail import no_pictures, send_mail, write_mail
from watcher.alert.mailbox import mailbox
from watcher.alert.message import Message, join
from watcher.alert.webhook import send_webhook
from watcher.core.model import Alert, Channel, Delivered, Delivery, Undelivered
from watcher.core.ports import Illustrate
from watcher.core.threads import start_beside

__all__ = ["AppriseCourier", "problem"]

_HANGING = 3


@dataclass(frozen=True, slots=True)
class _Try:
    work: Future[Delivery]
    thread: threading.Thread

    @property
    def failed(self) -> bool:
        """Whether it has ended, and not with the message delivered."""
        if not self.work.done():
            return False
        undone = self.work.cancelled() or self.work.exception() is not None
        return undone or not isinstance(self.work.result(), Delivered)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class AppriseCourier:
    """`watcher.core.ports.Courier`: each send runs in a thread of its own and ends within `timeout_s` seconds.

    The thread goes on, and waits `answer_s` seconds for each answer of the server: what it has delivered after all is
    not sent again. A channel that holds on to three such threads is not tried before one has come back.
    """

    def __init__(
        self,
        *,
        timeout_s: float = 30.0,
        answer_s: float = 300.0,
        clock: Callable[[], datetime] = _utc_now,
        illustrate: Illustrate = no_pictures,
    ) -> None:
        self._timeout_s = timeout_s
        self._answer_s = max(answer_s, timeout_s)
        self._clock = clock
        self._illustrate = illustrate
        self._hanging: dict[str, list[threading.Thread]] = {}
        # Tries that took longer than was waited for, by channel and token.
        self._late: dict[tuple[str, str], _Try] = {}
        # Recipients who have a mail of which others are still to be reached.
        self._reached: dict[tuple[str, str], set[str]] = {}

    async def send(self, alerts: Sequence[Alert], channel: Channel) -> Delivery:
        """Sends one alert, or several of one digest as one message."""
        message = join(alerts, self._clock())
        late = self._late.pop((channel.id, message.token), None)
        if late is None or late.failed:
            if self._full(channel):
                reason = f"the server of channel {channel.id} still keeps earlier tries waiting"
                return Undelivered(reason=reason, transient=True)
            late = _Try(*start_beside(lambda: self._deliver(message, channel), f"alert to {channel.id}"))
        with suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.wrap_future(late.work), self._timeout_s)
        self._late[channel.id, message.token] = late
        self._hanging.setdefault(channel.id, []).append(late.thread)
        reason = f"the server of channel {channel.id} did not finish within {self._timeout_s:g} s"
        return Undelivered(reason=reason, transient=True, unsure=True)

    def _full(self, channel: Channel) -> bool:
        """Whether as many earlier tries are under way as may be left behind."""
        alive = [thread for thread in set(self._hanging.pop(channel.id, [])) if thread.is_alive()]
        if alive:
            self._hanging[channel.id] = alive
        return len(alive) >= _HANGING

    def _deliver(self, message: Message, channel: Channel) -> Delivery:
        plugin = open_channel(channel)
        if isinstance(plugin, str):
            return Undelivered(reason=plugin, transient=False)
        if not isinstance(plugin, NotifyEmail):
            return send_webhook(plugin, message, channel, timeout_s=self._answer_s)
        reached = self._reached.setdefault((channel.id, message.token), set())
        box = mailbox(plugin)
        mail = write_mail(box, message, self._illustrate)
        delivery = send_mail(box, mail, channel, timeout_s=self._timeout_s, answer_s=self._answer_s, reached=reached)
        if isinstance(delivery, Delivered) or not reached:
            self._reached.pop((channel.id, message.token), None)
        return delivery
