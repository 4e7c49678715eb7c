"""How a ticket came to its agent, and where it stands now, in data and in words."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out, Reference


class SkillNeedOut(Out):
    """A skill that is asked for, at this level or above."""

    id: UUID
    name: str
    level: int


class NeedsOut(Out):
    """What an item asks of an agent."""

    teams: list[Reference] | None = Field(description="One of these; null: anybody.")
    skills: list[SkillNeedOut]
    language: str | None
    tier: int


class ConsideredOut(Out):
    """An agent who was considered: those who could take it first, the best first."""

    id: UUID
    name: str
    chosen: bool
    eligible: bool
    why: str | None = Field(description="Why they could not take it, as a stable code; null when they could.")
    detail: str | None = Field(description="The same in words.")
    load: int | None = Field(description="What they held on the channel; null where it was not stored.")
    capacity: int | None


class DecisionOut(Out):
    """A decision of routing. All agents are counted; at most 20 of those who could and 20 of the others are named."""

    channel: str | None
    queue: Reference | None = Field(description="By its name of then; null: a team's own.")
    needs: NeedsOut | None = Field(description="Null where an older version of the desk did not store it.")
    waited_seconds: float | None
    policy: str | None = Field(description="How the queue chooses: `least_loaded`, `most_spare`, `longest_idle`.")
    decided_by: str = Field(
        description="`nobody`, `only_one`, `last_agent`, `most_spare`, `least_loaded`, `longest_idle` or `id`."
    )
    agents: list[ConsideredOut]
    eligible_count: int
    excluded_count: int
    excluded_by_reason: dict[str, int]
    passed_over: int = Field(description="So many came before the chosen one and were being given something else.")


class RoutingStepOut(Out):
    """Something that happened to a ticket's place or agent; with a decision of routing when there was one."""

    seq: int
    at: Instant
    kind: str = Field(description="The event of the ticket's log: `ticket.assigned`, `chat.offered` ...")
    summary: str
    sentences: list[str] = Field(description="What stands behind it.")
    decision: DecisionOut | None


class PlaceOut(Out):
    """Where something waits. A team's own queue has the id of the team, the desk's own the zero UUID."""

    id: UUID
    kind: Literal["queue", "team", "desk"]
    name: str | None = Field(description="Of the queue or the team.")


class RoutingChangeOut(Out):
    """What changes next by itself about what an item asks for."""

    at: Instant
    opens: bool = Field(description="The queue opens.")
    closes: bool = Field(description="The queue closes.")
    teams: list[Reference] = Field(description="They help from then on.")
    skills: list[Reference] = Field(description="They are not asked for any more, or at a lower level.")
    language: str | None = Field(description="It is not asked for any more.")


class RoutingWarningOut(Out):
    """Why something waits that should not."""

    code: str = Field(description="Stable; listed in the guide on routing.")
    detail: str


class RoutingNowOut(Out):
    """Where a ticket, or the chat over it, stands now."""

    state: Literal["waiting", "held", "offered", "with_agent", "snoozed", "not_open"] = Field(
        description="`held`: it waits for its queue to open. `not_open`: nobody is looked for."
    )
    as_of: Instant
    summary: str
    sentences: list[str]
    agent: Reference | None = Field(description="Who has it, or to whom it is offered.")
    offered_until: Instant | None
    channel: str | None
    chat_id: UUID | None
    place: PlaceOut | None = Field(description="Where it waits; null when it does not.")
    position: int | None = Field(description="Among what waits there on its channel; 1 is next.")
    waiting_since: Instant | None
    due_at: Instant | None
    needs: NeedsOut | None = Field(description="What it asks for by now; null while its queue is closed.")
    change: RoutingChangeOut | None = Field(description="Null when nothing changes by itself.")
    evaluation: DecisionOut | None = Field(
        description="What routing would decide at this moment, by the rules that decide."
    )
    warnings: list[RoutingWarningOut]


class TicketRoutingOut(Out):
    """A ticket's way through the desk in order, and where it stands."""

    ticket_id: UUID
    now: RoutingNowOut
    decisions: list[RoutingStepOut]
    next_cursor: int | None = Field(description="The `after_seq` of the next page; null: that was all.")
