"""What is fleeting about people: who types, who is here, how far somebody has read. Best effort, never in the way."""

import asyncio
import random
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog

from app import clock
from app.errors import AppError
from app.realtime import frames
from app.realtime.envelopes import Signal
from app.realtime.errands import Errands
from app.realtime.rooms import AUDIENCES, Room
from app.realtime.roster import PART, REPEAT_SECONDS, Roster, State
from app.realtime.viewers import Viewers
from app.services import reads
from app.services.lean import participants
from app.services.lean.participants import Participants

if TYPE_CHECKING:
    from app.realtime.connection import Connection
    from app.realtime.hub import Hub
    from app.rules.actors import Actor

log = structlog.get_logger("otklik.hub")

TYPING_SECONDS = 6
# A process that asks who is where hears it from all others, but not from all at once.
ANSWER_SECONDS = 0.5
# How often it is looked who has been gone for long enough.
TICK_SECONDS = 2.0
# A stopping process tries this long to store what was read.
STOP_SECONDS = 1.0
WHO_IS_HERE = frozenset({"agent", "customer"})


class People:
    """The people of this process's rooms, and what the other processes say about them."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self.roster = Roster(hub.bus.origin)
        self.viewers = Viewers(hub)
        # Receipts are written and read back by one worker: however many there are, messages do not wait for them.
        self.errands = Errands(workers=1)
        self._circles: dict[UUID, set[Room]] = {}
        self._marks: dict[tuple[UUID, UUID], tuple[Actor, int]] = {}
        # When somebody last said that they type, by the clock of the bus, which may repeat and reorder.
        self._typed: dict[tuple[str, str], float] = {}
        self._told: dict[UUID, State] = {}
        self._tick_at = self._repeat_at = clock.monotonic()

    def start(self) -> None:
        """Begin."""
        self.errands.start()

    async def stop(self) -> None:
        """Write what was read and not stored yet, if that goes at once, and stop."""
        await self.errands.stop()
        with suppress(TimeoutError, AppError):
            async with asyncio.timeout(STOP_SECONDS):
                for actor, ticket_id in [(actor, key[1]) for key, (actor, _) in self._marks.items()]:
                    await self._mark(actor, ticket_id)

    # Rooms

    def meet(self, room: Room, found: Participants) -> None:
        """A follower wants to know about the people of this room."""
        room.read = {**found.read, **(room.read or {})}
        for who in found.people:
            self._add(room, who)

    def learn(self, room: Room, rows: Iterable[Mapping[str, Any]]) -> None:
        """New events may bring new people: whoever writes, and whoever gets the ticket."""
        for row in rows:
            if row["message"] is not None and (room.audience == "agent" or row["public_seq"] is not None):
                self._add(room, row["actor_id"])
            elif row["type"] == "ticket.assigned" and (assignee := row["data"].get("set", {}).get("assignee_id")):
                self._add(room, UUID(str(assignee)))

    def _add(self, room: Room, who: UUID) -> None:
        # A room that was left while the database was asked about it is not remembered for ever.
        if who not in room.people and self._hub.rooms.get((room.ticket_id, room.audience)) is room:
            room.people.add(who)
            self._circles.setdefault(who, set()).add(room)

    def left(self, room: Room) -> None:
        """Nobody follows here any more."""
        for who in room.people:
            circle = self._circles[who]
            circle.discard(room)
            if not circle:
                del self._circles[who]

    # Presence

    def come(self, connection: "Connection", *, active: bool) -> None:
        """A socket has said hello, or its program came to the front or went out of sight."""
        if connection.audience in WHO_IS_HERE:
            who = connection.actor.id
            self._changed(self.roster.come(who, connection, active=active, now=clock.monotonic()))
            self._announce(who)

    def go(self, connection: "Connection") -> None:
        """A socket is gone."""
        self.viewers.go(connection)
        self._changed(self.roster.go(connection.actor.id, connection, now=clock.monotonic()))
        self._announce(connection.actor.id)

    def ask(self) -> None:
        """This process may have missed what others said: ask them to say it again."""
        self._hub.bus.tell("who", Signal("who", [self._hub.bus.origin]))

    def tick(self) -> None:
        """Time passes: people are gone, and the others want to hear again who is here."""
        now = clock.monotonic()
        if now >= self._tick_at:
            self._tick_at = now + TICK_SECONDS
            self._changed(self.roster.tick(now))
            self.viewers.tick()
            for who in [who for who, told in self._told.items() if told != self.roster.here(who, now)]:
                self._announce(who)
            # Those that the database could not take.
            for (_, ticket_id), (actor, seq) in list(self._marks.items()):
                self.mark(actor, ticket_id, seq)
            past = self._hub.bus.now() - TYPING_SECONDS
            self._typed = {key: at for key, at in self._typed.items() if at > past}
        if now >= self._repeat_at:
            self._repeat_at = now + REPEAT_SECONDS
            here = [[str(who), state] for who, state in self.roster.local(now)]
            for start in range(0, len(here), PART):
                part = Signal("roster", [self._hub.bus.origin, here[start : start + PART]])
                self._hub.bus.tell(("roster", start), part)

    def _announce(self, who: UUID) -> None:
        state = self.roster.here(who, clock.monotonic())
        if self._told.get(who, "offline") != state:
            self._told[who] = state
            self._hub.bus.tell(("here", who), Signal("roster", [self._hub.bus.origin, [[str(who), state]]]))
        if state == "offline":
            self._told.pop(who, None)

    def _changed(self, changes: Iterable[tuple[UUID, State]]) -> None:
        for who, state in changes:
            frame: bytes | None = None
            rooms = self._circles.get(who, ())
            for connection in {each for room in rooms for each in room.cursors if "presence" in each.features}:
                if connection.actor.id != who:
                    frame = frame or frames.encode({"t": "presence", "who": who, "state": state})
                    connection.push_fleeting(frame)

    # Typing

    def typing(self, actor: "Actor", ticket_id: UUID, *, on: bool, visibility: str) -> None:
        """Tell everybody who follows this ticket, here and elsewhere."""
        data = [str(ticket_id), str(actor.id), actor.name, on, visibility, actor.kind]
        self._hub.bus.tell(("typing", ticket_id, actor.id), Signal("typing", data))
        self._types(data, age=0.0)

    def _types(self, data: Sequence[Any], *, age: float) -> None:
        ticket_id, who, name, on, visibility = UUID(data[0]), UUID(data[1]), data[2], data[3], data[4]
        if age >= TYPING_SECONDS:
            return
        self.viewers.types(data, seconds=TYPING_SECONDS - age)
        said = {"t": "typing", "ticket": ticket_id, "who": who, "name": name, "on": on, "visibility": visibility}
        frame = frames.encode({**said, "ttl": max(1, round(TYPING_SECONDS - age))})
        # A note is being written: that is nobody else's business, nor is that it is being written.
        for audience in AUDIENCES if visibility == "public" else ("agent",):
            room = self._hub.rooms.get((ticket_id, audience))
            for connection in room.cursors if room is not None else ():
                if connection.actor.id != who and "typing" in connection.features:
                    connection.push_fleeting(frame)

    # Receipts

    def mark(self, actor: "Actor", ticket_id: UUID, seq: int) -> None:
        """Store soon how far somebody has read; of many marks only the furthest is written."""
        key = (actor.id, ticket_id)
        self._marks[key] = actor, max(seq, self._marks[key][1] if key in self._marks else 0)
        self.errands.add(("mark", *key), partial(self._mark, actor, ticket_id))

    async def _mark(self, actor: "Actor", ticket_id: UUID) -> None:
        key = (actor.id, ticket_id)
        if key not in self._marks:
            return
        _, seq = self._marks[key]
        try:
            async with self._hub.database.unit_of_work() as work:
                await reads.mark(work, actor, ticket_id, seq)
        except AppError as error:
            if error.temporary:
                # The client was told nothing and will not say it again: `tick` tries until the database is back.
                raise
            # Out of sight meanwhile, or signed out.
            del self._marks[key]
        except Exception:
            del self._marks[key]
            raise
        else:
            if self._marks[key][1] == seq:
                del self._marks[key]

    def look(self, ticket_id: UUID) -> None:
        """Somebody has read more of this ticket: see who and tell those who follow it."""
        rooms = [room for audience in AUDIENCES if (room := self._hub.rooms.get((ticket_id, audience))) is not None]
        for room in rooms:
            if room.read is not None:
                self.errands.add(("reads", room), partial(self._tell_reads, room))

    async def _tell_reads(self, room: Room) -> None:
        async with self._hub.database.lean() as connection:
            found = await participants.of(connection, [room.ticket_id], internal=room.audience == "agent")
        now = found.get(room.ticket_id, Participants())
        was, room.read = room.read or {}, now.read
        for who in now.people:
            self._add(room, who)
        for who, seq in now.read.items():
            if seq > was.get(who, 0):
                frame = frames.encode({"t": "read", "ticket": room.ticket_id, "who": who, "seq": seq})
                for follower in room.cursors:
                    if "receipts" in follower.features:
                        follower.push_fleeting(frame)

    # Other processes

    def hear(self, signals: Sequence[Signal]) -> None:
        """What other processes say."""
        for signal in signals:
            age = self._hub.bus.age(signal)
            try:
                match signal.kind:
                    case "typing":
                        about = (signal.data[0], signal.data[1])
                        if signal.at == 0.0 or signal.at > self._typed.get(about, 0.0):
                            self._typed[about] = signal.at
                            self._types(signal.data, age=age)
                    case "viewing":
                        self.viewers.told(signal.data, age=age)
                    case "roster":
                        self._changed(self.roster.told(signal.data, at=signal.at, age=age, now=clock.monotonic()))
                    case "who":
                        soon = clock.monotonic() + random.uniform(0, ANSWER_SECONDS)  # noqa: S311 - jitter
                        self._repeat_at = min(self._repeat_at, soon)
            except (ValueError, TypeError, IndexError, AttributeError, KeyError):
                log.warning("a signal that cannot be read", kind=signal.kind)
