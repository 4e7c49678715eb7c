"""What the hub does by the clock: find what lost hints were about, keep sockets alive, end those whose time is over."""

import asyncio
import random
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import structlog

from app import clock
from app.db import as_unavailable
from app.realtime import frames, notices
from app.realtime.limits import HEARTBEAT_SECONDS, HELLO_SECONDS, RECHECK_SECONDS, Close
from app.services import call_pops, epochs, grants, waiting_lists
from app.services.lean import rooms as lean_rooms

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection
    from uuid import UUID

    from app.realtime.hub import Hub

log = structlog.get_logger("otklik.hub")

TICK_SECONDS = 1.0
CHUNK = 2_000
_HEARTBEAT = frames.encode({"t": "hb"})


class Sweeper:
    """Compares what the database knows with what was delivered, every `sweep_seconds` with jitter."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._sweep_soon = asyncio.Event()
        self._recheck_soon = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin."""
        self._tasks = [
            asyncio.create_task(self._every(self.sweep, self._next_sweep), name="hub sweep"),
            asyncio.create_task(self._every(self.recheck, self._next_recheck), name="hub recheck"),
            asyncio.create_task(self._every(self.tick, partial(asyncio.sleep, TICK_SECONDS)), name="hub tick"),
        ]

    async def stop(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def sweep_soon(self) -> None:
        """Hints may have been lost: do not wait for the next turn."""
        self._sweep_soon.set()
        # Perhaps it is another database by now.
        self._recheck_soon.set()

    async def _next_sweep(self) -> None:
        await _after(self._hub.settings.sweep_seconds, self._sweep_soon)

    async def _next_recheck(self) -> None:
        await _after(RECHECK_SECONDS, self._recheck_soon)

    async def _every(self, work: "Callable[[], Awaitable[None]]", pause: "Callable[[], Awaitable[None]]") -> None:
        while True:
            await pause()
            try:
                await work()
            except Exception as error:
                if as_unavailable(error) is None:
                    log.exception("sweep failed")
                else:
                    log.warning("sweep put off: the database is away")

    async def sweep(self) -> None:
        """Look at everything that somebody here follows or waits for."""
        await self._rooms()
        await self._notices()

    async def recheck(self) -> None:
        """Look again at who the callers are, and which history this is; not less often where sweeps are rare."""
        everybody = list(self._hub.connections)
        for start in range(0, len(everybody), CHUNK):
            await self._hub.look_up(everybody[start : start + CHUNK])
        async with self._hub.database.lean() as connection:
            await grants.prune(connection)
            self._hub.same_history(await epochs.current(connection))

    async def caller(self, identifier: "UUID") -> None:
        """Look again at who a caller is, by their id or that of a session, and at what a customer may still see."""
        hub, here = self._hub, self._hub.of(identifier)
        await hub.look_up(here)
        theirs = [each for each in here if each.audience == "customer"]
        await self._look_at({room.ticket_id for each in theirs for room in hub.following(each)})

    async def _rooms(self) -> None:
        await self._look_at({ticket_id for ticket_id, _ in self._hub.rooms})

    async def _look_at(self, tickets: "Collection[UUID]") -> None:
        hub, followed = self._hub, list(tickets)
        for start in range(0, len(followed), CHUNK):
            chunk = followed[start : start + CHUNK]
            async with hub.database.lean() as connection:
                found = await lean_rooms.standings(connection, chunk)
            for room in [room for room in list(hub.rooms.values()) if room.ticket_id in found]:
                standing = found[room.ticket_id]
                for follower in [each for each in room.cursors if not standing.is_visible_to(each.actor)]:
                    hub.leave(follower, room.ticket_id)
                    follower.push(frames.encode({"t": "gone", "ticket": room.ticket_id}))
                room.hear(standing.seq, standing.public_seq)
                hub.read_on(room)

    async def _notices(self) -> None:
        hub = self._hub
        here = {each.actor.id: each for each in hub.connections if each.greeted}
        agents = [who for who, each in here.items() if each.audience == "agent"]
        customers = [who for who, each in here.items() if each.audience == "customer"]
        if not here:
            return
        async with hub.database.lean() as connection:
            offered = await waiting_lists.agents_with_offers(connection, agents) if agents else set()
            chats = await waiting_lists.chats_that_wait(connection, customers) if customers else []
            called = await call_pops.agents_in_calls(connection) & set(agents) if agents else set()
        # Those who were told of an offer may have to hear that it is over.
        offered |= {who for who in agents if any("offer" in each.notices.values() for each in hub.of(who))}
        for who in offered:
            hub.errands.add(("offers", who), partial(notices.offers, hub, who))
        for who in called | {who for who in agents if any(map(notices.told_of_calls, hub.of(who)))}:
            hub.errands.add(("calls", who), partial(notices.calls, hub, who))
        # And those who were told of a place in the queue may have to hear that they have none any more.
        for chat in {*chats, *notices.told_to_wait(hub.connections)}:
            hub.errands.add(("queue", chat), partial(notices.queue, hub, chat))

    async def tick(self) -> None:
        """Once a second: heartbeats, the time to say hello, the end of credentials, and who has gone."""
        self._hub.people.tick()
        self._hub.lists.tick()
        monotonic, now = clock.monotonic(), clock.now()
        for connection in list(self._hub.connections):
            if connection.expires_at is not None and connection.expires_at <= now:
                connection.close(Close.CREDENTIAL_ENDED, "credential ended")
            elif not connection.greeted and monotonic - connection.opened_at > HELLO_SECONDS:
                connection.close(Close.AUTH_TIMEOUT, "no hello")
            elif monotonic - connection.quiet_since > HEARTBEAT_SECONDS and connection.has_room:
                connection.push(_HEARTBEAT)


async def _after(seconds: float, soon: asyncio.Event) -> None:
    # Jitter, or all processes would ask at the same moment for ever.
    with suppress(TimeoutError):
        await asyncio.wait_for(soon.wait(), seconds * random.uniform(0.75, 1.25))  # noqa: S311
    soon.clear()
