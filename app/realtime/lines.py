"""The wires that a bus can run on: what each kind must be able to do, and Postgres NOTIFY."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import asyncpg

CHANNEL = "otklik_hints"
PROBE_SECONDS = 5.0


class Wire(Protocol):
    """One open connection of a line."""

    async def now(self) -> float:
        """The time by the clock of the server, in seconds since 1970. Also shows that the wire is whole."""

    async def publish(self, payloads: Sequence[str]) -> None:
        """Tell all who listen."""

    async def listen(self, heard: Callable[[str | bytes], None], listening: Callable[[], None]) -> None:
        """Call `listening` once it listens, then `heard` with each payload, until the wire breaks."""

    async def close(self) -> None:
        """Hang up; waits for nobody and does not fail."""


class Line(Protocol):
    """A way to connect."""

    # Longer payloads are not carried.
    payload_bytes: int
    # What a broken wire raises.
    lost: tuple[type[Exception], ...]

    async def connect(self, name: str) -> Wire:
        """Open a wire. Raises one of `lost`."""


class PostgresLine:
    """NOTIFY and LISTEN on connections of their own, after the commit and never inside it."""

    # Postgres takes payloads below 8000 bytes.
    payload_bytes = 7_800
    # A connection whose server process was ended while nothing was under way says `InternalClientError` next time.
    lost: tuple[type[Exception], ...] = (
        asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError,
    )  # fmt: skip

    def __init__(self, url: str) -> None:
        self._url = url

    async def connect(self, name: str) -> "PostgresWire":
        """Open a wire."""
        settings = {"application_name": name}
        return PostgresWire(await asyncpg.connect(self._url, timeout=5, command_timeout=10, server_settings=settings))


class PostgresWire:
    """One connection to Postgres."""

    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self._connection = connection

    async def now(self) -> float:
        """The server's time."""
        return float(await self._connection.fetchval("SELECT extract(epoch FROM clock_timestamp())::float8"))

    async def publish(self, payloads: Sequence[str]) -> None:
        """One statement for all of them."""
        await self._connection.execute("SELECT pg_notify($1, p) FROM unnest($2::text[]) p", CHANNEL, list(payloads))

    async def listen(self, heard: Callable[[str | bytes], None], listening: Callable[[], None]) -> None:
        """LISTEN, and ask now and then whether the server is still there: asyncpg does not notice a dead one."""
        ended = asyncio.Event()
        self._connection.add_termination_listener(lambda _connection: ended.set())
        await self._connection.add_listener(CHANNEL, lambda _connection, _pid, _channel, payload: heard(str(payload)))
        listening()
        while not ended.is_set():
            try:
                await asyncio.wait_for(ended.wait(), PROBE_SECONDS)
            except TimeoutError:
                await self.now()

    async def close(self) -> None:
        """Hang up."""
        self._connection.terminate()
