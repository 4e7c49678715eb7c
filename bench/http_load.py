"""HTTP/1.1 callers for the load generator: keep-alive, closed loop, one request in flight per connection."""

import asyncio
from collections.abc import Callable
from time import perf_counter
from typing import cast

from bench.tally import Tally

_LENGTH = b"content-length: "


class HttpCaller(asyncio.Protocol):
    """One connection: sends the next request as soon as the last answer is complete.

    Written on the bare protocol because the client shares two cores with what it measures: a comfortable client
    costs as much as the desk itself, and would make every server look alike. What is left (about 15 us a request)
    is the same for the floor and for the desk.
    """

    def __init__(self, following: Callable[[], bytes], expect: bytes, tally: Tally) -> None:
        """`following` gives the bytes of each next request; `expect` is the status that counts as success."""
        self._following = following
        self._expect = expect
        self._tally = tally
        self._started = 0.0
        self._left = 0
        self._head = b""
        self._good = False
        self._transport: asyncio.Transport | None = None
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own class is not registered as one
        self.ready.set_result(None)
        self._next()

    def data_received(self, data: bytes) -> None:
        """Count the answer's bytes; bodies are checked before the measuring, here only statuses and lengths are."""
        if self._left:
            self._left -= len(data)
        else:
            data = self._head + data
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self._head = data
                return
            self._head = b""
            self._good = data[9:12] == self._expect
            if not self._good:
                self._tally.refuse(data[:400])
            at = data.find(_LENGTH, 0, end + 2)
            if at < 0:
                self._fail("an answer without content-length")
                return
            length = int(data[at + len(_LENGTH) : data.index(b"\r", at)])
            self._tally.size += length
            self._left = end + 4 + length - len(data)
        if self._left == 0:
            if self._good:
                self._tally.count(self._started, perf_counter())
            self._next()
        elif self._left < 0:
            self._fail("more bytes than announced")

    def connection_lost(self, exc: Exception | None) -> None:
        """An end that we did not ask for is an error of the run."""
        self._fail(f"the server closed the connection: {exc}")

    def _next(self) -> None:
        assert self._transport is not None  # noqa: S101 - called once connected
        self._started = perf_counter()
        if self._started >= self._tally.until:
            # No request is cut off: what was sent is answered, so acknowledged rows can be counted exactly.
            self._finish()
            return
        self._transport.write(self._following())

    def _finish(self) -> None:
        if not self.done.done():
            self.done.set_result(None)
        if self._transport is not None:
            self._transport.close()

    def _fail(self, why: str) -> None:
        if not self.done.done():
            self.done.set_exception(ConnectionError(why))
        if self._transport is not None:
            self._transport.close()
