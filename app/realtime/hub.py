"""The hub of one process: connections, rooms, and what is delivered to them."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

import structlog
from prometheus_client import Counter, Gauge

from app.db import Database
from app.errors import NotFound
from app.hints import Hint
from app.realtime import notices
from app.realtime.attention import Attention
from app.realtime.boards import Boards
from app.realtime.bus import Bus
from app.realtime.connection import Connection
from app.realtime.draining import drain
from app.realtime.envelopes import Signal
from app.realtime.errands import Errands
from app.realtime.figures import Figures
from app.realtime.limits import COMING_AT_ONCE, GAP, Close
from app.realtime.lines import Line, PostgresLine
from app.realtime.lists import Lists
from app.realtime.people import People
from app.realtime.rooms import AUDIENCES, Room
from app.realtime.sweep import Sweeper
from app.realtime.watching import Watching
from app.rules.actors import SYSTEM, Actor
from app.services import callers, epochs, grants
from app.services.lean import events as lean_events
from app.settings import Settings

log = structlog.get_logger("otklik.hub")

SOCKETS = Gauge("otklik_sockets", "Open sockets")
READS = Counter("otklik_hub_log_reads_total", "Ranges read from logs for sockets that were behind")

# A room's log is read once for all its followers, whose right to see the ticket was checked when they joined and
# is checked again by every sweep. Like any partner the second one counts by `public_seq`; without a source it sees
# every ticket.
_READERS = {
    "agent": SYSTEM,
    "customer": Actor(kind="partner", id=UUID(int=0), name=""),
    "partner": Actor(kind="partner", id=UUID(int=0), name=""),
}


def _line(settings: Settings, database_url: str) -> Line:
    if settings.redis_url is not None:
        assert settings.secret is not None  # noqa: S101 - create_app has refused to go on without one
        from app.realtime.redis_line import RedisLine  # noqa: PLC0415 - loaded where there is a Redis

        return RedisLine(settings.redis_url, settings.secret.get_secret_value())
    return PostgresLine(settings.listen_url or database_url)


class Hub:
    """The rooms of this process. Started and stopped by the application's lifespan."""

    def __init__(
        self, database: Database, settings: Settings, *, overheard: Callable[[Sequence[Hint]], None] = lambda _: None
    ) -> None:
        self.database = database
        self.settings = settings
        self._overheard = overheard
        self.connections: set[Connection] = set()
        self.rooms: dict[tuple[UUID, str], Room] = {}
        self.errands = Errands()
        self.epoch = ""
        self.stopping = False
        self._draining: asyncio.Task[None] | None = None
        self._joined: dict[Connection, set[Room]] = {}
        self._by_id: dict[UUID, set[Connection]] = {}
        self.sweeper = Sweeper(self)
        line = _line(settings, database.url)
        self.bus = Bus(line, received=self.receive, heard=self.hear, missed=self.missed)
        self.people = People(self)
        self.lists = Lists()
        self.boards = Boards(self)
        self.figures = Figures(self)
        self.watching = Watching()
        self.attention = Attention()
        # Upgrades and subscriptions that are looked up at the same time.
        self.entrance = asyncio.Semaphore(COMING_AT_ONCE)

    async def start(self) -> None:
        """Listen to the bus and begin to sweep."""
        async with self.database.lean() as connection:
            self.epoch = await epochs.current(connection)
        self.errands.start()
        self.people.start()
        await self.bus.start()
        self.sweeper.start()

    async def stop(self) -> None:
        """Send away whoever is still here and stop listening."""
        self.stopping = True
        if self._draining is not None:
            self._draining.cancel()
        for each in (self.lists, self.boards, self.figures):
            each.stop()
        for connection in list(self.connections):
            connection.close(Close.RESTART, "restart")
        await self.sweeper.stop()
        await self.bus.stop()
        await self.errands.stop()
        await self.people.stop()

    async def publish(self, hints: Sequence[Hint]) -> None:
        """Deliver what this process has just committed, and tell the other processes. Waits for nothing."""
        self._take(hints)
        self.bus.send(hints)

    def receive(self, hints: Sequence[Hint]) -> None:
        """Look at what another process has committed."""
        for hint in hints:
            if hint.kind in {"agent", "revoked"}:
                callers.forget(hint.id)
        self._overheard(hints)
        self._take(hints)

    def hear(self, signals: Sequence[Signal]) -> None:
        """Take what another process says of people."""
        self.people.hear(signals)

    def drain(self) -> None:
        """Told to stop: let nobody in, and send away those who are here over the drain time."""
        if not self.stopping:
            self.stopping = True
            self.watching.wake_all()
            self._draining = asyncio.create_task(drain(self, self.settings.drain_seconds), name="hub drain")

    def same_history(self, epoch: str) -> None:
        """The database says which history it is: after a restored backup everybody comes again."""
        if epoch != self.epoch:
            log.warning("the database has another history; all sockets begin anew", was=self.epoch, now=epoch)
            self.epoch = epoch
            for connection in list(self.connections):
                connection.close(Close.RESYNC, "another history")

    def missed(self) -> None:
        """Hints and signals may have been lost."""
        self.sweeper.sweep_soon()
        self.lists.all_changed()
        self.figures.all_changed()
        self.watching.wake_all()
        self.people.ask()

    def _take(self, hints: Sequence[Hint]) -> None:
        self.figures.take(hints)
        self.boards.take(hints)
        for hint in hints:
            match hint.kind:
                case "ticket":
                    self._ticket(hint)
                case "offer" | "queue" | "call":
                    self._notice(hint)
                case "revoked" | "agent" | "feed":
                    self.watching.wake(hint.id)
                    if hint.id in self._by_id:
                        self.errands.add(("caller", hint.id), partial(self.sweeper.caller, hint.id))
                case "list" | "waiting" | "notification" | "views":
                    self.lists.changed((hint.kind, hint.id))
                case "read":
                    self.people.look(hint.id)
                case "load" | "route" | "outbox" | "job" | "file" | "webhook" | "automation" | "inbound" | "outbound":
                    pass  # for boards alone, or for the worker

    def _notice(self, hint: Hint) -> None:
        if hint.kind == "queue":
            self.errands.add(("queue", hint.id), partial(notices.queue, self, hint.id))
        elif hint.kind == "call" and hint.id in self._by_id:
            self.errands.add(("calls", hint.id), partial(notices.calls, self, hint.id))
        elif hint.id in self._by_id:
            self.errands.add(("offers", hint.id), partial(notices.offers, self, hint.id))

    def _ticket(self, hint: Hint) -> None:
        self.watching.wake(hint.id)
        self.attention.hear(hint.id, hint.seq, hint.public_seq)
        for audience in AUDIENCES:
            room = self.rooms.get((hint.id, audience))
            if room is not None:
                room.hear(hint.seq, hint.public_seq)
                room.deliver(hint.events)
                if room.read is not None:
                    self.people.learn(room, hint.events)
                self.read_on(room)

    # Connections

    def connect(self, connection: Connection) -> None:
        """A socket is open."""
        self.connections.add(connection)
        self._joined[connection] = set()
        self.index(connection)
        SOCKETS.inc()

    def index(self, connection: Connection) -> None:
        """Make the socket known by its caller and its caller's session (a new token may bring a new one)."""
        for identifier in (connection.actor.id, connection.actor.session_id):
            if identifier is not None:
                self._by_id.setdefault(identifier, set()).add(connection)
                connection.known_as.add(identifier)

    def disconnect(self, connection: Connection) -> None:
        """A socket is gone."""
        self.connections.discard(connection)
        for room in self._joined.pop(connection, set()):
            self._remove(room, connection)
        self.lists.disconnect(connection)
        self.figures.disconnect(connection)
        self.people.go(connection)
        for identifier in connection.known_as:
            self._by_id[identifier].discard(connection)
            if not self._by_id[identifier]:
                del self._by_id[identifier]
        SOCKETS.dec()

    def of(self, identifier: UUID) -> list[Connection]:
        """The sockets of a caller, or of one of its sessions."""
        return list(self._by_id.get(identifier, ()))

    async def look_up(self, connections: Sequence[Connection]) -> None:
        """Look up the callers behind these sockets again: changed roles count from now on, ended ones are closed."""
        if not connections:
            return
        asked = [(each, each.actor) for each in connections]
        async with self.database.lean() as lean:
            found = await grants.current(lean, [actor for _, actor in asked])
        for connection, was in asked:
            if connection.actor is not was:
                continue  # renewed meanwhile, and looked up by that
            actor = found.get(was.session_id)
            if actor is None:
                connection.close(Close.FORBIDDEN, "revoked", now=True)
            else:
                connection.actor = actor

    # Rooms

    def following(self, connection: Connection) -> set[Room]:
        """The rooms that this socket is in."""
        return self._joined.get(connection, set())

    def join(self, connection: Connection, ticket_id: UUID, *, after: int, last: int) -> None:
        """Follow a ticket from `after` on; `last` is its counter as this caller counts."""
        key = (ticket_id, connection.audience)
        room = self.rooms.get(key)
        if room is None:
            room = self.rooms[key] = Room(*key)
        room.known = max(room.known, last)
        room.cursors[connection] = after
        self._joined[connection].add(room)
        self.read_on(room)

    def leave(self, connection: Connection, ticket_id: UUID) -> None:
        """Follow a ticket no more."""
        room = self.rooms.get((ticket_id, connection.audience))
        if room is not None:
            self._joined[connection].discard(room)
            self._remove(room, connection)

    def _remove(self, room: Room, connection: Connection) -> None:
        room.cursors.pop(connection, None)
        if not room.cursors:
            self.rooms.pop((room.ticket_id, room.audience), None)
            self.people.left(room)

    def caught_up(self, connection: Connection) -> None:
        """A socket that was behind has room again."""
        for room in self.following(connection):
            self.read_on(room)

    def read_on(self, room: Room) -> None:
        """Read from the log what followers of this room miss, if any does."""
        if room.unread() is not None:
            self.errands.add(room, partial(self._read, room))

    async def _read(self, room: Room) -> None:
        after = room.unread()
        while after is not None:
            READS.inc()
            try:
                async with self.database.lean() as connection:
                    last, rows = await lean_events.since(
                        connection, _READERS[room.audience], room.ticket_id, after=after, limit=GAP
                    )
            except NotFound:
                last, rows = 0, []
            room.deliver(rows)
            if room.read is not None:
                self.people.learn(room, rows)
            following = room.unread()
            if not rows or following == after:
                # A counter that the log does not have: a hint of a commit that a crash took back.
                room.known = last
                return
            after = following
