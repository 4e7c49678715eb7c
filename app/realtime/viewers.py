"""Which agents look at a ticket, and who types on it: told to agents alone, best effort, gone by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app import clock
from app.realtime import frames
from app.realtime.envelopes import Signal

if TYPE_CHECKING:
    from app.realtime.connection import Connection
    from app.realtime.hub import Hub

# An agent's client says so again every 20 s while the ticket is in front of them.
VIEWING_SECONDS = 30
# Beyond so many tickets the desk does not remember who looks at them: it is a courtesy, and must not cost memory.
MOST_TICKETS = 20_000


@dataclass(slots=True)
class _Looks:
    """One agent at one ticket: until when, by each process that says so."""

    name: str
    until: dict[str, float]


@dataclass(slots=True)
class _Types:
    name: str
    kind: str | None
    visibility: str
    until: float


class Viewers:
    """What this process knows: its own sockets, and what the others say over the bus."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._looks: dict[UUID, dict[UUID, _Looks]] = {}
        self._types: dict[UUID, dict[UUID, _Types]] = {}
        # The tickets that a socket of this process has in front.
        self._mine: dict[Connection, set[UUID]] = {}

    def look(self, connection: "Connection", ticket_id: UUID, *, on: bool) -> None:
        """An agent has the ticket in front of them, or no more."""
        mine = self._mine.setdefault(connection, set())
        mine.add(ticket_id) if on else mine.discard(ticket_id)
        if not mine:
            del self._mine[connection]
        elsewhere = any(
            ticket_id in tickets for other, tickets in self._mine.items() if other.actor.id == connection.actor.id
        )
        if on or not elsewhere:
            data = [self._hub.bus.origin, str(ticket_id), str(connection.actor.id), connection.actor.name, on]
            self._hub.bus.tell(("viewing", ticket_id, connection.actor.id), Signal("viewing", data))
            self.told(data, age=0.0)

    def go(self, connection: "Connection") -> None:
        """A socket is gone."""
        for ticket_id in list(self._mine.get(connection, ())):
            self.look(connection, ticket_id, on=False)

    def told(self, data: Sequence[Any], *, age: float) -> None:
        """`[origin, ticket, agent, name, on]`, from here or from another process."""
        origin, ticket_id, who, name, on = str(data[0]), UUID(data[1]), UUID(data[2]), str(data[3]), bool(data[4])
        now, left = clock.monotonic(), VIEWING_SECONDS - age
        there = self._looks.get(ticket_id, {})
        was = who in there and any(until > now for until in there[who].until.values())
        if on and left > 0 and (there or len(self._looks) < MOST_TICKETS):
            looks = self._looks.setdefault(ticket_id, there).setdefault(who, _Looks(name, {}))
            looks.name, looks.until[origin] = name, now + left
        elif not on and who in there:
            there[who].until.pop(origin, None)
        looking = who in there and any(until > now for until in there[who].until.values())
        if looking or was:
            self._tell(ticket_id, who, name, on=looking, seconds=left)
        self._forget(ticket_id, now)

    def types(self, data: Sequence[Any], *, seconds: float) -> None:
        """`[ticket, who, name, on, visibility, kind]` of somebody who types for so long, or has stopped."""
        ticket_id, who = UUID(data[0]), UUID(data[1])
        there = self._types.get(ticket_id, {})
        if data[3] and (there or len(self._types) < MOST_TICKETS):
            kind = str(data[5]) if len(data) > 5 else None  # noqa: PLR2004 - a process of an earlier version says less
            said = _Types(str(data[2]), kind, str(data[4]), clock.monotonic() + seconds)
            self._types.setdefault(ticket_id, there)[who] = said
        else:
            there.pop(who, None)
        self._forget(ticket_id, clock.monotonic())

    def of(self, ticket_id: UUID) -> list[dict[str, Any]]:
        """Who looks on and who types, for agents: `[{"id", "name", "kind", "viewing", "typing"}]`."""
        now = clock.monotonic()
        self._forget(ticket_id, now)
        found: dict[UUID, dict[str, Any]] = {}
        for who, looks in self._looks.get(ticket_id, {}).items():
            found[who] = {"id": who, "name": looks.name, "kind": "agent", "viewing": True, "typing": None}
        for who, types in self._types.get(ticket_id, {}).items():
            nobody = {"id": who, "name": types.name, "kind": types.kind, "viewing": False, "typing": None}
            found.setdefault(who, nobody)["typing"] = types.visibility
        return sorted(found.values(), key=lambda each: (each["name"], str(each["id"])))

    def tick(self) -> None:
        """Time passes: forget what nobody has said again."""
        now = clock.monotonic()
        for ticket_id in [*self._looks, *self._types]:
            self._forget(ticket_id, now)

    def _forget(self, ticket_id: UUID, now: float) -> None:
        looks = self._looks.get(ticket_id, {})
        for who in [who for who, each in looks.items() if not any(until > now for until in each.until.values())]:
            del looks[who]
        types = self._types.get(ticket_id, {})
        for who in [who for who, each in types.items() if each.until <= now]:
            del types[who]
        if not looks:
            self._looks.pop(ticket_id, None)
        if not types:
            self._types.pop(ticket_id, None)

    def _tell(self, ticket_id: UUID, who: UUID, name: str, *, on: bool, seconds: float) -> None:
        # Which agents look on is no customer's business: only the agents' room is told.
        room = self._hub.rooms.get((ticket_id, "agent"))
        frame: bytes | None = None
        for connection in room.cursors if room is not None else ():
            if connection.actor.id != who and "viewing" in connection.features:
                said = {"t": "viewing", "ticket": ticket_id, "who": who, "name": name, "on": on}
                frame = frame or frames.encode({**said, "ttl": max(1, round(seconds))})
                connection.push_fleeting(frame)
