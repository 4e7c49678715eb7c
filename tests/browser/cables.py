"""A cable between a browser and the desk: pulled out, all that is on it ends; it can be led to another process."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit


class Cable:
    """A port that passes bytes on to the desk."""

    def __init__(self, to: str) -> None:
        self.to = to
        self.plugged = True
        self._ends: set[asyncio.StreamWriter] = set()
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server
        self.url = ""

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def pull(self) -> None:
        """Nothing gets through any more."""
        self.plugged = False
        for end in list(self._ends):
            end.transport.abort()

    def plug(self, to: str | None = None) -> None:
        """Connected again, perhaps to another process."""
        self.to = to or self.to
        self.plugged = True

    async def stop(self) -> None:
        """No more connections."""
        self.pull()
        self._server.close()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        address = urlsplit(self.to)
        if not self.plugged:
            await _end(writer)
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(address.hostname, address.port)
        except OSError:
            await _end(writer)
            return
        ends = {writer, far_writer}
        self._ends |= ends
        await asyncio.gather(_pass(reader, far_writer), _pass(far_reader, writer))
        self._ends -= ends
        for end in ends:
            await _end(end)


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    # Whoever hangs up ends it for both.
    writer.transport.abort()


async def _end(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()
    with suppress(ConnectionError):
        await writer.wait_closed()
