"""Opens a channel: reads its apprise URL, or says what is wrong with it."""

import logging
import re
from typing import Any

from apprise import Apprise, AppriseAsset, NotificationManager, NotifyBase, PersistentStoreMode
from apprise.plugins.email import NotifyEmail

from watcher.alert.inert import clean
from watcher.core.model import Channel

# apprise writes tokens into its warnings about bad URLs, urllib3 writes webhook paths into its debug lines.
_TALKATIVE = ("apprise", "urllib3")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def problem(channel: Channel) -> str | None:
    """What is wrong with a channel as far as it can be told without sending; never shows its URL."""
    opened = open_channel(channel)
    return opened if isinstance(opened, str) else None


def open_channel(channel: Channel) -> NotifyBase | str:
    """apprise's plugin for a channel, or what is wrong with the channel."""
    if channel.missing:
        names = ", ".join(channel.missing)
        return f"channel {channel.id} needs secrets that are not set: {names}. Set them as the configuration describes"
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    plugin = Apprise.instantiate(channel.url.reveal().strip(), asset=_asset())
    if plugin is None:
        return _unreadable(channel)
    if isinstance(plugin, NotifyEmail):
        return _mail_problem(plugin, channel) or plugin
    return plugin


def _asset() -> AppriseAsset:
    """Settings for apprise: nothing on disk, no pictures from elsewhere.

    A redirected POST becomes a GET without the message and still ends in "200 OK": redirects are not followed.
    """
    return AppriseAsset(
        app_id="Watcher",
        app_desc="Watcher",
        app_url="",
        image_url_mask="",
        http_redirects=False,
        storage_mode=PersistentStoreMode.MEMORY,
    )


def _unreadable(channel: Channel) -> str:
    plugins: Any = NotificationManager()  # type: ignore[no-untyped-call]
    scheme, mark, _ = channel.url.reveal().strip().partition("://")
    if mark and scheme.lower() in plugins:
        service = plugins[scheme.lower()]
        if not service.enabled:
            return f"channel {channel.id}: {service.service_name} needs a Python package that is not installed"
        return (
            f"channel {channel.id}: its {scheme.lower()}:// URL is not complete or a part of it is wrong."
            f" Compare it with {service.setup_url}"
        )
    return (
        f"channel {channel.id}: its URL is not one that apprise knows. It starts with a service's name, such as"
        " mailtos:// or slack://; see https://appriseit.com/services/"
    )


def _mail_problem(mail: NotifyEmail, channel: Channel) -> str | None:
    if not mail.targets:
        return f"channel {channel.id}: no recipient in its URL is a mail address. Add ?to=name@example.com"
    if not mail.smtp_host:
        return f"channel {channel.id}: its URL names no mail server"
    if bad := [name for name in mail.headers if not _HEADER_NAME.fullmatch(name.strip())]:
        return f"channel {channel.id}: {clean(bad[0], 40)} is not the name of a mail header"
    if mail.pgp_mode != "no":
        return f"channel {channel.id}: PGP is not supported. Remove pgp= and wkd= from its URL"
    return None
