"""uvicorn's HTTP for the desk: a request must be here in time and in measure, also one that wants to be a socket."""

import asyncio

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.realtime.limits import BODY_SECONDS, HEAD_BYTES, HEAD_SECONDS, STALL_SECONDS, UPLOAD_SECONDS

_FILES = b"/v1/attachments"


class DeskHttpProtocol(HttpToolsProtocol):
    """uvicorn's HTTP, which on its own waits for ever for the rest of a request, and takes a head of any size.

    Nor does it give up on a peer that stops reading: without progress for `stall_seconds` the connection is aborted.
    It also tells the hub that the process is about to stop: long polls and streams end then.
    """

    head_seconds = HEAD_SECONDS
    body_seconds = BODY_SECONDS
    stall_seconds = STALL_SECONDS
    _stall_timer: asyncio.TimerHandle | None = None
    _deadline: asyncio.TimerHandle | None = None
    _in_head = True
    _head_bytes = 0
    _too_large = False
    _upgraded = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it too
        """A peer is there and has said nothing."""
        super().connection_made(transport)
        self._within(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """The peer is gone."""
        self._within(None)
        self._unwatch()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes of requests. The parser keeps a field until it is whole, so what it holds is counted here."""
        in_head = self._in_head
        super().data_received(data)
        if in_head and self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
                self._refuse_head()
        elif self._is_idle():
            # An empty line after an answer has ended the time to keep the connection, and begun nothing.
            self._within(self.head_seconds)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        self._in_head, self._head_bytes = True, 0
        self._within(self.head_seconds)
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """The address, or a part of it."""
        self._measure(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header."""
        self._measure(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._in_head, self._head_bytes = False, 0
        self._within(UPLOAD_SECONDS if self.url.startswith(_FILES) else self.body_seconds)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._within(None)
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """From here on the connection is another protocol's."""
        self._within(None)
        self._upgraded = True
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        """What cannot be read is refused; what is too large is told so."""
        if self._too_large:
            self._refuse_head()
        else:
            super().send_400_response(msg)

    def pause_writing(self) -> None:
        """The peer is slower than we write."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """The peer has caught up."""
        super().resume_writing()
        self._unwatch()

    def shutdown(self) -> None:
        """The process is about to stop."""
        drain = self.app_state.get("drain")
        if drain is not None:
            drain()
        super().shutdown()

    def _watch(self) -> None:
        self._unwatch()
        waiting = self.transport.get_write_buffer_size()
        self._stall_timer = self.loop.call_later(self.stall_seconds, self._check_progress, waiting)

    def _unwatch(self) -> None:
        if self._stall_timer is not None:
            self._stall_timer.cancel()
            self._stall_timer = None

    def _check_progress(self, waiting: int) -> None:
        if self.transport.get_write_buffer_size() < waiting:
            self._watch()
        else:
            self.transport.abort()

    def _is_idle(self) -> bool:
        if self._deadline is not None or self.timeout_keep_alive_task is not None or self._upgraded:
            return False
        return self.cycle is None or self.cycle.response_complete

    def _measure(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > HEAD_BYTES:
            self._too_large = True
            msg = "the head of the request is too large"
            raise ValueError(msg)

    def _refuse_head(self) -> None:
        self.transport.write(STATUS_LINE[431] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()

    def _within(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self._too_late)

    def _too_late(self) -> None:
        self._deadline = None
        if not self.transport.is_closing():
            self.transport.close()
