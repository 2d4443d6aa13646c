"""Which addresses may be reached."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.capture.addresses import allow_entry, parse_allowed, permitted

PUBLIC = ["8.8.8.8", "1.1.1.1", "157.240.1.35", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
          "192.0.1.1", "198.17.0.1", "223.255.255.255", "2a03:2880:f12f:83:face:b00c:0:25de", "2606:4700::1111",
          "2001:200::1"]  # fmt: skip
CLOSED = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::7f00:1",
    "64:ff9b::a00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:10::1",
    "2001:2::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
]  # fmt: skip
NO_ADDRESSES = ["", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "1.2.3.4.5", "::g", "8.8.8.8/32", "[::1]"]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_is_open(address: str) -> None:
    assert permitted(address, 443, ())


@pytest.mark.parametrize("address", CLOSED + NO_ADDRESSES)
def test_everything_else_is_closed(address: str) -> None:
    assert not permitted(address, 443, ())


@given(st.ip_addresses())
def test_what_is_not_global_is_never_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not address.is_global or address.is_multicast:
        assert not permitted(str(address), 443, ())


@given(st.ip_addresses(v=4))
def test_an_embedded_address_is_as_closed_as_it_looks_or_more(address: ipaddress.IPv4Address) -> None:
    assert permitted(f"::ffff:{address}", 443, ()) == permitted(str(address), 443, ())
    for prefix in ("::", "64:ff9b::"):
        assert not permitted(f"{prefix}{address}", 443, ())


@pytest.mark.parametrize(
    ("entry", "address", "port", "expected"),
    [
        ("127.0.0.1/32:8080", "127.0.0.1", 8080, True),
        ("127.0.0.1/32:8080", "127.0.0.1", 8081, False),
        ("127.0.0.1/32:8080", "127.0.0.2", 8080, False),
        ("127.0.0.1:8080", "127.0.0.1", 8080, True),
        ("127.0.0.1", "127.0.0.1", 9, True),
        ("10.0.0.0/8", "10.255.1.2", 443, True),
        ("10.0.0.0/8", "11.0.0.1", 443, True),
        ("10.0.0.0/8", "192.168.0.1", 443, False),
        ("10.0.0.0/8:443", "::ffff:10.1.2.3", 443, True),
        ("10.1.2.3/8", "10.9.9.9", 80, True),
        ("[::1]:8080", "::1", 8080, True),
        ("[::1]:8080", "::1", 80, False),
        ("[::1]", "::1", 80, True),
        ("[fd00::]/8:443", "fd12::1", 443, True),
        ("[fd00::/8]:443", "fd12::1", 443, True),
        ("fd00::/8", "fd12::1", 443, True),
        ("::1", "::1", 443, True),
        ("64:ff9b::/96", "64:ff9b::808:808", 443, True),
    ],
)
def test_an_entry_opens_what_it_says(entry: str, address: str, port: int, expected: bool) -> None:
    assert permitted(address, port, [parse_allowed(entry)]) is expected


@pytest.mark.parametrize(
    "entry", ["", "localhost", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:http", "10.0.0.0/33",
              "[::1", "[::1]8080", "10.0.0.0/8:80:90", "*", "127.0.0.1:٣"]
)  # fmt: skip
def test_an_entry_that_makes_no_sense_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_allowed(entry)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "fd00::1", "::ffff:10.0.0.1"])
def test_the_suggested_entry_opens_exactly_that(address: str) -> None:
    allowed = [parse_allowed(allow_entry(address, 8080))]

    assert permitted(address, 8080, allowed)
    assert not permitted(address, 8081, allowed)
