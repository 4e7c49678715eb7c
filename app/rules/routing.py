"""Who gets a piece of work: facts in, a decision with its reasons out; the same for any order of candidates."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

Exclusion = Literal["not_active", "not_online", "channel_off", "not_in_team", "no_capacity", "declined"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent as the decision sees one. `load` counts what is held and offered on the channel."""

    agent_id: UUID
    active: bool
    presence: str
    channels: frozenset[str]
    team_ids: frozenset[UUID]
    capacity: int
    load: int
    last_assigned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be given away: its channel, its team (None: anybody), and who has declined it or let it pass."""

    channel: str
    team_id: UUID | None = None
    declined_by: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """Who it is (None: nobody can take it now), who could have, why the others could not, and what decided."""

    agent_id: UUID | None
    eligible: tuple[UUID, ...]
    excluded: tuple[tuple[UUID, Exclusion], ...]
    decided_by: Literal["nobody", "only_one", "least_loaded", "longest_idle", "id"]


def exclusion(item: Item, candidate: Candidate) -> Exclusion | None:
    """Why this agent cannot take the item now; None when they can."""
    if not candidate.active:
        return "not_active"
    if candidate.presence != "online":
        return "not_online"
    if item.channel not in candidate.channels:
        return "channel_off"
    if item.team_id is not None and item.team_id not in candidate.team_ids:
        return "not_in_team"
    if candidate.agent_id in item.declined_by:
        return "declined"
    if candidate.load >= candidate.capacity:
        return "no_capacity"
    return None


def choose(item: Item, candidates: Collection[Candidate]) -> Decision:
    """Least loaded (by share of capacity), then longest without an assignment, then by id."""
    reasons = [(candidate, exclusion(item, candidate)) for candidate in candidates]
    excluded = tuple(sorted((c.agent_id, why) for c, why in reasons if why is not None))
    ranked = sorted((_rank(c), c.agent_id) for c, why in reasons if why is None)
    eligible = tuple(agent_id for _, agent_id in ranked)
    if not ranked:
        return Decision(None, (), excluded, "nobody")
    return Decision(eligible[0], eligible, excluded, _decided_by([rank for rank, _ in ranked]))


def _rank(candidate: Candidate) -> tuple[float, float, int]:
    """What is compared: share of capacity in use, when last assigned (never is longest ago), id."""
    last = candidate.last_assigned_at
    return (
        candidate.load / candidate.capacity,
        last.timestamp() if last is not None else float("-inf"),
        candidate.agent_id.int,
    )


def _decided_by(ranks: list[tuple[float, float, int]]) -> Literal["only_one", "least_loaded", "longest_idle", "id"]:
    if len(ranks) == 1:
        return "only_one"
    first, second = ranks[0], ranks[1]
    if first[0] != second[0]:
        return "least_loaded"
    return "longest_idle" if first[1] != second[1] else "id"


def position(waiting: Iterable[UUID], item_id: UUID) -> int | None:
    """The place of an item among those that wait (1 is next), in the order given; None when it does not wait."""
    for place, other in enumerate(waiting, start=1):
        if other == item_id:
            return place
    return None
