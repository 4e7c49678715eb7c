"""Socket callers for the load generator: `desk.v1` on the bare protocol, one unacknowledged message per connection."""

import asyncio
import os
from time import perf_counter
from typing import Any, cast

import orjson

from bench.tally import Tally

_UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Protocol: desk.v1\r\nAuthorization: Bearer {token}\r\n\r\n"
)
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_SMALL, _MEDIUM = 126, 65_536


def frame(opcode: int, payload: bytes) -> bytes:
    """A masked frame. The mask is zero, which is legal and costs the client nothing; the server still unmasks."""
    size = len(payload)
    if size < _SMALL:
        head = bytes((0x80 | opcode, 0x80 | size))
    else:
        head = bytes((0x80 | opcode, 0x80 | _SMALL)) + size.to_bytes(2)
    return head + b"\0\0\0\0" + payload


class SocketCaller(asyncio.Protocol):
    """One participant of one ticket: says hello, subscribes, then sends; the next message goes out after the ack.

    The ticket's own events come back too, as they do to every participant; only acks are counted.
    """

    def __init__(self, path: str, token: str, ticket: str, body: str, tally: Tally) -> None:
        """`token` is the caller's bearer; `body` is what each message says."""
        self._upgrade = _UPGRADE.format(path=path, token=token).encode()
        self._ticket = ticket
        self._tally = tally
        self._body = orjson.dumps(body)
        self._prefix = b'{"t":"send","ticket":"' + ticket.encode() + b'","body":' + self._body + b',"id":'
        # Unique among connections and rounds: a repeated cmid would be answered as a duplicate and store nothing.
        self._key = os.urandom(12).hex()
        self._sent = 1
        self._started = 0.0
        self._data = b""
        self._upgraded = False
        self._finished = False
        self._transport: asyncio.Transport | None = None
        self.events = 0
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own class is not registered as one
        self._write(self._upgrade)

    def data_received(self, data: bytes) -> None:
        """Take frames out of the stream."""
        data = self._data + data
        if not self._upgraded:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self._data = data
                return
            if not data.startswith(b"HTTP/1.1 101"):
                self._fail(data[:400].decode(errors="replace"))
                return
            self._upgraded = True
            data = data[end + 4 :]
            hello: dict[str, Any] = {"t": "hello", "client": {"name": "bench", "version": "1"}, "features": []}
            self._write(frame(_TEXT, orjson.dumps(hello)))
        at = 0
        while len(data) >= at + 2:
            opcode, size, start = data[at] & 0x0F, data[at + 1], at + 2
            if size == _SMALL:
                size, start = int.from_bytes(data[at + 2 : at + 4]), at + 4
            elif size > _SMALL:
                size, start = int.from_bytes(data[at + 2 : at + 10]), at + 10
            if len(data) < start + size or start > len(data):
                break
            at = start + size
            self._take(opcode, data[start:at])
        self._data = data[at:]

    def connection_lost(self, exc: Exception | None) -> None:
        """An end that we did not ask for is an error of the run."""
        self._fail(f"the server closed the socket: {exc}")

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == _PING:
            self._write(frame(_PONG, payload))
        elif opcode == _CLOSE:
            self._fail(f"closed with {int.from_bytes(payload[:2])} {payload[2:].decode(errors='replace')}")
        elif opcode == _TEXT:
            said = orjson.loads(payload)
            match said["t"]:
                case "ack":
                    self._acknowledged(said, payload)
                case "ev":
                    self.events += 1
                case "welcome":
                    sub = {"t": "sub", "id": 1, "subs": [{"ticket": self._ticket, "after": 0}], "epoch": said["epoch"]}
                    self._write(frame(_TEXT, orjson.dumps(sub)))
                case "ok":
                    if "error" in said["subs"][0]:
                        self._fail(payload.decode())
                    else:
                        self.ready.set_result(None)
                        self._send()
                case "err":
                    self._tally.refuse(payload)
                    self._fail(payload.decode())

    def _acknowledged(self, said: dict[str, Any], payload: bytes) -> None:
        if said["re"] != self._sent or said.get("dup"):
            self._fail(f"an ack for something else: {payload.decode()}")
            return
        self._tally.count(self._started, perf_counter())
        self._tally.size += len(payload)
        self._send()

    def _send(self) -> None:
        self._started = perf_counter()
        if self._started >= self._tally.until:
            self._finish()
            return
        self._sent += 1
        cmid = f"{self._key}{self._sent:08x}"
        self._write(frame(_TEXT, self._prefix + f'{self._sent},"cmid":"{cmid}"}}'.encode()))

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    def _finish(self) -> None:
        self._finished = True
        if not self.done.done():
            self.done.set_result(None)
        if self._transport is not None:
            self._transport.close()

    def _fail(self, why: str) -> None:
        if not self._finished and not self.done.done():
            self.done.set_exception(ConnectionError(why))
        if self._transport is not None:
            self._transport.close()
