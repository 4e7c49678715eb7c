"""A receiver of webhooks that costs little: it answers 204, keeps connections, and knows when each one came."""

import asyncio
import time
from typing import Any

_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


class Receiver(asyncio.Protocol):
    """One connection; `times` is shared by all."""

    def __init__(self, times: list[float]) -> None:
        self._times = times
        self._buffer = b""

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - asyncio's transport
        """Somebody is there."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Parts of requests."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].lower()
            at = head.index(b"content-length:") + 15
            size = end + 4 + int(head[at:].split(b"\r\n", 1)[0])
            if len(self._buffer) < size:
                return
            self._buffer = self._buffer[size:]
            self._times.append(time.monotonic())
            self._transport.write(_ANSWER)
