"""The faults: what each of them does, and how what it broke is mended again."""

import asyncio
import random
import signal
from collections import Counter

import asyncpg

from app import clock
from tests.chaos.machines import AppProcess, Machines
from tests.chaos.people import Talker
from tests.chaos.plans import MANGLED, Fault

# A process that drains has its drain time and then some; killed after it, that would be a fault of its own.
TERM_SECONDS = 25.0
HINTS_SECONDS = (0.8, 2.0)
HINTS_AT_MOST_SECONDS = 10.0


class Faults:
    """Does faults, and counts those that were really done."""

    def __init__(self, machines: Machines, talkers: list[Talker], randomly: random.Random) -> None:
        self.done: Counter[str] = Counter()
        self.notes: list[str] = []
        self._machines = machines
        self._talkers = talkers
        self._randomly = randomly
        self._redis = asyncio.Lock()
        self._bus = asyncio.Lock()
        self._postgres = asyncio.Lock()

    async def do(self, fault: Fault) -> None:
        """One fault, to its end: afterwards what it broke is whole again."""
        match fault:
            case "kill -9 app" | "SIGSTOP app" | "SIGTERM app":
                await self._app(fault)
            case "cut backends":
                await self._cut()
            case "crash postgres":
                async with self._postgres:
                    await self._machines.crash_postgres()
            case "redis away":
                await self._redis_away()
            case "hints 0.3" | "hints dropped" | "hints doubled" | "hints reordered":
                await self._hints(fault)
            case "client abort":
                await self._randomly.choice(self._talkers).drop()
            case "reader stops":
                await self._randomly.choice(self._talkers).stop_reading(self._randomly.uniform(1.0, 4.0))
        self.done[fault] += 1

    async def _app(self, fault: Fault) -> None:
        app = await self._free()
        try:
            match fault:
                case "kill -9 app":
                    app.signal(signal.SIGKILL)
                    await app.ended(10)
                    app.launch()
                case "SIGTERM app":
                    app.signal(signal.SIGTERM)
                    if not await app.ended(TERM_SECONDS):
                        self.notes.append(f"{app.name} did not stop within {TERM_SECONDS} s of SIGTERM")
                    app.launch()
                case _:
                    app.signal(signal.SIGSTOP)
                    await asyncio.sleep(self._randomly.uniform(0.5, 3.0))
                    app.signal(signal.SIGCONT)
            await app.answers()
        finally:
            app.busy = False

    async def _free(self) -> AppProcess:
        while True:
            free = [each for each in self._machines.apps if not each.busy]
            # Somebody must be left to talk to.
            if len(free) > 1:
                found = self._randomly.choice(free)
                found.busy = True
                return found
            await asyncio.sleep(0.05)

    async def _cut(self) -> None:
        async with self._postgres:
            connection = await asyncpg.connect(self._machines.database_url)
            try:
                await connection.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
            finally:
                await connection.close()

    async def _redis_away(self) -> None:
        redis = self._machines.redis
        assert redis is not None
        async with self._redis:
            if self._randomly.random() < 0.5:
                redis.kill()
                await asyncio.sleep(self._randomly.uniform(0.2, 2.0))
                await asyncio.to_thread(redis.start)
            else:
                redis.process.send_signal(signal.SIGSTOP)
                await asyncio.sleep(self._randomly.uniform(0.5, 3.0))
                redis.process.send_signal(signal.SIGCONT)

    async def _hints(self, fault: Fault) -> None:
        hints, chances = self._machines.hints, MANGLED[fault]
        # One after the other: what is dropped cannot be doubled.
        async with self._bus:
            before = hints.done()
            hints.set(chances)
            await asyncio.sleep(self._randomly.uniform(*HINTS_SECONDS))
            # A window in which nobody had anything to tell has shown nothing.
            end = clock.monotonic() + HINTS_AT_MOST_SECONDS
            while missing := [kind for kind in chances if hints.done()[kind] <= before[kind]]:
                if clock.monotonic() > end:
                    self.notes.append(f"{fault}: no {' and no '.join(missing)} happened")
                    break
                await asyncio.sleep(0.1)
            hints.set({})
