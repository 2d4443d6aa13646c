"""Sends a message to a chat or webhook through apprise's plugin for it."""

import logging
import sys
import traceback
from html import escape

import requests
from apprise import NotifyBase, NotifyFormat, NotifyType, OverflowMode
from apprise.plugins.slack import NotifySlack

from watcher.alert import reasons
from watcher.alert.inert import calm, shorten
from watcher.alert.message import Message
from watcher.core.model import AlertKind, Channel, Delivered, Delivery

_CUT = "…"
# What Slack takes in a header and in a section (docs.slack.dev, Block Kit), with "&", "<" and ">" written out.
_SLACK_HEADER, _SLACK_SECTION = 150, 3000


class Ear(logging.Logger):
    """The logger of one plugin object during one send: hears why it failed and lets nothing pass.

    apprise's plugins catch what goes wrong and only log it. Where they do, the error is being handled or the service's
    answer is at hand, and the logger is called in the plugin's own thread: both are read from there, as objects, and
    sends at the same time cannot be mixed up. A plugin that keeps its answer elsewhere is merely less well explained.
    """

    def __init__(self) -> None:
        super().__init__("watcher.alert.ear", logging.WARNING)
        self.failure: requests.RequestException | None = None
        self.response: requests.Response | None = None

    def handle(self, record: logging.LogRecord) -> None:
        error = sys.exception()
        if isinstance(error, requests.RequestException):
            self.failure, self.response = error, error.response
        elif (response := _response_at_hand()) is not None:
            self.failure, self.response = None, response


def send_webhook(plugin: NotifyBase, message: Message, channel: Channel, *, timeout_s: float) -> Delivery:
    """Has the plugin send the message; every wait for an answer is bounded by `timeout_s`."""
    plugin.socket_connect_timeout = min(plugin.socket_connect_timeout, timeout_s)
    plugin.socket_read_timeout = min(max(plugin.socket_read_timeout, 10.0), timeout_s)
    headers = getattr(plugin, "headers", None)
    if isinstance(headers, dict):
        headers.setdefault("X-Alert-Id", message.id)
    title, body = calm(message.subject), _body(plugin, message)
    if isinstance(plugin, NotifySlack):
        title, body = _as_blocks(plugin, title, body)
    ear = Ear()
    plugin.logger = ear
    try:
        taken = plugin.notify(
            title=title,
            body=body,
            notify_type=_notify_type(message),
            body_format=NotifyFormat.TEXT,
        )
    except Exception as error:  # noqa: BLE001 - nearly two hundred plugins are not ours; none may end the delivery of alerts
        return reasons.silent(channel, error)
    if taken:
        return Delivered()
    if ear.response is not None:
        return reasons.of_response(ear.response, channel, message.sent_at)
    if ear.failure is not None:
        return reasons.of_request(ear.failure, channel)
    return reasons.silent(channel)


def _response_at_hand() -> requests.Response | None:
    """The answer that a plugin holds in a local variable while it logs, looking outwards from the logger's caller."""
    for frame, _ in traceback.walk_stack(None):
        for value in frame.f_locals.values():
            if isinstance(value, requests.Response):
                return value
        if frame.f_code is send_webhook.__code__:
            break
    return None


def _body(plugin: NotifyBase, message: Message) -> str:
    """The text without what the subject says already, as long as the service takes it, and harmless there."""
    first, _, rest = message.text.partition("\n")
    text = calm(rest.strip() if first and message.subject.endswith(first) else message.text.strip())
    if plugin.overflow_mode is not OverflowMode.SPLIT:
        room = plugin.body_maxlen - len(message.subject) - 50
        # Of several alerts all are named rather than some told.
        text = _fitted(calm(message.brief) if message.brief and len(text) > room else text, room)
    if plugin.resolve_format(NotifyFormat.TEXT) is NotifyFormat.MARKDOWN:
        # Teams takes a single line break for a space.
        text = "\n\n".join(line for line in text.splitlines() if line)
    return text


def _as_blocks(plugin: NotifySlack, title: str, body: str) -> tuple[str, str]:
    """An alert goes as blocks; what does not fit into them goes as text, whatever the channel's URL asks for."""
    plugin.use_blocks = len(escape(body, quote=False)) <= _SLACK_SECTION
    return (_within(title, _SLACK_HEADER) if plugin.use_blocks else title), body


def _within(text: str, limit: int) -> str:
    """The text so far that it takes no more than `limit` characters when it is escaped."""
    while (excess := len(escape(text, quote=False)) - limit) > 0:
        text = shorten(text, max(1, len(text) - max(1, excess // 5)))
    return text


def _fitted(text: str, limit: int) -> str:
    """Whole paragraphs from the start, and the last one, which says where to read on."""
    if limit <= 0 or len(text) <= limit:
        return text
    *paragraphs, last = text.split("\n\n")
    room = limit - len(last) - 6
    kept: list[str] = []
    for paragraph in paragraphs:
        room -= len(paragraph) + 2
        if room < 0:
            break
        kept.append(paragraph)
    return "\n\n".join([*kept, _CUT, last])


def _notify_type(message: Message) -> NotifyType:
    if message.kind is AlertKind.TEST:
        return NotifyType.INFO
    if message.kind is AlertKind.OPERATOR:
        return NotifyType.WARNING
    return {1: NotifyType.INFO, 2: NotifyType.WARNING}.get(message.severity, NotifyType.FAILURE)
