"""A line to a server that a test can cut: while nothing is sent, or in the middle of an answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Gate:
    """Passes bytes on to a port on loopback, as long as it is open."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.open = True
        # So many bytes of the server pass, then everybody is cut off, once.
        self.cut_after: int | None = None
        self.connections = 0

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)

    def close(self) -> None:
        """Cut off everybody; whoever comes is cut off too."""
        self.open = False
        for each in self._writers:
            each.transport.abort()

    async def stop(self) -> None:
        """End."""
        self.close()
        if self._server is not None:
            self._server.close()
        for each in self._tasks:
            each.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.open:
            writer.transport.abort()
            return
        self.connections += 1
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, back}
        for source, sink, counted in ((reader, back, False), (there, writer, True)):
            task = asyncio.create_task(self._pass(source, sink, counted=counted))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, counted: bool) -> None:
        with suppress(OSError):
            while data := await source.read(8192):
                if counted and self.cut_after is not None:
                    self.cut_after -= len(data)
                    if self.cut_after <= 0:
                        self.cut_after = None
                        for each in self._writers:
                            each.transport.abort()
                        return
                sink.write(data)
                await sink.drain()
        sink.transport.abort()
        self._writers.discard(sink)


@asynccontextmanager
async def gate(target: int) -> AsyncIterator[Gate]:
    """A line to this port."""
    made = Gate(target)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()
