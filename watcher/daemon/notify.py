"""Tells systemd how the service is doing, where it asked to be told."""

import socket

import structlog


def notify(address: str | None, state: str, log: structlog.typing.FilteringBoundLogger) -> None:
    """Sends one state such as "READY=1" to the socket that systemd named; without one, nothing happens."""
    if not address:
        return
    name = "\0" + address[1:] if address.startswith("@") else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as connection:
            connection.connect(name)
            connection.sendall(state.encode())
    except OSError as error:
        log.warning("notify_failed", error=str(error))
