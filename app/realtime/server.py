"""How uvicorn must run for the hub: its options, and a socket protocol that survives peers that mean harm."""

import asyncio
import math
from collections.abc import Callable, Coroutine
from contextlib import nullcontext
from functools import partial
from typing import Any

from uvicorn._types import ASGI3Application
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from app import clock
from app.realtime.http import DeskHttpProtocol
from app.realtime.limits import (
    CONTROL_BURST,
    CONTROL_PER_SECOND,
    FRAGMENTS,
    FRAME_BYTES,
    GOODBYE_SECONDS,
    PING_SECONDS,
    RESTING_SECONDS,
    SLICE_BYTES,
    STALL_SECONDS,
    STOP_SECONDS,
)
from app.realtime.pace import Pace

_BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class DeskProtocol(WebSocketsSansIOProtocol):
    """uvicorn's sans-io WebSocket, which on its own never gives up on a peer that stops reading.

    While writing is paused nothing is read either, so a peer cannot make us queue answers (pongs included) that it
    never takes. Without any progress for `stall_seconds` the connection is aborted: a close would wait for the
    same full buffer, and shutdown with it.

    What has been read is looked at in slices, and the next one waits until the application has taken the messages
    of the last: thousands of tiny frames fit into one read, and as objects they take ten times its memory.
    """

    stall_seconds = STALL_SECONDS
    _slice_due = False
    # What the application goes on with once its routers are done with the upgrade.
    conversation: Coroutine[Any, Any, None] | None = None
    # Called when what waits may be written again, and when it never will: the connection is lost.
    on_writable: Callable[[], None] | None = None
    _stall_timer: asyncio.TimerHandle | None = None
    _stalled_at = 0
    _ended = False

    def __init__(self, *arguments: Any, **more: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*arguments, **more)
        self._unread = bytearray()
        self._control = Pace(CONTROL_PER_SECOND, CONTROL_BURST, clock.monotonic())

    def pause_writing(self) -> None:
        """The peer is slower than we write."""
        super().pause_writing()
        self._regulate()
        self._watch()

    def resume_writing(self) -> None:
        """The peer has caught up."""
        super().resume_writing()
        if not self._ended:
            self._unwatch()
        self._regulate()
        if self.on_writable is not None:
            self.on_writable()

    def write_frame(self, frame: bytes) -> None:
        """Write a whole encoded message without the way through ASGI; dropped when this side has said its last."""
        if not (self.close_sent or self.transport.is_closing()):
            self.transport.write(frame)

    def data_received(self, data: bytes) -> None:
        """Bytes of frames; first of all the whole head of the request, which HTTP has read."""
        if not self.handshake_initiated:
            super().data_received(data)
            if not self.handshake_initiated:
                self._refuse()
            return
        self._unread += data
        self._look()

    async def send(self, message: Any) -> None:  # noqa: ANN401 - uvicorn's own event type is private
        """An event of the application's."""
        await super().send(message)
        # The upgrade is done, or our close waits for theirs: now the peer may speak.
        if message["type"] != "websocket.send":
            self._regulate()

    def handle_ping(self) -> None:
        """A ping; too many are no sign of life but a flood."""
        if self._spend():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        """A pong, asked for or not."""
        if self._spend():
            super().handle_pong(event)

    def handle_cont(self, event: Frame) -> None:
        """One more part of a message: parts may be empty, so the limit of its size is none for their number."""
        if not self._spend() or self.close_sent:
            return
        if len(self.frames) >= FRAGMENTS:
            self.frames = []
            self.conn.send_close(1009, "too many fragments")
            self.handle_parser_exception()
        else:
            super().handle_cont(event)

    def shutdown(self) -> None:
        """The process is about to stop: an open socket is drained by the hub, and not cut off in the middle."""
        drain = self.app_state.get("drain")
        if drain is None or not self.handshake_initiated or self.close_sent:
            super().shutdown()
        else:
            drain()
            # Whoever has not taken our goodbye by then is not worth an error about tasks that had to be cancelled.
            limit = self.config.timeout_graceful_shutdown or STOP_SECONDS
            self.loop.call_later(max(0, limit - GOODBYE_SECONDS), self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """The peer is gone."""
        self._unwatch()
        super().connection_lost(exc)
        if self.on_writable is not None:
            self.on_writable()

    def keepalive_timeout(self) -> None:
        """The peer has not answered a ping: what it has not taken by now it never will."""
        super().keepalive_timeout()
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    async def run_asgi(self) -> None:
        """The application's part, to its end; after it a peer that does not take the rest is not waited for."""
        self.scope["state"]["socket"] = self
        self.app = partial(self._whole, self.app)
        try:
            await super().run_asgi()
        finally:
            self.scope.clear()  # type: ignore[attr-defined]  # a TypedDict, which is a dict
            del self.app
        self._ended = True
        if not self.disconnected:
            self._watch()

    async def _whole(self, app: ASGI3Application, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401
        # What routers and middlewares keep takes more memory than all the rest of an idle socket: it is left once the
        # upgrade is done.
        # A thousand that come back at once are let in a few at a time: those who are here already go on between them.
        async with self.app_state.get("entrance") or nullcontext():
            await app(scope, receive, send)
        if self.conversation is not None:
            scope.clear()
            del self.request, self.response
            conversation, self.conversation = self.conversation, None
            await conversation

    def send_receive_event_to_app(self) -> None:
        """A whole message has arrived; text that is not UTF-8 ends the connection (1007) without a traceback."""
        if self.curr_msg_data_type == "text" and not self.close_sent:
            data = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
            self.frames = [data]
            try:
                data.decode()
            except UnicodeDecodeError:
                self.frames = []
                self.conn.send_close(1007)
                self.handle_parser_exception()
                return
        super().send_receive_event_to_app()

    async def receive(self) -> Any:  # noqa: ANN401 - uvicorn's own event type is private
        """The next event for the application."""
        message = await super().receive()
        self._regulate()
        return message

    def _look(self) -> None:
        """Look at the next slice of what has been read, if it is time for it."""
        if self.transport.is_closing():
            self._unread.clear()
        elif self._unread and self._may_look():
            part = bytes(self._unread[:SLICE_BYTES])
            del self._unread[:SLICE_BYTES]
            super().data_received(part)
        self._regulate()

    def _may_look(self) -> bool:
        # Before the answer to the upgrade no frame may come; the parser would not survive a wrong one.
        return self.handshake_complete and not self.read_paused and self.writable.is_set()

    def _regulate(self) -> None:
        """Read on only when what has been read is looked at."""
        if self.transport.is_closing():
            return
        if self._unread or not self._may_look():
            self.transport.pause_reading()
        else:
            self.transport.resume_reading()
        if self._unread and self._may_look() and not self._slice_due:
            self._slice_due = True
            self.loop.call_soon(self._next_slice)

    def _next_slice(self) -> None:
        self._slice_due = False
        self._look()

    def _spend(self) -> bool:
        if not self._control.allow(clock.monotonic()):
            self.transport.abort()
        return not self.transport.is_closing()

    def _refuse(self) -> None:
        """HTTP took the head of the request and the WebSocket library does not: uvicorn would wait for ever."""
        self.transport.write(b"".join(self.conn.data_to_send()) or _BAD_REQUEST)
        self.transport.close()

    def _watch(self) -> None:
        self._unwatch()
        self._stalled_at = self.transport.get_write_buffer_size()
        self._stall_timer = self.loop.call_later(self.stall_seconds, self._check_progress)

    def _unwatch(self) -> None:
        if self._stall_timer is not None:
            self._stall_timer.cancel()
            self._stall_timer = None

    def _check_progress(self) -> None:
        self._stall_timer = None
        if self.transport.get_write_buffer_size() < self._stalled_at:
            self._watch()
        else:
            self.transport.abort()


def uvicorn_options(drain_seconds: float = 10) -> dict[str, Any]:
    """Keyword arguments for `uvicorn.Config`, the same for `otklik serve`, tests and benches.

    `drain_seconds` is how long the hub takes to send its sockets away before the process stops.
    """
    return {
        "loop": "uvloop",
        "http": DeskHttpProtocol,
        "ws": DeskProtocol,
        "ws_max_size": FRAME_BYTES,
        # Deflate triples the memory of an idle socket and doubles the time per frame.
        "ws_per_message_deflate": False,
        "ws_ping_interval": PING_SECONDS,
        "ws_ping_timeout": PING_SECONDS,
        # Without it one peer that never closes keeps a stopping process alive for ever.
        "timeout_graceful_shutdown": math.ceil(drain_seconds) + STOP_SECONDS,
        "timeout_keep_alive": RESTING_SECONDS,
        "access_log": False,
        "server_header": False,
    }
