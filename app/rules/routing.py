"""Who gets a piece of work: facts in, a decision with its reasons out; the same for any order of candidates."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

Exclusion = Literal["not_active", "not_online", "channel_off", "not_in_team", "no_capacity", "declined"]

# Who declines an item or lets its offer pass is not asked again for this long, while somebody else may take it.
COOL_DOWN = timedelta(seconds=60)
# Once everybody who is there has refused, the round starts again after this pause: an item must not wait for ever
# while somebody is free, nor ring again in the moment in which it was declined.
ROUND_PAUSE = timedelta(seconds=3)


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
class Refusal:
    """An agent declined an item, let its offer pass or gave it back, and when."""

    agent_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be given away: its channel, its team (None: anybody), and who is not asked again for now."""

    channel: str
    team_id: UUID | None = None
    declined_by: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item in the queue (a chat over a ticket's thread, or the ticket itself) with the refusals that it has met."""

    id: UUID
    ticket_id: UUID
    item: Item
    queued_at: datetime
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Who it is (None: nobody can take it now), who could have, why the others could not, and what decided."""

    agent_id: UUID | None
    eligible: tuple[UUID, ...]
    excluded: tuple[tuple[UUID, Exclusion], ...]
    decided_by: Literal["nobody", "only_one", "least_loaded", "longest_idle", "id"]


def exclusion(item: Item, candidate: Candidate) -> Exclusion | None:
    """Why this agent cannot take the item now; None when they can."""
    reasons: tuple[tuple[Exclusion, bool], ...] = (
        ("not_active", not candidate.active),
        ("not_online", candidate.presence != "online"),
        ("channel_off", item.channel not in candidate.channels),
        ("not_in_team", item.team_id is not None and item.team_id not in candidate.team_ids),
        ("declined", candidate.agent_id in item.declined_by),
        ("no_capacity", candidate.load >= candidate.capacity),
    )
    return next((why for why, holds in reasons if holds), None)


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


@dataclass(frozen=True, slots=True)
class Placement:
    """The next thing to do for a queue: this item goes to `decision.agent_id`."""

    waiting: Waiting
    decision: Decision


def cooling(
    item: Item, refusals: Iterable[Refusal], candidates: Collection[Candidate], *, now: datetime
) -> frozenset[UUID]:
    """Who is not asked about this item now, because they refused it a moment ago.

    A refusal holds for `COOL_DOWN` while somebody who is there, free or not, has not refused; when nobody is left,
    only for `ROUND_PAUSE`.
    """
    age = {each.agent_id: now - each.at for each in sorted(refusals, key=lambda each: each.at)}
    recent = {agent_id for agent_id, passed in age.items() if passed < COOL_DOWN}
    there = {c.agent_id for c in candidates if c.capacity > 0 and exclusion(item, c) in {None, "no_capacity"}}
    if there - recent:
        return frozenset(recent)
    return frozenset(agent_id for agent_id in recent if age[agent_id] < ROUND_PAUSE)


def place(queue: Iterable[Waiting], candidates: Collection[Candidate], *, now: datetime) -> Placement | None:
    """The first item that somebody can take, first come first served, and who that is; None when nobody can.

    An item that all who are free have refused is passed over for the moment and keeps its place.
    """
    for waiting in sorted(queue, key=lambda each: (each.queued_at, each.id)):
        resting = cooling(waiting.item, waiting.refusals, candidates, now=now)
        decision = choose(replace(waiting.item, declined_by=resting), candidates)
        if decision.agent_id is not None:
            return Placement(waiting, decision)
    return None
