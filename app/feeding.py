"""The loops of the change feed: the sequencer, and the desk's own consumers, woken when there is something for them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

import structlog
from prometheus_client import Counter, Gauge

from app.db import Database, UnitOfWork, as_unavailable, raw_connection
from app.errors import Unavailable
from app.hints import Hint
from app.loops import Loop
from app.services import epochs, feed
from app.services.feed import FeedEvent, Idle

log = structlog.get_logger("otklik.feed")

GIVEN = Counter("otklik_feed_given_total", "Places in the change feed that this process has given")
LAG = Gauge("otklik_feed_consumer_lag", "How many places a consumer of the feed is behind", ["consumer"])
SKIPPED = Counter("otklik_feed_skipped_total", "Events that a consumer could not handle", ["consumer"])

# What is committed within this time gets its places together: a busy desk then pays for few transactions of this kind.
PACE_SECONDS = 0.03
# Between two looks of a consumer: each is a transaction of its own, and on a busy desk five of them look.
CONSUMER_PACE_SECONDS = 0.15
PATIENCE_SECONDS = 5.0
_DESK = UUID(int=0)

Follow: TypeAlias = Callable[[UnitOfWork, Sequence[FeedEvent]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Reader:
    """What handles the events of a consumer, how many of them at once, and what tells that nobody waits for any.

    Where nobody waits for anything, the cursor is moved without reading what happened (`Consumers`). `pace` is how long
    it rests between two looks, and `aside` also while more waits: what only learns or counts leaves a storm to those
    who work, and catches up after it.
    """

    follow: Follow
    at_once: int
    idle: Idle | None = None
    pace: float = CONSUMER_PACE_SECONDS
    aside: bool = False


class Sequencer:
    """Gives places in the feed. Any number of processes may run one: the database lets one of them at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._epoch: str | None = None
        self._loop = Loop("otklik-feed", self.turn)

    def start(self) -> None:
        """Begin; the first turn finds what waited while nobody was there."""
        self._loop.start()

    async def stop(self) -> None:
        """Finish the turn under way."""
        await self._loop.stop(patience=PATIENCE_SECONDS)

    def wake(self) -> None:
        """Something was committed."""
        self._loop.wake()

    async def turn(self) -> bool:
        """Give places to what waits; whether to look again at once."""
        try:
            async with self._database.lean() as connection:
                if self._epoch is None:
                    self._epoch = await epochs.current(connection)
                given = await feed.sequence(connection, epoch=self._epoch)
        except Exception:
            # Whatever it was, behind a new connection may be another history.
            self._epoch = None
            raise
        if given == 0:
            return False
        if given > 0:
            GIVEN.inc(given)
            if self._database.publish is not None:
                await self._database.publish([Hint("feed", _DESK)])
        if given < feed.AT_ONCE:
            # Those who come meanwhile go together; and whoever has it in hand now may not have seen ours.
            await asyncio.sleep(PACE_SECONDS)
        return True


class Consumer:
    """Hands a function the events of the feed, in order and each once (see `app/services/feed.py`), when woken."""

    TRIES: int = 3

    def __init__(self, database: Database, name: str, reader: Reader) -> None:
        self.name = name
        self._database = database
        self._reader = reader
        self._limit = reader.at_once
        # How often the one event at this position has failed here: another process may have passed over it meanwhile.
        self._failures = 0
        self._failing: int | None = None
        self._loop = Loop(f"otklik-feed-{name}", self.turn, tick=None)

    def start(self) -> None:
        """Begin where the cursor is."""
        self._loop.start()

    async def stop(self) -> None:
        """Finish what is under way; what is given up is done again by whoever is next."""
        await self._loop.stop(patience=PATIENCE_SECONDS)

    def wake(self) -> None:
        """There is something for it."""
        self._loop.wake()

    async def turn(self) -> bool:
        """Handle the next events; whether there may be more."""
        async with self._database.lean() as connection:
            if await feed.behind(connection, self.name) <= 0:
                return False
        position: int | None = None
        try:
            async with self._database.unit_of_work() as work:
                taken = await feed.take(await raw_connection(work.session), self.name, limit=self._limit)
                if taken is None:
                    return False
                position = taken.position
                if self._limit == 1 and position == self._failing and self._failures >= self.TRIES:
                    self._pass_over(taken.events)
                elif taken.events:
                    await self._reader.follow(work, taken.events)
        except Exception as error:
            if isinstance(error, Unavailable) or as_unavailable(error) is not None:
                raise
            # One of them is the cause: one after the other shows which.
            alone = position if self._limit == 1 else None
            self._failures = 0 if alone is None else self._failures + 1 if alone == self._failing else 1
            self._failing, self._limit = alone, 1
            raise
        self._failures, self._failing = 0, None
        self._limit = min(self._reader.at_once, self._limit * 2)
        if self._reader.aside or not taken.more:
            # What comes meanwhile is handled together.
            await asyncio.sleep(self._reader.pace)
        return True

    def _pass_over(self, events: Sequence[FeedEvent]) -> None:
        for each in events:
            SKIPPED.labels(self.name).inc()
            log.error("an event cannot be handled; passed over", consumer=self.name, position=each.position)


class Consumers:
    """The desk's own consumers, looked after together: those for whom there is something are woken.

    Most of them have nothing to do with most of what happens, or with anything as long as nobody uses what they are
    for. Each looking by itself would be fifteen transactions after every commit.
    """

    def __init__(self, database: Database, readers: Mapping[str, Reader]) -> None:
        self._database = database
        self._each = {name: Consumer(database, name, reader) for name, reader in readers.items()}
        self._idle = {name: reader.idle for name, reader in readers.items() if reader.idle is not None}
        self._begun = False
        # How often in a row it was not known who waits.
        self._unknown = 0
        self._loop = Loop("otklik-feed-consumers", self.turn)

    def start(self) -> None:
        """Begin where the cursors are."""
        for each in self._each.values():
            each.start()
        self._loop.start()

    async def stop(self) -> None:
        """Finish what is under way; what is given up is done again by whoever is next."""
        await self._loop.stop(patience=PATIENCE_SECONDS)
        await asyncio.gather(*(each.stop() for each in self._each.values()))

    def wake(self) -> None:
        """The feed has moved."""
        self._loop.wake()

    async def turn(self) -> bool:
        """Move on those for whom nobody waits, and wake the others who are behind; whether anybody was."""
        async with self._database.lean() as connection:
            if not self._begun:
                await feed.begin(connection, *self._each)
                self._begun = True
            lags = await feed.lags(connection, self._each)
        for name, lag in lags.items():
            LAG.labels(name).set(lag)
        behind = {name for name, lag in lags.items() if lag > 0}
        if not behind:
            return False
        for name in behind - await self._passed(behind):
            self._each[name].wake()
        # What comes meanwhile is looked at together.
        await asyncio.sleep(CONSUMER_PACE_SECONDS)
        return True

    async def _passed(self, behind: set[str]) -> set[str]:
        idle = {name: it for name, it in self._idle.items() if name in behind}
        if not idle:
            return set()
        try:
            async with self._database.lean() as connection, connection.transaction():
                passed = await feed.pass_over(connection, idle)
        except Exception as error:
            if isinstance(error, Unavailable) or as_unavailable(error) is not None:
                raise
            # One that cannot tell holds up no other: each looks at what happened. On a busy desk that is several times
            # a second, and needs no line each time.
            self._unknown += 1
            if self._unknown & (self._unknown - 1) == 0:
                log.exception("who waits for events is not known", consumers=sorted(idle), times=self._unknown)
            return set()
        self._unknown = 0
        return passed
