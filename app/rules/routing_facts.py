"""What routing decides about and what comes out: agents as candidates, items and what they need, decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

Channel: TypeAlias = Literal["chat", "ticket", "call"]
Exclusion: TypeAlias = Literal[
    "not_active", "may_not_reply", "not_online", "channel_off", "out_of_office", "off_shift", "not_in_team",
    "tier_too_low", "missing_skill", "skill_too_low", "no_language", "declined", "no_capacity", "no_total_capacity",
]  # fmt: skip
Policy: TypeAlias = Literal["most_spare", "least_loaded", "longest_idle"]
DecidedBy: TypeAlias = Literal["nobody", "only_one", "last_agent", "most_spare", "least_loaded", "longest_idle", "id"]


_NOBODY: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent as the decision sees one. `load` counts what is held and offered on the channel.

    `total_load` is what they hold on all channels, each thing by its `weight`; `total_capacity` bounds it, None does
    not. `off` says why they do not work now (their shift, an absence), whatever their presence says. `idle_since` is
    when work was last given to or taken from them.
    """

    agent_id: UUID
    active: bool = True
    presence: str = "online"
    channels: frozenset[str] = frozenset()
    team_ids: frozenset[UUID] = frozenset()
    capacity: int = 0
    load: int = 0
    last_assigned_at: datetime | None = None
    idle_since: datetime | None = None
    weight: int = 1
    total_capacity: int | None = None
    total_load: int = 0
    skills: Mapping[UUID, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    tier: int = 0
    off: Literal["off_shift", "out_of_office"] | None = None
    may_reply: bool = True


@dataclass(frozen=True, slots=True)
class Needs:
    """What an item asks of an agent now: one of these teams (None: anybody), each skill at its level, a language
    (its primary subtag), and a tier at the least. Items with the same needs are alike but for who refused them.
    """

    team_ids: tuple[UUID, ...] | None = None
    skills: tuple[tuple[UUID, int], ...] = ()
    language: str | None = None
    tier: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """An agent declined an item, let its offer pass or gave it back, and when."""

    agent_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be given away: its channel, what it needs, how its queue chooses, who is not asked again for now.

    `last_agent_id` is who served this customer last, when the queue prefers them.
    """

    channel: str
    needs: Needs = Needs()
    policy: Policy = "least_loaded"
    declined_by: frozenset[UUID] = _NOBODY
    last_agent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item in the queue (a chat over a ticket's thread, or the ticket itself) with the refusals that it has met.

    `order` is its place among all that waits: what compares less goes first. `line` is where it waits: `queue_id`, else
    its team's own queue.
    """

    id: UUID
    ticket_id: UUID
    item: Item
    queued_at: datetime
    refusals: tuple[Refusal, ...] = ()
    order: tuple[float, ...] = ()
    line: UUID | None = None
    queue_id: UUID | None = None
    team_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody held on the channel when it was decided, of how much; `idle_since` None: never had anything."""

    load: int
    capacity: int
    idle_since: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """Who it is (None: nobody can take it now), who could have (the best first), why the others could not, and what
    decided. `loads` are of the first of the eligible, at most `COMPARED`: what they were compared by.
    """

    agent_id: UUID | None
    eligible: tuple[UUID, ...]
    excluded: tuple[tuple[UUID, Exclusion], ...]
    decided_by: DecidedBy
    policy: Policy = "least_loaded"
    loads: tuple[Load, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """The next thing to do for a queue: this item goes to `decision.agent_id`."""

    waiting: Waiting
    decision: Decision


def primary_subtag(language: str) -> str:
    """The language itself: `ru` of `ru-RU`."""
    return language.partition("-")[0].casefold()
