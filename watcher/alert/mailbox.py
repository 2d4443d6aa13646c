"""What apprise reads out of a mail channel's URL."""

from dataclasses import dataclass, field

from apprise.plugins.email import NotifyEmail

Person = tuple[str, str]
"""A display name, which may be empty, and a mail address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A mail server, how to log in, and between whom the mails go. `mode` is "insecure", "starttls" or "ssl"."""

    host: str
    port: int
    mode: str
    user: str
    password: str = field(repr=False)
    verify: bool
    timeout_s: float
    sender: Person
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    bcc: tuple[Person, ...]
    reply_to: tuple[Person, ...]
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def server(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everybody's address, each once."""
        return tuple(dict.fromkeys(address for _, address in (*self.to, *self.cc, *self.bcc)))


def mailbox(plugin: NotifyEmail) -> Mailbox:
    """The plugin's settings, after apprise has filled in what it knows about the provider."""

    def people(addresses: set[str]) -> tuple[Person, ...]:
        return tuple((str(plugin.names.get(address) or ""), address) for address in sorted(addresses))

    return Mailbox(
        host=str(plugin.smtp_host),
        port=int(plugin.port or 25),
        mode=str(plugin.secure_mode),
        user=plugin.user or "",
        password=plugin.password or "",
        verify=plugin.verify_certificate,
        timeout_s=plugin.socket_connect_timeout,
        sender=(str(plugin.from_addr[0] or "Watcher"), str(plugin.from_addr[1])),
        to=tuple((str(name or ""), str(address)) for name, address in plugin.targets),
        cc=people(plugin.cc),
        bcc=people(plugin.bcc),
        reply_to=people(plugin.reply_to),
        headers=tuple((str(name).strip(), str(value)) for name, value in plugin.headers.items()),
    )
