"""Live figures: how the desk, a queue or a team is doing at this moment."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.rules.agent_states import State
from app.schemas.base import Instant, Out


class LiveScopeOut(Out):
    """What the figures are of."""

    kind: Literal["desk", "queue", "team"]
    id: UUID | None = Field(description="Of the queue or the team; null: of the desk.")
    name: str | None


class LiveOpenOut(Out):
    """Tickets that are not solved, by status."""

    new: int
    open: int
    pending: int
    on_hold: int


class LiveWaitingOut(Out):
    """What waits for somebody to take it."""

    tickets: int
    chats: int
    oldest_at: Instant | None = Field(
        description="Since when what came first of it has waited: now less this is the longest wait."
    )


class LiveTodayOut(Out):
    """Since midnight where the desk lives."""

    since: Instant
    zone: str
    created: int
    solved: int = Field(description="Tickets that were solved today and still are.")
    chats_accepted: int
    chats_abandoned: int = Field(description="Their customers left before anybody accepted.")


class LiveReportOut(Out):
    """Figures at one moment."""

    scope: LiveScopeOut
    as_of: Instant
    open: LiveOpenOut
    waiting: LiveWaitingOut
    agents_by_state: dict[State, int] = Field(description="Active agents: of the team, of the queue's teams, or all.")
    sla_due_soon: int = Field(description="Tickets with a deadline within 15 minutes.")
    sla_overdue: int = Field(description="Tickets of which a deadline has passed and is still open.")
    today: LiveTodayOut
    changes_at: Instant = Field(description="When they change next although nothing happens: deadlines, midnight.")
