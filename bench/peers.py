"""A WebSocket client on the bare protocol, as cheap as it can be: what it costs is taken from what is measured."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import orjson

_UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Protocol: desk.v1\r\nAuthorization: Bearer {token}\r\n\r\n"
)
PATH = "/v1/realtime"
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_SMALL, _MEDIUM = 126, 65_536
# Tickets that one frame asks for: it may have 64 KiB.
_TICKETS = 200
_END = 2**31 - 1


def frame(opcode: int, payload: bytes) -> bytes:
    """A masked frame. The mask is zero, which is legal and costs the client nothing; the server still unmasks."""
    size = len(payload)
    if size < _SMALL:
        head = bytes((0x80 | opcode, 0x80 | size))
    else:
        head = bytes((0x80 | opcode, 0x80 | _SMALL)) + size.to_bytes(2)
    return head + b"\0\0\0\0" + payload


class Peer(asyncio.Protocol):
    """A caller that says hello and follows tickets; `ready` once it does.

    `heard` gets each event's text. Whatever the desk refuses, and an end that nobody asked for, fails `ready` and
    `done`: a run with an error measures nothing.
    """

    def __init__(self, token: str, follow: dict[str, int | None], heard: Callable[[bytes], None] | None = None) -> None:
        """`token` is the caller's bearer; `follow` says after which counter (None: the last) each ticket is."""
        self._upgrade = _UPGRADE.format(path=PATH, token=token).encode()
        self._follow = list(follow.items())
        self._heard = heard
        self._data = b""
        self._upgraded = False
        self._finished = False
        self._epoch = ""
        self._asked: dict[str, int | None] = {}
        self._transport: asyncio.Transport | None = None
        self.events = 0
        # Of them, those that were there before.
        self.earlier = 0
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own class is not registered as one
        self._transport.write(self._upgrade)

    def data_received(self, data: bytes) -> None:
        """Take frames out of the stream."""
        data = self._data + data
        if not self._upgraded:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self._data = data
                return
            if not data.startswith(b"HTTP/1.1 101"):
                self.fail(data[:400].decode(errors="replace"))
                return
            self._upgraded = True
            data = data[end + 4 :]
            self.say(orjson.dumps({"t": "hello", "client": {"name": "bench", "version": "1"}, "features": []}))
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
        self.fail(f"the server closed the socket: {exc}")

    def say(self, text: bytes) -> None:
        """Send a text message."""
        if self._transport is not None:
            self._transport.write(frame(_TEXT, text))

    def finish(self) -> None:
        """End it."""
        self._finished = True
        if not self.done.done():
            self.done.set_result(None)
        if self._transport is not None:
            self._transport.close()

    def fail(self, why: str) -> None:
        """Something is not as it should be."""
        if not self._finished:
            for future in (self.ready, self.done):
                if not future.done():
                    future.set_exception(ConnectionError(why))
                    future.exception()  # looked at here; whoever waits for it gets it all the same
        if self._transport is not None:
            self._transport.close()

    def is_followed(self) -> None:
        """The desk has said yes to all that is to be followed."""
        self.ready.set_result(None)

    def answered(self, said: dict[str, Any], payload: bytes) -> None:
        """A frame that is neither an event nor about following; a mere listener does nothing with it."""

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == _TEXT:
            if payload.startswith(b'{"t":"ev"'):
                self.events += 1
                if self._heard is not None:
                    self._heard(payload)
            else:
                self._said(orjson.loads(payload), payload)
        elif opcode == _PING and self._transport is not None:
            self._transport.write(frame(_PONG, payload))
        elif opcode == _CLOSE:
            self.fail(f"closed with {int.from_bytes(payload[:2])} {payload[2:].decode(errors='replace')}")

    def _said(self, said: dict[str, Any], payload: bytes) -> None:
        match said["t"]:
            case "welcome":
                self._epoch = said["epoch"]
                self._ask()
            case "ok":
                if any("error" in each for each in said["subs"]):
                    self.fail(payload[:400].decode())
                    return
                for each in said["subs"]:
                    ticket, last = each["ticket"], each.get("last_seq", 0)
                    after = self._asked[ticket]
                    if after is not None:
                        self.earlier += last - after
                    elif last:
                        self._follow.append((ticket, last))
                self._ask()
            case "err":
                self.fail(payload.decode())
            case _:
                self.answered(said, payload)

    def _ask(self) -> None:
        part, self._follow = self._follow[:_TICKETS], self._follow[_TICKETS:]
        self._asked = dict(part)
        if part:
            # Nobody is that far: the answer says how far the ticket is, and nothing is sent.
            subs = [{"ticket": ticket, "after": _END if after is None else after} for ticket, after in part]
            self.say(orjson.dumps({"t": "sub", "id": 1, "subs": subs, "epoch": self._epoch}))
        else:
            self.is_followed()


async def opened(port: int, peers: list[Peer], *, at_once: int = 100) -> None:
    """Connect them all, some at a time, and wait until they follow. Raises `ConnectionError`."""
    loop = asyncio.get_running_loop()
    for start in range(0, len(peers), at_once):
        part = peers[start : start + at_once]
        await asyncio.gather(*(loop.create_connection(lambda each=each: each, "127.0.0.1", port) for each in part))  # type: ignore[misc]  # of a lambda's default
        await asyncio.gather(*(each.ready for each in part))
