"""Boards that somebody looks at: those who follow a line are told when the agents who serve it have changed."""

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID

from app import clock
from app.services import lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.hints import Hint
    from app.realtime.hub import Hub

# Agents change all the time: whose lines they serve is asked for all of them together, not more often than this.
PAUSE_SECONDS = 1.0
# What may change the state of an agent on a board.
_OF_AGENTS = frozenset({"agent", "load", "offer"})


class Boards:
    """Agents who have come, gone, got or finished something since the last look."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._agents: set[UUID] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._looked = 0.0

    def take(self, hints: "Iterable[Hint]") -> None:
        """Something has happened."""
        for hint in hints:
            if hint.kind in _OF_AGENTS:
                self.agent_changed(hint.id)

    def agent_changed(self, agent_id: UUID) -> None:
        """Tell those who follow a line that this agent serves, soon; nothing while nobody follows any."""
        if not self._hub.lists.lines:
            return
        self._agents.add(agent_id)
        if self._timer is None:
            wait = max(0.0, self._looked + PAUSE_SECONDS - clock.monotonic())
            self._timer = asyncio.get_running_loop().call_later(wait, self._look)

    def stop(self) -> None:
        """Tell nobody any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        self._timer = None
        self._looked = clock.monotonic()
        self._hub.errands.add("boards", self._tell)

    async def _tell(self) -> None:
        # What is lost with a database that is away is found by the refresh of all lists.
        agents, self._agents = self._agents, set()
        async with self._hub.database.lean() as connection:
            served = await lines.of_agents(connection, agents)
        for line in served:
            self._hub.lists.changed(("waiting", line))
