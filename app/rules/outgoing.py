"""Which addresses the desk may call when somebody else has chosen them: the form of a URL, and who is behind it.

Everything here errs on refusing. Spellings that programs read differently (2130706433, 0x7f.1, 127.1, 017700000001,
full-width digits, `user@host`, a backslash) are refused as such, so that what is checked is what is connected to.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_URL = 2000
_PORTS = {"http": 80, "https": 443}
_SERVER = re.compile(r"(?:\[(?P<six>[0-9a-f:.]{2,45})\]|(?P<name>[a-z0-9._-]{1,253}))(?::(?P<port>[0-9]{1,5}))?")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# A name that ends in a number is an address to every URL parser, in one of many spellings.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

# `is_global` says yes to these: addresses that stand for others (6to4 and its relays, Teredo), and documentation.
_STAND_INS = tuple(
    ipaddress.ip_network(each) for each in ("192.88.99.0/24", "2001::/32", "2002::/16", "3fff::/20")
)  # fmt: skip
# All that is routed on the internet today. NAT64 (64:ff9b::/96) and mapped IPv4 (::ffff:0:0/96) lie outside.
_UNICAST = ipaddress.IPv6Network("2000::/3")


class RefusedError(ValueError):
    """A URL or an address that the desk does not call; its text is for whoever chose the URL."""


@dataclass(frozen=True, slots=True)
class Url:
    """A URL that may be looked at further. `host` is in lower case; `address` is set when it is no name."""

    scheme: str
    host: str
    port: int
    path: str
    address: Address | None

    @property
    def server(self) -> str:
        """`host` or `host:port`, as the header Host has it."""
        shown = f"[{self.host}]" if isinstance(self.address, ipaddress.IPv6Address) else self.host
        return shown if self.port == _PORTS[self.scheme] else f"{shown}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.server}{self.path}"


def parse(url: str) -> Url:
    """The parts of an http or https URL without anything that could be read in two ways. Raises `RefusedError`."""
    if len(url) > MAX_URL or not re.fullmatch(r"[!-~]+", url) or "\\" in url:
        raise RefusedError(f"A URL is 1 to {MAX_URL} ASCII characters without blanks (write a name in Punycode)")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise RefusedError("This is no URL") from error
    if parts.scheme not in _PORTS:
        raise RefusedError("Only http and https are called")
    if "@" in parts.netloc:
        raise RefusedError("A URL must not carry a user name or password")
    server = _SERVER.fullmatch(parts.netloc.lower())
    if server is None:
        raise RefusedError("The host is neither a name nor an address")
    port = _PORTS[parts.scheme] if server["port"] is None else int(server["port"])
    if not 1 <= port <= 65_535:  # noqa: PLR2004 - ports
        raise RefusedError("There is no such port")
    host, address = _six(server["six"]) if server["six"] else _name(server["name"])
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Url(parts.scheme, host, port, path, address)


def _six(written: str) -> tuple[str, Address]:
    try:
        address = ipaddress.IPv6Address(written)
    except ValueError as error:
        raise RefusedError("The host is no IPv6 address") from error
    return str(address), address


def _name(written: str) -> tuple[str, Address | None]:
    name = written.removesuffix(".")
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            address = ipaddress.IPv4Address(name)
        except ValueError as error:
            raise RefusedError("Write an IPv4 address as four decimal numbers") from error
        return str(address), address
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise RefusedError("The host is neither a name nor an address")
    return name, None


def is_public(address: Address) -> bool:
    """Whether an address is somebody's on the internet, and stands for no other address."""
    if isinstance(address, ipaddress.IPv6Address) and address not in _UNICAST:
        return False
    stands_in = any(address in network for network in _STAND_INS if network.version == address.version)
    return address.is_global and not address.is_multicast and not stands_in


@dataclass(frozen=True, slots=True)
class Allowed:
    """What an operator allows besides the internet: hosts by name, and networks."""

    names: frozenset[str]
    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

    @classmethod
    def read(cls, words: Iterable[str]) -> "Allowed":
        """Names and networks from one list; an address is a network of one."""
        names: set[str] = set()
        networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for word in words:
            try:
                networks.append(ipaddress.ip_network(word, strict=False))
            except ValueError:
                names.add(word.lower().removesuffix("."))
        return cls(frozenset(names), tuple(networks))

    def takes(self, host: str, address: Address) -> bool:
        """Whether this address may be called under this name."""
        inside = any(address in network for network in self.networks if network.version == address.version)
        return host in self.names or inside or is_public(address)
