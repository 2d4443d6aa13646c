"""Which addresses a monitored page may reach: the public internet, and what the operator has allowed by name.

The table is our own: `ipaddress.is_global` calls NAT64, multicast and some metadata addresses global, and differs
between Python versions.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

_CLOSED_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT, and the metadata service of Alibaba
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # the platform service of Azure
        "169.254.0.0/16",  # link-local, and most metadata services
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments, and the metadata service of Oracle
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)

# In IPv6 one range is public and everything else is closed: loopback, mapped, compatible and NAT64 addresses, discard,
# segment routing, unique local (with the metadata service of AWS), link-local, site-local, multicast.
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo with an embedded IPv4 address, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, with an embedded IPv4 address
        "3fff::/20",  # documentation
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """A network that may be visited though it is not public; on every port, or on one."""

    network: Network
    port: int | None


def parse_allowed(entry: str) -> Allowed:
    """Reads "10.0.0.0/8", "127.0.0.1/32:8080", "fd00::/8" or "[::1]:8080"; raises ValueError for anything else."""
    text = entry.strip()
    if text.startswith("["):
        inside, bracket, rest = text[1:].partition("]")
        if not bracket:
            raise ValueError(f"{entry!r}: the bracket is not closed")
        length, colon, port = rest.partition(":")
        network = inside + length
    elif text.count(":") <= 1:
        network, colon, port = text.partition(":")
    else:
        network, colon, port = text, "", ""
    if colon and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(f"{entry!r}: {port!r} is not a port")
    return Allowed(network=ipaddress.ip_network(network, strict=False), port=int(port) if colon else None)


def parse_address(text: str) -> Address:
    """The address as it will be dialled: an IPv4 address written as IPv6 (::ffff:10.0.0.1) is an IPv4 address."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def permitted(address: str, port: int, allow: Iterable[Allowed]) -> bool:
    """Whether a connection to this address (a literal, never a name) may be made."""
    try:
        parsed = parse_address(address)
    except ValueError:
        return False
    return _public(parsed) or any(
        parsed in allowed.network and allowed.port in (None, port)
        for allowed in allow
        if allowed.network.version == parsed.version
    )


def allow_entry(address: str, port: int) -> str:
    """What to write into `network: allow:` to permit this address on this port."""
    parsed = parse_address(address)
    return f"{parsed}/32:{port}" if parsed.version == 4 else f"[{parsed}]:{port}"


def _public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    return address in _PUBLIC_V6 and not any(address in network for network in _CLOSED_V6)
