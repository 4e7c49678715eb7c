"""Who waits for tickets to move without having a socket: long polls."""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from app.errors import TooMany

# Long polls of one caller in one process.
POLLS_PER_CALLER = 20


class Watching:
    """The long polls of this process. One that waits is an event and a few references to it, and nothing else."""

    def __init__(self) -> None:
        self._waiting: dict[UUID, set[asyncio.Event]] = {}
        self._polls: dict[UUID, int] = {}
        self._all: set[asyncio.Event] = set()

    def __len__(self) -> int:
        return len(self._all)

    def check(self, caller_id: UUID) -> None:
        """Raise `TooMany` when this caller has as many polls and streams here as it may."""
        if self._polls.get(caller_id, 0) >= POLLS_PER_CALLER:
            detail = f"A caller has at most {POLLS_PER_CALLER} polls waiting"
            raise TooMany(detail, retry_after=5)

    @contextmanager
    def watch(self, caller_id: UUID, session_id: UUID | None, ticket_ids: Collection[UUID]) -> Iterator[asyncio.Event]:
        """Inside, the event is set when one of these tickets, or the caller, has changed. Raises `TooMany`."""
        self.check(caller_id)
        event = asyncio.Event()
        # The caller and its session too: whoever is disabled or signed out is told at once.
        watched = {*ticket_ids, caller_id} | ({session_id} if session_id is not None else set())
        self._all.add(event)
        self._polls[caller_id] = self._polls.get(caller_id, 0) + 1
        for each in watched:
            self._waiting.setdefault(each, set()).add(event)
        try:
            yield event
        finally:
            self._all.discard(event)
            self._polls[caller_id] -= 1
            if not self._polls[caller_id]:
                del self._polls[caller_id]
            for each in watched:
                self._waiting[each].discard(event)
                if not self._waiting[each]:
                    del self._waiting[each]

    def wake(self, identifier: UUID) -> None:
        """A ticket or a caller has changed."""
        for event in self._waiting.get(identifier, ()):
            event.set()

    def wake_all(self) -> None:
        """Hints may have been lost, or the process is about to stop."""
        for event in self._all:
            event.set()
