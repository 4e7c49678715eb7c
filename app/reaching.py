"""Reaching an address that somebody else has chosen: whom its name stands for, and what a failed connection means.

A name is resolved once and every address behind it must be allowed; the connection then goes to one of those
addresses, and not to the name, so nobody can answer differently the second time.
"""

import asyncio
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from ipaddress import ip_address

import httpx

from app.rules.outgoing import Address, Allowed, RefusedError, Url

CONNECT_SECONDS = 5.0
# Of a host with many addresses so many are tried.
ADDRESSES = 3

# Threads of their own: a name server that never answers must not take those that check passwords.
_RESOLVING = ThreadPoolExecutor(4, thread_name_prefix="otklik-resolve")


class UnreachableError(Exception):
    """Nobody answered as HTTP does; another time somebody may. Its text is for an admin."""


@cache
def tls() -> ssl.SSLContext:
    """What certificates are held against."""
    # Bundled authorities for bare containers (or those of SSL_CERT_FILE), and the system's. Once: it costs 20 ms.
    context = httpx.create_ssl_context()
    context.load_default_certs()
    return context


async def resolve(target: Url, allowed: Allowed) -> list[Address]:
    """Where this host is. Raises `RefusedError` when a single one of its addresses is not to be called."""
    found = [target.address] if target.address is not None else await _looked_up(target.host)
    if not all(allowed.takes(target.host, address) for address in found):
        raise RefusedError("the host is not on the internet: an operator may allow it with OTKLIK_OUTGOING_ALLOW")
    return found


async def _looked_up(host: str) -> list[Address]:
    loop = asyncio.get_running_loop()
    try:
        rows = await loop.run_in_executor(_RESOLVING, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError) as error:
        raise UnreachableError("the host has no address") from error
    # A scope (fe80::1%eth0) is of a link-local address, which is refused below like all of them.
    return list(dict.fromkeys(ip_address(str(row[4][0]).partition("%")[0]) for row in rows))


def meant(error: Exception) -> str:
    """What a failure of the connection means, in words for an admin."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not good: {cause.verify_message}"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectTimeout):
        return f"no connection within {CONNECT_SECONDS:.0f} s"
    if isinstance(error, httpx.ConnectError):
        return "no connection"
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    return "what it answered is not HTTP, or broke off"
