"""Domains of addresses as people write them: the mail of `почта.рф` says `xn--80a1acny.xn--p1ai`, and both are one."""

from typing import Final

_CODED: Final = "xn--"
LONGEST: Final = 253  # octets of a domain (RFC 1035, 3.1)


def readable(address: str) -> str:
    """An address with its domain in letters instead of their code; as it is, where that is not certain."""
    local, at, domain = address.rpartition("@")
    if _CODED not in domain.lower() or not domain.isascii() or len(domain) > LONGEST:
        return address
    try:
        read = domain.lower().encode("ascii").decode("idna")
    except UnicodeError:
        return address
    return f"{local}{at}{read}" if read.isprintable() else address
