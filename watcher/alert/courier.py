"""Takes alerts to their channels through apprise."""

import asyncio
import threading
from collections.abc import Callable, Sequence
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


def _utc_now() -> datetime:
    return datetime.now(UTC)


class AppriseCourier:
    """`watcher.core.ports.Courier`: each send runs in a thread of its own and ends within `timeout_s` seconds.

    A thread cannot be stopped: one that outlives its send is left behind, and a channel that holds on to three of
    them is not tried again before one has come back.
    """

    def __init__(
        self,
        *,
        timeout_s: float = 30.0,
        clock: Callable[[], datetime] = _utc_now,
        illustrate: Illustrate = no_pictures,
    ) -> None:
        self._timeout_s = timeout_s
        self._clock = clock
        self._illustrate = illustrate
        self._hanging: dict[str, list[threading.Thread]] = {}
        # Recipients who have a mail of which others are still to be reached, by the mail's token.
        self._reached: dict[str, set[str]] = {}

    async def send(self, alerts: Sequence[Alert], channel: Channel) -> Delivery:
        """Sends one alert, or several of one digest as one message."""
        message = join(alerts, self._clock())
        alive = [thread for thread in self._hanging.pop(channel.id, []) if thread.is_alive()]
        if alive:
            self._hanging[channel.id] = alive
        if len(alive) >= _HANGING:
            return Undelivered(
                reason=f"the server of channel {channel.id} still keeps earlier tries waiting", transient=True
            )
        done, thread = start_beside(lambda: self._deliver(message, channel), f"alert to {channel.id}")
        try:
            return await asyncio.wait_for(asyncio.wrap_future(done), self._timeout_s)
        except TimeoutError:
            self._hanging.setdefault(channel.id, []).append(thread)
            return Undelivered(
                reason=f"the server of channel {channel.id} did not finish within {self._timeout_s:g} s", transient=True
            )

    def _deliver(self, message: Message, channel: Channel) -> Delivery:
        plugin = open_channel(channel)
        if isinstance(plugin, str):
            return Undelivered(reason=plugin, transient=False)
        if not isinstance(plugin, NotifyEmail):
            return send_webhook(plugin, message, channel, timeout_s=self._timeout_s)
        reached = self._reached.setdefault(message.token, set())
        box = mailbox(plugin)
        mail = write_mail(box, message, self._illustrate)
        delivery = send_mail(box, mail, channel, timeout_s=self._timeout_s, reached=reached)
        if isinstance(delivery, Delivered) or not reached:
            self._reached.pop(message.token, None)
        return delivery
