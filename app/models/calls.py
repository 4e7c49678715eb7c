"""Phone calls as exchanges tell of them, and calls that are to be made."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of, words


class Call(SQLModel, table=True):
    """A call, by the exchange's own id. While it is answered it counts in its agent's `call` load, by a trigger."""

    __tablename__ = "calls"
    __table_args__ = (
        one_of("calls", "direction", "in", "out"),
        one_of("calls", "state", "ringing", "answered", "ended", "missed"),
        UniqueConstraint("channel_id", "external_id", name="calls_external_unique"),
        Index("calls_in_order", "started_at", "id"),
        Index("calls_of_number", "number", "started_at", "id", postgresql_where=text("number IS NOT NULL")),
        Index("calls_of_ticket", "ticket_id", "id", postgresql_where=text("ticket_id IS NOT NULL")),
        Index("calls_of_agent", "agent_id", "started_at", "id", postgresql_where=text("agent_id IS NOT NULL")),
        Index("calls_of_customer", "customer_id", "started_at", "id", postgresql_where=text("customer_id IS NOT NULL")),
        Index("calls_live", "id", postgresql_where=text("state IN ('ringing', 'answered')")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    channel_id: UUID = Field(foreign_key="channels.id")
    external_id: str
    direction: str = "in"
    state: str = "ringing"
    # The other side: to show (null: withheld), and where it is a number of the public network.
    caller: str | None = None
    number: str | None = None
    # Our own number.
    called: str | None = None
    rung: list[str] = words()
    agent_id: UUID | None = Field(default=None, foreign_key="agents.id")
    customer_id: UUID | None = Field(default=None, foreign_key="customers.id")
    ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    # The exchange has said that nobody answered.
    missed: bool = False
    ivr_path: list[str] = words()
    recording_url: str | None = None
    duration_seconds: int | None = None
    started_at: datetime = at()
    answered_at: datetime | None = at(nullable=True)
    # As the exchange says.
    ended_at: datetime | None = at(nullable=True)
    # By hand, where the exchange did not say it.
    closed_at: datetime | None = at(nullable=True)
    closed_by: UUID | None = Field(default=None, foreign_key="agents.id")
    # What its ticket's log says of it already: started, closed, ended, missed, recorded.
    told: list[str] = words()
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class Callback(SQLModel, table=True):
    """A call that is to be made: a task of its ticket, at an hour that suits both sides."""

    __tablename__ = "callbacks"
    __table_args__ = (
        Index("callbacks_of_number", "number", "id"),
        Index("callbacks_of_ticket", "ticket_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    # Null once somebody has taken the task away.
    task_id: UUID | None = Field(default=None, foreign_key="ticket_tasks.id", ondelete="SET NULL")
    number: str
    zones: list[str] = words()
    due_at: datetime | None = at(nullable=True)
    call_id: UUID | None = Field(default=None, foreign_key="calls.id")
    created_at: datetime = at()
