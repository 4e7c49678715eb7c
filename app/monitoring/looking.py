"""Making one check, whatever its kind: it always ends in time, and always with an answer."""

import asyncio

import structlog

from app.monitoring import certificates, dns, http, sockets
from app.monitoring.base import Asked, FailedError, Found, Watch
from app.monitoring.places import place
from app.rules.outgoing import Allowed, RefusedError, Url, parse

log = structlog.get_logger("otklik.monitoring")

_PROBES = {"http": http.http, "tcp": sockets.tcp, "tls": sockets.tls, "dns": dns.lookup}


async def look(asked: Asked) -> Found:
    """Make a check. It takes no longer than its timeout and a moment."""
    watch = Watch(asked.timeout)
    try:
        async with asyncio.timeout(asked.timeout):
            found = await _PROBES[asked.kind](asked, watch)
    except TimeoutError:
        return Found("timeout", f"No whole answer within {asked.timeout:g} s")
    except RefusedError as error:
        return Found("refused", f"Not called: {error}")
    except FailedError as error:
        ms = None if error.code in {"refused", "unresolved", "unreachable", "timeout"} else watch.ms
        return Found(error.code, str(error), ms, error.facts)
    except (OSError, ValueError):
        # Whatever a stranger's server does is an answer: a check that ends without one is a failure that nobody hears.
        log.exception("a check ended in an unknown way", kind=asked.kind)
        return Found("broken", "What it answers cannot be read", watch.ms)
    within: int | None = asked.expect.get("within_ms")
    if within is not None and (found.ms or 0) > within:
        return Found("slow", f"It took {found.ms} ms, and {within} are allowed", found.ms, found.facts)
    return found


def refuse(kind: str, target: str, *, authority: str | None, nameserver: str | None, allow: list[str]) -> None:
    """Raise `RefusedError` for what would never be called; what is behind a name is looked at with each check."""
    certificates.context(authority)
    if nameserver is not None:
        _refuse_address(place(nameserver, port=dns.DNS), allow)
    if kind == "dns":
        dns.name(target)
        return
    url = parse(target) if kind == "http" else place(target, port=sockets.HTTPS if kind == "tls" else None)
    _refuse_address(url, allow)


def _refuse_address(url: Url, allow: list[str]) -> None:
    if url.address is not None and not Allowed.read(allow).takes(url.host, url.address):
        raise RefusedError("This address is not on the internet: an operator may allow it with OTKLIK_OUTGOING_ALLOW")
