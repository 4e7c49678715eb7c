"""A peer that writes bytes as it likes: for tests of what a well-behaved client would never send."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Self

from tests.conftest import Api, Desk

TEXT, BINARY, CONT, CLOSE, PING, PONG = 0x1, 0x2, 0x0, 0x8, 0x9, 0xA
HELLO = '{"t":"hello"}'


def head(token: str | None, *more: str, method: str = "GET", path: str = "/v1/realtime") -> bytes:
    """The head of an upgrade."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: desk.v1",
        f"Authorization: Bearer {token}",
        *more,
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def frame(
    opcode: int, payload: bytes = b"", *, fin: bool = True, rsv: int = 0, masked: bool = True, length: int | None = None
) -> bytes:
    """A WebSocket frame (the mask is zeros); `length` is what it says of itself when that is not true."""
    size = len(payload) if length is None else length
    first = (0x80 if fin else 0) | (rsv << 4) | opcode
    bit = 0x80 if masked else 0
    if size < 126:
        start = struct.pack("!BB", first, bit | size)
    elif size < 1 << 16:
        start = struct.pack("!BBH", first, bit | 126, size)
    else:
        start = struct.pack("!BBQ", first, bit | 127, size)
    return start + (b"\0\0\0\0" if masked else b"") + payload


def text(content: str) -> bytes:
    """A text message in one frame."""
    return frame(TEXT, content.encode())


@dataclass
class Peer:
    """A TCP connection to the desk."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def write(self, data: bytes, *, after: float = 0) -> None:
        """Write, if the other side still takes it."""
        if after:
            await asyncio.sleep(after)
        with suppress(ConnectionError):
            self.writer.write(data)
            await self.writer.drain()

    async def read_head(self, seconds: float = 30) -> str:
        """The head of an answer."""
        return (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), seconds)).decode("latin-1")

    async def greet(self, token: str | None) -> Self:
        """Upgrade and say hello; what follows `welcome` is not read."""
        await self.write(head(token))
        answer = await self.read_head()
        assert answer.startswith("HTTP/1.1 101"), answer
        await self.write(text(HELLO))
        assert b'"welcome"' in (await self.next())[1]
        return self

    async def next(self, seconds: float = 30) -> tuple[int, bytes]:
        """The next frame of the server. Raises `EOFError` or `ConnectionError` at the end."""
        async with asyncio.timeout(seconds):
            first, size = await self.reader.readexactly(2)
            assert not size & 0x80, "a server masks nothing"
            if size == 126:
                (size,) = struct.unpack("!H", await self.reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", await self.reader.readexactly(8))
            return first & 0x0F, await self.reader.readexactly(size)

    async def end(self, seconds: float = 30) -> int | None:
        """The code with which the server ends the connection; None when it is only gone."""
        with suppress(EOFError, ConnectionError):
            async with asyncio.timeout(seconds):
                while True:
                    opcode, payload = await self.next(seconds)
                    if opcode == CLOSE:
                        return int.from_bytes(payload[:2], "big")
        return None

    async def rest(self, seconds: float = 30) -> bytes:
        """Everything until the server hangs up; fails when it does not. A hard end may take what came before it."""
        found = b""
        async with asyncio.timeout(seconds):
            with suppress(ConnectionError):
                while more := await self.reader.read(65_536):
                    found += more
        return found


@asynccontextmanager
async def peer(desk: Desk) -> AsyncIterator[Peer]:
    """A connection that has said nothing."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(desk.url.rpartition(":")[2]), limit=2**20)
    try:
        yield Peer(reader, writer)
    finally:
        writer.transport.abort()
        with suppress(ConnectionError):
            await writer.wait_closed()


@asynccontextmanager
async def greeted(desk: Desk, api: Api) -> AsyncIterator[Peer]:
    """A connection that has said hello."""
    async with peer(desk) as made:
        yield await made.greet(api.token)
