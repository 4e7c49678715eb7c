"""Addresses that the desk calls or refuses: what can be read in two ways is refused, and what is not public."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.outgoing import Allowed, RefusedError, is_public, parse


@pytest.mark.parametrize(
    ("url", "server", "path"),
    [
        ("https://hooks.example.com/in?token=a&b=%20#part", "hooks.example.com", "/in?token=a&b=%20"),
        ("HTTP://Hooks.Example.COM", "hooks.example.com", "/"),
        ("http://hooks.example.com:80/", "hooks.example.com", "/"),
        ("https://hooks.example.com.:8443/x", "hooks.example.com:8443", "/x"),
        ("http://93.184.216.34/x", "93.184.216.34", "/x"),
        ("http://[2606:2800:220:1:248:1893:25c8:1946]:8080/", "[2606:2800:220:1:248:1893:25c8:1946]:8080", "/"),
        ("https://xn--e1afmkfd.xn--p1ai/крюк".encode("ascii", "ignore").decode(), "xn--e1afmkfd.xn--p1ai", "/"),
        ("http://my_host/x", "my_host", "/x"),
        ("http://a/..//b/./c", "a", "/..//b/./c"),
    ],
)
def test_urls_that_can_be_called(url: str, server: str, path: str) -> None:
    found = parse(url)
    assert (found.server, found.path) == (server, path)
    assert parse(str(found)) == found


REFUSED = [
    "", " ", "hooks.example.com", "//hooks.example.com/x", "ftp://hooks.example.com/", "file:///etc/passwd",
    "gopher://hooks.example.com/", "javascript:alert(1)", "http:hooks.example.com", "http://", "http:///x", "https://:80/",
    # A user name: what stands before the @ is what people read, what stands behind it is where it goes.
    "http://user:pass@hooks.example.com/", "http://hooks.example.com@127.0.0.1/", "http://@hooks.example.com/",
    "http://hooks.example.com%40127.0.0.1/", "http://hooks.example.com\\@127.0.0.1/", "http:\\\\127.0.0.1\\",
    # Loopback and others, spelled as only some programs read them.
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://127.1/", "http://017700000001/",
    "http://0177.0.0.1/", "http://127.0.0.01/", "http://127.0.0.1.1/", "http://0/", "http://0x/", "http://1.2.3/",
    "http://a.b.0x7f/", "http://example.256/",
    "http://\uff11\uff12\uff17.\uff10.\uff10.\uff11/", "http://ⓛocalhost/", "http://127。0。0。1/",
    # Hosts that are none.
    "http://[::1/", "http://[::1]evil/", "http://[::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[1.2.3.4]/",
    "http://[:::]/", "http://[v1.x]/", "http://-a.example/", "http://a-.example/", "http://a..b/", "http://.a/", "http://./",
    "http://a b/", "http://a\tb/", "http://a/\r\nHost: b", "http://a/ x", "http://a:0/", "http://a:65536/", "http://a:x/",
    "http://a:-1/", "http://a:80:80/", "http://" + "a" * 64 + ".example/", "http://a/" + "x" * 2000, "http://a/\x00",
    "http://*.example/", "http://a,b/", "http://exa<mple/",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_urls_that_are_refused(url: str) -> None:
    with pytest.raises(RefusedError):
        parse(url)


@given(st.text(max_size=60))
def test_no_text_is_called_that_is_not_a_url(text: str) -> None:
    for url in (text, f"http://{text}", f"http://{text}/", f"https://a.example{text}"):
        try:
            found = parse(url)
        except RefusedError:
            continue
        assert found.scheme in {"http", "https"}
        assert parse(str(found)) == found


NOT_PUBLIC = [
    "127.0.0.1", "127.255.0.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",  # noqa: S104 - an address
    "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
    "240.0.0.1", "255.255.255.255", "192.88.99.1",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001:81b::200e"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses())
def test_nothing_inside_is_ever_public(address: object) -> None:
    inside = [ip_network(each) for each in ("127.0.0.0/8", "10.0.0.0/8", "169.254.0.0/16", "fc00::/7", "fe80::/10")]
    found = ip_address(str(address))
    if any(found in network for network in inside if network.version == found.version):
        assert not is_public(found)


def test_an_operator_may_allow_more() -> None:
    allowed = Allowed.read(["Hooks.LAN.", "10.1.0.0/16", "fd00::5"])
    assert allowed.takes("hooks.lan", ip_address("127.0.0.1"))
    assert allowed.takes("other.lan", ip_address("10.1.2.3"))
    assert allowed.takes("other.lan", ip_address("fd00::5"))
    assert not allowed.takes("other.lan", ip_address("10.2.0.1"))
    assert not allowed.takes("nothooks.lan", ip_address("127.0.0.1"))
    assert not Allowed.read([]).takes("localhost", ip_address("::1"))
