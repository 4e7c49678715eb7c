"""Rooms: who follows a ticket, and how far each of them has got."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from app.realtime import frames
from app.realtime.connection import Connection

AUDIENCES = ("agent", "customer", "partner")


class Room:
    """The followers of one ticket that see it the same way: one counter, one encoding of each event.

    A follower gets the event after its cursor and nothing else. `known` is the highest counter that we have heard
    of: whoever is below it gets the range from the log.
    """

    __slots__ = ("audience", "cursors", "known", "people", "read", "ticket_id")

    def __init__(self, ticket_id: UUID, audience: str) -> None:
        self.ticket_id = ticket_id
        self.audience = audience
        self.cursors: dict[Connection, int] = {}
        self.known = 0
        # Who takes part and how far they have read, once a follower has asked to be told (None: nobody has).
        self.people: set[UUID] = set()
        self.read: dict[UUID, int] | None = None

    def hear(self, seq: int, public_seq: int) -> None:
        """The ticket's counters are at least this."""
        self.known = max(self.known, seq if self.audience == "agent" else public_seq)

    def deliver(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Push events, in order, to each follower for whom the event is the very next."""
        for row in rows:
            place = frames.counter(row, self.audience)
            if place is None:
                continue
            frame: bytes | None = None
            personal = frames.is_personal(row, self.audience)
            for connection, cursor in self.cursors.items():
                if cursor + 1 != place or not connection.has_room:
                    continue
                if frame is None or personal:
                    frame = frames.event(row, self.audience, connection.actor.id)
                connection.push(frame)
                self.cursors[connection] = place

    def unread(self) -> int | None:
        """Where to read on for the follower that is furthest behind; None when nobody misses anything.

        Followers without room are marked: they call for it when they have drained.
        """
        lowest: int | None = None
        for connection, cursor in self.cursors.items():
            if cursor >= self.known:
                continue
            if not connection.has_room:
                connection.behind = True
            elif lowest is None or cursor < lowest:
                lowest = cursor
        return lowest
