"""Queues as those who run them see them: what waits, who is there for it, and what is wrong."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.rules.agent_states import State
from app.schemas.agents import PerChannel
from app.schemas.base import Instant, Out, Reference
from app.schemas.ticket_routing import NeedsOut, PlaceOut, RoutingWarningOut


class BoardTeamOut(Out):
    """A team that serves the queue: at once, or once something has waited."""

    id: UUID
    name: str | None
    after_seconds: int = Field(description="Of waiting, until it helps; 0: at once.")


class BoardQueueOut(PlaceOut):
    """The queue itself."""

    enabled: bool = Field(description="False: switched off or archived; what waits in it is moved on.")
    open: bool
    changes_at: Instant | None = Field(description="When it closes or opens next; null: never.")
    teams: list[BoardTeamOut] | None = Field(description="Null: anybody may take what waits here.")


class WaitingOut(Out):
    """How much waits. `offered` and `held_closed` are among the tickets and chats."""

    tickets: int
    chats: int
    offered: int = Field(description="Chats that ring at somebody's now.")
    held_closed: int = Field(description="They wait for the queue to open.")


class ClassOut(Out):
    """So many items that ask for the same."""

    channel: str
    count: int
    needs: NeedsOut


class BoardAgentOut(Out):
    """An agent of the queue's teams. `load` counts what is held and offered."""

    id: UUID
    name: str
    state: State
    load: PerChannel
    capacity: PerChannel
    capacity_total: int | None = Field(description="A bound on everything they hold, by weight; null: none.")
    offers: int = Field(description="Chats that ring at theirs now.")
    after_seconds: int = Field(description="They help once something has waited so long; 0: at once.")


class BoardOut(Out):
    """A queue at this moment."""

    queue: BoardQueueOut
    as_of: Instant
    waiting: WaitingOut
    oldest_at: Instant | None = Field(description="Since when what came first of what waits has waited.")
    longest_wait_seconds: int
    by_class: list[ClassOut] = Field(description="By what they ask for, the most frequent ten.")
    agents: list[BoardAgentOut] = Field(description="Those who could take something first; at most 200.")
    agents_by_state: dict[State, int] = Field(description="Of all of them.")
    sla_at_risk: int = Field(description="The next deadline of so many that wait is within 15 minutes.")
    sla_breached: int = Field(description="Of so many that wait a deadline has been missed.")
    wait_seconds: list[int] | None = Field(
        description="`[low, high]` for somebody who opened a chat now; null without a basis."
    )
    served_last_hour: int = Field(description="Chats that somebody accepted.")
    abandoned_last_hour: int = Field(description="Chats that their customers ended before anybody accepted.")
    warnings: list[RoutingWarningOut]


class QueueItemOut(Out):
    """Something that waits."""

    position: int = Field(description="Among what waits here on its channel; 1 is next.")
    channel: Literal["chat", "ticket", "call"]
    state: Literal["waiting", "offered", "held"] = Field(description="`held`: for the queue to open.")
    ticket_id: UUID
    chat_id: UUID | None
    number: int
    subject: str
    priority: str
    topic: str | None
    language: str | None
    requester: Reference
    waiting_since: Instant
    due_at: Instant | None
    placed_by_lead: Literal["first", "last"] | None = Field(description="A lead has put it there.")
    needs: NeedsOut | None = Field(description="What it asks for by now; null while that is not known or it is held.")


class QueueItemPage(Out):
    """A page of what waits: chats, then tickets, then calls, each in the order in which they are served."""

    items: list[QueueItemOut]
    next_cursor: str | None
