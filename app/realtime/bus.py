"""The bus between processes: hints over Postgres NOTIFY, after the commit and never inside it."""

import asyncio
import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson
import structlog

from app.hints import Hint, HintKind

log = structlog.get_logger("otklik.bus")

CHANNEL = "otklik_hints"
# Postgres takes payloads below 8000 bytes.
PAYLOAD_BYTES = 7_800
# Hints that wait while the database is away; beyond it they are left to the sweep.
MAX_WAITING = 20_000
# After one NOTIFY the next waits this long: hints of the same tickets then become one.
PAUSE_SECONDS = 0.005
PROBE_SECONDS = 5.0
LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
Key = tuple[HintKind, UUID]


class PostgresBus:
    """Sends this process's hints to all others, and gets theirs. Each direction has a connection of its own.

    `received` gets the hints of others. `missed` is called whenever hints may have been lost.
    """

    def __init__(self, url: str, *, received: Callable[[Sequence[Hint]], None], missed: Callable[[], None]) -> None:
        self._url = url
        self._received = received
        self._missed = missed
        self._origin = uuid4().hex[:12]
        self._waiting: dict[Key, tuple[int, int]] = {}
        self._wake = asyncio.Event()
        self._listening = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin; returns when this process listens, or after 5 s without (it goes on trying)."""
        self._tasks = [
            asyncio.create_task(self._forever("otklik bus listener", self._listen), name="bus listener"),
            asyncio.create_task(self._forever("otklik bus sender", self._send), name="bus sender"),
        ]
        try:
            await asyncio.wait_for(self._listening.wait(), 5)
        except TimeoutError:
            log.warning("not listening yet; the sweep delivers meanwhile")

    async def stop(self) -> None:
        """Stop listening."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def send(self, hints: Iterable[Hint]) -> None:
        """Tell the others soon. Waits for nothing; hints about the same thing become one."""
        for hint in hints:
            if hint.kind == "route":
                continue  # the worker of the process that committed looks at those itself
            key = (hint.kind, hint.id)
            seq, public_seq = self._waiting.get(key, (0, 0))
            self._waiting[key] = (max(seq, hint.seq), max(public_seq, hint.public_seq))
        if len(self._waiting) > MAX_WAITING:
            log.warning("hints dropped; the sweeps find what they were about", hints=len(self._waiting))
            self._waiting.clear()
        if self._waiting:
            self._wake.set()

    async def _forever(self, name: str, work: Callable[[Any], Any]) -> None:
        """Connect and work, again and again: a bus that gives up would be noticed by nobody."""
        failures = 0
        while True:
            connection = None
            try:
                connection = await asyncpg.connect(
                    self._url, timeout=5, command_timeout=10, server_settings={"application_name": name}
                )
                failures = 0
                await work(connection)
            except LOST as error:
                failures += 1
                # 1, 2, 4, 8 ...: an outage of an hour is a dozen lines and not a thousand.
                if failures & (failures - 1) == 0:
                    log.warning("bus connection lost", connection=name, error=type(error).__name__, failures=failures)
            except Exception:
                failures += 1
                log.exception("bus connection failed", connection=name)
            finally:
                if connection is not None:
                    connection.terminate()
            await asyncio.sleep(random.uniform(0.05, min(5.0, 0.1 * 2 ** min(failures, 6))))  # noqa: S311 - jitter

    async def _send(self, connection: Any) -> None:  # noqa: ANN401 - asyncpg.Connection
        while True:
            if not self._waiting:
                self._wake.clear()
                try:
                    await asyncio.wait_for(self._wake.wait(), PROBE_SECONDS)
                except TimeoutError:
                    await connection.execute("SELECT 1")
                    continue
            batch, self._waiting = self._waiting, {}
            try:
                await connection.execute(
                    "SELECT pg_notify($1, p) FROM unnest($2::text[]) p", CHANNEL, self._pack(batch)
                )
            except LOST:
                # Perhaps they went out: twice is harmless. Newer counters of the same tickets win.
                self._waiting = {**batch, **self._waiting}
                raise
            await asyncio.sleep(PAUSE_SECONDS)

    def _pack(self, batch: dict[Key, tuple[int, int]]) -> list[str]:
        payloads: list[str] = []
        items: list[str] = []
        size = 0
        for (kind, identifier), (seq, public_seq) in batch.items():
            item = f'["{kind}","{identifier}",{seq},{public_seq}]'
            if size + len(item) > PAYLOAD_BYTES - 40:
                payloads.append(f'["{self._origin}",{",".join(items)}]')
                items, size = [], 0
            items.append(item)
            size += len(item) + 1
        payloads.append(f'["{self._origin}",{",".join(items)}]')
        return payloads

    async def _listen(self, connection: Any) -> None:  # noqa: ANN401 - asyncpg.Connection
        ended = asyncio.Event()
        connection.add_termination_listener(lambda _connection: ended.set())
        await connection.add_listener(CHANNEL, self._heard)
        self._listening.set()
        self._missed()  # whatever was said while nobody listened
        try:
            while not ended.is_set():
                try:
                    await asyncio.wait_for(ended.wait(), PROBE_SECONDS)
                except TimeoutError:
                    # asyncpg does not notice a dead peer by itself.
                    await connection.execute("SELECT 1")
        finally:
            self._listening.clear()

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        try:
            origin, *items = orjson.loads(str(payload))
            hints = [Hint(kind, UUID(identifier), seq, public_seq) for kind, identifier, seq, public_seq in items]
        except (ValueError, TypeError):
            # Somebody else's NOTIFY on our channel, or a process of another version.
            log.warning("a notification that is no hint")
            return
        if origin != self._origin:
            self._received(hints)
