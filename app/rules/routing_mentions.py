"""Whom and what events and what waits speak of: the ids that must be named, with the names that they had then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.rules.routing import Needs
from app.rules.routing_records import place, read
from app.rules.routing_story import Happened

_AGENTS = ("agent", "from_agent", "instead_of")
_TEAMS = ("from_team", "to_team")


@dataclass(slots=True)
class Mentions:
    """By kind the ids, each with its name of then (empty when it was not said)."""

    agents: dict[UUID, str] = field(default_factory=dict)
    teams: dict[UUID, str] = field(default_factory=dict)
    skills: dict[UUID, str] = field(default_factory=dict)
    queues: dict[UUID, str] = field(default_factory=dict)

    def of_needs(self, needs: Needs | None) -> None:
        """Add the teams and skills that are asked for."""
        if needs is not None:
            _add(self.teams, *(needs.team_ids or ()))
            _add(self.skills, *(skill_id for skill_id, _ in needs.skills))

    def of_events(self, events: Iterable[Happened]) -> None:
        """Add all that the events speak of."""
        for event in events:
            if event.actor_kind == "agent":
                self.agents[event.actor_id] = event.actor_name
            self._of_data(event.data)

    def _of_data(self, data: Mapping[str, Any]) -> None:
        for key in _AGENTS:
            _named(self.agents, data.get(key))
        for key in _TEAMS:
            _named(self.teams, data.get(key))
        _named(self.queues, data.get("queue"))
        self._of_fields(data.get("set"))
        to = data.get("to")
        if isinstance(to, Mapping):
            kinds = {"agent": self.agents, "team": self.teams, "queue": self.queues}
            _named(kinds.get(str(to.get("kind")), {}), to)
        actions = data.get("actions")
        for each in actions if isinstance(actions, list) else ():
            self._of_fields(each)
        record = read(data.get("decision"))
        if record is not None:
            _add(self.agents, *record.eligible, *(agent_id for agent_id, _ in record.excluded))
            self.of_needs(record.needs)
            if record.queue is not None:
                self.queues[record.queue[0]] = record.queue[1]

    def _of_fields(self, fields: object) -> None:
        if isinstance(fields, Mapping):
            kinds = {"assignee_id": self.agents, "team_id": self.teams, "queue_id": self.queues}
            for key, known in kinds.items():
                _named(known, {"id": fields.get(key)})


def _named(known: dict[UUID, str], stored: object) -> None:
    found = place(stored)
    if found is not None:
        known[found[0]] = found[1] or known.get(found[0], "")


def _add(known: dict[UUID, str], *identifiers: UUID) -> None:
    for each in identifiers:
        known.setdefault(each, "")
