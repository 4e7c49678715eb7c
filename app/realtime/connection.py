"""One socket as the hub sees it: who it is, and the frames that wait to be written to it."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from uvicorn.protocols.utils import ClientDisconnected

from app import clock
from app.ids import new_id
from app.realtime.limits import STALL_SECONDS, WINDOW, WINDOW_BYTES
from app.realtime.server import DeskProtocol
from app.rules.actors import Actor
from app.services.callers import Credential


class Connection:
    """A socket of one caller. Whatever is pushed keeps its order.

    A frame goes straight to the transport while the peer reads; what comes while it does not waits here. Events are
    pushed while there is room (`has_room`); beyond that the connection is only marked `behind`, and its rooms read on
    from their cursors once it has drained. So a slow reader costs a window and not a queue, and one that keeps up
    costs no task and no queue at all.
    """

    __slots__ = (
        "_caught_up", "_drained", "_ending", "_outbox", "_socket", "_waiting", "actor", "behind", "busy",
        "closing", "expires_at", "features", "greeted", "id", "known_as", "notices", "opened_at", "quiet_since",
    )  # fmt: skip

    def __init__(self, socket: DeskProtocol, credential: Credential, caught_up: Callable[["Connection"], None]) -> None:
        """`caught_up` is called when one that was behind has room."""
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
        self._socket = socket
        self._outbox: deque[bytes] = deque()
        # Bytes in it.
        self._waiting = 0
        self._caught_up = caught_up
        self._drained: asyncio.Event | None = None
        self._ending: asyncio.Task[None] | None = None
        socket.on_writable = self._write_on

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
        return len(self._outbox) >= WINDOW or self._waiting >= WINDOW_BYTES

    def push(self, frame: bytes) -> None:
        """Write this frame (see `frames`) after those that wait already."""
        if self._outbox or not self._socket.writable.is_set():
            self._outbox.append(frame)
            self._waiting += len(frame)
        else:
            self._socket.write_frame(frame)
            self.quiet_since = clock.monotonic()

    def push_fleeting(self, frame: bytes) -> None:
        """Write this frame if nothing much waits; who types is not worth a slow reader's window."""
        if len(self._outbox) < WINDOW // 4 and self.greeted and self.closing is None:
            self.push(frame)

    def done(self) -> None:
        """The client's frame is done and its answer pushed."""
        self.busy = False
        if self.closing is not None:
            self._end_if_told_all()

    def close(self, code: int, reason: str, *, now: bool = False) -> None:
        """End the connection after what waits is written, or `now` without it."""
        if self.closing is None:
            self.closing = (code, reason)
        if now:
            self._forget()
            self.busy = False
        self._end_if_told_all()

    async def settle(self) -> None:
        """Wait until a client that sends faster than it reads has taken its answers."""
        while self._is_full and self.closing is None:
            await self._until_drained()

    async def ended(self) -> None:
        """The reader is done: when it is we who end the connection, wait until the peer has been told why."""
        try:
            if self.closing is not None:
                with suppress(TimeoutError):
                    async with asyncio.timeout(STALL_SECONDS):
                        while self._outbox:
                            await self._until_drained()
                        if self._ending is not None:
                            await asyncio.shield(self._ending)
        finally:
            self._socket.on_writable = None
            if self._ending is not None:
                self._ending.cancel()

    def _write_on(self) -> None:
        """The peer reads again, or never will."""
        if self._socket.disconnected:
            self.closing = self.closing or (1006, "gone")
            self._forget()
            return
        while self._outbox and self._socket.writable.is_set():
            frame = self._outbox.popleft()
            self._waiting -= len(frame)
            self._socket.write_frame(frame)
        if self._outbox:
            return
        self.quiet_since = clock.monotonic()
        if self._drained is not None:
            self._drained.set()
        self._end_if_told_all()
        if self.behind and self.closing is None:
            self.behind = False
            self._caught_up(self)

    async def _until_drained(self) -> None:
        self._drained = self._drained or asyncio.Event()
        self._drained.clear()
        await self._drained.wait()

    def _forget(self) -> None:
        self._outbox.clear()
        self._waiting = 0
        if self._drained is not None:
            self._drained.set()

    def _end_if_told_all(self) -> None:
        if self.closing is not None and self._ending is None and not self.busy and not self._outbox:
            self._ending = asyncio.create_task(self._end(*self.closing))

    async def _end(self, code: int, reason: str) -> None:
        # The peer may be gone, or the server has ended the connection by itself (a frame over the limit, no pong):
        # then it calls any further write an error of ours. The reader is told of both.
        with suppress(ClientDisconnected, RuntimeError):
            await self._socket.send({"type": "websocket.close", "code": code, "reason": reason})
