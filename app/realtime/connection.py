"""One socket as the hub sees it: who it is, and the frames that wait to be written to it."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from starlette.websockets import WebSocket, WebSocketDisconnect

from app import clock
from app.ids import new_id
from app.realtime.limits import WINDOW, WINDOW_CHARACTERS
from app.rules.actors import Actor
from app.services.callers import Credential


class Connection:
    """A socket of one caller. Only `write` writes to it, so whatever is pushed keeps its order.

    Events are pushed while there is room (`has_room`); beyond that the connection is only marked `behind`, and its
    rooms read on from their cursors once it has drained. So a slow reader costs a window and not a queue.
    """

    __slots__ = (
        "_drained", "_outbox", "_waiting", "_wake", "_websocket", "actor", "behind", "busy", "closing", "expires_at",
        "features", "greeted", "id", "known_as", "notices", "opened_at", "quiet_since",
    )  # fmt: skip

    def __init__(self, websocket: WebSocket, credential: Credential) -> None:
        self.id = new_id()
        self.actor: Actor = credential.actor
        self.expires_at: datetime | None = credential.expires_at
        self.greeted = False
        # What this client asked to be told besides what is durable: typing, receipts, presence.
        self.features: frozenset[str] = frozenset()
        self.behind = False
        # A frame of the client's is being done: its answer goes out before a close does.
        self.busy = False
        self.closing: tuple[int, str] | None = None
        # The ids under which the hub finds this socket.
        self.known_as: set[UUID] = set()
        # The last offer and queue frames by what they are about, so that the same is not said twice.
        self.notices: dict[object, object] = {}
        self.opened_at = self.quiet_since = clock.monotonic()
        self._websocket = websocket
        self._outbox: deque[str] = deque()
        # Characters in it.
        self._waiting = 0
        self._wake = asyncio.Event()
        self._drained = asyncio.Event()

    @property
    def audience(self) -> str:
        """Whose view of a ticket this socket gets: agent, customer or partner."""
        return self.actor.kind

    @property
    def has_room(self) -> bool:
        """Whether another event may be pushed now."""
        return not self._is_full and self.closing is None

    @property
    def _is_full(self) -> bool:
        return len(self._outbox) >= WINDOW or self._waiting >= WINDOW_CHARACTERS

    def push(self, text: str) -> None:
        """Write this frame after those that wait already."""
        self._outbox.append(text)
        self._waiting += len(text)
        self._wake.set()

    def push_fleeting(self, text: str) -> None:
        """Write this frame if nothing much waits; who types is not worth a slow reader's window."""
        if len(self._outbox) < WINDOW // 4 and self.greeted and self.closing is None:
            self.push(text)

    def done(self) -> None:
        """The client's frame is done and its answer pushed."""
        self.busy = False
        if self.closing is not None:
            self._wake.set()

    def close(self, code: int, reason: str, *, now: bool = False) -> None:
        """End the connection after what waits is written, or `now` without it."""
        if self.closing is None:
            self.closing = (code, reason)
        if now:
            self._outbox.clear()
            self._waiting = 0
            self.busy = False
        self._wake.set()

    async def settle(self) -> None:
        """Wait until a client that sends faster than it reads has taken its answers."""
        while self._is_full and self.closing is None:
            self._drained.clear()
            await self._drained.wait()

    async def write(self, drained: Callable[["Connection"], None]) -> None:
        """Write what is pushed until the connection ends. `drained` is called when one that was behind has room."""
        send, outbox = self._websocket.send, self._outbox
        try:
            while True:
                while outbox:
                    text = outbox.popleft()
                    self._waiting -= len(text)
                    await send({"type": "websocket.send", "text": text})
                self._drained.set()
                if self.closing is not None and not self.busy:
                    code, reason = self.closing
                    await send({"type": "websocket.close", "code": code, "reason": reason})
                    return
                self.quiet_since = clock.monotonic()
                if self.behind:
                    self.behind = False
                    drained(self)
                if not outbox:
                    self._wake.clear()
                    await self._wake.wait()
        except (WebSocketDisconnect, RuntimeError):
            # The peer is gone, or the server has ended the connection by itself (a frame over the limit, no pong):
            # then it calls any further write an error of ours. The reader is told of both.
            if self.closing is None:
                self.closing = (1006, "gone")
            self._drained.set()
