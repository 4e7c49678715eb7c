"""How uvicorn must run for the hub: its options, and a socket protocol that survives peers that stop reading."""

import asyncio
import math
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from app.realtime.limits import FRAME_BYTES, PING_SECONDS, STALL_SECONDS, STOP_SECONDS


class DeskProtocol(WebSocketsSansIOProtocol):
    """uvicorn's sans-io WebSocket, which on its own never gives up on a peer that stops reading.

    While writing is paused nothing is read either, so a peer cannot make us queue answers (pongs included) that it
    never takes. Without any progress for `stall_seconds` the connection is aborted: a close would wait for the
    same full buffer, and shutdown with it.
    """

    stall_seconds = STALL_SECONDS
    _stall_timer: asyncio.TimerHandle | None = None
    _stalled_at = 0
    _ended = False

    def pause_writing(self) -> None:
        """The peer is slower than we write."""
        super().pause_writing()
        if not self.transport.is_closing():
            self.transport.pause_reading()
        self._watch()

    def resume_writing(self) -> None:
        """The peer has caught up."""
        super().resume_writing()
        if not self._ended:
            self._unwatch()
        if not self.read_paused and not self.transport.is_closing():
            self.transport.resume_reading()

    def shutdown(self) -> None:
        """The process is about to stop: an open socket is drained by the hub, and not cut off in the middle."""
        drain = self.app_state.get("drain")
        if drain is None or not self.handshake_initiated or self.close_sent:
            super().shutdown()
        else:
            drain()

    def connection_lost(self, exc: Exception | None) -> None:
        """The peer is gone."""
        self._unwatch()
        super().connection_lost(exc)

    def keepalive_timeout(self) -> None:
        """The peer has not answered a ping: what it has not taken by now it never will."""
        super().keepalive_timeout()
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    async def run_asgi(self) -> None:
        """The application's part, to its end; after it a peer that does not take the rest is not waited for."""
        await super().run_asgi()
        self._ended = True
        if not self.disconnected:
            self._watch()

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
        if not self.writable.is_set() and not self.transport.is_closing():
            self.transport.pause_reading()
        return message

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


class DeskHttpProtocol(HttpToolsProtocol):
    """uvicorn's HTTP, which also tells the hub that the process is about to stop: long polls end then."""

    def shutdown(self) -> None:
        """The process is about to stop."""
        drain = self.app_state.get("drain")
        if drain is not None:
            drain()
        super().shutdown()


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
        "access_log": False,
        "server_header": False,
    }
