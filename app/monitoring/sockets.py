"""Connections to one of the addresses behind a name: TCP, and TLS over it."""

import asyncio
import ssl
from contextlib import suppress

from app import clock
from app.monitoring import certificates
from app.monitoring.base import Asked, FailedError, Found, Watch, addresses
from app.monitoring.places import place
from app.reaching import ADDRESSES
from app.rules.outgoing import Url

# What is read of what a server says by itself.
HEARD_BYTES = 65_536
HTTPS = 443


async def tcp(asked: Asked, watch: Watch) -> Found:
    """Whether somebody takes a connection, and says the keyword where one is asked for."""
    reader, writer = await _connected(place(asked.target), asked, None)
    try:
        wanted: str | None = asked.expect.get("keyword")
        if wanted is not None:
            await _hear(reader, wanted.encode())
        return Found("ok", ms=watch.ms)
    finally:
        await _close(writer)


async def tls(asked: Asked, watch: Watch) -> Found:
    """Whether the certificate is the name's, signed by somebody who is trusted, and good for long enough."""
    target = place(asked.target, port=HTTPS)
    context = certificates.context(asked.expect.get("authority"))
    _, writer = await _connected(target, asked, context)
    try:
        secured: ssl.SSLObject = writer.get_extra_info("ssl_object")
        facts = certificates.described(secured.getpeercert(binary_form=True) or b"", clock.now())
        least: int = asked.expect.get("min_days", 14)
        if facts["days_left"] < least:
            raise FailedError("expiry", f"The certificate is good for {facts['days_left']} more days", **facts)
        return Found("ok", ms=watch.ms, facts={**facts, "protocol": secured.version()})
    finally:
        await _close(writer)


async def _connected(
    target: Url, asked: Asked, context: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    found = (await addresses(target, asked.allow))[:ADDRESSES]
    for number, address in enumerate(found, start=1):
        try:
            return await asyncio.open_connection(
                str(address), target.port, ssl=context, server_hostname=target.host if context else None,
                limit=HEARD_BYTES,
            )  # fmt: skip
        except OSError as error:
            why = certificates.refusal(error)
            if why is not None:
                raise FailedError("certificate", why) from error
            if isinstance(error, ssl.SSLError):
                raise FailedError("broken", "What answers there does not speak TLS") from error
            if number == len(found):
                raise FailedError("unreachable", "Nobody takes the connection") from error
    raise FailedError("unresolved", "The name has no address")


async def _hear(reader: asyncio.StreamReader, wanted: bytes) -> None:
    heard = b""
    while wanted not in heard:
        try:
            part = await reader.read(4096) if len(heard) < HEARD_BYTES else b""
        except OSError as error:
            raise FailedError("broken", "It breaks off") from error
        if not part:
            raise FailedError("keyword", "It does not say the keyword")
        heard += part


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    # Whoever hangs is not waited for.
    with suppress(OSError, TimeoutError):
        await asyncio.wait_for(writer.wait_closed(), 0.2)
