"""An HTTP caller for the load generator that looks into its answers: one connection, one request after the other."""

import asyncio
from typing import Any

import orjson

_LENGTH = b"content-length: "


class Line:
    """A connection that is kept: one request after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str) -> None:
        """See `line`."""
        self._reader, self._writer = reader, writer
        self._token = token

    async def ask(self, method: str, path: str, body: bytes = b"", *, token: str = "") -> dict[str, Any]:
        """The answer, asked by this caller for once; anything but a success raises `ConnectionError`."""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
        head += f"Authorization: Bearer {token or self._token}\r\n"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self._writer.write(head.encode() + b"\r\n" + body)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        at = answer.index(_LENGTH) + len(_LENGTH)
        said = await self._reader.readexactly(int(answer[at : answer.index(b"\r", at)]))
        if not answer.startswith(b"http/1.1 2"):
            raise ConnectionError(f"{path}: {answer[9:12].decode()} {said[:400].decode(errors='replace')}")
        found: dict[str, Any] = orjson.loads(said)
        return found

    def close(self) -> None:
        """End it."""
        self._writer.close()


async def line(port: int, token: str = "") -> Line:
    """A connection to a desk, for this caller unless a request names another one."""
    return Line(*await asyncio.open_connection("127.0.0.1", port), token)
