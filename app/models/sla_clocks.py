"""The SLA clocks of tickets: what folding each log has reached, and every instance with its ledger."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import at, document, one_of, records, words


class TicketSla(SQLModel, table=True):
    """What folding a ticket's log up to `seq` has reached: its clocks, and as `facts` what `rules/sla_state.py` holds.

    The rest is of `folded`, which is later: what follows from the clocks by then, and the `choices` of policies by
    which they are folded on. `next_due_at` is the earliest deadline that is open, missed or not, `upcoming_due_at` the
    earliest that was not missed, `next_at` when something is to be done. `saving` is a number of whoever wrote the row
    last, new each time.
    """

    __tablename__ = "ticket_sla"
    __table_args__ = (
        Index("ticket_sla_next", "next_at", postgresql_where=text("next_at IS NOT NULL")),
        Index("ticket_sla_due", "next_due_at", "ticket_id", postgresql_where=text("next_due_at IS NOT NULL")),
        Index("ticket_sla_upcoming", "upcoming_due_at", postgresql_where=text("upcoming_due_at IS NOT NULL")),
    )

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    seq: int = 0
    folded: int = 0
    choices: list[Any] = records()
    facts: dict[str, Any] = document()
    next_due_at: datetime | None = at(nullable=True)
    upcoming_due_at: datetime | None = at(nullable=True)
    next_at: datetime | None = at(nullable=True)
    saving: int | None = Field(default=None, sa_type=BigInteger)


class SlaClock(SQLModel, table=True):
    """One instance of a metric on a ticket; the columns are those of `rules/sla_clocks.py`.

    The ticket's row of `ticket_sla` is written by the same statement, so nothing checks that it is there.
    """

    __tablename__ = "sla_clocks"
    __table_args__ = (one_of("sla_clocks", "outcome", "fulfilled", "cancelled"),)

    ticket_id: UUID = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    policy: UUID
    calendar: UUID | None = None
    target: int
    priority: str
    started_at: datetime = at()
    activated_at: datetime = at()
    paused: bool = False
    due_at: datetime | None = at(nullable=True)
    breached_at: datetime | None = at(nullable=True)
    ended_at: datetime | None = at(nullable=True)
    outcome: str | None = None
    fired: list[str] = words()
    ledger: list[Any] = records()


class SlaTodo(SQLModel, table=True):
    """Tickets whose log has moved since their clocks were looked at; written by a trigger on events."""

    __tablename__ = "sla_todo"

    id: int | None = Field(default=None, sa_type=BigInteger, sa_column_args=[Identity(always=True)], primary_key=True)
    ticket_id: UUID
