"""Asking a scanner whether a file is dangerous: clamd's INSTREAM, over TCP or a Unix socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Literal
from urllib.parse import urlsplit

import structlog

log = structlog.get_logger("otklik.attachments")

SECONDS = 60.0
CONNECT_SECONDS = 5.0
MAX_ANSWER = 4096
Verdict = Literal["clean", "infected"]


class ScannerAwayError(Exception):
    """It does not answer, or not with a verdict: nobody knows what the file is."""


async def scan(scanner: str, chunks: AsyncIterator[bytes]) -> Verdict:
    """What the scanner at this address (`clamd://host:port`, `clamd:///socket`) says of a stream.

    Raises `ScannerAwayError`.
    """
    try:
        async with asyncio.timeout(SECONDS):
            reader, writer = await _connect(scanner)
            try:
                answer = await _ask(reader, writer, chunks)
            finally:
                writer.close()
                with suppress(OSError, TimeoutError):
                    await asyncio.wait_for(writer.wait_closed(), 1)
    except (OSError, TimeoutError, EOFError, ValueError) as error:
        raise ScannerAwayError(type(error).__name__) from error
    if answer.endswith(b" FOUND"):
        log.warning("a dangerous file", found=answer.decode("ascii", "replace")[:200])
        return "infected"
    if answer.endswith(b": OK"):
        return "clean"
    raise ScannerAwayError(answer.decode("ascii", "replace")[:200])


async def answers(scanner: str) -> bool:
    """Whether the scanner is there."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await _connect(scanner)
            try:
                writer.write(b"zPING\0")
                return await reader.readuntil(b"\0") == b"PONG\0"
            finally:
                writer.close()
    except (OSError, TimeoutError, EOFError, ValueError):
        return False


async def _connect(scanner: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(scanner)
    if parts.hostname is None:
        opening = asyncio.open_unix_connection(parts.path)
    else:
        opening = asyncio.open_connection(parts.hostname, parts.port)
    return await asyncio.wait_for(opening, CONNECT_SECONDS)


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, chunks: AsyncIterator[bytes]) -> bytes:
    writer.write(b"zINSTREAM\0")
    # clamd answers and hangs up as soon as it has seen enough, or too much: what it said counts then.
    with suppress(ConnectionError):
        async for chunk in chunks:
            if chunk:
                writer.write(len(chunk).to_bytes(4) + chunk)
                await writer.drain()
        writer.write(bytes(4))
        await writer.drain()
    answer = await reader.readuntil(b"\0")
    if len(answer) > MAX_ANSWER:
        raise ValueError
    return answer.rstrip(b"\0").strip()
