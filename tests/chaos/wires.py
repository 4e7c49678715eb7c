"""A bus that mangles what it carries: it drops, doubles and delays, each with a probability of its own."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, TypeAlias

import orjson

from app import clock
from app.realtime.lines import Line, Wire

Kind: TypeAlias = Literal["drop", "double", "delay"]

# How long a delayed payload waits, in seconds; what is published meanwhile overtakes it.
DELAY = (0.02, 0.4)
LOOK_SECONDS = 0.1


class Control:
    """A file that says what is to happen with which probability, and one beside it of what did."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done = path.with_suffix(".done")
        self._looked_at = 0.0
        self._chances: Mapping[str, float] = {}

    def set(self, chances: Mapping[Kind, float]) -> None:
        """From now on, in all processes."""
        fresh = self._path.with_suffix(".new")
        fresh.write_bytes(orjson.dumps(chances))
        fresh.replace(self._path)

    def happens(self, kind: Kind) -> bool:
        """Whether it happens now."""
        if clock.monotonic() - self._looked_at > LOOK_SECONDS:
            self._looked_at = clock.monotonic()
            self._chances = orjson.loads(self._path.read_bytes())
        if random.random() >= self._chances.get(kind, 0.0):
            return False
        # Whole lines at the end of a file do not mix, whoever else writes there.
        with self._done.open("a") as done:
            done.write(f"{kind}\n")
        return True

    def done(self) -> Counter[str]:
        """How often each kind has happened, in all processes."""
        return Counter(self._done.read_text().split()) if self._done.exists() else Counter()


class FaultyLine:
    """A line whose wires are faulty."""

    def __init__(self, line: Line, control: Control) -> None:
        self._line = line
        self._control = control
        self.payload_bytes = line.payload_bytes
        self.lost = line.lost

    async def connect(self, name: str) -> Wire:
        """Open a wire."""
        return FaultyWire(await self._line.connect(name), self._control)


class FaultyWire:
    """A wire of a faulty line."""

    def __init__(self, wire: Wire, control: Control) -> None:
        self._wire = wire
        self._control = control
        # One connection does one thing at a time.
        self._turn = asyncio.Lock()
        self._late: set[asyncio.Task[None]] = set()

    async def now(self) -> float:
        """The server's time."""
        async with self._turn:
            return await self._wire.now()

    async def publish(self, payloads: Sequence[str]) -> None:
        """Tell some of it, some of it twice, and some of it later."""
        told: list[str] = []
        for payload in payloads:
            if self._control.happens("drop"):
                continue
            for _ in range(2 if self._control.happens("double") else 1):
                if self._control.happens("delay"):
                    self._tell_later(payload)
                else:
                    told.append(payload)
        if told:
            async with self._turn:
                await self._wire.publish(told)

    def _tell_later(self, payload: str) -> None:
        async def later() -> None:
            await asyncio.sleep(random.uniform(*DELAY))
            # A wire that has broken meanwhile has lost it, as wires do; whoever publishes next finds out.
            with suppress(Exception):
                async with self._turn:
                    await self._wire.publish([payload])

        task = asyncio.create_task(later())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def listen(self, heard: Callable[[str | bytes], None], listening: Callable[[], None]) -> None:
        """Listen."""
        await self._wire.listen(heard, listening)

    async def close(self) -> None:
        """Hang up."""
        for task in self._late:
            task.cancel()
        await self._wire.close()
