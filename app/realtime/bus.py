"""The bus between processes: tells the others what was committed here, and hears it from them."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

import structlog
from prometheus_client import Counter, Gauge

from app import clock
from app.hints import Hint
from app.realtime.envelopes import MAX_WAITING, Batch, Signal, pack, unpack
from app.realtime.lines import PROBE_SECONDS, Line, Wire

log = structlog.get_logger("otklik.bus")

CONNECTED = Gauge("otklik_bus_connections", "Open connections to the bus: 2 while it is whole")
LOST = Counter("otklik_bus_failures_total", "Connections to the bus that were lost or could not be made")

# After one message the next waits this long: hints of the same tickets then become one.
PAUSE_SECONDS = 0.005
START_SECONDS = 5.0
STOP_SECONDS = 0.2


class Bus:
    """Sends this process's hints and signals to all others, and gets theirs. Each direction has a wire of its own.

    `received` gets the hints of others and `heard` their signals. `missed` is called whenever some may have been lost.
    Both directions connect again for ever: a bus that gives up would be noticed by nobody.
    """

    def __init__(
        self,
        line: Line,
        *,
        received: Callable[[Sequence[Hint]], None],
        heard: Callable[[Sequence[Signal]], None],
        missed: Callable[[], None],
    ) -> None:
        self.origin = uuid4().hex[:12]
        self._line = line
        self._received = received
        self._heard = heard
        self._missed = missed
        self._waiting = Batch()
        self._wake = asyncio.Event()
        self._told = asyncio.Event()
        self._listening = asyncio.Event()
        # The server's clock minus ours (monotonic); None until it was asked.
        self._offset: float | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin; returns when this process listens, or after 5 s without (it goes on trying)."""
        self._tasks = [
            asyncio.create_task(self._forever("otklik bus listener", self._listen), name="bus listener"),
            asyncio.create_task(self._forever("otklik bus sender", self._send), name="bus sender"),
        ]
        try:
            await asyncio.wait_for(self._listening.wait(), START_SECONDS)
        except TimeoutError:
            log.warning("not listening yet; the sweep delivers meanwhile")

    async def stop(self) -> None:
        """Tell what still waits, if that goes at once, and stop listening."""
        if self._waiting and self._tasks:
            self._told.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), STOP_SECONDS)
        pending = set(self._tasks)
        while pending:
            for task in pending:
                task.cancel()
            # Again, if need be: what a library takes for the end of a wait of its own has not ended ours.
            _, pending = await asyncio.wait(pending, timeout=STOP_SECONDS)

    def send(self, hints: Iterable[Hint]) -> None:
        """Tell the others soon. Waits for nothing; hints about the same thing become one."""
        self._waiting.add(hints)
        self._bound()

    def tell(self, key: Hashable, signal: Signal) -> None:
        """Tell the others something fleeting; a newer signal with the same key takes its place."""
        self._waiting.signals[key] = replace(signal, at=self.now())
        self._bound()

    def now(self) -> float:
        """The time by the clock of the bus in seconds, by which signals grow old; 0.0 while it is not known."""
        return 0.0 if self._offset is None else clock.monotonic() + self._offset

    def age(self, signal: Signal) -> float:
        """How long ago a signal was made; 0.0 when either side did not know the time."""
        now = self.now()
        return max(0.0, now - signal.at) if now and signal.at else 0.0

    def _bound(self) -> None:
        if len(self._waiting) > MAX_WAITING:
            # What is fleeting goes first; what hints were about is found by the sweeps.
            dropped, self._waiting.signals = len(self._waiting.signals), {}
            if len(self._waiting) > MAX_WAITING:
                dropped, self._waiting = dropped + len(self._waiting), Batch()
            log.warning("the bus is away; hints and signals dropped", dropped=dropped)
        if self._waiting:
            self._wake.set()

    async def _forever(self, name: str, work: Callable[[Wire], Awaitable[None]]) -> None:
        """Connect and work, again and again."""
        failures = 0
        while True:
            wire = None
            try:
                wire = await self._line.connect(name)
                await self._tell_time(wire)
                failures = 0
                with CONNECTED.track_inprogress():
                    await work(wire)
            except self._line.lost as error:
                failures += 1
                LOST.inc()
                # 1, 2, 4, 8 ...: an outage of an hour is a dozen lines and not a thousand.
                if failures & (failures - 1) == 0:
                    log.warning("bus connection lost", connection=name, error=type(error).__name__, failures=failures)
            except Exception:
                failures += 1
                LOST.inc()
                # An error of ours: told in full each time, and the bus is tried again, for nobody else would.
                log.exception("bus connection failed", connection=name)
            finally:
                if wire is not None:
                    await wire.close()
            await asyncio.sleep(random.uniform(0.05, min(5.0, 0.1 * 2 ** min(failures, 6))))  # noqa: S311 - jitter

    async def _tell_time(self, wire: Wire) -> None:
        asked = clock.monotonic()
        theirs = await wire.now()
        self._offset = theirs - (asked + clock.monotonic()) / 2

    async def _send(self, wire: Wire) -> None:
        while True:
            if not self._waiting:
                self._told.set()
                self._wake.clear()
                try:
                    await asyncio.wait_for(self._wake.wait(), PROBE_SECONDS)
                except TimeoutError:
                    await self._tell_time(wire)
                    continue
            batch, self._waiting = self._waiting, Batch()
            try:
                await wire.publish(pack(self.origin, batch, limit=self._line.payload_bytes))
            except self._line.lost:
                batch.behind(self._waiting)
                raise
            await asyncio.sleep(PAUSE_SECONDS)

    async def _listen(self, wire: Wire) -> None:
        try:
            await wire.listen(self._take, self._begun)
        finally:
            self._listening.clear()

    def _begun(self) -> None:
        self._listening.set()
        self._missed()  # whatever was said while nobody listened

    def _take(self, payload: str | bytes) -> None:
        try:
            origin, hints, signals = unpack(payload)
        except (ValueError, TypeError, AttributeError):
            # Somebody else's message on our channel, or a process of another version.
            log.warning("a message on the bus that is none of ours")
            return
        if origin == self.origin:
            return
        if hints:
            self._received(hints)
        if signals:
            self._heard(signals)
